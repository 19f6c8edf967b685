/**
 * The Worker's rules for a request, in the Worker's words, so that a mistake shows while typing.
 * They only save a round trip; the Worker checks again.
 */

import { OPTIONS } from "./options.js";
import { REQUIRED } from "./server.js";
import { isWhole } from "./text.js";

/** @typedef {import("./text.js").Fault} Fault */

/** @param {import("./options.js").Option} option @param {string} text @returns {Fault} */
function numberFault({ min = 0, max = 0, step = 1 }, text) {
  if (isWhole(text, min, max) && Number(text) % step === 0) return null;
  return step === 1
    ? `must be a whole number from ${min} to ${max}`
    : `must be a multiple of ${step} from ${min} to ${max}`;
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
 * @returns {Map<string, string>} by field as the Worker names it (`calledAliases[1].value`), in the order of the page
 */
export function faults(values) {
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @type {(path: string, fault: Fault) => void} */
  const add = (path, fault) => {
    if (fault !== null) found.set(path, fault === REQUIRED ? fault : `${path} ${fault}`);
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
