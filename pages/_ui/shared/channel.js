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
  channel.send({ epoch: channel.epoch, list: channel.pending });
}

/**
 * Streamlit sends a widget's value some milliseconds late and with the page it was on, a page link
 * at once: a tap on a link right after typing would arrive first and be undone. So such a tap waits.
 */
const SETTLING_MS = 60;

function holdPageLinks() {
  if (window.notegenHoldsPageLinks) return;
  window.notegenHoldsPageLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[data-testid="stPageLink-NavLink"]');
    if (!link || performance.now() - (window.notegenLastPost ?? -Infinity) > SETTLING_MS) return;
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => link.click(), 2 * SETTLING_MS);
  }, true);
}

function newEpoch() {
  return [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
