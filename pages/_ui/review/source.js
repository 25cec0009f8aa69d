// Left pane: the summary with what of it is used, and what the sentence at hand rests on.

const UNUSED_REASONS = {
  filler: "small talk",
  logistics: "arrangements, not part of the session",
  superseded: "you corrected it later",
  kept_out: "you asked to keep it out",
  no_place: "no section takes it",
};

function drawSource(view) {
  const { data } = view;
  const signature = JSON.stringify([data.summary, spansOf(data)]);
  if (view.sourceSignature !== signature) {
    view.sourceSignature = signature;
    view.nodes.summary.replaceChildren(
      ...cutAtSpans(data.summary, spansOf(data)).flatMap((piece) => summaryPiece(view, piece)),
    );
  }
  drawOmissions(view);
  drawUnused(view);
  drawLedger(view);
}

function allStatements(data) {
  return [...data.sections.flatMap((section) => section.statements), ...data.unplaced];
}

function spansOf(data) {
  const used = allStatements(data).flatMap((statement) =>
    statement.spans.map(([start, end]) => ({ start, end, id: statement.id })),
  );
  const omitted = data.omissions.map(({ start, end }) => ({ start, end, omitted: true }));
  return [...used, ...omitted];
}

/** One stretch of the summary; a left-out one ends with a mark in words. */
function summaryPiece(view, piece) {
  const ids = piece.spans.filter((span) => span.id).map((span) => span.id);
  const omitted = piece.spans.find((span) => span.omitted);
  if (!ids.length && !omitted) return [document.createTextNode(piece.text)];
  const node = el("span", { text: piece.text, class: ids.length ? "seg" : "omitted" });
  if (ids.length) {
    node.ids = ids;
    node.addEventListener("pointerenter", () => light(view, ids));
    node.addEventListener("pointerleave", () => lightFocused(view));
    node.addEventListener("click", () => focusSentence(view, ids[0]));
    return [node];
  }
  return [node, el("span", { class: "omitted-mark", text: "not in the note" })];
}

/** Lights these sentences and their spans. */
function light(view, ids) {
  for (const seg of view.nodes.summary.querySelectorAll(".seg")) {
    seg.classList.toggle("on", seg.ids.some((id) => ids.includes(id)));
  }
  for (const row of rowsOf(view)) {
    row.classList.toggle("hot", ids.includes(row.dataset.key) && !row.contains(focused(view)));
  }
  inspect(view, ids.length ? statementOf(view, ids[0]) : null);
}

/** Back to the sentence that has the caret, if one has. */
function lightFocused(view) {
  const row = focused(view)?.closest?.(".row");
  light(view, row ? [row.dataset.key] : []);
}

function scrollToSource(view) {
  view.nodes.summary.querySelector(".on")?.scrollIntoView({ block: "nearest" });
}

function statementOf(view, id) {
  return allStatements(view.data).find((statement) => statement.id === id) ?? null;
}

function inspect(view, statement) {
  view.nodes.inspector.replaceChildren(...(statement ? aboutStatement(view, statement) : help()));
}

function help() {
  const keys = [["Alt+↑ ↓", "next sentence"], ["Ctrl+Enter", "confirm it, doubts and all"], ["Enter", "add one below"], ["Alt+Shift+↑ ↓", "move it"]];
  return [
    el("p", { class: "muted", text: "Point at a sentence to see what it rests on." }),
    el("p", { class: "keys muted" }, ...keys.map(([key, what]) => el("span", {}, el("kbd", { text: key }), ` ${what}`))),
  ];
}

function aboutStatement(view, statement) {
  const lines = [el("p", { class: "eyebrow", text: statement.basis })];
  for (const quote of statement.quotes) {
    lines.push(el("span", { class: "quote", text: `“${quote}”` }));
  }
  if (statement.original) {
    lines.push(el("p", { class: "muted", text: `Drafted as: ${statement.original}` }));
  }
  for (const finding of findingsOf(view, statement.id, ["quiet"])) {
    lines.push(el("p", { class: "muted", text: `Minor: ${finding.message}` }));
  }
  return lines;
}

function drawOmissions(view) {
  const { omissions } = view.data;
  const list = omissions.map((omission) =>
    el("li", { class: "aside-item" },
      el("span", { class: "what", text: `“${omission.quote}”` }),
      textButton("Add to the note", () => act(view, { kind: "include", start: omission.start, end: omission.end }), {
        "aria-label": `Add to the note: ${omission.quote}`,
      }),
    ),
  );
  replaceIfChanged(view.nodes.omissions, omissions, () => !list.length ? [] : [
    el("div", { class: "aside-list" },
      el("h3", { class: "eyebrow", text: `Not in the note (${list.length})` }),
      el("ul", {}, ...list)),
  ]);
}

function drawUnused(view) {
  const { unused } = view.data;
  replaceIfChanged(view.nodes.unused, unused, () => !unused.length ? [] : [
    el("details", { class: "aside-list" },
      el("summary", { text: `Left aside on purpose (${unused.length})` }),
      el("ul", {}, ...unused.map((part) =>
        el("li", { class: "aside-item" },
          el("span", { class: "what", text: `“${part.quote}”` }),
          el("span", { class: "muted", text: UNUSED_REASONS[part.reason] ?? "" }))))),
  ]);
}

/** Risk and mental status as stated, by person and time; what is silent is folded, never written. */
function drawLedger(view) {
  const { stated, silent } = view.data.ledger;
  replaceIfChanged(view.nodes.ledger, [stated, silent], () => [
    el("div", { class: "aside-list ledger" },
      el("h3", { class: "eyebrow", text: "Risk and mental status, as stated" }),
      stated.length
        ? el("dl", {}, ...stated.flatMap(([item, said]) => [el("dt", { text: item }), el("dd", { text: said })]))
        : el("p", { class: "small muted", text: "Nothing was stated." }),
      silent.length
        ? el("details", {}, el("summary", { text: `Not stated: ${silent.slice(0, 2).join(", ")}${silent.length > 2 ? ` and ${silent.length - 2} more` : ""}` }),
          el("p", { class: "small muted", text: `${silent.join(", ")}. Silence is not denial: none of these is written into the note.` }))
        : null),
  ]);
}

/** Draws a block anew only when its data changed: an open list or a half-typed answer stays. */
function replaceIfChanged(node, data, draw) {
  const signature = JSON.stringify(data);
  if (node.signature === signature) return;
  node.signature = signature;
  node.replaceChildren(...draw().filter((child) => child));
}
