/** The packets of RFC 1006 on a stream. */

/** Octets before the payload; the last two of them are the length of the packet. */
const HEADER = 4;

/**
 * @returns {{ take: (chunk: Buffer) => Buffer[], rest: () => number }} `take` gives the TPKTs that a chunk
 *   completes, `rest` says how many octets of the next one have come
 */
export function deframer() {
  let rest = Buffer.alloc(0);
  return {
    take(chunk) {
      const whole = [];
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= HEADER && rest.length >= rest.readUInt16BE(2)) {
        // A length below the header's own would never end.
        const length = Math.max(HEADER, rest.readUInt16BE(2));
        whole.push(rest.subarray(0, length));
        rest = rest.subarray(length);
      }
      return whole;
    },
    rest: () => rest.length,
  };
}
