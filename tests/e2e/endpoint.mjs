/**
 * A called side in a few lines, for what `h323-peer` never does: it says what the test tells it to,
 * and keeps what it was told.
 */

import { once } from "node:events";
import { createServer } from "node:net";
import { HOST, eventually } from "./api.mjs";

/** Message types of Q.931 (4.4, table 4-2). */
export const TYPE = {
  ALERTING: 0x01,
  CALL_PROCEEDING: 0x02,
  SETUP: 0x05,
  CONNECT: 0x07,
  RELEASE_COMPLETE: 0x5a,
  STATUS: 0x7d,
};

/** Identifiers of information elements (Q.931 4.5.1, table 4-3). */
export const ELEMENT = { CAUSE: 0x08, CALLED_NUMBER: 0x70, USER_USER: 0x7e };

/** A TPKT without contents. */
export const KEEP_ALIVE = Buffer.from([3, 0, 0, 4]);

/** @returns {Buffer} a TPKT (RFC 1006 6) with that payload */
export function tpkt(payload) {
  const header = Buffer.from([3, 0, 0, 0]);
  header.writeUInt16BE(4 + payload.length, 2);
  return Buffer.concat([header, payload]);
}

/**
 * @param {number} type of the message
 * @param {number} reference value of the call reference
 * @param {Buffer} [elements]
 * @returns {Buffer} a TPKT with a message of the called side: the flag of its call reference is set
 */
export function message(type, reference, elements = Buffer.alloc(0)) {
  const head = Buffer.from([8, 2, 0x80 | (reference >> 8), reference & 0xff, type]);
  return tpkt(Buffer.concat([head, elements]));
}

/** @returns {Buffer} a User-user element, whose length has two octets in H.225.0 (7.2.2.31) */
export function userUser(octets) {
  const head = Buffer.from([ELEMENT.USER_USER, 0, 0, 5]);
  head.writeUInt16BE(1 + octets.length, 1);
  return Buffer.concat([head, octets]);
}

/** Takes a message of the calling side apart. */
function read(octets) {
  const elements = new Map();
  for (let at = 9; at < octets.length; ) {
    const id = octets[at++];
    if (id & 0x80) continue;
    const isLong = id === ELEMENT.USER_USER;
    const length = isLong ? octets.readUInt16BE(at) : octets[at];
    at += isLong ? 2 : 1;
    elements.set(id, octets.subarray(at, at + length));
    at += length;
  }
  const reference = octets.readUInt16BE(6);
  return { type: octets[8], flag: reference >> 15, reference: reference & 0x7fff, elements, octets };
}

/**
 * Listens on a free port of this machine.
 * @param {(link: { socket: import("node:net").Socket, setup: any }) => void} onSetup called for
 *   every connection, once its Setup is here
 * @param {string} [host] where it listens
 * @returns {Promise<{ port: number, calls: Array<{ messages: any[], closed: boolean, socket: any }>, stop: () => Promise<void> }>}
 */
export async function startEndpoint(onSetup, host = HOST) {
  const calls = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const seen = { socket, messages: [], closed: false };
    calls.push(seen);
    let pending = Buffer.alloc(0);
    // A caller that hangs up while the test still writes is what some tests are about.
    socket.on("error", () => {});
    socket.on("close", () => (seen.closed = true));
    socket.on("data", (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= pending.readUInt16BE(2)) {
        const length = pending.readUInt16BE(2);
        const received = read(pending.subarray(0, length));
        pending = pending.subarray(length);
        seen.messages.push(received);
        if (received.type === TYPE.SETUP) onSetup({ socket, setup: received });
      }
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: server.address().port,
    calls,
    async stop() {
      for (const { socket } of calls) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers the call as any endpoint would, and leaves the release to the caller. */
export function answer({ socket, setup: { reference } }) {
  for (const type of [TYPE.CALL_PROCEEDING, TYPE.ALERTING, TYPE.CONNECT]) socket.write(message(type, reference));
}

/**
 * Waits for the Release Complete of a call.
 * @returns {Promise<number>} the value of its Cause (Q.850)
 */
export async function releaseCause(endpoint, index = 0) {
  const release = await eventually(
    () => endpoint.calls[index]?.messages.find(({ type }) => type === TYPE.RELEASE_COMPLETE),
    "Release Complete arrives",
  );
  return release.elements.get(ELEMENT.CAUSE)[1] & 0x7f;
}
