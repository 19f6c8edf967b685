/** The facts about an entry of the trace that the ladder needs. Everything in an entry may be missing or hostile. */

import { transportText } from "../base/address.js";
import { duration, line, whole } from "../base/format.js";
import { list, object } from "../base/values.js";
import { counted, fill } from "../texts/fill.js";
import { LANE, REDIRECT, ROW, TAG } from "../texts/ladder.js";

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

/** RAS has a lifeline of its own, also where it shares the connection with a call. */
export const GATEKEEPER = { key: "gatekeeper", name: LANE.gatekeeper, tag: TAG.ras, address: "" };

/** @param {Entry} entry @returns {boolean} whether it is RAS, or a Facility around that */
function carriesRas(entry) {
  return entry.channel === "ras" || list(entry.tunnelled).some((message) => object(message).protocol === "ras");
}

/**
 * @param {Entry} entry of a call's trace
 * @returns {End} the far end of the connection that it crossed
 */
export function farEnd(entry) {
  if (carriesRas(entry)) return GATEKEEPER;
  const hop = hopOf(entry);
  const control = entry.channel === "h245Control";
  const name =
    hop === 0 ? (control ? LANE.h245 : LANE.signalling) : fill(control ? LANE.redirectH245 : LANE.redirect, { hop });
  return {
    key: `${control ? "h245" : "call"} ${hop}`,
    name,
    tag: control || hop > 0 ? name : TAG.signalling,
    address: "",
  };
}

/**
 * The two ends of a message out of a capture. The caller is one lifeline, whatever ports it used.
 * @param {Entry} entry
 * @returns {{ near: End, far: End } | null} `null` if its ends are not known
 */
export function capturedEnds(entry) {
  const [from, to] = [line(entry.from), line(entry.to)];
  if (from === "" || to === "") return null;
  const [caller, called] = entry.direction === "received" ? [to, from] : [from, to];
  const host = caller.replace(/:[0-9]+$/, "");
  const near = { key: `caller ${host}`, name: LANE.caller, tag: TAG.caller, address: host };
  const far = { key: `called ${called}`, address: called };
  switch (entry.channel) {
    case "ras":
      return {
        near: { ...near, name: LANE.endpoint, tag: TAG.endpoint },
        far: { ...far, name: LANE.gatekeeper, tag: fill(TAG.rasTo, { address: called }) },
      };
    case "h245Control":
      return { near, far: { ...far, name: LANE.h245, tag: fill(TAG.h245To, { address: called }) } };
    default:
      return { near, far: { ...far, name: LANE.signalling, tag: fill(TAG.signallingTo, { address: called }) } };
  }
}

/**
 * @typedef {{ name: string, kind: Kind, facts: string, fault: string }} ControlMessage
 * @typedef {"signalling" | "h245" | "ras"} Kind of a message
 */

/** @param {unknown} value @param {Kind} [channel] of a message that does not say it @returns {ControlMessage} */
function controlMessage(value, channel = "h245") {
  const { type, protocol, summary, fault } = object(value);
  const kind = protocol === "ras" ? "ras" : channel;
  return { name: line(type) || ROW.undecodable, kind, facts: whole(summary), fault: whole(fault) };
}

/** @param {Entry} entry @returns {ControlMessage[]} the H.245 and RAS messages in it */
export function tunnelled(entry) {
  return list(entry.tunnelled).map((message) => controlMessage(message));
}

/** @param {Entry} entry @returns {Kind} */
function kindOf({ channel }) {
  if (channel === "ras") return "ras";
  return channel === "h245Control" ? "h245" : "signalling";
}

/** @param {Entry} entry @returns {ControlMessage[]} those that it is made of, if it is not one of call signalling */
function ownMessages(entry) {
  return list(entry.messages).map((message) => controlMessage(message, kindOf(entry)));
}

/** @param {Entry} entry @returns {ControlMessage[]} all its H.245 and RAS messages, inside another or not */
export function controlMessages(entry) {
  return [...ownMessages(entry), ...tunnelled(entry)];
}

/** @param {Entry} entry @returns {boolean} whether a message is there for the messages in it alone */
export function isCarrier({ type, decoded }) {
  if (type !== "FACILITY") return false;
  const { h4501SupplementaryService: services, "H323-UserInformation": information } = object(decoded);
  if (services !== undefined) return false;
  const body = object(object(information)["h323-uu-pdu"])["h323-message-body"];
  return body === undefined || /"(transportedInformation|empty)"/.test(JSON.stringify(body));
}

