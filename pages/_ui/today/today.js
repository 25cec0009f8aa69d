// Today's unfinished notes: which one is written, which ones wait, and one key to the next.

export default function (component) {
  const root = component.parentElement;
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  root.notegenToday ??= {};
  const strip = root.notegenToday;
  strip.data = component.data;
  strip.channel = openChannel(component);
  setText(find("about"), strip.data.about);
  reconcile(find("notes"), strip.data.notes, (note) => note.id,
    (note) => createNote(strip, note), (node, note) => updateNote(node, note));
  strip.key ??= (event) => nextNote(strip, event);
  // On the window and first, so that it works from within every field and sentence.
  window.addEventListener("keydown", strip.key, true);
  return () => window.removeEventListener("keydown", strip.key, true);
}

function createNote(strip, note) {
  const button = el("button", { type: "button", class: note.fresh ? "note new" : "note" },
    el("span", { class: "who" }), el("span", { class: "when" }));
  button.addEventListener("click", () => choose(strip, note.id));
  return el("li", {}, button);
}

function updateNote(node, note) {
  const button = node.firstElementChild;
  setText(button.firstElementChild, note.who);
  setText(button.lastElementChild, note.when);
  setAttr(button, "aria-current", note.current);
}

function choose(strip, id) {
  const note = strip.data.notes.find((other) => other.id === id);
  if (note && !note.current) post(strip.channel, { kind: "choose", id });
}

/** Alt+N: the next note that waits, after the last one a new one. */
function nextNote(strip, event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyN") return;
  event.preventDefault();
  event.stopPropagation();
  let active = document.activeElement; // of the page: within a component it is the component
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  active?.blur(); // what is being typed goes first
  post(strip.channel, { kind: "next" }); // the server knows by then which note that is
}
