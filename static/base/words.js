/** A text of the report, of which a long one is shown in part until all of it is asked for. */

import { el } from "./dom.js";
import { LONGEST, line, whole } from "./format.js";

/**
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function words(value) {
  const text = el("bdi", {}, line(value));
  const full = whole(value);
  if (full.length <= LONGEST) return text;
  const more = el("button", { type: "button", class: "button button-small" }, "Show all of it");
  more.addEventListener("click", () => {
    text.textContent = full;
    more.remove();
  });
  return el("span", {}, text, " ", more);
}
