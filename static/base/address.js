/** Transport addresses in decoded messages. */

import { line } from "./format.js";
import { object } from "./values.js";

/**
 * @param {unknown} value a `TransportAddress` (H.225.0 7.6) as it was decoded: its octets in hex digits
 * @returns {string} `address:port`; empty if it is not an IP address
 */
export function transportText(value) {
  const { ipAddress, ip6Address } = object(value);
  const { ip, port } = object(ipAddress ?? ip6Address);
  if (typeof ip !== "string" || !/^([0-9a-f]{8}|[0-9a-f]{32})$/i.test(ip)) return "";
  return `${ip.length === 8 ? dotted(ip) : `[${colons(ip)}]`}:${line(port)}`;
}

/** @param {string} hex of an IPv4 address */
function dotted(hex) {
  return (hex.match(/../g) ?? []).map((octet) => Number.parseInt(octet, 16)).join(".");
}

/** @param {string} hex of an IPv6 address */
function colons(hex) {
  const groups = hex.match(/.{4}/g)?.join(":") ?? "";
  // The URL parser knows the shortest form.
  return new URL(`http://[${groups}]/`).hostname.slice(1, -1);
}
