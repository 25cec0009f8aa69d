// The client of the note: a label of the clinician's own. Known ones are offered while it is typed;
// one key picks. What is typed reaches the server as in the summary box.

const CLIENT_QUIET_MS = 400;
const OFFERED = 8;

export default function (component) {
  const root = component.parentElement;
  root.notegenClient ??= attachClient(root);
  const box = root.notegenClient;
  box.channel = openChannel(component);
  showClient(box, component.data);
  return () => flushClient(box);
}

function attachClient(root) {
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  const box = { input: find("client"), label: find("client-label"), list: find("known"), said: find("said"), timer: null, version: null, shown: "", at: -1 };
  box.input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => flushClient(box), CLIENT_QUIET_MS);
    offer(box);
  });
  box.input.addEventListener("focus", () => offer(box));
  box.input.addEventListener("click", () => offer(box));
  box.input.addEventListener("blur", () => leaveClient(box));
  box.input.addEventListener("keydown", (event) => clientKey(box, event));
  return box;
}

/** The server's label counts when it is news: another note, or another window's typing. */
function showClient(box, data) {
  box.data = data;
  setText(box.label, data.label);
  box.input.placeholder = data.placeholder;
  const isNews = data.text !== box.shown && box.timer === null && !box.channel.pending.length;
  if (box.version !== data.version || (isNews && box.input.value.trim() !== data.text)) box.input.value = data.text;
  box.version = data.version;
  box.shown = data.text;
  setText(box.said, data.said);
  if (!box.list.hidden) offer(box, box.at);
}

function flushClient(box) {
  clearTimeout(box.timer);
  if (box.timer === null) return;
  box.timer = null;
  post(box.channel, { kind: "name", client: box.input.value, merge: true });
}

/** Leaving the field takes the option at hand, or the known client whose label was typed out. */
function leaveClient(box) {
  const typed = box.input.value.trim().toLowerCase();
  const known = box.offered?.[box.at] ?? box.data.known.find((one) => one.client.toLowerCase() === typed);
  if (known && (box.timer !== null || known.client !== box.data.text || !box.data.picked)) pick(box, known);
  else flushClient(box);
  close(box);
}

function pick(box, known) {
  clearTimeout(box.timer);
  box.timer = null;
  box.input.value = known.client;
  post(box.channel, { kind: "pick", client: known.client });
  close(box);
}

function close(box) {
  box.list.hidden = true;
  box.at = -1;
  box.offered = null;
  setAttr(box.input, "aria-expanded", "false");
  setAttr(box.input, "aria-activedescendant", null);
}

/** The known clients that the typed letters fit, or all of them for an empty field. */
function offer(box, at = -1) {
  const typed = box.input.value.trim().toLowerCase();
  const fitting = box.data.known.filter((one) => one.client.toLowerCase().includes(typed));
  const isDone = fitting.length === 1 && fitting[0].client === box.input.value && box.data.picked;
  if (!fitting.length || isDone) return close(box);
  box.offered = fitting.slice(0, OFFERED);
  box.at = Math.min(at, box.offered.length - 1);
  box.list.hidden = false;
  setAttr(box.input, "aria-expanded", "true");
  setAttr(box.input, "aria-activedescendant", box.at < 0 ? null : `known-${box.at}`);
  box.list.replaceChildren(...box.offered.map((one, index) => option(box, one, index)));
  box.list.children[box.at]?.scrollIntoView({ block: "nearest" });
}

function option(box, one, index) {
  return el("li", { id: `known-${index}`, role: "option", "aria-selected": String(index === box.at),
    on: { mousedown: (event) => event.preventDefault(), click: () => pick(box, one) } },
    el("span", { class: "who", text: one.client }), el("span", { class: "last", text: one.last }));
}

function clientKey(box, event) {
  if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
  const isOpen = !box.list.hidden;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step && !event.altKey) {
    if (!isOpen) offer(box);
    if (box.offered) offer(box, Math.max(-1, box.at + step));
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) leaveClient(box);
  else if (event.key === "Escape" && isOpen) close(box);
  else return;
  event.preventDefault();
}
