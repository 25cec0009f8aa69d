// A message in plain text: faults interrupt a screen reader, everything else waits its turn.

export default function (component) {
  const root = component.parentElement;
  const notice = root.getElementById?.("notice") ?? root.querySelector("#notice");
  const { kind, text } = component.data;
  notice.dataset.kind = kind;
  setAttr(notice, "role", kind === "error" ? "alert" : "status");
  setText(notice, text);
}
