/**
 * The fields of the form: name in the request, rules, default. Here are the visible ones; the others
 * (option-groups.js) are loaded when they are first shown, which most calls never need.
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
 * @property {string} help its effect, its limits, the clause
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
 * @property {boolean} [secret] it is hidden, and leaves this page in the request alone
 * @property {(text: string) => string | null} [rule] the mistake in a text, without the field's name
 * @property {(alias: Alias) => string | null} [aliasRule] the same of an alias
 * @property {(values: Values) => boolean} [idle] whether it has no effect with these values
 */

import { DEFAULTS } from "../base/defaults.js";
import { isOverTls, readServer, serverFault } from "./server-address.js";
import { dialled } from "./text.js";

/** The value of a number field while its input is not a number. */
export const UNREADABLE = "?";

/** Whether the server says whom to call, too. @param {Values} values */
export const namesSomebody = (values) => readServer(String(values.server)).names;

/** Whether the server says the port. @param {Values} values */
export const namesPort = (values) => readServer(String(values.server)).port !== null;

/** Whether the port is not meant for TLS: it is the usual one without it. @param {Values} values */
export const isPlainPort = (values) => isOverTls(values) && values.port === initialOf("port");

/** @param {string} name of an option @returns {string} its default; empty if the API has none */
export function initialOf(name) {
  const value = /** @type {Record<string, unknown>} */ (DEFAULTS)[name] ?? "";
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** The form takes their labels from the markup. */
const shared = { label: "", help: "" };

/** @type {Option[]} */
export const BASICS = [
  { ...shared, name: "server", kind: "text", initial: "", required: true, rule: serverFault },
  {
    ...shared,
    name: "port",
    kind: "number",
    initial: initialOf("port"),
    min: 1,
    max: 65535,
    idle: namesPort,
  },
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
 * Whether a field differs from its default and has an effect.
 * @param {Option} option @param {Values} values
 */
export function isChanged(option, values) {
  return !option.idle?.(values) && !isInitial(option, values[option.name]);
}
