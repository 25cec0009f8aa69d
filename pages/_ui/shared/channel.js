// Messages to Python that arrive once, in order, and are never lost: all that is not yet
// acknowledged is sent again with each new one, and Python ignores numbers it has seen.

function openChannel(component) {
  const root = component.parentElement;
  holdPageLinks();
  root.notegenChannel ??= { epoch: newEpoch(), seq: 0, pending: [] };
  const channel = root.notegenChannel;
  channel.send = (value) => component.setStateValue("ops", value);
  const done = component.data.acks[channel.epoch] ?? 0;
  channel.pending = channel.pending.filter((op) => op.seq > done);
  return channel;
}

/** Queues an operation and sends it. A newer text for the same thing takes the older one's place. */
function post(channel, op) {
  const last = channel.pending.at(-1);
  if (last && op.merge && last.kind === op.kind && last.id === op.id) channel.pending.pop();
  channel.seq += 1;
  channel.pending.push({ ...op, seq: channel.seq });
  window.notegenLastPost = performance.now();
  sendOnceHere(() => channel.send({ epoch: channel.epoch, list: channel.pending }));
}

/**
 * Streamlit sends a widget's value some milliseconds late, with the page it was on, and a page link at
 * once; of two messages the later one's page is shown. So a tap on a link right after typing waits,
 * and what is to be sent after the tap waits until the other page is there.
 */
const SETTLING_MS = 60;
const LEAVING_MS = 5000;
const LOOK_MS = 30;

function holdPageLinks() {
  if (window.notegenHoldsPageLinks) return;
  window.notegenHoldsPageLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[data-testid="stPageLink-NavLink"]');
    if (!link || isHere(link)) return;
    if (performance.now() - (window.notegenLastPost ?? -Infinity) > SETTLING_MS) {
      window.notegenLeaving = { link, since: performance.now() };
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => link.click(), 2 * SETTLING_MS);
  }, true);
}

/** Streamlit draws the words of the link in bold whose page is shown. */
function isHere(link) {
  const words = link.querySelector("p") ?? link;
  return !link.isConnected || Number(getComputedStyle(words).fontWeight) >= 600;
}

/** At once, but for a page that is being left: then once the other one is there. */
function sendOnceHere(send) {
  const leaving = window.notegenLeaving;
  if (!leaving || isHere(leaving.link) || performance.now() - leaving.since > LEAVING_MS) send();
  else setTimeout(() => sendOnceHere(send), LOOK_MS);
}

function newEpoch() {
  return [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
