/**
 * TCP connections that carry given octets, packet by packet: as a capture on the wire would have
 * shown if nothing was lost. Sequence numbers, acknowledgements and checksums are right, so that an
 * analyser has nothing to say about anything below the messages.
 */

/** Room for TCP's data in a packet of 1500 octets: an Ethernet's MTU less both headers (RFC 9293 3.7.1). */
const SEGMENT = { 4: 1460, 6: 1440 };

/** The window of either side; no option scales it (RFC 7323 2.2). */
const WINDOW = 64240;

/** Octets that a receiver lets pass unacknowledged, well inside the window. */
const UNACKNOWLEDGED = 16384;

/** Control bits (RFC 9293 3.1). */
const FIN = 0x01;
const SYN = 0x02;
const PSH = 0x08;
const ACK = 0x10;

const TCP = 6;
const HOP_LIMIT = 64;

/**
 * @typedef {{ octets: Uint8Array, port: number }} Endpoint 4 octets of IPv4 or 16 of IPv6
 * @typedef {{ t: number, outbound: boolean, octets: Uint8Array, comments: string[] }} Packet
 *   `t` in milliseconds; `octets` from the IP header on
 */

/**
 * @param {unknown} text `address:port`, an IPv6 address in brackets
 * @returns {Endpoint | null} `null` if it is anything else
 */
export function parseEndpoint(text) {
  const [, host = "", digits = ""] = /^(\[[0-9a-f:.]{2,45}\]|[0-9.]{7,15}):([0-9]{1,5})$/i.exec(String(text)) ?? [];
  const port = Number(digits);
  if (host === "" || port > 65535) return null;
  const octets = host.startsWith("[") ? parseIpv6(host) : parseIpv4(host);
  return octets && { octets, port };
}

/** @param {string} text four decimal parts */
function parseIpv4(text) {
  const parts = text.split(".").map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256) ? Uint8Array.from(parts) : null;
}

/** @param {string} text in brackets */
function parseIpv6(text) {
  if (!URL.canParse(`http://${text}/`)) return null;
  // The URL Standard writes every IPv6 address in groups of hex digits, whatever it was written in.
  const [head, tail] = new URL(`http://${text}/`).hostname.slice(1, -1).split("::");
  const groups = (/** @type {string | undefined} */ part) => (part ? part.split(":") : []);
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...Array(8 - before.length - after.length).fill("0"), ...after];
  return Uint8Array.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]));
}

/**
 * One TCP connection. The client is the side whose packets are outbound.
 * @param {Endpoint} client
 * @param {Endpoint} server of the same family
 * @param {(packet: Packet) => void} emit takes each packet in turn
 */
export function connection(client, server, emit) {
  const family = client.octets.length === 4 ? 4 : 6;
  // Counted from 0 as most analysers show them; keyed by "sent by the client".
  const next = { true: 0, false: 0 };
  const unacknowledged = { true: 0, false: 0 };

  /**
   * @param {number} t @param {boolean} outbound @param {number} flags
   * @param {Uint8Array} [data] @param {string[]} [comments]
   */
  const segment = (t, outbound, flags, data = new Uint8Array(0), comments = []) => {
    const [from, to] = outbound ? [client, server] : [server, client];
    const [own, other] = [sideOf(outbound), sideOf(!outbound)];
    const acknowledged = flags & ACK ? next[other] : 0;
    const tcp = tcpSegment(from, to, next[own], acknowledged, flags, data, SEGMENT[family]);
    emit({ t, outbound, octets: family === 4 ? ipv4(from, to, tcp) : ipv6(from, to, tcp), comments });
    next[own] += data.length + (flags & (SYN | FIN) ? 1 : 0);
    unacknowledged[own] += data.length;
    unacknowledged[other] = 0;
  };

  return {
    /**
     * The three-way handshake (RFC 9293 3.5).
     * @param {number} t
     * @param {string[]} [comments] of its first packet
     */
    open(t, comments = []) {
      segment(t, true, SYN, undefined, comments);
      segment(t, false, SYN | ACK);
      segment(t, true, ACK);
    },
    /**
     * @param {number} t
     * @param {boolean} outbound whether the client sends
     * @param {Uint8Array} octets in as few segments as they need
     * @param {string[]} comments of the last of them, with which the message is complete
     */
    send(t, outbound, octets, comments) {
      for (let at = 0; at < octets.length; at += SEGMENT[family]) {
        const end = at + SEGMENT[family];
        const last = end >= octets.length;
        segment(t, outbound, last ? PSH | ACK : ACK, octets.subarray(at, end), last ? comments : []);
        if (unacknowledged[sideOf(outbound)] > UNACKNOWLEDGED) segment(t, !outbound, ACK);
      }
    },
    /** @param {number} t @param {boolean} outbound whether the client closes first */
    close(t, outbound) {
      segment(t, outbound, FIN | ACK);
      segment(t, !outbound, FIN | ACK);
      segment(t, outbound, ACK);
    },
  };
}

