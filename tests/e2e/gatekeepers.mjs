/** Gatekeepers: `h323-peer gatekeeper`, and requests to the Worker that register with one. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { deframer } from "../../scripts/lib/tpkt.mjs";
import { checkAnswer, valuesOf } from "../support/schema.mjs";
import { HOST, checkHeaders, request } from "./api.mjs";

export { startGatekeeper } from "../../scripts/lib/services.mjs";

const REGISTER = { path: "/api/h323/register", method: "post" };
export const STREAM = "application/x-ndjson";

/** The password in all tests: nothing but the request to the Worker may have it. */
export const PASSWORD = "open-sesame-4711";

/** Whose password it is. */
export const USER = "zoe";

/**
 * Posts a body to the register resource. The answer must be one that the API description announces.
 * @param {{ url: string }} worker
 * @param {BodyInit | object} body an object becomes JSON
 * @param {RequestInit} [options]
 */
export async function postRegister(worker, body, { headers, ...options } = {}) {
  const isPlain = Object.getPrototypeOf(body) === Object.prototype;
  const answer = await request(worker, REGISTER.path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: isPlain ? JSON.stringify(body) : body,
    ...options,
  });
  checkAnswer(REGISTER, answer);
  const [type] = answer.headers.get("content-type").split(";");
  const values = valuesOf(type, answer.text);
  return { ...answer, json: values[0], lines: values };
}

/**
 * Registers as 1000, whatever comes of it.
 * @param {{ url: string }} worker
 * @param {{ port: number }} gatekeeper
 * @param {object} [gatekeeperFields] of `gatekeeper`
 * @param {object} [fields] of the request
 * @returns {Promise<any>} the report
 */
export async function register(worker, { port }, gatekeeperFields = {}, fields = {}) {
  const gatekeeper = { alias: "1000", ...gatekeeperFields };
  const answer = await postRegister(worker, { server: HOST, port, gatekeeper, ...fields });
  assert.equal(answer.status, 200, answer.text);
  checkHeaders(answer);
  const { success, error, outcome, registration } = answer.json;
  assert.equal(success, outcome.code === "registered");
  assert.equal(error === undefined, success, "an error if and only if it failed");
  assert.ok(success || outcome.code === "cancelled" || outcome.advice.length > 0, "what went wrong comes with advice");
  if (success) assert.equal(registration.registered, true);
  return answer.json;
}

/** @returns {string[]} the RAS messages of a report's trace: `> registrationRequest` is ours */
export function ras({ trace }) {
  return trace.flatMap(({ direction, tunnelled = [] }) =>
    tunnelled
      .filter(({ protocol }) => protocol === "ras")
      .map(({ type }) => `${direction === "sent" ? ">" : "<"} ${type}`),
  );
}

/** The RAS of a registration without a call that goes well. */
export const WELL = [
  "> registrationRequest",
  "< registrationConfirm",
  "> unregistrationRequest",
  "< unregistrationConfirm",
];

/** What stands before the length of the RAS message in a Facility of H.460.17. */
const BEFORE_RAS = Buffer.from("4000110000400001" + "00", "hex");

/** By the index of a request in `RasMessage`: its name, and where its `requestSeqNum` is. */
const REQUESTS = new Map([
  [3, ["RRQ", 2]],
  [6, ["URQ", 2]],
  [9, ["ARQ", 2]],
  [15, ["DRQ", 1]],
]);

/** The confirms, in Facility messages; `abcc` stands for `requestSeqNum`. In ACF, 112 is `destinationInfo`. */
const CONFIRMS = {
  RRQ: "0300004808020000621c007e003a052810010010013201400011000040000100271040abcc060008914a00060100c000020106b7020067006b0c0030003000300031005f0067006b",
  ARQ: "0300003908020000621c007e002b052810010010012301400011000040000100182a00abcc401e0040c000020206b82d000000050101004450",
  DRQ: "0300002408020000621c007e0016052810010010010e014000110000400001000340abcc",
  URQ: "0300002408020000621c007e0016052810010010010e01400011000040000100031cabcc",
};

/**
 * A gatekeeper that confirms everything, and sends every call to 112.
 * @returns {Promise<{ port: number, seen: string[], stop: () => Promise<void> }>} `seen` has the
 *   requests and, for messages of calls, their types
 */
export async function startRewriting() {
  const seen = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    const stream = deframer();
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const message of stream.take(chunk)) {
        const before = message.indexOf(BEFORE_RAS);
        if (before < 0) {
          seen.push(`message ${message[8]}`);
          continue;
        }
        const at = before + BEFORE_RAS.length;
        const ras = message.subarray(at + (message[at] & 0x80 ? 2 : 1));
        const [name, place] = REQUESTS.get((ras[0] >> 2) & 31) ?? [];
        seen.push(name);
        const number = ras.toString("hex", place, place + 2);
        socket.write(Buffer.from(CONFIRMS[name].replace("abcc", number), "hex"));
      }
    });
  });
  server.listen(0, HOST);
  await once(server, "listening");
  return {
    port: server.address().port,
    seen,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
