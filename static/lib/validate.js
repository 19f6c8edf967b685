/**
 * The Worker's rules for a request, in the Worker's words, so that a mistake shows while typing.
 * The Worker checks again: these save a round trip, they protect nothing.
 */

/** RFC 1035, 2.3.4: the longest name and the longest label in their text form. */
const LONGEST_SERVER = 253;
const LONGEST_LABEL = 63;

/** Octets in which the Worker looks for a server at all. */
const LONGEST_TEXT = 255;

/** H.225.0 `h323-ID`. */
const LONGEST_ALIAS = 256;

/** What people dial, with the `+`; H.225.0 `dialedDigits` would take 128. */
const LONGEST_NUMBER = 32;

/** @param {string} text */
function isAddress(text) {
  const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  if (new RegExp(`^${octet}(\\.${octet}){3}$`).test(text)) return true;
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  return /^[0-9a-f:.]+$/i.test(bare) && bare.includes(":") && URL.canParse(`http://[${bare}]/`);
}

/**
 * Takes the short forms of a server apart: `host##extension` and `alias@host`.
 * @param {string} text
 * @returns {{ host: string, fault: string | null, names: boolean }} whether it says whom to call
 */
export function shortForm(text) {
  const extension = text.indexOf("##");
  if (extension >= 0) {
    const fault = digits(text.slice(extension + 2));
    return { host: text.slice(0, extension), fault: fault && `server has an extension that ${fault}`, names: true };
  }
  const alias = text.lastIndexOf("@");
  if (alias < 0) return { host: text, fault: null, names: false };
  let fault = null;
  if (alias === 0) fault = "server has an alias that must not be empty";
  if (alias > LONGEST_ALIAS) fault = `server has an alias that must be at most ${LONGEST_ALIAS} characters`;
  return { host: text.slice(alias + 1), fault, names: true };
}

/** @param {string} text */
function digits(text) {
  if (text === "") return "must not be empty";
  if (text.length > LONGEST_NUMBER) return `must be at most ${LONGEST_NUMBER} characters`;
  return /^[0-9*#,]+$/.test(text) ? null : "may have the digits 0-9, '*', '#' and ',' only";
}

/** @param {string} text */
function server(text) {
  if (text === "") return "Server is required";
  const { host, fault } = shortForm(text);
  return fault ?? hostName(host);
}

/** @param {string} text */
function hostName(text) {
  const tooLong = `server must be at most ${LONGEST_SERVER} characters`;
  if (new TextEncoder().encode(text).length > LONGEST_TEXT) return tooLong;
  if (isAddress(text)) return null;
  if (/[/:@?#[\]]/.test(text)) {
    return "server must be a host name or an IP address alone, without scheme, path or port";
  }
  const name = text.replace(/\.$/, "");
  if (name.length > LONGEST_SERVER) return tooLong;
  if (!/^[-a-z0-9_.]*$/i.test(name)) {
    return "server may have letters, digits, '-', '_' and '.' only (write international names as xn--…)";
  }
  const labels = name.split(".");
  if (labels.some((label) => label === "" || label.length > LONGEST_LABEL)) {
    return `server has a label that is empty or longer than ${LONGEST_LABEL} characters`;
  }
  if (/^([0-9]+|0x[0-9a-f]*)$/i.test(labels[labels.length - 1])) {
    return "server ends in a number but is not an IPv4 address of four decimal parts";
  }
  return null;
}

/** @param {string} text */
function port(text) {
  const value = Number(text);
  return /^[0-9]{1,9}$/.test(text) && value >= 1 && value <= 65535
    ? null
    : "port must be a whole number from 1 to 65535";
}

/** @param {string} name @returns {(text: string) => string | null} */
function number(name) {
  return (text) => {
    const digits = text.replace(/^\+/, "");
    if (digits === "") return `${name} must not be empty`;
    if ([...text].length > LONGEST_NUMBER) return `${name} must be at most ${LONGEST_NUMBER} characters`;
    if (!/^[0-9*#,]+$/.test(digits)) {
      return `${name} may have the digits 0-9, '*', '#' and ',' only, after an optional '+'`;
    }
    return null;
  };
}

/**
 * For each field of the form: its text in, what is wrong with it out, `null` if nothing is.
 * @type {Record<string, (text: string) => string | null>}
 */
export const rules = {
  server,
  port,
  callingNumber: number("callingNumber"),
  calledNumber: number("calledNumber"),
};
