// The review of one draft: builds the view once, then draws what changed on every rerun.

export default function (component) {
  const view = open(component);
  view.data = component.data;
  view.channel = openChannel(component);
  draw(view);
  announce(view);
  view.keys ??= (event) => {
    questionKey(view, event);
    undoKey(view, event);
  };
  window.addEventListener("keydown", view.keys, true);
  return () => {
    window.removeEventListener("keydown", view.keys, true);
    rowsOf(view).forEach((row) => sendText(view, row));
  };
}

function open(component) {
  const root = component.parentElement;
  if (root.notegenReview) return root.notegenReview;
  const find = (id) => root.getElementById?.(id) ?? root.querySelector(`#${id}`);
  const view = { root, fresh: [], freshCount: 0, showAllLooks: false, asksDiscard: false, addsSection: false, nodes: {} };
  const ids = ["summary", "inspector", "omissions", "unused", "ledger", "tools", "problem", "overview", "questions", "sections", "unplaced", "approval", "live", "revise"];
  for (const id of ids) view.nodes[id] = find(id);
  view.nodes.addSection = find("add-section");
  view.nodes.revise.addEventListener("click", () => act(view, { kind: "revise" }));
  root.notegenReview = view;
  createApproval(view);
  return view;
}

function draw(view) {
  drawSource(view);
  drawTools(view);
  drawOverview(view);
  drawQuestions(view);
  drawSections(view);
  drawAddSection(view);
  drawUnplaced(view);
  drawApproval(view);
  setText(view.nodes.problem, view.data.notice);
  lightFocused(view);
}

function announce(view) {
  setText(view.nodes.live, view.data.said);
}

/** Moving a row in the document would drop its focus and caret: remember both, put both back. */
function saveCaret(view) {
  const node = focused(view);
  if (!node?.classList?.contains("sentence")) return null;
  const selection = view.root.getSelection?.() ?? document.getSelection();
  return { node, offset: selection?.rangeCount ? selection.focusOffset : 0 };
}

function restoreCaret(view, caret) {
  if (!caret || !caret.node.isConnected || focused(view) === caret.node) return;
  caret.node.focus();
  const text = caret.node.firstChild;
  if (text) document.getSelection().collapse(text, Math.min(caret.offset, text.length));
}
