// Right pane: overview, questions, sections with their sentences, and what has no place.

function rowsOf(view) {
  return [...view.nodes.sections.querySelectorAll(".row")];
}

function focused(view) {
  return view.root.activeElement ?? document.activeElement;
}

function focusSentence(view, id) {
  rowsOf(view).find((row) => row.dataset.key === id)?.sentence.focus();
}

/** Sends an operation, after whatever is still being typed. */
function act(view, op) {
  for (const row of rowsOf(view)) sendText(view, row);
  post(view.channel, op);
}

/** Open findings of a sentence with one of these weights; Look is shown three times in a note. */
function findingsOf(view, id, weights) {
  const looks = view.data.findings.filter((finding) => finding.weight === "look");
  const hidden = view.showAllLooks ? [] : looks.slice(view.data.looks_shown).map((finding) => finding.id);
  const order = ["stop", "look", "quiet"];
  return view.data.findings
    .filter((f) => f.statement === id && weights.includes(f.weight) && !hidden.includes(f.id))
    .sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight));
}

function drawTools(view) {
  const { data, nodes } = view;
  replaceIfChanged(nodes.tools, [data.undo, view.asksDiscard], () => view.asksDiscard ? [
    el("div", { class: "confirm-bar", role: "group", "aria-label": "Discard this draft?" },
      el("span", { class: "small", text: "Erase summary and draft for good?" }),
      textButton("Discard", () => act(view, { kind: "discard" }), { id: "discard-yes" }),
      textButton("Keep", () => askDiscard(view, false))),
  ] : [
    data.undo && textButton("Undo", () => act(view, { kind: "undo" }), { title: `Undo ${data.undo}` }),
    textButton("Discard…", () => askDiscard(view, true)),
  ]);
}

function askDiscard(view, asks) {
  view.asksDiscard = asks;
  drawTools(view);
  view.nodes.tools.querySelector("button")?.focus();
}

function drawOverview(view) {
  const { data } = view;
  const stops = data.findings.filter((finding) => finding.weight === "stop");
  const looks = data.findings.filter((finding) => finding.weight === "look");
  const loose = data.findings.filter((f) => !f.statement && f.weight !== "quiet");
  const hidden = view.showAllLooks ? 0 : Math.max(0, looks.length - data.looks_shown);
  replaceIfChanged(view.nodes.overview, [stops.length, looks.length, loose, hidden, data.evidence, data.unplaced.length], () => [
    el("span", { class: "muted", text: data.evidence }),
    stops.length ? textButton(`${count(stops.length, "Stop")} to settle before signing`, () => focusSentence(view, stops.find((f) => f.statement)?.statement), { class: "text-button stops" }) : null,
    looks.length ? textButton(`${looks.length} to look at`, () => focusSentence(view, looks.find((f) => f.statement)?.statement)) : null,
    data.unplaced.length ? textButton(`${data.unplaced.length} without a place`, () => view.nodes.unplaced.scrollIntoView({ block: "center" })) : null,
    hidden ? textButton(`Show ${hidden} more`, () => { view.showAllLooks = true; draw(view); }) : null,
    ...loose.map((finding) => findingLine(view, finding, "finding note-finding")),
  ]);
}

function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

function drawQuestions(view) {
  const { questions } = view.data;
  replaceIfChanged(view.nodes.questions, questions, () => !questions.length ? [] : [
    el("div", { class: "card" },
      el("h3", { class: "eyebrow" }, "Worth a word, if you know it ", el("kbd", { text: "Alt+Q", "aria-hidden": "true" })),
      ...questions.map((question) => questionForm(view, question))),
  ]);
}

function questionForm(view, question) {
  const form = answerForm(view, question);
  if (!question.choices.length) return el("div", { class: "question" }, el("p", { text: question.text }), form);
  form.hidden = true;
  const choices = question.choices.map((choice, index) =>
    el("button", { type: "button", class: "choice", on: { click: () => choose(view, question, choice, form) } },
      el("kbd", { text: String(index + 1), "aria-hidden": "true" }), el("span", { text: choice.label })));
  const block = el("div", { class: "question with-choices", role: "group", "aria-label": question.text },
    el("p", { text: question.text }), el("div", { class: "choices" }, ...choices), form);
  block.addEventListener("keydown", (event) => {
    const chosen = event.target.closest("input") ? null : choices[Number(event.key) - 1];
    if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    chosen.click();
  });
  return block;
}

