/**
 * The form as the query of an address, readable and always in the same order:
 * `?server=gw.example.com&h245=separate&codecs=g722,g711a&calledAliases=h323-ID:room.1`.
 * Defaults are left out; several aliases repeat the name, and a name without a value is an empty list.
 * link-values.js reads it.
 */

import { LONGEST_SERVER } from "../rules/limits.js";
import { isInitial, OPTIONS, UNREADABLE } from "../rules/options.js";

/** @param {string} text percent-encoded where a query or its reader needs it, and no further */
const encode = (text) => encodeURIComponent(text.toWellFormed()).replace(/%(3A|40|2C|2F)/g, decodeURIComponent);

/** @param {import("../rules/options.js").Value} value @returns {string[]} one text for each use of the name */
function texts(value) {
  if (typeof value === "string") return value === UNREADABLE ? [] : [value];
  return value.length === 0 ? [""] : value.map((alias) => `${alias.type}:${alias.value}`);
}

/** @param {import("../rules/options.js").Values} values @returns {string} without the question mark; empty if every field has its default */
export function toQuery(values) {
  const pairs = [...OPTIONS.values()]
    .filter((option) => !option.secret && !isInitial(option, values[option.name]))
    .flatMap((option) => texts(values[option.name]).map((text) => [option.name, text]));
  return pairs
    .filter(([, text]) => text.length <= LONGEST_SERVER)
    .map(([name, text]) => `${name}=${encode(text)}`)
    .join("&");
}
