/** The rules of `server`: a host alone, or with whom to ask for there. */

import { digits, h323Id, isIpv4, isIpv6, octets } from "./validate-text.js";

/** RFC 1035, 2.3.4: the longest name and the longest label in their text form. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/** Octets in which the Worker looks for a host at all, and for a host with an extension or alias. */
const LONGEST_HOST = 255;
const LONGEST_TEXT = 600;

/** The one sentence that does not begin with the name of the field. */
export const REQUIRED = "Server is required";

const TOO_LONG = `must be at most ${LONGEST_NAME} characters`;

/**
 * Takes the short forms of a server apart: `host##extension` and `alias@host`.
 * @param {string} text
 * @returns {{ host: string, fault: string | null, names: boolean }} whether it says whom to call
 */
export function shortForm(text) {
  const extension = text.indexOf("##");
  if (extension >= 0) {
    const fault = digits(text.slice(extension + 2));
    return { host: text.slice(0, extension), fault: fault && `has an extension that ${fault}`, names: true };
  }
  const alias = text.lastIndexOf("@");
  if (alias < 0) return { host: text, fault: null, names: false };
  const fault = h323Id(text.slice(0, alias));
  return { host: text.slice(alias + 1), fault: fault && `has an alias that ${fault}`, names: true };
}

/** @param {string} text @returns {string | null} what is wrong */
export function serverFault(text) {
  if (text === "") return REQUIRED;
  const { host, fault } = shortForm(text);
  return octets(text) > LONGEST_TEXT ? TOO_LONG : (fault ?? hostFault(host));
}

/** @param {string} text */
function hostFault(text) {
  if (octets(text) > LONGEST_HOST) return TOO_LONG;
  if (isIpv4(text) || isIpv6(text.replace(/^\[(.*)\]$/, "$1"))) return null;
  if (/[/:@?#[\]]/.test(text)) return "must be a host name or an IP address alone, without scheme, path or port";
  const name = text.replace(/\.$/, "");
  if (octets(name) > LONGEST_NAME) return TOO_LONG;
  if (!/^[-a-z0-9_.]*$/i.test(name)) {
    return "may have letters, digits, '-', '_' and '.' only (write international names as xn--…)";
  }
  const labels = name.split(".");
  if (labels.some((label) => label === "" || label.length > LONGEST_LABEL)) {
    return `has a label that is empty or longer than ${LONGEST_LABEL} characters`;
  }
  if (/^([0-9]+|0x[0-9a-f]*)$/i.test(labels[labels.length - 1])) {
    return "ends in a number but is not an IPv4 address of four decimal parts";
  }
  return null;
}
