// The list of signed notes. Names are text, never a label that could be rendered.

export default function (component) {
  const root = component.parentElement;
  const list = root.getElementById?.("list") ?? root.querySelector("#list");
  root.notegenChannelHolder = openChannel(component);
  const channel = root.notegenChannelHolder;
  reconcile(list, component.data.rows, (row) => row.id,
    (row) => el("li", {}, el("button", { type: "button", class: "entry", on: { click: () => post(channel, { kind: "open", id: row.id }) } },
      el("span", { class: "day" }), el("span", { class: "client" }), el("span", { class: "marks" }))),
    (node, row) => ["day", "client", "marks"].forEach((part) => setText(node.querySelector(`.${part}`), row[part])));
}
