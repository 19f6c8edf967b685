/** A text of the report; a long one is cut until the reader asks for all of it. */

import { FORMAT } from "../texts/format.js";
import { el } from "./dom.js";
import { LONGEST, line, whole } from "./format.js";

/** The name of a field in the API, as advice has it behind the label of the field. */
const API_NAME = / \(`[\w.]+`\)/g;

/**
 * @param {unknown} advice of a report, which is for those who ask the API too
 * @returns {string} as the page says it: with the labels alone
 */
export function onPage(advice) {
  return whole(advice).replace(API_NAME, "");
}

/**
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function words(value) {
  const text = el("bdi", {}, line(value));
  const full = whole(value);
  if (full.length <= LONGEST) return text;
  const more = el("button", { type: "button", class: "button button-small" }, FORMAT.all);
  more.addEventListener("click", () => {
    text.textContent = full;
    more.remove();
  });
  return el("span", {}, text, " ", more);
}
