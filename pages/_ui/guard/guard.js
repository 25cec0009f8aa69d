// A page that showed a vault loads anew once it is locked: what it still holds of it in elements,
// fields and messages goes with it. What is kept over that is one word, whether the server stopped.

const STOPPED = "notegen-stopped";

export default function (component) {
  const { data } = component;
  const said = component.parentElement.querySelector("#said");
  if (data.unlocked) {
    window.notegenProcess = data.process;
  } else if (data.left || window.notegenProcess) {
    const known = window.notegenProcess ?? data.process;
    if (known !== data.process) sessionStorage.setItem(STOPPED, "yes");
    location.reload();
  } else if (sessionStorage.getItem(STOPPED)) {
    sessionStorage.removeItem(STOPPED);
    setText(said, data.stopped);
  }
}
