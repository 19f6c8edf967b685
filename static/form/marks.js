/** Shows mistakes at their fields. */

import { faults } from "../rules/faults.js";
import { idOf } from "./field.js";
import { inWords, labelOf } from "./labels.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLFieldSetElement} Control */

/** @param {Control} control @param {string} message empty if there is no mistake */
function mark(control, message) {
  const place = document.getElementById(`${idOf(control.name)}-error`);
  // A group of controls has no such state; its text says it.
  if (!(control instanceof HTMLFieldSetElement)) control.setAttribute("aria-invalid", String(message !== ""));
  // Writing the same words again would make a screen reader say them at every key.
  if (place && place.textContent !== message) place.textContent = message;
}

/** @param {Control} control */
function isEmpty(control) {
  return !(control instanceof HTMLFieldSetElement) && control.value === "";
}

/**
 * @param {HTMLFormElement} form
 * @returns {{
 *   show: (values: import("../rules/options.js").Values) => string | undefined,
 *   touch: (name: string) => void,
 *   touchAll: () => void,
 *   forget: () => void,
 *   refuse: (path: string, text: string) => string | undefined,
 *   lead: (path: string) => void,
 * }}
 *   `show` marks the fields and gives back the first that is wrong, marked or not; an empty field is
 *   marked only once it was touched. `refuse` takes a mistake that the Worker found, until the next
 *   touch, and returns the name of its field. `lead` brings a field in sight and focuses it.
 */
export function bindMarks(form) {
  /** @type {Set<string>} */
  const touched = new Set();
  let all = false;
  /** @type {{ path: string, text: string } | null} */
  let refusal = null;

  const controls = () => [...form.elements].map((node) => /** @type {Control} */ (node)).filter(({ name }) => name);

  /** @param {string} path @returns {Control | undefined} the control, that of the list around it, or the first of its members */
  const find = (path) => {
    const named = controls();
    for (let name = path; name !== ""; name = name.replace(/(^|\.|\[)[^.[]*$/, "")) {
      const control = named.find((node) => node.name === name);
      if (control) return control;
    }
    return named.find((node) => node.name.startsWith(`${path}.`));
  };

  return {
    show(values) {
      const wrong = faults(values, labelOf);
      if (refusal) wrong.set(refusal.path, refusal.text);
      for (const control of controls()) {
        const { name } = control;
        const known = all || touched.has(name) || refusal?.path === name || !isEmpty(control);
        mark(control, (known && wrong.get(name)) || "");
      }
      return wrong.keys().next().value;
    },
    touch(name) {
      touched.add(name);
      refusal = null;
    },
    touchAll() {
      all = true;
      refusal = null;
    },
    forget() {
      touched.clear();
      all = false;
      refusal = null;
    },
    refuse(path, text) {
      const name = find(path)?.name;
      if (name !== undefined) refusal = { path: name, text: inWords(text) };
      return name;
    },
    lead(path) {
      const control = find(path);
      const dialog = control?.closest("dialog");
      if (dialog && !dialog.open) dialog.showModal();
      const target = control instanceof HTMLFieldSetElement ? control.querySelector("select, input, button") : control;
      /** @type {HTMLElement | null | undefined} */ (target)?.focus();
    },
  };
}
