/** Values of unknown shape: out of a report, a file, an answer. */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @returns {Record<string, unknown>} the value if it is an object, else an empty one */
export function object(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value @returns {unknown[]} the value if it is a list, else an empty one */
export function list(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {unknown} value @returns {Record<string, unknown>[]} the objects of a list */
export function objects(value) {
  return list(value).filter(isObject);
}