/** A choice writes its sentence, asks for the clinician's own words, or writes nothing. */
function choose(view, question, choice, form) {
  if (choice.own) {
    form.hidden = false;
    form.querySelector("input").focus();
  } else if (choice.text) act(view, { kind: "answer", topic: question.topic, text: choice.text });
  else act(view, { kind: "dismiss", topic: question.topic });
}

function answerForm(view, question) {
  const field = el("input", { class: "field", type: "text", autocomplete: "off", spellcheck: "false", "aria-label": question.text, placeholder: `Goes to ${question.place}` });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  const submit = (event) => {
    event.preventDefault();
    if (field.value.trim()) act(view, { kind: "answer", topic: question.topic, text: field.value });
  };
  return el("form", { on: { submit } }, field,
    el("button", { type: "submit", class: "text-button", text: "Add" }),
    question.choices.length ? null : textButton("Skip", () => act(view, { kind: "dismiss", topic: question.topic })));
}

/** Alt+Q: to the first open question. */
function questionKey(view, event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyQ") return;
  event.preventDefault();
  event.stopPropagation();
  view.nodes.questions.querySelector("button, input")?.focus();
}

/**
 * Ctrl+Z where nothing is being typed undoes the last change of the note. The browser's own would
 * take back what was typed last into any field of the page, such as the times of the session.
 */
function undoKey(view, event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyZ") return;
  if (isTypedInto(event.composedPath()[0])) return;
  event.preventDefault();
  event.stopPropagation();
  if (view.data.undo) act(view, { kind: "undo" });
}

function isTypedInto(node) {
  const isText = node.tagName === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(node.type);
  return isText || node.isContentEditable || node.tagName === "TEXTAREA";
}

function drawSections(view) {
  rename(view);
  const caret = saveCaret(view);
  view.isDrawing = true;
  view.pool = new Map(rowsOf(view).map((row) => [row.dataset.key, row]));
  reconcile(view.nodes.sections, view.data.sections, (section) => section.key,
    (section) => createSection(view, section), (node, section) => updateSection(view, node, section));
  view.isDrawing = false;
  restoreCaret(view, caret);
}

/** A sentence typed here gets its real id once Python has stored it; the row stays the same. */
function rename(view) {
  const { names } = view.data;
  for (const row of rowsOf(view)) {
    if (names[row.dataset.key]) row.dataset.key = names[row.dataset.key];
  }
  view.fresh = view.fresh.filter((item) => !names[item.id]);
}

function createSection(view, section) {
  const node = el("section", { class: "section" });
  const tools = el("div", { class: "section-tools" },
    iconButton("Rename section", ICONS.rename, () => renameSection(view, node)),
    iconButton("Move section up", ICONS.up, () => moveSection(view, node, -1)),
    iconButton("Move section down", ICONS.down, () => moveSection(view, node, 1)),
    iconButton("Remove section; its sentences stay beside the note", ICONS.remove,
      () => act(view, { kind: "remove_section", section: section.key })));
  node.heading = el("h3", { id: `section-${section.key}` });
  node.empty = el("p", { class: "empty" });
  node.list = el("div", { class: "rows" });
  node.append(el("div", { class: "section-head" }, node.heading, tools), node.list, node.empty,
    textButton("+ Add a sentence", () => addRow(view, section.key, null), { class: "text-button add" }));
  setAttr(node, "aria-labelledby", node.heading.id);
  return node;
}

