/** What the ladder needs to know of an entry of the trace. Everything in it may be missing or hostile. */

import { transportText } from "../base/address.js";
import { duration, line } from "../base/format.js";
import { list, object } from "../base/values.js";

/** @typedef {Record<string, unknown>} Entry one of `trace`, or of a decoded capture's `messages` */

/**
 * A lifeline: an end of a connection.
 * @typedef {{ key: string, name: string, tag: string, address: string }} End
 */

/** @param {Entry} entry @returns {"sent" | "received" | ""} */
export function directionOf(entry) {
  return entry.direction === "sent" || entry.direction === "received" ? entry.direction : "";
}

/** @param {Entry} entry @returns {number} 0 for the call itself, 1 and 2 behind redirects */
function hopOf(entry) {
  const hop = Number(entry.hop);
  return Number.isInteger(entry.hop) && hop > 0 && hop < 10 ? hop : 0;
}

/**
 * @param {Entry} entry of a call's trace
 * @returns {End} the far end of the connection that it crossed
 */
export function farEnd(entry) {
  const hop = hopOf(entry);
  const control = entry.channel === "h245Control";
  const behind = hop === 0 ? "" : `Redirect ${hop}`;
  const name = control ? [behind, "H.245"].filter(Boolean).join(", ") : behind || "Call signalling";
  return {
    key: `${control ? "h245" : "call"} ${hop}`,
    name,
    tag: control || hop > 0 ? name : "signalling",
    address: "",
  };
}

/**
 * The two ends of a message out of a capture. The calling side is one lifeline whatever ports it used.
 * @param {Entry} entry
 * @returns {{ near: End, far: End } | null} `null` if it is not known who sent it to whom
 */
export function capturedEnds(entry) {
  const [from, to] = [line(entry.from), line(entry.to)];
  if (from === "" || to === "") return null;
  const [caller, called] = entry.direction === "received" ? [to, from] : [from, to];
  const host = caller.replace(/:[0-9]+$/, "");
  const control = entry.channel === "h245Control";
  return {
    near: { key: `caller ${host}`, name: "Calling side", tag: "calling side", address: host },
    far: {
      key: `called ${called}`,
      name: control ? "H.245" : "Call signalling",
      tag: `${control ? "H.245" : "signalling"} ${called}`,
      address: called,
    },
  };
}

/**
 * @typedef {{ name: string, kind: string, facts: string, fault: string }} ControlMessage
 *   `kind` is the branch of MultimediaSystemControlMessage: request, response, command, indication
 */

/**
 * @param {unknown} value `{ MultimediaSystemControlMessage: { kind: { name: … } } }`, or what it was not
 * @returns {ControlMessage}
 */
function controlMessage(value) {
  const { MultimediaSystemControlMessage: message, error } = object(value);
  const [kind, body] = Object.entries(object(message))[0] ?? ["", null];
  const [name] = Object.keys(object(body));
  return { name: line(name) || "undecodable", kind: line(kind), facts: "", fault: faultText(error) };
}

/** @param {Entry} entry @returns {ControlMessage[]} the H.245 messages in its tunnel */
export function tunnelled(entry) {
  let summary = line(entry.summary);
  return list(object(entry.decoded).h245Control).map((value) => {
    const message = controlMessage(value);
    const at = summary.indexOf(`${message.name} (`);
    if (at < 0) return message;
    // The summary has what matters of it in brackets behind its name, one message after the other.
    summary = summary.slice(at + message.name.length + 2);
    return { ...message, facts: summary.split(")")[0] };
  });
}

/**
 * Its summary without what the row says anyway: the name of the message, and what has rows of its
 * own because it is in the tunnel.
 * @param {Entry} entry
 */
export function factsOf(entry) {
  return [ownFacts(entry), moreLike(entry)].filter(Boolean).join(", ");
}

/** @param {{ repeated?: unknown, until?: unknown }} entry or what the stream says of one that came again */
export function moreLike({ repeated, until }) {
  return typeof repeated === "number" && repeated > 0 ? `${repeated} more like this until ${duration(until)}` : "";
}

/** @param {Entry} entry */
function ownFacts(entry) {
  const [type, summary] = [line(entry.type), line(entry.summary)];
  if (summary === type) return "";
  if (summary.startsWith(`${type} (`) && summary.indexOf(")") === summary.length - 1)
    return summary.slice(type.length + 2, -1);
  let rest = summary;
  for (const { name, facts } of tunnelled(entry)) {
    const said = facts === "" ? name : `${name} (${facts})`;
    if (rest === said || rest.startsWith(`${said}, `)) rest = rest.slice(said.length + 2);
    else rest = rest.replace(`, ${said}`, () => "");
  }
  return rest;
}

/** @param {Entry} entry @returns {string[]} names of all its H.245 messages, whichever way they came */
export function controlNames(entry) {
  const { h245, h245Control } = object(entry.decoded);
  return [...list(h245), ...list(h245Control)].map((value) => controlMessage(value).name);
}

/** @param {unknown} error as the decoder reports it, or `undefined` */
export function faultText(error) {
  if (error === undefined || error === null) return "";
  return line(object(error).text ?? error);
}

/** @param {Entry} entry @returns {boolean} whether some of it could not be read */
export function isFaulty(entry) {
  const { error, h245, h245Control } = object(entry.decoded);
  const inner = [...list(h245), ...list(h245Control)].some((value) => object(value).error !== undefined);
  return error !== undefined || inner || typeof entry.fault === "string";
}

/**
 * The endpoint's h245Address, wherever the message has it.
 * @param {Entry} entry
 * @returns {string} `address:port`, or empty
 */
export function h245AddressIn(entry) {
  const body = object(
    object(object(object(entry.decoded)["H323-UserInformation"])["h323-uu-pdu"])["h323-message-body"],
  );
  for (const message of Object.values(body)) {
    const address = transportText(object(message).h245Address);
    if (address !== "") return address;
  }
  return "";
}

/** @param {unknown} t @returns {number | null} milliseconds from the start, if they are known */
export function timeOf(t) {
  return typeof t === "number" && Number.isFinite(t) ? t : null;
}

/** @param {Entry} redirect an entry of `redirects` */
export function redirectText(redirect) {
  const to = [line(redirect.address), ...list(redirect.aliases).map((alias) => line(alias))].filter(Boolean).join(", ");
  const where = to === "" ? "Sent elsewhere" : `Sent on to ${to}`;
  if (redirect.followed === true) return `${where}: followed`;
  const why = line(redirect.error);
  return why === "" ? `${where}: not followed` : `${where}: not followed, ${why}`;
}
