/** Finds fields of a message by their names and values. */

import { el } from "../base/dom.js";
import { FIND } from "../texts/detail.js";
import { fill } from "../texts/fill.js";
import { everyField } from "./fields.js";

/** @typedef {import("./fields.js").Field} Field */

/**
 * @param {Field[]} fields
 * @param {string} type of the message
 * @param {(field: Field | null) => void} onFound takes the field that was found, or `null` if there is none
 * @returns {HTMLElement}
 */
export function createFinder(fields, type, onFound) {
  const box = /** @type {HTMLInputElement} */ (
    el("input", {
      type: "search",
      class: "field-input detail-find",
      "aria-label": fill(FIND.name, { message: type }),
      placeholder: FIND.here,
      autocomplete: "off",
      spellcheck: "false",
    })
  );
  const said = el("span", { class: "detail-found", role: "status" });
  /** @type {Field[]} */
  let found = [];
  let at = 0;

  const show = () => {
    if (box.value.trim() === "") said.textContent = "";
    else said.textContent = found.length === 0 ? FIND.none : fill(FIND.found, { at: at + 1, count: found.length });
    onFound(found[at] ?? null);
  };
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    const has = (/** @type {Field} */ { name, value, fault }) =>
      [name, value, fault].some((text) => text.toLowerCase().includes(wanted));
    found = wanted === "" ? [] : [...everyField(fields)].filter(has);
    at = 0;
    show();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || found.length === 0) return;
    event.preventDefault();
    at = (at + (event.shiftKey ? found.length - 1 : 1)) % found.length;
    show();
  });
  return el("span", { class: "detail-finder" }, box, said);
}
