// The foot of the note: what is saved, the tick, and the only button that signs.

function createApproval(view) {
  const tick = el("input", { type: "checkbox", id: "tick" });
  tick.addEventListener("change", () => act(view, { kind: "attest", value: tick.checked }));
  const button = el("button", { type: "button", class: "button primary", text: "Approve and store" });
  button.addEventListener("click", () => act(view, { kind: "approve" }));
  const blocked = el("p", { class: "small blocked", id: "blocked" });
  const saved = el("p", { class: "small muted saved" });
  setAttr(button, "aria-describedby", "blocked");
  view.nodes.approval.append(
    el("div", { class: "sign" },
      el("label", { for: "tick" }, tick, el("span", { text: "I have reviewed this note and it is mine" })),
      button),
    blocked, saved);
  view.approval = { tick, button, blocked, saved };
}

function drawApproval(view) {
  const { tick, button, blocked, saved } = view.approval;
  const { data } = view;
  const hasUnsent = view.channel.pending.some((op) => op.kind === "attest");
  if (!hasUnsent) tick.checked = data.attested;
  button.disabled = !(data.attested && tick.checked) || data.blocked !== "";
  setText(blocked, data.blocked);
  setText(saved, data.status);
}

/** An edit takes the attestation back at once, before the server says so. */
function voidTick(view) {
  view.approval.tick.checked = false;
  view.approval.button.disabled = true;
}
