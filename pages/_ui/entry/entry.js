// One detail of the session in one line. What is typed reaches the server within a second, and at
// once on blur, on Enter and on hiding the page, as in the summary box.

const ENTRY_QUIET_MS = 400;
const ENTRY_LONGEST_MS = 900;

export default function (component) {
  const root = component.parentElement;
  root.notegenEntry ??= attachEntry(root);
  const entry = root.notegenEntry;
  entry.channel = openChannel(component);
  showEntry(entry, component.data);
  document.addEventListener("visibilitychange", entry.hidden);
  window.addEventListener("pagehide", entry.hidden);
  return () => {
    flushEntry(entry);
    document.removeEventListener("visibilitychange", entry.hidden);
    window.removeEventListener("pagehide", entry.hidden);
  };
}

function attachEntry(root) {
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  const entry = { input: find("line"), label: find("line-label"), timer: null, since: null, version: null, text: "" };
  entry.hidden = () => flushEntry(entry);
  entry.input.addEventListener("input", () => typedEntry(entry));
  entry.input.addEventListener("blur", () => {
    flushEntry(entry);
    settleEntry(entry);
  });
  entry.input.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
    if (event.key === "Enter") flushEntry(entry);
  });
  return entry;
}

function typedEntry(entry) {
  entry.since ??= performance.now();
  clearTimeout(entry.timer);
  const left = ENTRY_LONGEST_MS - (performance.now() - entry.since);
  entry.timer = setTimeout(() => flushEntry(entry), Math.max(0, Math.min(ENTRY_QUIET_MS, left)));
}

function flushEntry(entry) {
  if (entry.since === null) return;
  clearTimeout(entry.timer);
  entry.since = null;
  post(entry.channel, { kind: "enter", text: entry.input.value, merge: true });
}

function showEntry(entry, data) {
  setText(entry.label, data.label);
  entry.input.placeholder = data.placeholder;
  entry.text = data.text;
  if (entry.version !== data.version) entry.input.value = data.text;
  entry.version = data.version;
  settleEntry(entry);
}

/**
 * Shows the server's text: another window's typing, what was carried, or a day as it was read. Never
 * while somebody types here, or while what was typed is on its way.
 */
function settleEntry(entry) {
  const isBusy = entry.since !== null || entry.channel.pending.length || entry.input.matches(":focus");
  if (!isBusy && entry.input.value.trim() !== entry.text.trim()) entry.input.value = entry.text;
}
