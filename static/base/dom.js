/**
 * Building DOM nodes. Nothing on this page goes through HTML text: what an endpoint sent over the
 * wire may hold markup, so it can only ever become a text node.
 */

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 *   `null`, `undefined` and `false` leave the attribute out; `true` sets it empty.
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

/**
 * Text for the eye that a screen reader should skip, such as an arrow beside the word it stands for.
 * @param {string} text
 */
export function decoration(text) {
  return el("span", { "aria-hidden": "true" }, text);
}

/**
 * Text for screen readers alone.
 * @param {string} text
 */
export function spoken(text) {
  return el("span", { class: "visually-hidden" }, text);
}

/** @param {string} id of a part that index.html has @returns {HTMLElement} */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html lacks #${id}`);
  return node;
}
