/** Rules that several fields share. Each returns the mistake, or `null`. */

import { FAULTS } from "../texts/faults.js";
import { fill } from "../texts/fill.js";
import { LONGEST_ALIAS, LONGEST_NUMBER } from "./limits.js";

/**
 * A mistake: the sentence about it, with the place `{field}` for the name of the field.
 * @typedef {string | null} Fault
 */

/** The sentences that differ with what has the mistake. @typedef {Record<"empty" | "long" | "hidden", string>} Words */

/**
 * @template {string} const T
 * @param {T} text
 * @param {Record<Exclude<import("../texts/fill.js").Places<T>, "field">, string | number>} values
 * @returns {string} the sentence, with the place of the field still open
 */
export function fault(text, values) {
  return fill(/** @type {string} */ (text), { ...values, field: "{field}" });
}

/** @param {string} text @param {number} limit in characters @returns {Fault} */
export function within(text, limit) {
  if (text === "") return FAULTS.empty;
  return [...text].length > limit ? fault(FAULTS.long, { most: limit }) : null;
}

/** @param {string} text @param {number} limit @returns {Fault} */
export function digits(text, limit = LONGEST_NUMBER) {
  return within(text, limit) ?? (/^[0-9*#,]+$/.test(text) ? null : FAULTS.digits);
}

/** A number as it is dialled. @param {string} text @returns {Fault} */
export function dialled(text) {
  const bare = text.replace(/^\+/, "");
  if (bare === "") return FAULTS.empty;
  const found = within(text, LONGEST_NUMBER) ?? digits(bare);
  return found === FAULTS.digits ? FAULTS.dialled : found;
}

/**
 * An `h323-ID`, whose characters are UTF-16 units (H.225.0, `AliasAddress`).
 * @param {string} text
 * @param {Words} [words]
 * @returns {Fault}
 */
export function h323Id(text, words = FAULTS) {
  if (text === "") return words.empty;
  return text.length > LONGEST_ALIAS ? fault(words.long, { most: LONGEST_ALIAS }) : hidden(text, words);
}

/** Control characters, and those that change the direction of writing or end a line. */
const HIDDEN = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u;

/**
 * What in a text cannot be seen, or moves the text beside it.
 * @param {string} text
 * @param {Words} [words]
 * @returns {Fault}
 */
export function hidden(text, words = FAULTS) {
  const characters = [...text];
  const index = characters.findIndex((character) => HIDDEN.test(character));
  if (index < 0) return null;
  const code = characters[index]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return fault(words.hidden, { place: index + 1, code: String(code) });
}

/** @param {string} text */
export function isPrintable(text) {
  return /^[ -~]*$/.test(text);
}

/** @param {string} text @returns {number} octets of UTF-8 */
export function octets(text) {
  return new TextEncoder().encode(text).length;
}

/** @param {string} text @param {number} least @param {number} most */
export function isWhole(text, least, most) {
  const value = Number(text);
  return /^[0-9]{1,9}$/.test(text) && value >= least && value <= most;
}

/** @param {string} text four decimal parts */
export function isIpv4(text) {
  const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  return new RegExp(`^${octet}(\\.${octet}){3}$`).test(text);
}

/** @param {string} text without brackets and zone */
export function isIpv6(text) {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(":") && URL.canParse(`http://[${text}]/`);
}
