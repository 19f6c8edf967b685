/** The rules of the options. Each returns the mistake, or `null`. */

import { OPTION_FAULTS } from "../texts/option-faults.js";
import {
  LONGEST_DIGITS,
  LONGEST_DISPLAY,
  LONGEST_IDENTIFIER,
  LONGEST_KEYS,
  LONGEST_PASSWORD,
  LONGEST_URL,
  LONGEST_VENDOR_TEXT,
} from "./limits.js";
import { digits, fault, h323Id, hidden, isIpv4, isIpv6, isPrintable, isWhole, octets, within } from "./text.js";

/** @typedef {import("./text.js").Fault} Fault */

/** A URL or an address of mail. @param {string} text @returns {Fault} */
function ascii(text) {
  return within(text, LONGEST_URL) ?? (isPrintable(text) ? null : OPTION_FAULTS.printable);
}

/** @param {string} text @returns {Fault} */
function transport(text) {
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]%]*)(?:%[0-9]+)?\]|([^:]*)):([0-9]+)$/.exec(text) ?? [];
  const address = bracketed === undefined ? isIpv4(plain ?? "") : isIpv6(bracketed);
  // Leading zeros make a port no larger.
  if (address && isWhole(port.replace(/^0+/, ""), 1, 65535)) return null;
  return OPTION_FAULTS.transport;
}

/** By the type of an alias. @type {Map<string, (text: string) => Fault>} */
const ALIAS_RULES = new Map([
  ["dialedDigits", (text) => digits(text, LONGEST_DIGITS)],
  ["h323-ID", h323Id],
  ["url-ID", ascii],
  ["email-ID", ascii],
  ["transportID", transport],
  ["partyNumber", (text) => digits(text.replace(/^\+/, ""), LONGEST_DIGITS)],
]);

/** @param {import("./options.js").Alias} alias @returns {Fault} */
export function aliasRule({ type, value }) {
  return ALIAS_RULES.get(type)?.(value) ?? null;
}

/** @param {string} text @returns {Fault} */
export function vendorText(text) {
  return octets(text) > LONGEST_VENDOR_TEXT ? fault(OPTION_FAULTS.octets, { most: LONGEST_VENDOR_TEXT }) : hidden(text);
}

/** @param {string} text @returns {Fault} */
export function display(text) {
  if (text.length <= LONGEST_DISPLAY && isPrintable(text)) return null;
  return fault(OPTION_FAULTS.display, { most: LONGEST_DISPLAY });
}

/** Digits to type during a call. @param {string} text @returns {Fault} */
export function keys(text) {
  if (text.length <= LONGEST_KEYS && /^,*[0-9*#A-D][0-9*#A-D,]*$/.test(text)) return null;
  return fault(OPTION_FAULTS.keys, { most: LONGEST_KEYS });
}

/** What registers: digits are a number, everything else is a name. @param {string} text @returns {Fault} */
export function registered(text) {
  return digits(text) === null ? null : h323Id(text);
}

/** @param {string} text @returns {Fault} */
export function password(text) {
  return octets(text) > LONGEST_PASSWORD ? fault(OPTION_FAULTS.octets, { most: LONGEST_PASSWORD }) : null;
}

/** @param {string} text @returns {Fault} */
export function identifier(text) {
  return text.length > LONGEST_IDENTIFIER
    ? fault(OPTION_FAULTS.characters, { most: LONGEST_IDENTIFIER })
    : hidden(text);
}
