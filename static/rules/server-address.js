/** The rules of `server`, an address in its usual forms: the host, and the number or alias to call there. */

import { DEFAULTS } from "../base/defaults.js";
import { ALIAS, EXTENSION, FAULTS, SERVER } from "../texts/faults.js";
import { LONGEST_LABEL, LONGEST_NAME, LONGEST_SERVER, LONGEST_URL } from "./limits.js";
import { digits, fault, h323Id, isIpv4, isIpv6, isWhole, octets } from "./text.js";

/** @typedef {import("./text.js").Fault} Fault */

/**
 * Whether a call goes over TLS.
 * @param {{ server?: unknown, tls?: unknown }} request
 */
export function isOverTls({ server, tls }) {
  return (tls ?? DEFAULTS.tls) !== DEFAULTS.tls || readServer(String(server)).secure === true;
}

/** Schemes that people paste although they are not H.323; others are known by their `//`. */
const OTHER_SCHEMES = ["http", "https", "tel", "callto", "mailto"];

/**
 * @typedef {object} Address
 * @property {string} host
 * @property {string | null} port as it is written, if it is
 * @property {boolean} names whether it includes a number or alias
 * @property {boolean} [secure] whether it asks for TLS
 * @property {Fault} fault a mistake outside the host and the port
 */

/** @param {string} text @returns {Address} */
export function readServer(text) {
  const [, scheme = "", rest = ""] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const named = scheme.toLowerCase();
  if (named === "h323" || named === "h323s") return { ...url(rest.replace(/^\/\//, "")), secure: named === "h323s" };
  return { ...plain(text), ...schemeFault(named, rest) };
}

/** @param {string} scheme @param {string} rest @returns {{ fault: string } | {}} */
function schemeFault(scheme, rest) {
  if (scheme === "sip" || scheme === "sips") {
    return { fault: SERVER.sip };
  }
  const other = OTHER_SCHEMES.includes(scheme) || (rest.startsWith("//") && /^[a-z0-9+.-]*$/.test(scheme));
  return other ? { fault: SERVER.scheme } : {};
}

/** `host`, `host:port`, `user@host`, `host##extension`. @param {string} text @returns {Address} */
function plain(text) {
  const at = text.lastIndexOf("@");
  if (at < 0) return extension(text);
  return place(text.slice(at + 1), true, somebody(text.slice(0, at), ALIAS));
}

/** The part behind `h323:` (H.323 Annex O). @param {string} text @returns {Address} */
function url(text) {
  const at = text.lastIndexOf("@");
  const [where] = text.slice(at + 1).split(";");
  if (at < 0) {
    const address = extension(where);
    return { ...address, fault: digits(where) === null ? SERVER.noHost : address.fault };
  }
  if (at === 0) return place(where, false, null);
  const address = place(where, true, userFault(text.slice(0, at)));
  const long = octets(text.replace(/[^!-~]/gu, escaped)) > LONGEST_URL - "h323:".length;
  const tooLong = long ? fault(SERVER.longUrl, { most: LONGEST_URL }) : null;
  return { ...address, fault: address.fault ?? placeFault(address) ?? tooLong };
}

/** As many characters as it takes in a URL. @param {string} character */
function escaped(character) {
  return "%00".repeat(octets(character));
}

/** @param {string} user of a URL @returns {Fault} */
function userFault(user) {
  if (/%(?![0-9a-f]{2})/i.test(user)) return SERVER.percent;
  try {
    return h323Id(decodeURIComponent(user.toWellFormed()), ALIAS);
  } catch {
    return SERVER.escapes;
  }
}

/** @param {string} text @returns {Address} */
function extension(text) {
  const at = text.indexOf("##");
  if (at < 0) return place(text, false, null);
  return place(text.slice(0, at), true, somebody(text.slice(at + 2), EXTENSION));
}

/**
 * Digits as they are dialled are a number, everything else is an alias.
 * @param {string} text
 * @param {import("./text.js").Words} words
 * @returns {Fault}
 */
function somebody(text, words) {
  return digits(text) === null ? null : h323Id(text, words);
}

/**
 * `host`, `host:port`, `[address]:port`.
 * @param {string} text @param {boolean} names @param {Fault} before a mistake in what stands before it
 * @returns {Address}
 */
function place(text, names, before) {
  const colon = text.lastIndexOf(":");
  const alone = { host: text, port: null, names, fault: before };
  if (text.includes("##")) return { ...alone, fault: before ?? SERVER.twice };
  if (colon < 0 || text.endsWith("]") || hostFault(text) === null) return alone;
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
  const colons = host.includes(":") && !host.startsWith("[");
  return { host, port: colons ? null : port, names, fault: before ?? (colons ? SERVER.colons : null) };
}

/** @param {string} text @returns {Fault} */
export function serverFault(text) {
  if (text === "") return SERVER.required;
  if (octets(text) > LONGEST_SERVER) return fault(SERVER.octets, { most: LONGEST_SERVER });
  const address = readServer(text);
  return address.fault ?? placeFault(address);
}

/** @param {Address} address @returns {Fault} */
function placeFault({ host, port }) {
  const found = hostFault(host);
  if (found !== null || port === null) return found;
  return /^[0-9]{1,5}$/.test(port) && isWhole(port, 1, 65535) ? null : SERVER.port;
}

/** @param {string} text @returns {Fault} */
function hostFault(text) {
  if (isIpv4(text) || isIpv6(text.replace(/^\[(.*)\]$/, "$1"))) return null;
  if (/[/:@?#[\]]/.test(text)) return SERVER.marks;
  const name = text.replace(/\.$/, "");
  if (octets(name) > LONGEST_NAME) return fault(FAULTS.long, { most: LONGEST_NAME });
  if (!/^[-a-z0-9_.]*$/i.test(name)) return SERVER.letters;
  const labels = name.split(".");
  if (labels.some((label) => label === "" || label.length > LONGEST_LABEL)) {
    return fault(SERVER.label, { most: LONGEST_LABEL });
  }
  return /^([0-9]+|0x[0-9a-f]*)$/i.test(labels[labels.length - 1]) ? SERVER.number : null;
}
