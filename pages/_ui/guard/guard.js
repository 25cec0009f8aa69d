// A page that showed a vault loads anew once it is locked: what it still holds of it in elements,
// fields and messages goes with it. What is kept over that is one word, whether the server stopped.

const STOPPED = "notegen-stopped";
const SETTLED_MS = 600; // by then the page has forgotten the fields of the note that was erased

export default function (component) {
  const { data } = component;
  const said = component.parentElement.querySelector("#said");
  if (data.unlocked) {
    window.notegenProcess = data.process;
    rinse(component);
  } else if (data.left || window.notegenProcess) {
    const known = window.notegenProcess ?? data.process;
    if (known !== data.process) sessionStorage.setItem(STOPPED, "yes");
    location.reload();
  } else if (sessionStorage.getItem(STOPPED)) {
    sessionStorage.removeItem(STOPPED);
    setText(said, data.stopped);
  }
}

/** One message after each erased note: the server keeps the last one that it got. */
function rinse(component) {
  const root = component.parentElement;
  const { erased } = component.data;
  const before = root.notegenErased ?? erased;
  root.notegenErased = erased;
  if (erased === before) return;
  setTimeout(() => sendOnceHere(() => component.setStateValue("rinsed", erased)), SETTLED_MS);
}
