/**
 * The messages of a trace as a comparison takes them. An H.245 message counts by itself, whether it came
 * over a connection of its own or in a tunnel: two calls that differ in this alone say the same.
 */

import { line, octetCount, duration } from "../base/format.js";
import { list, object } from "../base/values.js";
import { isCarrier, tunnelled } from "../ladder/read.js";
import { COMPARE } from "../texts/compare.js";
import { fill } from "../texts/fill.js";

/**
 * @typedef {object} Unit
 * @property {string} key of messages that may be the same
 * @property {string} name
 * @property {string} brief when it came, and how long it is
 * @property {unknown} decoded
 * @property {string} hex empty if it shares its octets with others
 */

/** @param {Record<string, any>[]} trace @returns {Unit[]} */
export function units(trace) {
  return trace.flatMap((entry) => {
    const inside = tunnelled(entry);
    if (entry.channel === "h245Control")
      return control(entry, list(entry.messages).map(nameOf), carried(entry, "h245"));
    const decoded = [...carried(entry, "h245Control"), ...carried(entry, "parallelH245Control")];
    // RAS inside a message has no other carrier to be compared with.
    const h245 = list(entry.tunnelled).filter((message) => object(message).protocol !== "ras");
    if (h245.length === 0)
      return [
        signalling(
          entry,
          inside.map(({ name }) => name),
        ),
      ];
    const messages = control(entry, h245.map(nameOf), decoded);
    return isCarrier(entry) ? messages : [signalling(entry, []), ...messages];
  });
}

/** @param {unknown} message */
function nameOf(message) {
  return line(object(message).type) || "undecodable";
}

/** @param {Record<string, any>} entry @param {string} name @returns {unknown[]} */
function carried(entry, name) {
  return list(object(entry.decoded)[name]);
}

/** @param {Record<string, any>} entry @param {string[]} inside the names of messages in it @returns {Unit} */
function signalling(entry, inside) {
  const title = inside.length === 0 ? line(entry.type) : `${line(entry.type)} (${inside.join(", ")})`;
  return {
    key: `${entry.direction} ${entry.channel} ${entry.hop ?? 0} ${title}`,
    name: `${title} ${entry.direction}`,
    brief: fill(COMPARE.brief, { time: duration(entry.t), octets: octetCount(entry.hex) }),
    decoded: withoutControl(entry.decoded),
    hex: entry.hex,
  };
}

/** @param {Record<string, any>} entry @param {string[]} names @param {unknown[]} decoded @returns {Unit[]} */
function control(entry, names, decoded) {
  // What could not be read, and an empty packet, is compared as what it came in.
  if (names.length === 0) return [signalling(entry, [])];
  return names.map((name, at) => ({
    key: `${entry.direction} H.245 ${entry.hop ?? 0} ${name}`,
    name: `${name} ${entry.direction}`,
    brief: duration(entry.t),
    decoded: decoded[at],
    hex: decoded[at] === undefined && names.length === 1 && entry.channel === "h245Control" ? entry.hex : "",
  }));
}

/** @param {unknown} decoded a message @returns {unknown} it without its H.245, which is compared by itself */
function withoutControl(decoded) {
  if (typeof decoded !== "object" || decoded === null) return decoded;
  const { h245Control: _, parallelH245Control: __, text: ___, ...own } = object(decoded);
  const information = object(own["H323-UserInformation"]);
  const pdu = information["h323-uu-pdu"];
  if (pdu === undefined) return own;
  // Whether there is a tunnel is told once, as the transport of H.245.
  const { h245Control: ____, h245Tunnelling: _____, ...rest } = object(pdu);
  return { ...own, "H323-UserInformation": { ...information, "h323-uu-pdu": rest } };
}
