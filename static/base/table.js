/** A table that a style may stack if it is narrow: the roles keep its meaning. */

import { el } from "./dom.js";

/**
 * @param {string} name its class, with which those of its parts begin
 * @param {string[]} heads
 * @param {HTMLElement[]} rows made by `tableRow`
 * @param {string} [caption]
 */
export function table(name, heads, rows, caption = "") {
  const head = (/** @type {string} */ text) =>
    el("th", { class: `${name}-head`, scope: "col", role: "columnheader" }, text);
  return el(
    "table",
    { class: name, role: "table" },
    caption === "" ? null : el("caption", {}, caption),
    el("thead", { class: `${name}-heads`, role: "rowgroup" }, el("tr", { role: "row" }, ...heads.map(head))),
    el("tbody", { role: "rowgroup" }, ...rows),
  );
}

/** @param {string} name its class @param {...HTMLElement} cells */
export function tableRow(name, ...cells) {
  return el("tr", { class: name, role: "row" }, ...cells);
}

/** @param {string} name its class @param {string} head of its column @param {...(Node | string | null)} content */
export function tableCell(name, head, ...content) {
  return el("td", { class: name, role: "cell", "data-label": head }, ...content);
}
