/** Rules that several fields share. Each returns the mistake, without the field's name, or `null`. */

import { LONGEST_ALIAS, LONGEST_NUMBER } from "./limits.js";

const DIALABLE = "may have the digits 0-9, '*', '#' and ',' only";

/** @typedef {string | null} Fault */

/** @param {string} text @param {number} limit in characters @returns {Fault} */
export function within(text, limit) {
  if (text === "") return "must not be empty";
  return [...text].length > limit ? `must be at most ${limit} characters` : null;
}

/** @param {string} text @param {number} limit @returns {Fault} */
export function digits(text, limit = LONGEST_NUMBER) {
  return within(text, limit) ?? (/^[0-9*#,]+$/.test(text) ? null : DIALABLE);
}

/** A number as it is dialled. @param {string} text @returns {Fault} */
export function dialled(text) {
  const bare = text.replace(/^\+/, "");
  if (bare === "") return "must not be empty";
  const fault = within(text, LONGEST_NUMBER) ?? digits(bare);
  return fault === DIALABLE ? `${DIALABLE}, after an optional '+'` : fault;
}

/** An `h323-ID`, whose characters are UTF-16 units (H.225.0, `AliasAddress`). @param {string} text @returns {Fault} */
export function h323Id(text) {
  if (text === "") return "must not be empty";
  return text.length > LONGEST_ALIAS ? `must be at most ${LONGEST_ALIAS} characters` : hidden(text);
}

/** Control characters, and those that change the direction of writing or end a line. */
const HIDDEN = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u;

/** What in a text cannot be seen, or moves the text beside it. @param {string} text @returns {Fault} */
export function hidden(text) {
  const characters = [...text];
  const index = characters.findIndex((character) => HIDDEN.test(character));
  if (index < 0) return null;
  const code = characters[index]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return `has a character that cannot be seen: character ${index + 1}, U+${code}`;
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
