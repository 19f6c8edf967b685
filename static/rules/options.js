/**
 * What is known of each field of the form: its name in the request, what it may hold, what it holds
 * at first. Here are those that are always in sight; the others (option-groups.js) come with the
 * first look at them, which most calls never need.
 *
 * A field's value is a string, `"true"` or `"false"` for a tick, words with commas between for a
 * choice of several; of a list of aliases it is that list.
 * @typedef {{ type: string, value: string }} Alias
 * @typedef {string | Alias[]} Value
 * @typedef {Record<string, Value>} Values
 *
 * @typedef {object} Option
 * @property {string} name with a dot before the name of a member
 * @property {"choice" | "tick" | "number" | "text" | "aliases" | "several"} kind
 * @property {string} label
 * @property {string} help what it does, its limits, the clause
 * @property {Value} initial
 * @property {string[]} [words] of a choice, or of a choice of several in order
 * @property {Record<string, string>} [wording] how a word is shown
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {string} [hint] shown in an empty text field
 * @property {boolean} [wide] takes the whole width
 * @property {string} [instead] a tick that says `null` for that field
 * @property {boolean} [required] although it is empty at first
 * @property {boolean} [numeric] a choice of numbers
 * @property {(text: string) => string | null} [rule] what is wrong with a text, without the field's name
 * @property {(alias: Alias) => string | null} [aliasRule] the same of an alias
 * @property {(values: Values) => boolean} [idle] whether it says nothing beside these values
 */

import { DEFAULTS } from "../base/defaults.js";
import { readServer, serverFault } from "./server.js";
import { dialled } from "./text.js";

/** What the value of a number field is while the browser can make no number of what was typed. */
export const UNREADABLE = "?";

/** Whether the server says whom to call, too. @param {Values} values */
export const namesSomebody = (values) => readServer(String(values.server)).names;

/** Whether the server says the port. @param {Values} values */
export const namesPort = (values) => readServer(String(values.server)).port !== null;

/** @param {string} name of an option @returns {string} what it is by default; empty if that is not said in the API */
export function initialOf(name) {
  const value = /** @type {Record<string, unknown>} */ (DEFAULTS)[name] ?? "";
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** The markup has their labels. */
const shared = { label: "", help: "" };

/** @type {Option[]} */
export const BASICS = [
  { ...shared, name: "server", kind: "text", initial: "", required: true, rule: serverFault },
  { ...shared, name: "port", kind: "number", initial: initialOf("port"), min: 1, max: 65535, idle: namesPort },
  {
    ...shared,
    name: "callingNumber",
    kind: "text",
    initial: initialOf("callingNumber"),
    rule: dialled,
    idle: (values) => values.noCallingNumber === "true",
  },
  {
    ...shared,
    name: "calledNumber",
    kind: "text",
    initial: initialOf("calledNumber"),
    rule: dialled,
    idle: (values) => values.noCalledNumber === "true" || namesSomebody(values),
  },
];

/** Every field that is in the page, in its order. @type {Map<string, Option>} */
export const OPTIONS = new Map(BASICS.map((option) => [option.name, option]));

/** @param {Option} option @param {Value} value */
export function isInitial(option, value) {
  return JSON.stringify(value) === JSON.stringify(option.initial);
}

/**
 * Whether a field asks for something else than is done without it.
 * @param {Option} option @param {Values} values
 */
export function isChanged(option, values) {
  return !option.idle?.(values) && !isInitial(option, values[option.name]);
}
