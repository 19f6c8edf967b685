/**
 * An endpoint that answers a call and floods it, on a thread of its own: what it costs must not
 * delay the requests that we time meanwhile. A kind of flood says what it sends.
 */

import { createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const HOST = "127.0.0.1";

/** Where a message of H.225.0 in a TPKT has its call reference and its type. */
const REFERENCE = 6;
const TYPE = 8;
const CALLED_SIDE = 0x80;
const SETUP = 0x05;
const TYPES = { status: 0x7d, inquiry: 0x75, notify: 0x6e, facility: 0x62 };

/** How many octets go out in one write, about. */
const TOGETHER = 1 << 16;

/** @returns {Buffer} a TPKT (RFC 1006 6) */
function tpkt(payload) {
  const header = Buffer.from([3, 0, 0, 0]);
  header.writeUInt16BE(4 + payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** @returns {Buffer} a message of the called side; `write` puts its call reference in */
function message(type, elements = Buffer.alloc(0)) {
  return tpkt(Buffer.concat([Buffer.from([8, 2, 0, 0, type]), elements]));
}

/** A length determinant of aligned PER (X.691 11.9) below 16K. */
function determinant(length) {
  return length < 0x80 ? Buffer.from([length]) : Buffer.from([0x80 | (length >> 8), length & 0xff]);
}

/** A Facility that tunnels these H.245 messages: a body that is `empty`, and `h245Control`. */
function tunnel(messages) {
  const list = [determinant(messages.length), ...messages.flatMap((octets) => [determinant(octets.length), octets])];
  const control = Buffer.concat(list);
  const part = Buffer.concat([
    Buffer.from([5, 0x28, 0x10, 1, 0, 4, 0xc0, 1, 0x80]),
    determinant(control.length),
    control,
  ]);
  const head = Buffer.from([0x1c, 0, 0x7e, 0, 0]);
  head.writeUInt16BE(part.length, 3);
  return message(TYPES.facility, Buffer.concat([head, part]));
}

/** H.245 of the recorded call: a capability set whose third octet is its number. */
const SET = Buffer.from(workerData.capabilities, "hex");
const numbered = (number) => {
  const octets = Buffer.from(SET);
  octets[2] = number & 0xff;
  return octets;
};
const ROUND_TRIP = (number) => Buffer.from([0x05, 0x80, number & 0xff]);

/**
 * What each flood sends: the message of that number.
 * @type {Record<string, (number: number) => Buffer>}
 */
const FLOODS = {
  Status: () => message(TYPES.status),
  "Status, each different": (number) =>
    message(TYPES.status, Buffer.from([0x28, 3, number >> 16, number >> 8, number])),
  "Status Inquiry": () => message(TYPES.inquiry),
  "TPKTs without contents": () => Buffer.from([3, 0, 0, 4]),
  "octets that are no message": () => tpkt(Buffer.alloc(771, 3)),
  "Facility with a capability set": () => tunnel([SET]),
  "the same and Facility in turn": (number) => (number % 2 ? tunnel([SET]) : tunnel([])),
  "capability sets, each different": (number) => tunnel([numbered(number)]),
  "100 capability sets in a message": (number) =>
    tunnel(Array.from({ length: 100 }, (_, index) => numbered(number + index))),
  "roundTripDelayRequest, each different": (number) => tunnel([ROUND_TRIP(number)]),
  "8,000 tiny H.245 in a message": () => tunnel(Array(8_000).fill(Buffer.from([0x40]))),
  "displays of 64,000 octets": () =>
    message(TYPES.notify, Buffer.alloc(64_000, Buffer.from([0x28, 0xfe, ...Array(254).fill(1)]))),
  "30,000 empty elements in a message": () => message(TYPES.notify, Buffer.alloc(60_000, Buffer.from([0x28, 0]))),
};

/** Floods whose octets go out one by one. */
const SINGLY = new Set(["Status, octet by octet"]);
FLOODS["Status, octet by octet"] = FLOODS.Status;

/** Gives a message the reference of the call. */
function addressed(octets, reference) {
  if (octets.length > TYPE && octets[4] === 8) reference.copy(octets, REFERENCE);
  return octets;
}

function flood(socket, reference, kind) {
  const make = FLOODS[kind];
  let number = 0;
  const more = () => {
    for (;;) {
      if (socket.destroyed) return;
      const parts = [];
      for (let length = 0; length < TOGETHER; length += parts.at(-1).length) {
        parts.push(addressed(make(number++), reference));
      }
      const octets = Buffer.concat(parts);
      if (!SINGLY.has(kind)) {
        if (!socket.write(octets)) return void socket.once("drain", more);
        continue;
      }
      let at = 0;
      const next = () => {
        if (socket.destroyed) return;
        if (at === octets.length) return more();
        socket.write(octets.subarray(at, ++at));
        setImmediate(next);
      };
      return next();
    }
  };
  more();
}

/** Answers Setup as in the recorded call, then floods. */
const listen = (kind) =>
  new Promise((done) => {
    const server = createServer({ noDelay: true }, (socket) => {
      let pending = Buffer.alloc(0);
      let begun = false;
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        if (begun) return;
        pending = Buffer.concat([pending, chunk]);
        if (pending.length < 9 || pending[TYPE] !== SETUP) return;
        begun = true;
        const reference = Buffer.from([CALLED_SIDE | pending[REFERENCE], pending[REFERENCE + 1]]);
        for (const hex of workerData.answers) socket.write(addressed(Buffer.from(hex, "hex"), reference));
        flood(socket, reference, kind);
      });
    });
    server.listen(0, HOST, () => done(/** @type {import("node:net").AddressInfo} */ (server.address()).port));
  });

parentPort.postMessage(
  Object.fromEntries(await Promise.all(Object.keys(FLOODS).map(async (kind) => [kind, await listen(kind)]))),
);
