/** The rules of `server`, an address in its usual forms: the host, and the number or alias to call there. */

import { DEFAULTS } from "../base/defaults.js";
import { LONGEST_LABEL, LONGEST_NAME, LONGEST_SERVER, LONGEST_URL } from "./limits.js";
import { digits, h323Id, isIpv4, isIpv6, isWhole, octets } from "./text.js";

/** @typedef {import("./text.js").Fault} Fault */

/** The one sentence that does not begin with the name of the field. */
export const REQUIRED = "Server is required";

/** The port for call signalling over TLS (H.460.22). */
const TLS_PORT = 1300;

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
    return { fault: "is a SIP address: write user@host, if that system takes H.323 calls too" };
  }
  const other = OTHER_SCHEMES.includes(scheme) || (rest.startsWith("//") && /^[a-z0-9+.-]*$/.test(scheme));
  return other ? { fault: "has a scheme that is not h323: write the host alone, host:port or user@host" } : {};
}

/** `host`, `host:port`, `user@host`, `host##extension`. @param {string} text @returns {Address} */
function plain(text) {
  const at = text.lastIndexOf("@");
  if (at < 0) return extension(text);
  return place(text.slice(at + 1), true, about("alias", somebody(text.slice(0, at))));
}

/** The part behind `h323:` (H.323 Annex O). @param {string} text @returns {Address} */
function url(text) {
  const at = text.lastIndexOf("@");
  const [where] = text.slice(at + 1).split(";");
  if (at < 0) {
    const fault = digits(where) === null ? "is an H.323 URL without a host: write h323:user@host" : null;
    const address = extension(where);
    return { ...address, fault: fault ?? address.fault };
  }
  if (at === 0) return place(where, false, null);
  const address = place(where, true, userFault(text.slice(0, at)));
  const long = octets(text.replace(/[^!-~]/gu, escaped)) > LONGEST_URL - "h323:".length;
  const fault = long ? `is an H.323 URL, which must be at most ${LONGEST_URL} characters: write user@host` : null;
  return { ...address, fault: address.fault ?? placeFault(address) ?? fault };
}

/** As many characters as it takes in a URL. @param {string} character */
function escaped(character) {
  return "%00".repeat(octets(character));
}

/** @param {string} user of a URL @returns {Fault} */
function userFault(user) {
  if (/%(?![0-9a-f]{2})/i.test(user)) {
    return "has a '%' without two hexadecimal digits behind it (write %25 for a percent sign)";
  }
  try {
    return about("alias", h323Id(decodeURIComponent(user.toWellFormed())));
  } catch {
    return "has escaped octets that are not UTF-8";
  }
}

/** @param {string} text @returns {Address} */
function extension(text) {
  const at = text.indexOf("##");
  if (at < 0) return place(text, false, null);
  return place(text.slice(0, at), true, about("extension", somebody(text.slice(at + 2))));
}

/** Digits as they are dialled are a number, everything else is an alias. @param {string} text @returns {Fault} */
function somebody(text) {
  return digits(text) === null ? null : h323Id(text);
}

/** @param {string} what @param {Fault} fault @returns {Fault} */
function about(what, fault) {
  return fault && `has an ${what} that ${fault}`;
}

/**
 * `host`, `host:port`, `[address]:port`.
 * @param {string} text @param {boolean} names @param {Fault} fault
 * @returns {Address}
 */
function place(text, names, fault) {
  const colon = text.lastIndexOf(":");
  if (text.includes("##")) {
    return {
      host: text,
      port: null,
      names,
      fault: fault ?? "names the called party twice, before the '@' and behind the '##'",
    };
  }
  if (colon < 0 || text.endsWith("]") || hostFault(text) === null) return { host: text, port: null, names, fault };
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
  const colons = host.includes(":") && !host.startsWith("[");
  const none = "is not an IPv6 address (with a port it is written [address]:port)";
  return { host, port: colons ? null : port, names, fault: fault ?? (colons ? none : null) };
}

/** @param {string} text @returns {Fault} */
export function serverFault(text) {
  if (text === "") return REQUIRED;
  if (octets(text) > LONGEST_SERVER) return `must be at most ${LONGEST_SERVER} octets`;
  const address = readServer(text);
  return address.fault ?? placeFault(address);
}

/** @param {Address} address @returns {Fault} */
function placeFault({ host, port }) {
  const fault = hostFault(host);
  if (fault !== null || port === null) return fault;
  return /^[0-9]{1,5}$/.test(port) && isWhole(port, 1, 65535)
    ? null
    : "has a port that is not a whole number from 1 to 65535";
}

/** @param {string} text @returns {Fault} */
function hostFault(text) {
  if (isIpv4(text) || isIpv6(text.replace(/^\[(.*)\]$/, "$1"))) return null;
  if (/[/:@?#[\]]/.test(text))
    return "has '/', '?', '#', '@', ':' or brackets where only a host name or an IP address may be";
  const name = text.replace(/\.$/, "");
  if (octets(name) > LONGEST_NAME) return `must be at most ${LONGEST_NAME} characters`;
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

/**
 * The target of a request.
 * @param {{ server?: unknown, port?: unknown, tls?: unknown }} request
 * @returns {{ server: string, port: string | null }} without a port, if the server says it
 */
export function calledAt({ server, port, tls }) {
  const usual = isOverTls({ server, tls }) ? TLS_PORT : DEFAULTS.port;
  return { server: String(server), port: readServer(String(server)).port === null ? String(port ?? usual) : null };
}

/**
 * The same for people.
 * @param {{ server?: unknown, port?: unknown, tls?: unknown }} request
 * @param {string} [between] the server and a port that it does not say itself
 */
export function whereTo(request, between = ":") {
  const { server, port } = calledAt(request);
  return port === null ? server : `${server}${between}${port}`;
}

/** Whether a request registers and calls nobody. @param {Record<string, any>} request */
export function isRegistration({ callingNumber, calledNumber, gatekeeper }) {
  return gatekeeper !== undefined && callingNumber === undefined && calledNumber === undefined;
}

/**
 * Who calls whom.
 * @param {Record<string, any>} request
 */
export function whoCalls(request) {
  const { callingNumber, calledNumber, server } = request;
  if (isRegistration(request)) return "registration";
  return `${callingNumber ?? "no number"} → ${calledNumber ?? server}`;
}
