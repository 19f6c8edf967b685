/** Finds in a text the words that the page explains. */

import { RECOMMENDATIONS, SPELLINGS, TERMS } from "../texts/terms.js";

/** What somebody else wrote stands in quotes; an open quote goes on to the end. */
const QUOTED = `"[^"]*(?:"|$)|“[^”]*(?:”|$)`;

/** A term of several words may begin a sentence. @param {string} term @returns {string} its pattern */
const pattern = (term) =>
  term.replaceAll(".", String.raw`\.`).replace(/^[a-z](?=.* )/, (first) => `[${first}${first.toUpperCase()}]`);

/** A term is a whole word, and no part of a name or address. */
const PATTERN = new RegExp(
  `${QUOTED}|(?<![\\p{L}\\p{N}.@_/-])(${[...TERMS.keys(), ...SPELLINGS.keys()]
    .sort((one, other) => other.length - one.length)
    .map(pattern)
    .join("|")})(?![\\p{L}\\p{N}@_/-]|\\.[\\p{L}\\p{N}])`,
  "gu",
);

/** @param {string} text that was found @returns {string} the term that it is */
export function termOf(text) {
  const found = SPELLINGS.get(text) ?? text;
  if (TERMS.has(found)) return found;
  const inside = found[0].toLowerCase() + found.slice(1);
  return SPELLINGS.get(inside) ?? inside;
}

/**
 * Cuts a text of ours at its terms. Only the first of each is one, so that a long text has few stops.
 * @param {string} text
 * @returns {{ text: string, term: boolean }[]}
 */
export function cut(text) {
  const parts = [];
  const seen = new Set();
  let from = 0;
  for (const { 1: term, index } of text.matchAll(PATTERN)) {
    if (term === undefined || seen.has(termOf(term))) continue;
    seen.add(termOf(term));
    if (index > from) parts.push({ text: text.slice(from, index), term: false });
    parts.push({ text: term, term: true });
    from = index + term.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), term: false });
  return parts;
}

/**
 * @param {string} clause such as “H.225.0 7.3.10”
 * @returns {{ name: string, title: string, anchor: string } | null}
 */
export function recommendationOf(clause) {
  const [, name = ""] = /^((?:RFC )?[A-Z.\d]+) [A-Z]?[\d.]+$/.exec(clause) ?? [];
  const found = RECOMMENDATIONS.get(name);
  return found === undefined ? null : { name, ...found };
}
