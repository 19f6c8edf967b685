/**
 * The time from the connection to a gatekeeper until it admits the call: two requests and their answers
 * over H.460.17. A proxy in front of the gatekeeper takes the time, for the Worker and for a client
 * that repeats its requests on a bare socket, in turn.
 */

import { once } from "node:events";
import { connect, createServer } from "node:net";
import { PEER_RELEASE } from "../lib/paths.mjs";
import { startGatekeeper } from "../lib/services.mjs";
import { deframer } from "../lib/tpkt.mjs";
import { call, repeat } from "./caller.mjs";
import { median, quantile, short, table } from "./figures.mjs";

const HOST = "127.0.0.1";
/** A call lasts two seconds after its admission. */
const WARM_UP = 4;
const TIMES = 20;

/** Registrations until their number has two digits, as have all that are measured. */
const FIRST_OF_TWO_DIGITS = 10;

/** RegistrationConfirm and AdmissionConfirm. */
const ANSWERS = 2;

/** A proxy; `times` gets the time of each connection until the answers have passed. */
async function startProxy(port) {
  const times = [];
  const server = createServer({ noDelay: true }, (near) => {
    const began = performance.now();
    const far = connect({ host: HOST, port, noDelay: true });
    const stream = deframer();
    let answers = 0;
    near.on("data", (chunk) => far.write(chunk));
    far.on("data", (chunk) => {
      const before = answers;
      answers += stream.take(chunk).length;
      near.write(chunk);
      if (before < ANSWERS && answers >= ANSWERS) times.push(performance.now() - began);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      one.on("error", () => other.destroy());
      one.on("end", () => other.end());
    }
  });
  server.listen(0, HOST);
  await once(server, "listening");
  const { port: own } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { times, port: own, stop: () => server.close() };
}

/** The requests of a call's trace, and where the first answer has the endpoint's identifier. */
function scriptOf({ trace, registration }) {
  const octets = trace.map(({ hex }) => Buffer.from(hex, "hex"));
  const [registrationRequest, confirm, admissionRequest] = octets;
  // The call is disengaged, and then the registration ended.
  const ends = octets.filter((_, at) => trace[at].direction === "sent").slice(-2);
  // A BMPString of PER is UTF-16, most significant octet first.
  const identifier = Buffer.from(registration.endpointIdentifier, "utf16le").swap16();
  return {
    requests: [registrationRequest, admissionRequest, ...ends],
    identifier,
    place: confirm.indexOf(identifier),
  };
}

/** Registers, asks for admission and ends both as the Worker did, as fast as a socket can. */
async function repeatOn(port, { requests, identifier, place }) {
  const [registrationRequest, ...others] = requests;
  const socket = connect({ host: HOST, port, noDelay: true });
  const stream = deframer();
  const answers = [];
  await once(socket, "connect");
  socket.write(registrationRequest);
  for await (const chunk of socket) {
    answers.push(...stream.take(chunk));
    const next = others.shift();
    if (next === undefined) break;
    const request = Buffer.from(next);
    answers[0].copy(request, request.indexOf(identifier), place, place + identifier.length);
    socket.write(request);
  }
  socket.destroy();
}

/**
 * @param {{ workers: Record<string, { url: string }>, peer: { host: string, port: number } }} services
 * @returns {Promise<string>} the results in Markdown
 */
export async function admission({ workers, peer }) {
  const args = ["--endpoint", `*=${peer.host}:${peer.port}`];
  const gatekeeper = await startGatekeeper({ args, program: PEER_RELEASE });
  const proxy = await startProxy(gatekeeper.port);
  const to = { host: HOST, port: proxy.port };
  const fields = { gatekeeper: { alias: "1000" } };
  try {
    const sides = Object.entries(workers).map(([name, worker]) => ({ name, worker, times: [] }));
    // The gatekeeper numbers its endpoints, and a number in another's place has to have as many digits.
    await repeat(FIRST_OF_TWO_DIGITS, () => call(sides[0].worker, to, fields));
    const script = scriptOf(await call(sides[0].worker, to, fields));
    const bare = [];
    const timed = async (times, action) => {
      proxy.times.length = 0;
      await action();
      times.push(proxy.times[0]);
    };
    const turn = async (times) => {
      for (const side of sides) await timed(times ?? side.times, () => call(side.worker, to, fields));
      await timed(times ?? bare, () => repeatOn(proxy.port, script));
    };
    await repeat(WARM_UP, () => turn([]));
    await repeat(TIMES, () => turn());
    const figures = (times) => [median(times), quantile(times, 0.95)];
    const row = (name, times) => [
      name,
      ...figures(times).map((time) => `${short(time)} ms`),
      ...figures(times).map((time, index) => short(time / figures(bare)[index])),
    ];
    const rows = [row("bare socket", bare), ...sides.map(({ name, times }) => row(`Worker, ${name}`, times))];
    return table(["", "connection to admission, median", "95 %", "times the bare socket, median", "95 %"], rows);
  } finally {
    proxy.stop();
    await gatekeeper.stop();
  }
}