/** The heading becomes a field: Enter or leaving it renames, Escape does not. */
function renameSection(view, node) {
  const field = el("input", { class: "field rename", type: "text", maxlength: "80", autocomplete: "off", spellcheck: "false", "aria-label": `New title for ${node.heading.textContent}` });
  field.value = node.heading.textContent;
  let isDone = false;
  const end = (takes) => {
    if (isDone) return;
    isDone = true;
    const title = field.value.trim();
    field.remove();
    node.heading.hidden = false;
    if (takes && title && title !== node.heading.textContent) act(view, { kind: "rename_section", section: node.dataset.key, title });
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter");
  });
  field.addEventListener("blur", () => end(true));
  node.heading.hidden = true;
  node.heading.before(field);
  field.select();
}

function moveSection(view, node, step) {
  act(view, { kind: "move_section", section: node.dataset.key, step });
}

function updateSection(view, node, section) {
  setText(node.heading, section.title);
  setAttr(node.heading, "title", section.hint);
  const items = withFresh(view, section);
  setText(node.empty, items.length ? "" : section.empty);
  node.empty.hidden = items.length > 0;
  reconcile(node.list, items, (item) => item.id,
    (item) => view.pool.get(item.id) ?? createRow(view, item), (row, item) => updateRow(view, row, item));
}

function withFresh(view, section) {
  const items = section.statements.map((s) => ({ ...s, section: section.key, sectionTitle: section.title }));
  for (const item of view.fresh.filter((fresh) => fresh.section === section.key)) {
    const after = items.findIndex((other) => other.id === item.after);
    items.splice(item.after === null ? items.length : after + 1, 0, Object.assign(item, { sectionTitle: section.title }));
  }
  return items;
}

/** A new, empty sentence below another one, or at the end of the section. */
function addRow(view, section, below) {
  if (below) sendText(view, below);
  view.freshCount += 1;
  const name = `new-${view.channel.epoch}-${view.freshCount}`;
  view.fresh.push({ id: name, section, after: below?.dataset.key ?? null, fresh: true, text: "" });
  drawSections(view);
  focusSentence(view, name);
}

function drawUnplaced(view) {
  const { unplaced, sections } = view.data;
  replaceIfChanged(view.nodes.unplaced, [unplaced, sections.map((s) => [s.key, s.title])], () => !unplaced.length ? [] : [
    el("div", { class: "card" },
      el("h3", { class: "eyebrow", text: "Without a place in this note" }),
      ...unplaced.map((statement) => unplacedItem(view, statement))),
  ]);
}

function unplacedItem(view, statement) {
  const target = el("select", { class: "select", "aria-label": `Put into a section: ${statement.text}` },
    el("option", { value: "", text: "Put into section…" }),
    ...view.data.sections.map((s) => el("option", { value: s.key, text: s.title })));
  target.addEventListener("change", () => target.value &&
    act(view, { kind: "move", id: statement.id, section: target.value, index: 1e6 }));
  return el("div", { class: "unplaced-item" },
    el("span", { class: "what", text: statement.text }),
    statement.tag ? el("span", { class: "tag", "data-state": statement.state, text: statement.tag }) : null,
    target,
    textButton("Delete", () => act(view, { kind: "delete", id: statement.id }), { "aria-label": `Delete: ${statement.text}` }));
}

function drawAddSection(view) {
  replaceIfChanged(view.nodes.addSection, view.addsSection, () => view.addsSection ? [sectionForm(view)] : [
    textButton("+ Add a section", () => toggleSectionForm(view, true), { class: "text-button add" }),
  ]);
}

function toggleSectionForm(view, open) {
  view.addsSection = open;
  drawAddSection(view);
  view.nodes.addSection.querySelector("input, button")?.focus();
}

function sectionForm(view) {
  const field = el("input", { class: "field", type: "text", maxlength: "80", autocomplete: "off", "aria-label": "Title of the new section", placeholder: "Title of the new section" });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") toggleSectionForm(view, false);
  });
  const submit = (event) => {
    event.preventDefault();
    if (field.value.trim()) act(view, { kind: "add_section", title: field.value });
    toggleSectionForm(view, false);
  };
  return el("form", { on: { submit } }, field, el("button", { type: "submit", class: "text-button", text: "Add section" }));
}
