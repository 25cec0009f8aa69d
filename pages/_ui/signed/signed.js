// A signed note, to read and to copy. Nothing here can change it.

export default function (component) {
  const root = component.parentElement;
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  if (!root.notegenSigned && component.data.top) root.host?.closest('[data-testid="stMain"]')?.scrollTo(0, 0);
  root.notegenSigned ??= { sheet: find("sheet"), live: find("live") };
  const view = root.notegenSigned;
  view.channel = openChannel(component);
  const { acks, top, ...content } = component.data;
  const signature = JSON.stringify(content);
  if (view.signature !== signature) {
    view.signature = signature;
    view.sheet.replaceChildren(...drawSheet(view, content));
  }
}

function drawSheet(view, note) {
  return [
    note.error ? el("p", { class: "in-error", text: note.error }) : null,
    el("header", { class: "sheet-head" },
      el("h2", { class: "title", id: "sheet-title", text: note.title }),
      copyButton(view, "Copy whole note", note.text, "whole note", "button")),
    el("dl", { class: "facts" }, ...note.facts.flatMap(([label, value]) => [el("dt", { text: label }), el("dd", { text: value })])),
    ...note.sections.map((section) => drawPart(view, section)),
    el("p", { class: "signature", text: note.signature }),
    ...note.addenda.map((addendum) =>
      el("section", { class: "addendum" }, el("h3", { text: addendum.heading }), el("p", { text: addendum.text }))),
  ].filter((node) => node !== null);
}

function drawPart(view, section) {
  return el("section", { class: "part" },
    el("div", { class: "part-head" },
      el("h3", { text: section.title }),
      copyButton(view, "Copy", section.text, section.title, "text-button")),
    el("p", { class: section.statements.length ? "" : "empty", text: section.text }),
    section.statements.length ? drawEvidence(section) : null);
}

function drawEvidence(section) {
  return el("details", { class: "evidence" },
    el("summary", { text: "What it rests on" }),
    el("ul", { class: "quotes" }, ...section.statements.map((statement) =>
      el("li", {},
        el("div", { text: statement.text }),
        el("div", { text: statement.basis })))));
}

function copyButton(view, label, text, what, look) {
  const button = el("button", { type: "button", class: look, text: label, "aria-label": `${label}: ${what}` });
  button.addEventListener("click", async () => {
    // Posted before it is done: this part of the page runs alone, which must not reach the next page.
    post(view.channel, { kind: "copied" });
    const isCopied = await copy(text);
    setText(button, isCopied ? "Copied" : "Copying failed");
    setText(view.live, isCopied ? `Copied: ${what}` : "Copying failed; select the text and copy it.");
    setTimeout(() => setText(button, label), 2500);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
