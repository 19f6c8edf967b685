/**
 * A proxy between the Worker and an endpoint that does something to one message of the endpoint.
 * It follows H.245 on a connection of its own: the port of the h245Address is replaced by its own.
 */

import { once } from "node:events";
import { connect, createServer } from "node:net";
import { HOST } from "./api.mjs";

/**
 * What can become of a message. Each gets the line to the Worker and the message's TPKT, and returns
 * whether what comes behind is still passed on.
 * @type {Record<string, (line: import("node:net").Socket, packet: Buffer) => boolean>}
 */
export const FAULTS = {
  close: (line) => end(() => line.end()),
  reset: (line) => end(() => line.resetAndDestroy()),
  silence: () => false,
  "cut, then close": (line, packet) => end(() => line.end(packet.subarray(0, packet.length >> 1))),
  "cut, then silence": (line, packet) => end(() => line.write(packet.subarray(0, packet.length >> 1))),
  garbage: (line) => end(() => line.write("What is this? This is no H.323 at all.\r\n")),
  http: (line) => end(() => line.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
  zeros: (line) => end(() => line.write(Buffer.alloc(64))),
  "TPKT of length 0": (line) => end(() => line.write(Buffer.from([3, 0, 0, 0]))),
  "undecodable message": (line, packet) => {
    const damaged = Buffer.from(packet);
    damaged.fill(0xff, 4);
    line.write(damaged);
    return true;
  },
  twice: (line, packet) => {
    line.write(Buffer.concat([packet, packet]));
    return true;
  },
  "octet by octet": (line, packet) => {
    for (const octet of packet) line.write(Buffer.from([octet]));
    return true;
  },
  flood: (line, packet) => {
    const some = Buffer.concat(Array.from({ length: 100 }, () => packet));
    const more = () => {
      while (!line.destroyed && line.write(some));
      if (!line.destroyed) line.once("drain", more);
    };
    more();
    return false;
  },
};

/** @param {() => void} action */
function end(action) {
  action();
  return false;
}

/**
 * @param {{ port: number }} endpoint
 * @param {{ line: "signalling" | "h245", message: number, fault: keyof FAULTS } | undefined} plan
 *   which of the endpoint's messages on that connection, counted from 0
 */
export async function startProxy(endpoint, plan) {
  const seen = { signalling: 0, h245: 0, releases: 0 };
  const sockets = new Set();
  const servers = [];

  /** @param {"signalling" | "h245"} name @param {number} to */
  async function listen(name, to) {
    const server = createServer({ noDelay: true }, (line) => {
      const far = connect({ host: HOST, port: to, noDelay: true });
      for (const socket of [line, far]) {
        sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => sockets.delete(socket));
      }
      line.on(
        "data",
        packets((packet) => {
          if (name === "signalling" && packet[8] === 0x5a) seen.releases += 1;
          far.write(packet);
        }),
      );
      line.on("end", () => far.end());
      let passing = true;
      let queue = Promise.resolve();
      far.on(
        "data",
        packets((packet) => {
          queue = queue.then(async () => {
            const index = seen[name]++;
            if (!passing || line.destroyed) return;
            const own = await moved(packet);
            if (plan?.line === name && plan.message === index) passing = FAULTS[plan.fault](line, own);
            else line.write(own);
          });
        }),
      );
      far.on("end", () => void queue.then(() => passing && line.end()));
    });
    server.listen(0, HOST);
    await once(server, "listening");
    servers.push(server);
    return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  }

  /** The packet with our port where it has the endpoint's for H.245. */
  let own;
  async function moved(packet) {
    const at = packet.indexOf(Buffer.from([127, 0, 0, 1]));
    const port = at < 0 ? 0 : packet.readUInt16BE(at + 4);
    if (at < 0 || packet.includes("fastStart") || port === endpoint.port || port < 1024) return packet;
    own ??= await listen("h245", port);
    const copy = Buffer.from(packet);
    copy.writeUInt16BE(own, at + 4);
    return copy;
  }

  const port = await listen("signalling", endpoint.port);
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  return { port, seen, stop };
}

/** Cuts a stream into TPKTs. */
function packets(take) {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= pending.readUInt16BE(2)) {
      const length = Math.max(4, pending.readUInt16BE(2));
      take(pending.subarray(0, length));
      pending = pending.subarray(length);
    }
  };
}
