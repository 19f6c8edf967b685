/**
 * The Worker's rules for a request, in the Worker's words, so that a mistake shows while typing.
 * The Worker checks again: these save a round trip, they protect nothing.
 */

import { OPTIONS } from "./options.js";
import { serverFault } from "./validate-server.js";
import { dialled, digits, h323Id, isIpv4, isIpv6, isPrintable, isWhole, octets, within } from "./validate-text.js";

/** @typedef {import("./validate-text.js").Fault} Fault */

/** A URL or an address of mail. @param {string} text @returns {Fault} */
function ascii(text) {
  return within(text, 512) ?? (isPrintable(text) ? null : "may have printable ASCII characters only");
}

/** @param {string} text @returns {Fault} */
function transport(text) {
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]%]*)(?:%[0-9]+)?\]|([^:]*)):([0-9]+)$/.exec(text) ?? [];
  const address = bracketed === undefined ? isIpv4(plain ?? "") : isIpv6(bracketed);
  // Leading zeros make a port no larger.
  if (address && isWhole(port.replace(/^0+/, ""), 1, 65535)) return null;
  return "must be an IP address and a port, as in 192.0.2.1:1720";
}

/** By the type of an alias. @type {Record<string, (text: string) => Fault>} */
const ALIAS_RULES = {
  dialedDigits: (text) => digits(text, 128),
  "h323-ID": h323Id,
  "url-ID": ascii,
  "email-ID": ascii,
  transportID: transport,
  partyNumber: (text) => digits(text.replace(/^\+/, ""), 128),
};

/** @param {string} text @returns {Fault} */
function vendorText(text) {
  return octets(text) > 256 ? "must be 1 to 256 octets of UTF-8" : null;
}

/** By field, for those that are free text. @type {Record<string, (text: string) => Fault>} */
const TEXT_RULES = {
  callingNumber: dialled,
  calledNumber: dialled,
  overlapDigits: digits,
  display: (text) =>
    text.length <= 80 && isPrintable(text) ? null : "must be 1 to 80 printable ASCII characters, or null for none",
  "vendor.productId": vendorText,
  "vendor.versionId": vendorText,
};

/** @param {import("./options.js").Option} option @param {string} text @returns {Fault} */
function numberFault({ min = 0, max = 0, step = 1 }, text) {
  if (isWhole(text, min, max) && Number(text) % step === 0) return null;
  return step === 1 ? `must be a whole number from ${min} to ${max}` : `must be a multiple of ${step} from ${min} to ${max}`;
}

/** @param {import("./options.js").Option} option @param {string} text @returns {Fault} what is wrong with one value */
function faultOf(option, text) {
  // Left empty, such a field is left out.
  if (text === "" && option.initial === "") return null;
  if (option.kind === "number") return numberFault(option, text);
  if (option.kind === "several") {
    return text === "" ? `must be a list of one or more of ${option.words?.join(", ")}, each once` : null;
  }
  return TEXT_RULES[option.name]?.(text) ?? null;
}

/**
 * What is wrong with the form.
 * @param {import("./options.js").Values} values
 * @returns {Map<string, string>} by field as the Worker names it (`calledAliases[1].value`), in the order of the page
 */
export function faults(values) {
  const found = new Map();
  /** @type {(path: string, fault: Fault) => void} */
  const add = (path, fault) => {
    if (fault !== null) found.set(path, `${path} ${fault}`);
  };
  for (const [name, option] of OPTIONS) {
    const value = values[name];
    if (option.idle?.(values)) continue;
    if (name === "server") {
      const sentence = serverFault(String(value));
      if (sentence !== null) found.set(name, sentence);
    } else if (typeof value === "string") {
      add(name, faultOf(option, value));
    } else {
      value.forEach((alias, index) => add(`${name}[${index}].value`, ALIAS_RULES[alias.type](alias.value)));
    }
  }
  return found;
}
