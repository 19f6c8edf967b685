/**
 * The worst bodies for `/api/h323/decode`, one of each kind: what one costs, and how much memory the
 * isolate has after many at a time whose clients do not read the answer. Each kind has a workerd of
 * its own, because the memory of WebAssembly never shrinks (Linux only).
 */

import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { mebibytes, short, table } from "./figures.mjs";
import { cpuOf } from "./flood.mjs";
import { builtWorker, startWorkerd } from "./workerd.mjs";

const BODY = 1 << 20;
const MANY = [8, 32];
const WATCH_MS = 3_000;
const SETTLE_MS = 2_000;
const PATH = "/api/h323/decode";

/** @returns {Buffer} the octets, again and again, as many as fit */
const filled = (octets, size = BODY) => Buffer.concat(Array(Math.floor(size / octets.length)).fill(octets));

function tpkt(payload) {
  const header = Buffer.from([3, 0, 0, 0]);
  header.writeUInt16BE(4 + payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** Q.931 with a User-user element of H.225.0: a body that is `empty`, and so many H.245 messages. */
export function crowd(messages) {
  const list = Buffer.alloc(2 + 2 * messages, Buffer.from([1, 0x40]));
  list.writeUInt16BE(0x8000 | messages);
  const part = Buffer.concat([Buffer.from([5, 0x28, 0x10, 1, 0, 4, 0xc0, 1, 0x80, 0, 0]), list]);
  part.writeUInt16BE(0x8000 | list.length, 9);
  const head = Buffer.from([8, 2, 0, 1, 1, 0x7e, 0, 0]);
  head.writeUInt16BE(part.length, 6);
  return tpkt(Buffer.concat([head, part]));
}

/** A pcap file (version 2.4) of IPv4 packets, each a segment of one connection. */
function pcap(payloads) {
  const file = Buffer.alloc(24);
  file.writeUInt32LE(0xa1b2c3d4);
  file.writeUInt16LE(2, 4);
  file.writeUInt16LE(4, 6);
  file.writeUInt32LE(65_535, 16);
  file.writeUInt32LE(228, 20);
  let sequence = 1;
  const packets = payloads.map((payload) => {
    const packet = Buffer.alloc(16 + 40);
    packet.writeUInt32LE(40 + payload.length, 8);
    packet.writeUInt32LE(40 + payload.length, 12);
    Buffer.from([0x45, 0]).copy(packet, 16);
    packet.writeUInt16BE(40 + payload.length, 18);
    packet.writeUInt16BE(0x4006, 24);
    Buffer.from([192, 0, 2, 1, 192, 0, 2, 2]).copy(packet, 28);
    packet.writeUInt16BE(40_000, 36);
    packet.writeUInt16BE(1720, 38);
    packet.writeUInt32BE(sequence, 40);
    packet.writeUInt16BE(0x5010, 48);
    sequence += payload.length;
    return Buffer.concat([packet, payload]);
  });
  return Buffer.concat([file, ...packets]);
}

const STATUS = tpkt(Buffer.from([8, 2, 0, 1, 0x7d]));
const EMPTY = tpkt(Buffer.from([...[8, 2, 0, 1, 1], ...Buffer.alloc(60_000, Buffer.from([0x28, 0]))]));
const CROWD = crowd(8_000);

/** @type {Record<string, Buffer | string>} */
const BODIES = {
  "many tiny TPKTs": filled(STATUS),
  "TPKTs of 8,000 tiny H.245 messages": filled(CROWD),
  "TPKTs of 30,000 empty elements": filled(EMPTY),
  "one run of tiny H.245 messages": Buffer.alloc(BODY - 1, 0x40),
  "one GatewayInfo without end": Buffer.alloc(BODY - 1, 0x20),
  "octets of 3": Buffer.alloc(BODY - 1, 3),
  "octets of 8": Buffer.alloc(BODY - 1, 8),
  "pcap, a TPKT in each packet": pcap(Array(Math.floor(BODY / 65)).fill(STATUS)),
  "pcap, one octet in each packet": pcap(
    Array.from({ length: Math.floor(BODY / 58) }, (_, at) => STATUS.subarray(at % 9, (at % 9) + 1)),
  ),
  "gzip of 4 MiB of TPKTs": gzipSync(filled(CROWD, 4 * BODY)),
  "hex of TPKTs": filled(CROWD, BODY / 2 - 1).toString("hex"),
  "a hex dump that expands": "0000 41\n*\n0fffff 41\n",
  "lines of a dump": "0000  03 00 00 09 08 02 00 01 7d\n".repeat(Math.floor(BODY / 34)),
  "Base64 of TPKTs": filled(CROWD, (BODY / 4) * 3 - 3).toString("base64"),
};

const typeOf = (body) => (typeof body === "string" ? "text/plain" : "application/octet-stream");

async function decode(worker, body) {
  const answer = await fetch(new URL(PATH, worker.url), {
    method: "POST",
    headers: { "Content-Type": typeOf(body) },
    body,
  });
  return Buffer.from(await answer.arrayBuffer());
}

/** Sends the body and never reads. */
async function unread(worker, body) {
  const { hostname, port, host } = new URL(worker.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => {});
  socket.pause();
  const head = `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${typeOf(body)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  await new Promise((done) => socket.write(Buffer.concat([Buffer.from(head), Buffer.from(body)]), done));
  return socket;
}

/** @returns {Promise<string>} the results in Markdown */
export async function worstBodies(kinds = Object.keys(BODIES)) {
  const folder = builtWorker();
  const rows = [];
  for (const kind of kinds) {
    const body = BODIES[kind];
    const worker = await startWorkerd(folder);
    await decode(worker, STATUS);
    const before = cpuOf(worker.pid);
    const answer = await decode(worker, body);
    const cost = cpuOf(worker.pid) - before;
    const one = await worker.memory();
    const watched = fetch(new URL(`/wait?ms=${WATCH_MS}`, worker.url));
    await decode(worker, body);
    const { longest } = await (await watched).json();
    const row = [
      kind,
      String(answer.length),
      `${short(cost)} ms`,
      `${longest} ms`,
      mebibytes(one.wasm),
      mebibytes(one.heap),
    ];
    for (const count of MANY) {
      const sockets = await Promise.all(Array.from({ length: count }, () => unread(worker, body)));
      await pause(SETTLE_MS);
      const { wasm, heap } = await worker.memory();
      row.push(`${mebibytes(wasm)} + ${mebibytes(heap)}`);
      for (const socket of sockets) socket.destroy();
      await pause(SETTLE_MS / 4);
    }
    rows.push(row);
    await worker.stop();
  }
  const many = MANY.map((count) => `${count} that nobody reads`);
  return table(["body", "answer", "CPU", "a neighbour waits", "WebAssembly", "JavaScript", ...many], rows);
}