/** @param {boolean} outbound @returns {"true" | "false"} */
const sideOf = (outbound) => (outbound ? "true" : "false");

/**
 * @param {Endpoint} from @param {Endpoint} to
 * @param {number} sequence @param {number} acknowledged
 * @param {number} flags
 * @param {Uint8Array} data
 * @param {number} largest segment, announced in SYN (RFC 9293 3.7.1)
 */
function tcpSegment(from, to, sequence, acknowledged, flags, data, largest) {
  const options = flags & SYN ? [2, 4, largest >> 8, largest & 0xff] : [];
  const header = 20 + options.length;
  const octets = new Uint8Array(header + data.length);
  const view = new DataView(octets.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, sequence);
  view.setUint32(8, acknowledged);
  view.setUint8(12, (header / 4) << 4);
  view.setUint8(13, flags);
  view.setUint16(14, WINDOW);
  octets.set(options, 20);
  octets.set(data, header);
  // RFC 9293 3.1 and RFC 8200 8.1: addresses, length and protocol are summed too. Both layouts of
  // this pseudo-header come to the same sum.
  const pseudo = sum(from.octets) + sum(to.octets) + octets.length + TCP;
  view.setUint16(16, complement(pseudo + sum(octets)));
  return octets;
}

/** RFC 791 3.1. @param {Endpoint} from @param {Endpoint} to @param {Uint8Array} payload */
function ipv4(from, to, payload) {
  const octets = new Uint8Array(20 + payload.length);
  const view = new DataView(octets.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, octets.length);
  // Don't fragment; such a packet needs no identification (RFC 6864 4.1).
  view.setUint16(6, 0x4000);
  view.setUint8(8, HOP_LIMIT);
  view.setUint8(9, TCP);
  octets.set(from.octets, 12);
  octets.set(to.octets, 16);
  view.setUint16(10, complement(sum(octets.subarray(0, 20))));
  octets.set(payload, 20);
  return octets;
}

/** RFC 8200 3. @param {Endpoint} from @param {Endpoint} to @param {Uint8Array} payload */
function ipv6(from, to, payload) {
  const octets = new Uint8Array(40 + payload.length);
  const view = new DataView(octets.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, payload.length);
  view.setUint8(6, TCP);
  view.setUint8(7, HOP_LIMIT);
  octets.set(from.octets, 8);
  octets.set(to.octets, 24);
  octets.set(payload, 40);
  return octets;
}

/** Of 16-bit words, the last filled up with zeros (RFC 1071). @param {Uint8Array} octets */
function sum(octets) {
  return octets.reduce((total, octet, at) => total + (at % 2 === 0 ? octet << 8 : octet), 0);
}

/** The Internet checksum of such a sum (RFC 1071). @param {number} total */
function complement(total) {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
