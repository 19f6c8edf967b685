/**
 * Every message of an endpoint, and everything that can become of it on the way: each call ends, is
 * released where there is a way, and is told as what it was.
 */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startPeer, startWorker } from "../support/index.mjs";
import { call } from "./api.mjs";
import { FAULTS, startProxy } from "./fault-proxy.mjs";

/** Most of a call is waiting. */
const AT_A_TIME = 8;

/** Short limits, so that a silent endpoint does not hold the test up. */
const LIMITS = { firstAnswerSeconds: 2, ringSeconds: 2 };

/** How long after the answer Release Complete may still be on its way through the proxy. */
const RELEASE_MS = 300;

/** How H.245 travels, by the scenario of the endpoint. */
const WAYS = { tunnelled: "answer", separate: "h245-separate" };

let worker;
let peers;

before(async () => {
  const start = (scenario) => startPeer({ scenario, args: ["--pace", "20"] });
  const [first, ...rest] = await Promise.all([startWorker(), ...Object.values(WAYS).map(start)]);
  worker = first;
  peers = Object.fromEntries(Object.keys(WAYS).map((way, index) => [way, rest[index]]));
});

after(() => Promise.all([worker, ...Object.values(peers ?? {})].map((service) => service?.stop())));

/**
 * @param {keyof typeof WAYS} way
 * @param {Parameters<typeof startProxy>[1]} [plan]
 */
async function place(way, plan) {
  const proxy = await startProxy(peers[way], plan);
  try {
    const report = await call(worker, { port: proxy.port, ...LIMITS });
    await pause(RELEASE_MS);
    return { report, seen: { ...proxy.seen } };
  } finally {
    await proxy.stop();
  }
}

/**
 * How far a call has come when a message of the endpoint is touched.
 * @typedef {"nothing" | "begun" | "answered" | "negotiated" | "clearing"} Reached
 */

/**
 * @param {Array<Record<string, any>>} received call signalling of a call to which nothing was done
 * @param {number} index
 * @returns {Reached}
 */
function reachedBefore(received, index) {
  if (index === 0) return "nothing";
  const connect = received.findIndex(({ type }) => type === "CONNECT");
  if (index <= connect) return "begun";
  const named = received.slice(0, index).flatMap(({ tunnelled = [] }) => tunnelled.map(({ type }) => type));
  if (named.includes("endSessionCommand")) return "clearing";
  const settled = ["terminalCapabilitySetAck", "terminalCapabilitySet", "masterSlaveDeterminationAck"];
  return settled.every((name) => named.includes(name)) ? "negotiated" : "answered";
}

/** Outcomes that a call may have by how far it had come, for what ends the stream. */
const ENDED = {
  close: {
    nothing: ["closed-at-once"],
    begun: ["closed-without-release"],
    answered: ["dropped-after-connect"],
  },
  reset: {
    nothing: ["connection-lost", "closed-at-once"],
    begun: ["connection-lost", "closed-without-release"],
    answered: ["dropped-after-connect"],
  },
  "cut, then close": {
    nothing: ["closed-in-message"],
    begun: ["closed-in-message"],
    answered: ["dropped-after-connect"],
  },
  silence: {
    nothing: ["silent"],
    begun: ["no-progress", "no-answer"],
    answered: ["h245-silent", "h245-incomplete"],
  },
  "cut, then silence": {
    nothing: ["stuck-in-message"],
    begun: ["stuck-in-message"],
    answered: ["broken-after-connect"],
  },
  flood: {
    nothing: ["flood"],
    begun: ["flood", "broken-after-connect", "answered"],
    answered: ["broken-after-connect"],
    negotiated: ["broken-after-connect", "answered"],
  },
};
const OTHER_THAN_TPKT = {
  nothing: ["not-h323"],
  begun: ["stream-broken"],
  answered: ["broken-after-connect"],
  negotiated: ["broken-after-connect", "answered"],
};
for (const fault of ["garbage", "http", "zeros", "TPKT of length 0"]) ENDED[fault] = OTHER_THAN_TPKT;

