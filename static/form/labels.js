/**
 * What the form calls the fields of the API. The Worker's sentences have the API's names, for those who send
 * requests of their own; at a field of the form they have its label.
 */

import { OPTIONS } from "../rules/options.js";
import { fill } from "../texts/fill.js";
import { LABEL } from "../texts/labels.js";

/** A field in a sentence, or a word; what stands in an address or a name of somebody is neither. */
const WORD = /(?<![\w.@:/-])[a-z][A-Za-z\d]*(?:\[\d+\])?(?:\.[A-Za-z\d]+)?(?![\w@-]|\.\w)/g;

/** No word of a sentence is written like this. */
const CODED = /[A-Z\d[.]/;

/** Where a name stands that could be a word. */
const BEFORE_NAME = /(?:^|because |but |in |of |with |without )$/;

/** A member of an alias in a list, which is one field here. */
const OF_ALIAS = /\[\d+\]\.(?:type|value)$/;

/** Members that the form has as a field of another name. @type {Record<string, string>} */
const OTHERWISE = { "gatekeeper.aliases": "gatekeeper.alias" };

/** @param {string} path @returns {import("../rules/options.js").Option | undefined} that of the field, of the list around it, or the first of its members */
function optionOf(path) {
  const name = path.replace(OF_ALIAS, "").replace(/\[\d+\]$/, "");
  const known = OPTIONS.get(Object.hasOwn(OTHERWISE, name) ? OTHERWISE[name] : name);
  return known ?? [...OPTIONS.values()].find((option) => option.name.startsWith(`${name}.`));
}

/**
 * @param {string} path of a field, as the Worker names it
 * @returns {string} its label, to stand in a sentence; the path if the form has no such field
 */
export function labelOf(path) {
  const label = optionOf(path)?.label ?? "";
  if (label === "") return path;
  const [, at] = /\[(\d+)\]/.exec(path) ?? [];
  return at === undefined ? fill(LABEL.field, { label }) : fill(LABEL.alias, { number: Number(at) + 1, label });
}

/** @param {string} sentence of the Worker @returns {string} the same, with the labels of the form for the names of fields */
export function inWords(sentence) {
  return sentence.replace(WORD, (word, at) =>
    CODED.test(word) || BEFORE_NAME.test(sentence.slice(0, at)) ? labelOf(word) : word,
  );
}
