/**
 * An endpoint that takes no connection until it is told to: the system drops every SYN once those that
 * wait are more than the backlog, so a connection stays pending, on loopback too. It runs in a thread
 * of its own, whose event loop stands still meanwhile.
 */

import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

/** Connections that are complete but not taken, with which a backlog of one is full. */
const WAITING = 2;

/**
 * @param {string} host
 * @returns {Promise<{ port: number, open: () => void, heard: () => Promise<Buffer[]>, stop: () => Promise<unknown> }>}
 *   `heard` is what came on each connection after `open`, but for those that filled the backlog
 */
export async function fullHouse(host) {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL(import.meta.url), { workerData: { host, gate } });
  const [port] = await once(thread, "message");
  const waiting = Array.from({ length: WAITING }, () => connect({ host, port }));
  await Promise.all(waiting.map((socket) => once(socket, "connect")));
  return {
    port,
    open() {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    },
    async heard() {
      const answer = once(thread, "message");
      thread.postMessage("heard");
      const [octets] = await answer;
      return octets.map((part) => Buffer.from(part));
    },
    stop() {
      for (const socket of waiting) socket.destroy();
      return thread.terminate();
    },
  };
}

if (!isMainThread) {
  const { host, gate } = workerData;
  const calls = [];
  const server = createServer((socket) => {
    const parts = [];
    calls.push(parts);
    socket.on("data", (part) => parts.push(part)).on("error", () => undefined);
  });
  parentPort.on("message", () => parentPort.postMessage(calls.slice(WAITING).map((parts) => Buffer.concat(parts))));
  server.listen({ port: 0, host, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    // The message goes out before the loop stands still.
    setImmediate(() => Atomics.wait(gate, 0, 0));
  });
}
