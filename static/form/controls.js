/** The controls of the options. */

import { el } from "../base/dom.js";
import { explainedText } from "../base/glossary.js";
import { fill } from "../texts/fill.js";
import { DIALOG } from "../texts/options.js";
import { idOf, inputField } from "./field.js";

/** @typedef {import("./field.js").Field} Field */

/** @param {string} path @returns {HTMLElement} the place of its error */
export function errorPlace(path) {
  return el("p", { class: "field-error", id: `${idOf(path)}-error`, "aria-live": "polite" });
}

/** @param {string} path @param {string} help */
export function helpText(path, help) {
  return el("p", { class: "field-help", id: `${idOf(path)}-help` }, ...explainedText(help));
}

/** @param {string} path @returns {Record<string, string>} the attributes of the control of a field with help and error */
function named(path) {
  return { id: idOf(path), name: path, "aria-describedby": `${idOf(path)}-help ${idOf(path)}-error` };
}

/** @param {HTMLSelectElement} select @returns {Field} */
function selectField(select) {
  return {
    read: () => select.value,
    write(value) {
      if (![...select.options].some((option) => option.value === value)) return false;
      select.value = String(value);
      return true;
    },
  };
}

/** @param {HTMLInputElement} box @returns {Field} */
function tickField(box) {
  return {
    read: () => String(box.checked),
    write(value) {
      if (value !== "true" && value !== "false") return false;
      box.checked = value === "true";
      return true;
    },
  };
}

/** @param {import("../rules/options.js").Option} option */
function selectOf({ name, words = [], wording = {} }) {
  const entries = words.map((word) => el("option", { value: word }, wording[word] ?? word));
  return /** @type {HTMLSelectElement} */ (el("select", { class: "field-input", ...named(name) }, ...entries));
}

/** @param {import("../rules/options.js").Option} option @returns {string} its help, and its default */
function helpOf({ kind, help, initial, wording }) {
  const value = String(wording?.[String(initial)] ?? initial);
  return (kind === "choice" || kind === "number") && value !== "" ? fill(DIALOG.withDefault, { help, value }) : help;
}

/** @param {import("../rules/options.js").Option} option */
function inputOf({ kind, name, min, max, step, hint, secret }) {
  const numeric = kind === "number" && { type: "number", min, max, step, inputmode: "numeric" };
  const plain = { type: secret ? "password" : "text", autocapitalize: "none", spellcheck: "false" };
  // A password of a gatekeeper is none of this site: the browser has nothing to offer or to keep.
  const hidden = secret && { autocomplete: "off" };
  return /** @type {HTMLInputElement} */ (
    el("input", { class: "field-input", ...named(name), ...(numeric || plain), ...hidden, placeholder: hint })
  );
}

/**
 * A field of one control.
 * @param {import("../rules/options.js").Option} option
 * @returns {{ node: HTMLElement, field: Field }}
 */
export function buildField(option) {
  const { kind, name, label, wide } = option;
  const texts = [helpText(name, helpOf(option)), errorPlace(name)];
  // Who presses the label of a tick means the tick.
  const words = kind === "tick" ? [label] : explainedText(label, "span");
  const caption = el("label", { class: "field-label", for: idOf(name) }, ...words);
  const place = `option${wide ? " wide" : ""}`;
  if (kind === "tick") {
    const box = /** @type {HTMLInputElement} */ (
      el("input", { class: "options-box", type: "checkbox", ...named(name) })
    );
    return { node: el("div", { class: `${place} tick` }, box, caption, ...texts), field: tickField(box) };
  }
  const control = kind === "choice" ? selectOf(option) : inputOf(option);
  const field = control instanceof HTMLSelectElement ? selectField(control) : inputField(control);
  return { node: el("div", { class: place }, caption, control, ...texts), field };
}
