/** Reads a link to the form (link.js), and what this browser remembers of it. */

import { line } from "../base/format.js";
import { LONGEST_SERVER } from "../rules/limits.js";
import { OPTIONS } from "../rules/options.js";
import { fill, listed } from "../texts/fill.js";
import { LINK } from "../texts/link.js";

/** @param {string[]} given @returns {import("../rules/options.js").Alias[]} */
function toAliases(given) {
  if (given.length === 1 && given[0] === "") return [];
  return given.map((text) => {
    const colon = text.indexOf(":");
    return { type: text.slice(0, Math.max(colon, 0)), value: text.slice(colon + 1) };
  });
}

/**
 * @param {string} query
 * @returns {{ values: Record<string, unknown>, ignored: string[] }} the values that it names,
 *   unchecked, and the unknown names
 */
export function fromQuery(query) {
  const params = new URLSearchParams(query);
  /** @type {Record<string, unknown>} */
  const values = {};
  const ignored = [];
  for (const name of new Set(params.keys())) {
    const option = OPTIONS.get(name);
    const given = params.getAll(name);
    const list = option?.kind === "aliases";
    if (!option || option.secret || given.some((text) => text.length > LONGEST_SERVER) || (given.length > 1 && !list))
      ignored.push(name);
    else values[name] = list ? toAliases(given) : given[0];
  }
  return { values, ignored };
}

/**
 * @param {string[]} names in a link, that the form could not take
 * @returns {string} which of them it does not know, and which it does
 */
export function notTaken(names) {
  const said = (/** @type {"unknown" | "impossible"} */ how, /** @type {string[]} */ some) =>
    some.length === 0 ? [] : [fill(LINK[how], { names: line(listed(some)) })];
  return [
    ...said(
      "unknown",
      names.filter((name) => !OPTIONS.has(name)),
    ),
    ...said(
      "impossible",
      names.filter((name) => OPTIONS.has(name)),
    ),
  ].join(" ");
}
