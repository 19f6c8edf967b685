/** Requests to the Worker, and what every answer of its has in common. */

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { checkAnswer } from "../support/schema.mjs";

export const HOST = "127.0.0.1";

/**
 * @param {{ url: string }} worker
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<{ status: number, headers: Headers, text: string }>}
 */
export async function request(worker, path, options) {
  const response = await fetch(new URL(path, worker.url), options);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/**
 * Posts a body to the call resource. The answer must be one that the API description announces.
 * @param {{ url: string }} worker
 * @param {BodyInit | object} body an object becomes JSON
 * @param {RequestInit} [options]
 * @returns {Promise<{ status: number, headers: Headers, text: string, json: any }>}
 */
export async function post(worker, body, { headers, ...options } = {}) {
  const isPlain = Object.getPrototypeOf(body) === Object.prototype;
  const answer = await request(worker, "/api/h323/call", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: isPlain ? JSON.stringify(body) : body,
    ...options,
  });
  checkAnswer({ path: "/api/h323/call", method: "post" }, answer);
  return { ...answer, json: JSON.parse(answer.text) };
}

/**
 * Places a call that the Worker has to try, whatever comes of it.
 * @param {{ url: string }} worker
 * @param {object} fields of the request; the server is this machine unless they name one
 * @returns {Promise<any>} the report
 */
export async function call(worker, fields) {
  const answer = await post(worker, { server: HOST, ...fields });
  assert.equal(answer.status, 200, answer.text);
  checkHeaders(answer);
  checkReport(answer.json);
  return answer.json;
}

/** Asserts the headers of every answer under /api. */
export function checkHeaders({ headers }) {
  assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
  assert.match(headers.get("cache-control"), /^no-store\b/);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.match(headers.get("content-security-policy"), /^default-src 'none'; frame-ancestors 'none'/);
  assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
  assert.equal(headers.get("referrer-policy"), "no-referrer");
  assert.match(headers.get("strict-transport-security"), /^max-age=31536000\b/);
}

/** Asserts what must hold between the fields of any report, however the call went. */
export function checkReport(report) {
  assert.equal(report.callSetup, report.success);
  assert.equal(report.error === undefined, report.success, "an error if and only if the call failed");
  const { stage, code, text, advice } = report.outcome;
  assert.equal(stage === "release" || stage === "h245", report.success, "answered is answered, whatever came of H.245");
  assert.equal(code === "answered" || code === "ended-early", stage === "release");
  assert.ok(text.length > 0);
  assert.ok(code === "answered" || advice.length > 0, "what went wrong comes with advice");
  const { startedAt, tester } = report;
  assert.equal(new Date(startedAt).toISOString(), startedAt, "UTC, to the millisecond");
  assert.equal(tester.name, "h323-edge-tester");
  for (const [milestone, t] of Object.entries(report.timing)) assert.ok(Number.isInteger(t) && t >= 0, milestone);
  for (const { t, code, text } of report.warnings) {
    assert.ok(Number.isInteger(t) && t >= 0 && text.length > 0, code);
  }
  checkTrace(report);
}

function checkTrace({ trace, messagesReceived }) {
  trace.forEach((entry, index) => {
    assert.match(entry.hex, /^([0-9a-f]{2})+$/, entry.type);
    assert.ok(["callSignalling", "h245Control"].includes(entry.channel));
    assert.ok(entry.direction === "sent" || entry.direction === "received");
    assert.ok(index === 0 || entry.t >= trace[index - 1].t, "the trace is in the order of time");
    if (entry.direction === "sent" || entry.decoded?.callReference) checkTpkt(entry);
  });
  const hops = trace.map(({ hop = 0 }) => hop);
  assert.deepEqual(hops, hops.toSorted(), "a call ends before the one it is redirected to");
  assert.ok(trace.filter(({ direction }) => direction === "received").length <= messagesReceived);
  if (trace.length === 0) return;
  const [setup] = trace;
  assert.deepEqual([setup.direction, setup.type], ["sent", "SETUP"]);
  // Every one of our messages could be read again to its end.
  for (const { decoded, type, channel, hex } of trace.filter(({ direction }) => direction === "sent")) {
    if (hex === EMPTY_TPKT) continue;
    if (channel === "h245Control") {
      for (const message of decoded.h245) assert.equal(message.error, undefined, type);
      continue;
    }
    assert.equal(decoded.error, undefined, type);
    assert.ok(decoded["H323-UserInformation"]["h323-uu-pdu"], type);
  }
}

/** A TPKT without contents, in hexadecimal. */
const EMPTY_TPKT = "03000004";

/** Asserts that an entry's octets are one whole TPKT, on call signalling with a Q.931 message in it. */
function checkTpkt({ hex, type, channel }) {
  const octets = Buffer.from(hex, "hex");
  assert.equal(octets[0], 3, `${type}: the version of TPKT`);
  assert.equal(octets.readUInt16BE(2), octets.length, `${type}: the length of the TPKT`);
  if (channel === "h245Control" || hex === EMPTY_TPKT) return;
  assert.equal(octets[4], 8, `${type}: the protocol discriminator of Q.931`);
}

/** @returns {any[]} the entries of a report's trace with that direction and type */
export function entries(report, direction, type) {
  return report.trace.filter((entry) => entry.direction === direction && entry.type === type);
}

/** @returns {string[]} the codes of a report's warnings */
export function warnings(report) {
  return report.warnings.map(({ code }) => code);
}

/** @returns {Promise<number>} a port of this machine on which nothing listens */
export async function closedPort() {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Waits for something that another process does.
 * @template T
 * @param {() => T | undefined} look called again and again
 * @param {string} what for the error message
 * @returns {Promise<T>} its first result that is not falsy
 */
export async function eventually(look, what) {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
    const found = look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`did not happen: ${what}`);
}
