/**
 * Sentences with places for values. A language puts the values where it needs them, so no sentence is put
 * together from pieces: each is whole in a file of this folder, with its places in braces.
 */

/** The language of the texts in this folder (BCP 47). */
const LANGUAGE = "en";

/**
 * @typedef {{ one: string, other: string, few?: string, many?: string, two?: string, zero?: string }} Forms
 *   of a sentence with a number, by the plural rules of the language (CLDR); all have the place `{count}`
 */

/**
 * The places of a text, so that a wrong one is found by the type checker: a file of texts is a constant
 * for it (`@type {const}`).
 * @template {string} T
 * @typedef {string extends T ? string : T extends `${string}{${infer P}}${infer Rest}` ? P | Places<Rest> : never} Places
 */

const PLACE = /\{([a-zA-Z]+)\}/g;

const rules = new Intl.PluralRules(LANGUAGE);

const lists = new Intl.ListFormat(LANGUAGE, { type: "unit" });

/**
 * @template {string} const T
 * @param {T} text
 * @param {Record<Places<T>, string | number>} values for its places
 * @returns {string}
 */
export function fill(text, values) {
  /** @type {Record<string, string | number>} */
  const all = values;
  return text.replace(PLACE, (_, name) => String(all[name]));
}

/**
 * The same for values that are nodes, such as a link within a sentence.
 * @template {string} const T
 * @param {T} text
 * @param {Record<Places<T>, Node | string | number>} values
 * @returns {(Node | string)[]} for `el`
 */
export function parts(text, values) {
  /** @type {Record<string, Node | string | number>} */
  const all = values;
  return text
    .split(PLACE)
    .map((part, at) => (at % 2 === 0 ? part : all[part]))
    .map((part) => (typeof part === "object" ? part : String(part)))
    .filter((part) => part !== "");
}

/**
 * @template {Forms} const F
 * @param {number} count
 * @param {F} forms
 * @param {Record<Exclude<Places<F["other"]>, "count">, string | number>} values for places beside `{count}`
 * @returns {string}
 */
export function counted(count, forms, values) {
  /** @type {Forms} */
  const all = forms;
  return fill(all[rules.select(count)] ?? all.other, { ...values, count });
}

/**
 * @param {string[]} names
 * @returns {string} one after the other
 */
export function listed(names) {
  return lists.format(names);
}
