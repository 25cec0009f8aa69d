// Building blocks shared by all components. Text reaches the page through textContent alone.

/** A new element. `props`: class, text, data, on (listeners); everything else is an attribute. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else node.setAttribute(name, value === true ? "" : value);
}

/** Changes textContent only where it differs, so that no selection is lost for nothing. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets or removes an attribute. */
function setAttr(node, name, value) {
  if (value === null || value === false || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/**
 * Makes the children of `parent` with a data-key equal `items`, in order, and keeps every node that
 * is there already: what has focus or a caret is not touched unless its place changed.
 */
function reconcile(parent, items, keyOf, create, update) {
  const existing = new Map();
  for (const child of [...parent.children]) existing.set(child.dataset.key, child);
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let node = existing.get(key);
    existing.delete(key);
    if (!node) {
      node = create(item);
      node.dataset.key = key;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
    update(node, item);
  }
  for (const node of existing.values()) node.remove();
}

/** An icon of one path, drawn in the text's colour; its button carries the name. */
function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const ICONS = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  rename: "M5 19h3.5L18 9.5 14.5 6 5 15.5zM12.5 8l3.5 3.5",
  up: "M12 19V6M6 11.5L12 5.5l6 6",
  down: "M12 5v13M6 12.5l6 6 6-6",
  remove: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3",
  copy: "M9 9h10v11H9zM5 15V4h10",
};

/** A small button with an icon, named for assistive technology and on hover. */
function iconButton(name, path, onClick, extra = {}) {
  const props = { type: "button", class: "icon-button", "aria-label": name, title: name, ...extra };
  return el("button", { ...props, on: { click: onClick } }, icon(path));
}

function textButton(text, onClick, extra = {}) {
  return el("button", { type: "button", class: "text-button", text, ...extra, on: { click: onClick } });
}