/**
 * What has a row of its own: a message, or one that came inside another.
 * @typedef {object} Part
 * @property {string} name
 * @property {Kind} kind
 * @property {string} carrier how it came, if not by itself: `in FACILITY`
 * @property {string} carrierFacts what else is known of that
 * @property {string} facts
 * @property {boolean} faulty
 * @property {number} nth among those of its name in the entry, from 0; -1 for the entry as a whole
 */

/**
 * One part a message: what is there for the messages in it alone has none.
 * @param {Entry} entry
 * @returns {Part[]} at least one
 */
export function partsOf(entry) {
  const inside = tunnelled(entry);
  const own = ownMessages(entry);
  const broken = line(entry.fault) !== "";
  const several = own.length > 1 && !broken;
  const outer = inside.length > 0 && !broken && isCarrier(entry) ? [] : [wholePart(entry)];
  const carried = several ? own : inside;
  const carrier = several ? ROW.inOnePacket : carrierOf(entry);
  /** @type {Map<string, number>} */
  const count = new Map();
  const parts = carried.map(({ name, kind, facts, fault }) => {
    const nth = count.get(name) ?? 0;
    count.set(name, nth + 1);
    const known = { name, kind, carrier, carrierFacts: several ? "" : ownFacts(entry), nth };
    return { ...known, facts: factsAndFault({ facts, fault }), faulty: fault !== "" };
  });
  const all = several ? parts : [...outer, ...parts];
  const more = moreLike(entry);
  const last = all[all.length - 1];
  // Of what came again and again, the last row says how often.
  if (more !== "") last.facts = [last.facts, more].filter(Boolean).join(", ");
  return all;
}

/** @param {Entry} entry */
function carrierOf(entry) {
  const message = line(entry.type);
  return message === "" ? ROW.inSomeMessage : fill(ROW.inMessage, { message });
}

/** @param {Entry} entry @returns {Part} */
function wholePart(entry) {
  const fault = ownMessages(entry).some((message) => message.fault !== "") || line(entry.fault) !== "";
  const name = line(entry.type) || ROW.message;
  return { name, kind: kindOf(entry), carrier: "", carrierFacts: "", facts: ownFacts(entry), faulty: fault, nth: -1 };
}

/** @param {{ repeated?: unknown, until?: unknown }} entry or a line of the stream about an entry that came again */
export function moreLike({ repeated, until }) {
  return typeof repeated === "number" && repeated > 0 ? counted(repeated, ROW.moreLike, { time: duration(until) }) : "";
}

/**
 * Its facts without those that the rows show anyway: the name of the message, and the messages in it.
 * @param {Entry} entry
 */
function ownFacts(entry) {
  const [message, ...others] = ownMessages(entry);
  // The summary names each message; the row of one message has its name on the arrow.
  if (message && others.length === 0) return factsAndFault(message);
  return withoutTunnel(entry);
}

/** @param {{ facts: string, fault: string }} message */
function factsAndFault({ facts, fault }) {
  const told = fault === "" ? "" : fill(ROW.fault, { fault });
  return facts === "" || told === "" ? facts || told : fill(ROW.factsAndFault, { facts, fault: told });
}

/**
 * The API writes the messages of the tunnel into the summary one after the other, behind all that a
 * user may have typed. A summary that was cut does not have them whole, and is shown as it is.
 * @param {Entry} entry
 */
function withoutTunnel(entry) {
  const summary = whole(entry.summary);
  const inside = list(entry.tunnelled).map(object);
  if (inside.length === 0) return summary;
  const said = inside
    .map((message) => (message.summary ? `${whole(message.type)} (${whole(message.summary)})` : whole(message.type)))
    .join(", ");
  const at = summary.lastIndexOf(said);
  if (at < 0) return summary;
  return [summary.slice(0, at), summary.slice(at + said.length)]
    .map((part) => part.replace(/^, |, $/g, ""))
    .filter(Boolean)
    .join(", ");
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
  const address = [line(redirect.address), ...list(redirect.aliases).map((alias) => line(alias))]
    .filter(Boolean)
    .join(", ");
  const error = line(redirect.error);
  if (address === "") {
    if (redirect.followed === true) return REDIRECT.elsewhere.followed;
    return error === "" ? REDIRECT.elsewhere.notFollowed : fill(REDIRECT.elsewhere.notFollowedBecause, { error });
  }
  if (redirect.followed === true) return fill(REDIRECT.followed, { address });
  return error === "" ? fill(REDIRECT.notFollowed, { address }) : fill(REDIRECT.notFollowedBecause, { address, error });
}
