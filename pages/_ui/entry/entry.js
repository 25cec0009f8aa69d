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
  const entry = { input: find("line"), label: find("line-label"), timer: null, since: null, version: null, shown: "" };
  entry.hidden = () => flushEntry(entry);
  entry.input.addEventListener("input", () => typedEntry(entry));
  entry.input.addEventListener("blur", () => flushEntry(entry));
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

/** The server's text counts when it is news: another note, a carried detail, another window's typing. */
function showEntry(entry, data) {
  setText(entry.label, data.label);
  entry.input.placeholder = data.placeholder;
  const isNews = data.text !== entry.shown && entry.since === null && !entry.channel.pending.length;
  const differs = entry.input.value.trim() !== data.text.trim();
  if (entry.version !== data.version || (isNews && differs)) entry.input.value = data.text;
  entry.version = data.version;
  entry.shown = data.text;
}
