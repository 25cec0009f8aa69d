// One sentence: editing in place, its marks, its tools, and its keys.

const EDIT_QUIET_MS = 350;
const EDIT_LONGEST_WAIT_MS = 900;

function createRow(view, item) {
  const sentence = el("div", {
    class: "sentence",
    contenteditable: "plaintext-only",
    role: "textbox",
    "aria-multiline": "false",
    spellcheck: "false",
    tabindex: "0",
    "data-placeholder": "Type a sentence of your own",
  });
  const tag = el("span", { class: "tag" });
  const row = el("div", { class: "row" }, el("div", { class: "line" }, sentence, tag));
  Object.assign(row, { sentence, tag, item, about: el("div", { class: "about" }), timer: null, since: null });
  row.append(row.about, rowTools(view, row));
  listenToRow(view, row);
  return row;
}

function listenToRow(view, row) {
  const { sentence } = row;
  row.addEventListener("pointerenter", () => light(view, [row.dataset.key]));
  row.addEventListener("pointerleave", () => lightFocused(view));
  sentence.addEventListener("focus", () => {
    light(view, [row.dataset.key]);
    scrollToSource(view);
  });
  sentence.addEventListener("blur", () => view.isDrawing || leaveSentence(view, row));
  sentence.addEventListener("input", () => {
    voidTick(view);
    row.since ??= performance.now();
    const left = EDIT_LONGEST_WAIT_MS - (performance.now() - row.since);
    clearTimeout(row.timer);
    row.timer = setTimeout(() => sendText(view, row), Math.max(0, Math.min(EDIT_QUIET_MS, left)));
  });
  sentence.addEventListener("keydown", (event) => sentenceKey(view, row, event));
}

/** Sends what was typed. An emptied sentence is deleted when it is left, not while it is typed. */
function sendText(view, row) {
  clearTimeout(row.timer);
  if (row.timer === null) return;
  row.timer = row.since = null;
  const text = row.sentence.textContent;
  if (!text.trim()) return;
  row.sentText = text.trim().split(/\s+/).join(" ");
  if (row.item.fresh && !row.item.sent) {
    row.item.sent = true;
    const index = sentRowsBefore(row);
    post(view.channel, { kind: "add", id: row.item.id, section: row.item.section, index, text });
  } else {
    post(view.channel, { kind: "edit", id: row.item.id, text, merge: true });
  }
}

function sentRowsBefore(row) {
  const rows = [...row.parentElement.children];
  return rows.slice(0, rows.indexOf(row)).filter((other) => !other.item.fresh || other.item.sent).length;
}

function leaveSentence(view, row) {
  sendText(view, row);
  if (!row.sentence.textContent.trim()) removeRow(view, row);
  else lightFocused(view);
}

function removeRow(view, row) {
  clearTimeout(row.timer);
  row.timer = row.since = null;
  const isUnsent = row.item.fresh && !row.item.sent;
  if (isUnsent) {
    view.fresh = view.fresh.filter((item) => item !== row.item);
    row.remove();
  } else {
    act(view, { kind: "delete", id: row.item.id });
  }
}

