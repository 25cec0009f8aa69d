// A box for clinical text. What is typed reaches the server within a second, and at once on blur, on
// hiding the page and before sending; the server's copy is what survives. The browser keeps none.

const QUIET_MS = 400;
const LONGEST_WAIT_MS = 900;

export default function (component) {
  const box = attach(component);
  box.channel = openChannel(component);
  showData(box, component.data);
  return () => detach(box);
}

function attach(component) {
  const root = component.parentElement;
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  root.notegenBox ??= listen({
    frame: root.querySelector(".box"),
    area: find("text"),
    hintLine: find("hint"),
    hint: "",
    status: find("status"),
    label: find("label"),
    send: find("send"),
    cancel: find("cancel"),
    swap: find("swap"),
    problem: find("problem"),
    sureLine: find("sure-line"),
    sure: find("sure"),
    sureLabel: find("sure-label"),
    timer: null,
    since: null,
    version: null,
    news: null,
  });
  document.addEventListener("visibilitychange", root.notegenBox.hidden);
  window.addEventListener("pagehide", root.notegenBox.hidden);
  return root.notegenBox;
}

function listen(box) {
  box.hidden = () => flush(box);
  box.area.addEventListener("input", () => typed(box));
  box.area.addEventListener("blur", () => flush(box));
  box.area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(box);
    }
  });
  box.send.addEventListener("click", () => send(box));
  box.sure.addEventListener("change", () => showSure(box));
  box.cancel.addEventListener("click", () => post(box.channel, { kind: "cancel" }));
  box.swap.addEventListener("click", () => post(box.channel, { kind: "swap" }));
  return box;
}

function detach(box) {
  flush(box);
  document.removeEventListener("visibilitychange", box.hidden);
  window.removeEventListener("pagehide", box.hidden);
}

function typed(box) {
  box.since ??= performance.now();
  const left = LONGEST_WAIT_MS - (performance.now() - box.since);
  clearTimeout(box.timer);
  box.timer = setTimeout(() => flush(box), Math.max(0, Math.min(QUIET_MS, left)));
  setText(box.problem, "");
  showHint(box);
}

function flush(box) {
  if (box.since === null) return;
  clearTimeout(box.timer);
  box.since = null;
  // `news`: how much of another window's typing this box had shown; the server keeps the rest.
  post(box.channel, { kind: "text", text: box.area.value, news: box.news, merge: true });
}

function send(box) {
  if (box.send.disabled) return;
  if (!box.area.value.trim()) {
    setText(box.problem, box.words.empty);
    box.area.focus();
    return;
  }
  flush(box);
  post(box.channel, { kind: "send", text: box.area.value });
}

/**
 * The server's text is taken only for a version this box does not show yet, or when another window
 * has typed; never while something typed here is on its way, which then is the later text.
 */
function showData(box, data) {
  box.words = data.words;
  box.hint = data.hint;
  box.frame.dataset.size = data.size;
  box.area.placeholder = data.words.placeholder;
  setText(box.label, data.words.label);
  if (box.version !== data.version) {
    box.version = data.version;
    box.area.value = data.text;
    box.news = data.news;
    box.sure.checked = false;
    if (data.focus) box.area.focus();
  } else if (box.news !== data.news && box.since === null && !box.channel.pending.length) {
    const caret = box.area.selectionStart;
    box.area.value = data.text;
    box.area.setSelectionRange(caret, caret);
    box.news = data.news;
  }
  replaceLabel(box.send, data.words.send);
  setText(box.cancel, data.words.cancel);
  box.cancel.hidden = !data.words.cancel;
  setText(box.swap, data.words.swap);
  box.swap.hidden = !data.words.swap;
  setText(box.sureLabel, data.words.sure);
  box.sureLine.hidden = !data.words.sure;
  showSure(box);
  setText(box.status, data.words.status);
  setText(box.problem, data.problem);
  showHint(box);
}

/** What cannot be taken back is sent only once its box is ticked. */
function showSure(box) {
  box.send.disabled = Boolean(box.words.sure) && !box.sure.checked;
}

function replaceLabel(button, text) {
  if (button.dataset.label === text) return;
  button.dataset.label = text;
  button.replaceChildren(text, el("kbd", { text: "Ctrl+Enter", "aria-hidden": "true" }));
}

/** How long the text is and, for a thin summary, what would help most, as the server reads it. */
function showHint(box) {
  const text = box.area.value;
  const words = text.trim() ? text.trim().split(/\s+/).length : 0;
  const count = words === 1 ? "1 word" : `${words} words`;
  setText(box.hintLine, words === 0 ? "" : [`${count}.`, box.hint].filter(Boolean).join(" "));
}