/** Faults after which Release Complete has no way. */
const NO_WAY = ["close", "reset", "cut, then close"];

/** What has to be said of an answered call whose stream ended so, where the outcome does not. */
const SAID = {
  close: ["no-release-complete"],
  reset: ["connection-broke", "no-release-complete"],
  "cut, then close": ["no-release-complete", "incomplete-message"],
  "cut, then silence": ["incomplete-message", "no-end-session"],
  garbage: ["stream-broken"],
  http: ["stream-broken"],
  zeros: ["stream-broken"],
  "TPKT of length 0": ["stream-broken"],
};

/** @param {string} fault @param {Reached} reached @param {any} report @param {number} releases */
function check(fault, reached, report, releases) {
  const { code } = report.outcome;
  const codes = report.warnings.map((warning) => warning.code);
  assert.ok(releases <= 1, `${releases} Release Complete`);
  if (!NO_WAY.includes(fault)) assert.equal(releases, 1, "Release Complete");
  const wanted = ENDED[fault]?.[reached] ?? (ENDED[fault] ? ["answered"] : undefined);
  if (wanted) assert.ok(wanted.includes(code), `${code}, not ${wanted.join(" or ")}`);
  if (code === "answered" && reached === "negotiated" && SAID[fault])
    assert.ok(
      SAID[fault].some((word) => codes.includes(word)),
      `nothing is said: ${codes}`,
    );
  if (fault === "twice" || fault === "octet by octet") assert.equal(code, "answered");
  if (fault === "undecodable message")
    assert.ok(
      codes.some((word) => word.startsWith("undecodable")),
      `${codes}`,
    );
}

describe("a fault on the way", { concurrency: true }, () => {
  for (const way of Object.keys(WAYS)) {
    test(`${way}: each message of the endpoint, and what can become of it`, async () => {
      const plain = await place(way);
      assert.equal(plain.report.outcome.code, "answered");
      const received = plain.report.trace.filter(
        ({ direction, channel }) => direction === "received" && channel === "callSignalling",
      );
      assert.equal(received.length, plain.seen.signalling);
      const cells = Array.from({ length: received.length }, (_, message) =>
        Object.keys(FAULTS).map((fault) => ({ message, fault, line: "signalling" })),
      ).flat();
      const wrong = [];
      const lane = async () => {
        for (let cell = cells.shift(); cell; cell = cells.shift()) {
          const { report, seen } = await place(way, cell);
          try {
            check(cell.fault, reachedBefore(received, cell.message), report, seen.releases);
          } catch (error) {
            wrong.push(`${cell.message} ${cell.fault}: ${error.message}`);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, lane));
      assert.deepEqual(wrong, []);
    });
  }

  test("each message of an H.245 connection, and what can become of it", async () => {
    const plain = await place("separate");
    assert.ok(plain.seen.h245 > 3, `${plain.seen.h245} packets`);
    const cells = Array.from({ length: plain.seen.h245 }, (_, message) =>
      Object.keys(FAULTS).map((fault) => ({ message, fault, line: "h245" })),
    ).flat();
    const wrong = [];
    const lane = async () => {
      for (let cell = cells.shift(); cell; cell = cells.shift()) {
        const { report, seen } = await place("separate", cell);
        const { code } = report.outcome;
        const known = code === "answered" || code.startsWith("h245-") || code === "broken-after-connect";
        const said =
          code !== "answered" || report.warnings.length > 0 || ["twice", "octet by octet"].includes(cell.fault);
        if (!report.success || !known || !said || seen.releases !== 1)
          wrong.push(
            `${cell.message} ${cell.fault}: ${code}, ${seen.releases} Release Complete, ${report.warnings.length} warnings`,
          );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
    assert.deepEqual(wrong, []);
  });
});
