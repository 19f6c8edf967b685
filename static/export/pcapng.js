/**
 * The trace of a report as a capture file, for Wireshark and its like: pcapng
 * (draft-ietf-opsawg-pcapng) with one TCP connection for each that the call had.
 *
 * The messages, their order and their times are those of the call. The TCP around them is made up:
 * the tester sees the octets that TCP delivers, not the packets. The file itself says so.
 */

import { transportText } from "../base/address.js";
import { placedBy, utc, visible } from "../base/format.js";
import { warningsBehind } from "../base/trace.js";
import { CAPTURE } from "../texts/files.js";
import { counted, fill } from "../texts/fill.js";
import { connection, parseEndpoint } from "./tcpip.js";

/** Block types (section 4) and options (3.5, 4.1 to 4.3) by their codes. */
const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;

/** Packets begin with their IP header, whose version tells IPv4 from IPv6. */
const LINKTYPE_RAW = 101;

/** Times count microseconds. */
const RESOLUTION = 6;

/** Of a comment: far less than the 65535 octets that an option may have. */
const LONGEST_COMMENT = 4000;

/**
 * The tester does not know its own address: documentation addresses stand for it, and for an endpoint
 * whose address is not in the report (RFC 5737, RFC 3849).
 */
const TESTER = { 4: "192.0.2.1", 6: "[2001:db8::1]" };
const UNKNOWN_PEER = "192.0.2.2:1720";

/** Of call signalling: h323hostcall in IANA's list. */
const WELL_KNOWN_PORT = 1720;

/** The tester's ports. Wireshark asks the owner of either port first; these have no owner (RFC 6335 6). */
const FIRST_PORT = 50001;

/**
 * @typedef {{ t: number, direction: string, channel: string, hop?: number, hex: string, decoded?: unknown }} Entry
 * @typedef {Record<string, any> & { trace: Entry[] }} Report as the Worker sends it
 * @typedef {[number, ArrayLike<number>]} Option of a block: its code and its octets
 */

/**
 * @param {Report} report
 * @param {number | null} startedAt when the call was placed, in milliseconds since 1970; `null` if
 *   unknown
 * @returns {Uint8Array} a pcapng file
 */
export function pcapng(report, startedAt) {
  const program = placedBy({ tester: report.tester }) || CAPTURE.program;
  const file = [
    block(
      SECTION_HEADER,
      [u32(BYTE_ORDER), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)],
      [
        [COMMENT, text(about(report, startedAt))],
        [SHB_USERAPPL, text(program)],
      ],
    ),
    block(
      INTERFACE_DESCRIPTION,
      [u16(LINKTYPE_RAW), u16(0), u32(0)],
      [
        [IF_NAME, text(placedBy(report) || program)],
        [IF_TSRESOL, [RESOLUTION]],
      ],
    ),
    ...packets(report).map((packet) => packetBlock(packet, startedAt ?? 0)),
  ];
  return joined(file);
}

/**
 * @param {Report} report
 * @returns {import("./tcpip.js").Packet[]}
 */
function packets(report) {
  /** @type {import("./tcpip.js").Packet[]} */
  const made = [];
  const remarks = remarksOf(report);
  const open = new Map();
  for (const [index, entry] of report.trace.entries()) {
    const key = `${entry.hop ?? 0} ${entry.channel}`;
    if (!open.has(key)) {
      const server = serverOf(report, entry);
      const family = server.octets.length === 4 ? 4 : 6;
      const client = endpoint(`${TESTER[family]}:${FIRST_PORT + open.size}`);
      const opened = connection(client, server, (packet) => made.push(packet));
      opened.open(openedAt(report, entry), entry.channel === "callSignalling" ? portHint(server.port) : []);
      open.set(key, opened);
    }
    open.get(key).send(entry.t, entry.direction === "sent", fromHex(entry.hex), remarks.get(index) ?? []);
  }
  const end = Math.max(0, ...report.trace.map(({ t }) => t), report.timing?.released ?? 0);
  const byPeer = report.release?.by === "transport";
  // The last connection is closed first: H.245 ends before the call does (H.323 8.5).
  for (const opened of [...open.values()].reverse()) opened.close(end, !byPeer);
  return made;
}

/**
 * Wireshark knows call signalling on any port by its looks, and H.245 by the h245Address before it.
 * But it asks the owner of a port first, and a file cannot tell it otherwise: its reader has to.
 * @param {number} port
 */
function portHint(port) {
  if (port === WELL_KNOWN_PORT) return [];
  return [fill(CAPTURE.port, { port })];
}

/** When the connection of this entry, which is its first, was open. @param {Report} report @param {Entry} entry */
function openedAt(report, entry) {
  const first = entry === report.trace[0];
  return first ? Math.min(report.timing?.connected ?? entry.t, entry.t) : entry.t;
}

/**
 * The peer's end of the connection that this entry crossed. The report tells the address of the last
 * connection; those of hops before it are in the messages.
 * @param {Report} report @param {Entry} entry
 */
