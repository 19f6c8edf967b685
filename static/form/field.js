/** The common interface of all fields of the form: each can be read as a value (rules/options.js) and set to one. */

import { UNREADABLE } from "../rules/options.js";

/**
 * @typedef {object} Field
 * @property {() => import("../rules/options.js").Value} read
 * @property {(value: unknown) => boolean} write says whether it could take the value
 */

/** @param {string} path as the Worker names a field @returns {string} the id of its control */
export function idOf(path) {
  return path.replace(/\W+/g, "-");
}

/** A text or a number. @param {HTMLInputElement} input @returns {Field} */
export function inputField(input) {
  return {
    // Blanks around a text are a slip of pasting.
    read: () => (input.validity.badInput ? UNREADABLE : input.value.trim()),
    write(value) {
      if (typeof value !== "string") return false;
      input.value = value;
      return input.value === value;
    },
  };
}
