// The foot of the note: what is saved, the tick, and the only button that signs.

function createApproval(view) {
  const tick = el("input", { type: "checkbox", id: "tick" });
  tick.addEventListener("change", () => act(view, { kind: "attest", value: tick.checked }));
  const button = el("button", { type: "button", class: "button primary", text: "Approve and store" });
  button.addEventListener("click", () => act(view, { kind: "approve" }));
  const unstored = textButton("Approve without storing…", () => askUnstored(view, true), { id: "unstored" });
  const late = el("p", { class: "small late", id: "late" });
  const sure = el("div", { class: "confirm-bar small", role: "group", "aria-label": "Approve without storing?", hidden: true },
    el("span", { text: "It will not be in your records: you can copy and download it until you leave it or lock." }),
    textButton("Approve without storing", () => { askUnstored(view, false); act(view, { kind: "approve", store: false }); }, { id: "unstored-yes" }),
    textButton("Back", () => askUnstored(view, false)));
  const blocked = el("p", { class: "small blocked", id: "blocked" });
  const saved = el("p", { class: "small muted saved" });
  setAttr(button, "aria-describedby", "blocked");
  view.nodes.approval.append(
    el("div", { class: "sign" },
      el("label", { for: "tick" }, tick, el("span", { text: "I have reviewed this note and it is mine" })),
      el("div", { class: "approve-buttons" }, unstored, button)),
    sure, late, blocked, saved);
  view.approval = { tick, button, unstored, sure, late, blocked, saved };
}

function drawApproval(view) {
  const { tick, button, unstored, late, blocked, saved } = view.approval;
  const { data } = view;
  const hasUnsent = view.channel.pending.some((op) => op.kind === "attest");
  if (!hasUnsent) tick.checked = data.attested;
  button.disabled = !(data.attested && tick.checked) || data.blocked !== "";
  unstored.disabled = button.disabled;
  if (button.disabled) askUnstored(view, false);
  setText(late, data.late);
  setText(blocked, data.blocked);
  setText(saved, data.status);
}

/** An edit takes the attestation back at once, before the server says so. */
function voidTick(view) {
  view.approval.tick.checked = false;
  view.approval.button.disabled = view.approval.unstored.disabled = true;
  askUnstored(view, false);
}

function askUnstored(view, asks) {
  const { sure, unstored } = view.approval;
  if (sure.hidden === !asks) return;
  sure.hidden = !asks;
  if (asks) sure.querySelector("button").focus();
  else if (sure.contains(focused(view))) unstored.focus();
}