function serverOf(report, entry) {
  const hop = entry.hop ?? 0;
  const last = Math.max(...report.trace.map((other) => other.hop ?? 0));
  const said = (/** @type {string} */ name) =>
    report.trace.filter((other) => (other.hop ?? 0) === hop).map((other) => transportAddress(other.decoded, name));
  const known =
    entry.channel === "h245Control"
      ? [hop === last && report.h245?.address, ...said("h245Address"), hop === last && report.peer?.h245Address]
      : [
          hop === last && report.peer?.address,
          report.redirects?.filter((/** @type {Record<string, any>} */ { followed }) => followed)[hop - 1]?.address,
          ...said("destCallSignalAddress"),
        ];
  return known.map(parseEndpoint).find((end) => end !== null) ?? endpoint(UNKNOWN_PEER);
}

/** @param {string} text one of ours @returns {import("./tcpip.js").Endpoint} */
function endpoint(text) {
  const end = parseEndpoint(text);
  if (end === null) throw new Error(`${text} is no address`);
  return end;
}

/**
 * A `TransportAddress` of that name, at any depth of a decoded message (H.225.0 7.6).
 * @param {any} value @param {string} name
 * @returns {string | null} `address:port`
 */
function transportAddress(value, name) {
  if (typeof value !== "object" || value === null) return null;
  const own = transportText(value[name]);
  if (own !== "") return own;
  for (const inner of Object.values(value)) {
    const found = transportAddress(inner, name);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The warnings, each at the message that it stands behind; those before any message at the first.
 * @param {Report} report
 * @returns {Map<number, string[]>} by place in the trace
 */
function remarksOf(report) {
  const remarks = new Map();
  for (const [behind, warnings] of warningsBehind(report)) {
    const at = Math.max(0, behind);
    const said = warnings.map(({ t, code, text: words, clause }) =>
      fill(CAPTURE.warning, {
        time: String(t),
        text: String(words),
        code: clause ? `${code}, ${clause}` : String(code),
      }),
    );
    remarks.set(at, [...(remarks.get(at) ?? []), ...said]);
  }
  return remarks;
}

/** @param {number | null} startedAt @param {string} tester */
function placed(startedAt, tester) {
  if (startedAt === null) return CAPTURE.timeNotKnown;
  const moment = utc(new Date(startedAt).toISOString());
  return tester === "" ? fill(CAPTURE.placed, { moment }) : fill(CAPTURE.placedBy, { moment, tester });
}

/** The note for readers of the file. @param {Report} report @param {number | null} startedAt */
function about(report, startedAt) {
  const missing =
    (report.messagesReceived ?? 0) - report.trace.filter(({ direction }) => direction === "received").length;
  return [
    CAPTURE.made,
    CAPTURE.isTrue,
    CAPTURE.isMadeUp,
    CAPTURE.address,
    placed(startedAt, placedBy(report)),
    missing > 0 ? counted(missing, CAPTURE.missing, {}) : "",
    report.outcome?.text
      ? fill(CAPTURE.outcome, { text: report.outcome.text, code: `${report.outcome.stage}/${report.outcome.code}` })
      : "",
    report.callIdentifier ? `callIdentifier ${report.callIdentifier}` : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Section 4.3. @param {import("./tcpip.js").Packet} packet @param {number} startedAt */
function packetBlock({ t, outbound, octets, comments }, startedAt) {
  const time = Math.round((startedAt + t) * 1000);
  const head = [u32(0), u32(Math.floor(time / 2 ** 32)), u32(time % 2 ** 32), u32(octets.length), u32(octets.length)];
  return block(
    ENHANCED_PACKET,
    [...head, padded(octets)],
    [
      ...comments.map((comment) => /** @type {Option} */ ([COMMENT, text(comment)])),
      // Bits 0 and 1: 1 is inbound, 2 is outbound (4.3.1).
      [EPB_FLAGS, u32(outbound ? 2 : 1)],
    ],
  );
}

/**
 * A block with its length before and behind (3.1), its options at its end (3.5).
 * @param {number} type
 * @param {ArrayLike<number>[]} body
 * @param {Option[]} options
 */
function block(type, body, options) {
  const inside = joined([
    ...body,
    ...options.flatMap(([code, value]) => [u16(code), u16(value.length), padded(value)]),
    u32(0),
  ]);
  const length = u32(inside.length + 12);
  return joined([u32(type), length, inside, length]);
}

/** Little-endian, as the byte-order magic will show (4.1). @param {number} value */
function u16(value) {
  return [value & 0xff, value >> 8];
}

/** @param {number} value */
function u32(value) {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

/** @param {string} words */
function text(words) {
  return new TextEncoder().encode(visible(words).slice(0, LONGEST_COMMENT));
}

/** Filled up to 32 bits (3.1). @param {ArrayLike<number>} octets */
function padded(octets) {
  const whole = new Uint8Array(Math.ceil(octets.length / 4) * 4);
  whole.set(octets);
  return whole;
}

/** @param {ArrayLike<number>[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {string} hex pairs of hex digits */
function fromHex(hex) {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
}