function sentenceKey(view, row, event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (!(ctrlKey || metaKey || altKey)) event.stopPropagation();
  const step = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  if (key === "Enter" && (ctrlKey || metaKey)) confirmRow(view, row);
  else if (key === "Enter") addRow(view, row.item.section, row);
  else if (key === "Escape") row.sentence.blur();
  else if (altKey && shiftKey && step) shiftRow(view, row, step);
  else if (altKey && step) focusNeighbour(view, row, step);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The sentence becomes the clinician's as it stands; on to the next that asks for a look. */
function confirmRow(view, row) {
  act(view, { kind: "confirm", id: row.item.id });
  const rows = rowsOf(view);
  const after = rows.slice(rows.indexOf(row) + 1);
  (after.find((other) => other.dataset.weight || other.tag.dataset.state === "unsupported") ?? after[0])?.sentence.focus();
}

function focusNeighbour(view, row, step) {
  const rows = rowsOf(view);
  rows[rows.indexOf(row) + step]?.sentence.focus();
}

function shiftRow(view, row, step) {
  act(view, { kind: "shift", id: row.item.id, step });
}

function moveRow(view, row, section, index) {
  act(view, { kind: "move", id: row.item.id, section, index });
}

function rowTools(view, row) {
  const keepFocus = { on: { mousedown: (event) => event.preventDefault() } };
  row.confirmButton = iconButton("Confirm as mine (Ctrl+Enter)", ICONS.check, () => confirmRow(view, row));
  row.target = el("select", {
    class: "move-to select",
    "aria-label": "Move to section",
    on: { change: () => row.target.value && moveRow(view, row, row.target.value, 1e6) },
  });
  return el("div", { class: "row-tools", role: "toolbar", "aria-label": "This sentence", ...keepFocus },
    row.confirmButton,
    iconButton("Move up (Alt+Shift+Up)", ICONS.up, () => shiftRow(view, row, -1)),
    iconButton("Move down (Alt+Shift+Down)", ICONS.down, () => shiftRow(view, row, 1)),
    row.target,
    iconButton("Delete", ICONS.remove, () => deleteRow(view, row)),
  );
}

function deleteRow(view, row) {
  const rows = rowsOf(view);
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  removeRow(view, row);
  if (row.contains(focused(view))) next?.sentence.focus();
}

function updateRow(view, row, item) {
  row.item = Object.assign(item, { sent: row.item.sent });
  const isPending = view.channel.pending.some((op) => op.id === item.id || op.id === item.name);
  const isTyping = row.timer !== null || isPending;
  const isNew = isNews(row, item);
  const isBusy = row.sentence === focused(view) && !isNew;
  if (!isTyping && !isBusy && !item.fresh) showText(view, row, item.text);
  if (!isTyping && isNew) row.sentText = undefined; // words sent before may come back by undo
  row.shown = item.text;
  const shown = findingsOf(view, item.id, ["stop", "look"]);
  setAttr(row, "data-weight", shown.length ? shown[0].weight : null);
  setText(row.tag, item.tag ?? "");
  setAttr(row.tag, "data-state", item.state);
  row.tag.id = `tag-${item.id}`;
  row.about.id = `about-${item.id}`;
  setAttr(row.sentence, "aria-label", `${item.sectionTitle}, sentence`);
  setAttr(row.sentence, "aria-describedby", `tag-${item.id} about-${item.id}`);
  const isOwn = item.state === "yours" || item.state === "confirmed" || Boolean(item.fresh);
  row.confirmButton.disabled = isOwn && !shown.length;
  drawAbout(view, row, item, shown);
  drawTargets(view, row, item);
}

/** New words that were not typed here: another window of this vault is the later one. */
function isNews(row, item) {
  return row.shown !== undefined && item.text !== row.shown && item.text !== row.sentText;
}

function showText(view, row, text) {
  if (row.sentence.textContent === text) return;
  const isFocused = row.sentence === focused(view);
  const selection = view.root.getSelection?.() ?? document.getSelection();
  const caret = isFocused && selection?.rangeCount ? selection.focusOffset : null;
  row.sentence.textContent = text;
  if (caret !== null) document.getSelection().collapse(row.sentence.firstChild, Math.min(caret, text.length));
}

/** Doubts that block or ask for a look stand under their sentence, in words. */
function drawAbout(view, row, item, shown) {
  const quoted = item.quotes?.length ? `${item.basis}: ${item.quotes.map((q) => `“${q}”`).join(", ")}` : item.basis;
  const quiet = findingsOf(view, item.id, ["quiet"]);
  replaceIfChanged(row.about, [shown, quiet, quoted], () => [
    ...shown.map((finding) => findingLine(view, finding)),
    ...quiet.map((finding) => el("div", { class: "quiet", text: `Minor: ${finding.message}` })),
    el("span", { class: "sr", text: quoted ?? "" }),
    item.state === "evidenced" ? el("div", { class: "from", "aria-hidden": "true", text: quoted }) : null,
  ]);
}

function findingLine(view, finding, look = "finding") {
  const word = finding.weight === "stop" ? "Stop" : "Look";
  return el("div", { class: look, "data-weight": finding.weight },
    el("span", { class: "weight", text: word }),
    el("span", { text: finding.message }),
    textButton(finding.code.startsWith("O") ? "Leave it out" : "Keep as written", () => act(view, { kind: "settle", finding: finding.id })),
  );
}

function drawTargets(view, row, item) {
  const others = view.data.sections.filter((section) => section.key !== item.section);
  row.target.hidden = !others.length;
  replaceIfChanged(row.target, others.map((section) => [section.key, section.title]), () => [
    el("option", { value: "", text: "Move to…" }),
    ...others.map((section) => el("option", { value: section.key, text: section.title })),
  ]);
  row.target.value = "";
}
