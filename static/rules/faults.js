/**
 * The Worker's rules for a request, in the Worker's words but with the form's names for the fields, so that
 * a mistake shows while typing.
 * They only save a round trip; the Worker checks again.
 */

import { FAULTS } from "../texts/faults.js";
import { fill } from "../texts/fill.js";
import { OPTIONS } from "./options.js";
import { fault, isWhole } from "./text.js";

/** @typedef {import("./text.js").Fault} Fault */

/** @param {import("./options.js").Option} option @param {string} text @returns {Fault} */
function numberFault({ min = 0, max = 0, step = 1 }, text) {
  if (isWhole(text, min, max) && Number(text) % step === 0) return null;
  return step === 1 ? fault(FAULTS.whole, { min, max }) : fault(FAULTS.multiple, { step, min, max });
}

/** @param {import("./options.js").Option} option @param {string} text @returns {Fault} the mistake in one value */
function faultOf(option, text) {
  // An empty optional field is left out.
  if (text === "" && option.initial === "" && !option.required) return null;
  if (option.kind === "number") return numberFault(option, text);
  // Of several only the empty list can be wrong: the controls offer nothing else.
  return option.kind === "several" && text !== "" ? null : (option.rule?.(text) ?? null);
}

/**
 * All mistakes in the form.
 * @param {import("./options.js").Values} values
 * @param {(path: string) => string} name what the form calls a field
 * @returns {Map<string, string>} by field as the Worker names it (`calledAliases[1].value`), in the order of the page
 */
export function faults(values, name) {
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @type {(path: string, sentence: Fault) => void} */
  const add = (path, sentence) => {
    if (sentence !== null) found.set(path, fill(sentence, { field: name(path) }));
  };
  for (const [name, option] of OPTIONS) {
    const value = values[name];
    if (option.idle?.(values)) continue;
    if (typeof value === "string") add(name, faultOf(option, value));
    else
      for (const [index, alias] of value.entries()) add(`${name}[${index}].value`, option.aliasRule?.(alias) ?? null);
  }
  return found;
}
