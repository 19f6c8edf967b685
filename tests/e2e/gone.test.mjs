/** A client that goes away: the telephone at the far end must not ring on. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startWorker } from "../support/index.mjs";
import { HOST, eventually, post } from "./api.mjs";
import { TYPE, message, releaseCause, startEndpoint } from "./endpoint.mjs";
import { fullHouse } from "./full-house.mjs";

const NORMAL_CALL_CLEARING = 16;

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/**
 * Places a call, gives it up when `given` says so, and returns the cause of its release.
 * @param {number[]} answers the messages that the endpoint answers Setup with
 * @param {(endpoint: any) => unknown} given
 * @param {{ headers?: Record<string, string>, fields?: object }} [request]
 */
async function giveUp(answers, given, { headers = {}, fields = {} } = {}) {
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    for (const type of answers) socket.write(message(type, reference));
  });
  try {
    const client = new AbortController();
    const answer = post(worker, { server: HOST, port: endpoint.port, ...fields }, { signal: client.signal, headers });
    const outcome = assert.rejects(answer, { name: "AbortError" });
    await eventually(() => given(endpoint), "the call comes so far");
    client.abort();
    await outcome;
    const cause = await releaseCause(endpoint);
    await eventually(() => endpoint.calls[0].closed, "the connection is closed");
    assert.deepEqual(
      endpoint.calls[0].messages.map(({ type }) => type),
      [TYPE.SETUP, TYPE.RELEASE_COMPLETE],
    );
    return cause;
  } finally {
    await endpoint.stop();
  }
}

const setupIsHere = ({ calls }) => calls[0]?.messages.length === 1;

const FORMS = [{}, { Accept: "application/x-ndjson" }];
const RING = [TYPE.CALL_PROCEEDING, TYPE.ALERTING];
const ANSWERED = [...RING, TYPE.CONNECT];

for (const [when, answers, fields] of [
  ["before any answer", [], {}],
  ["while it rings", RING, {}],
  ["while an answered call waits for H.245", ANSWERED, {}],
  ["while it is held", ANSWERED, { h245: "off", holdSeconds: 60 }],
]) {
  for (const headers of FORMS) {
    test(`${when}, ${headers.Accept ?? "application/json"}: the call is released`, async () => {
      assert.equal(await giveUp(answers, setupIsHere, { headers, fields }), NORMAL_CALL_CLEARING);
    });
  }
}

test("three hundred at once: every call is released", async () => {
  const MANY = 300;
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    socket.write(message(TYPE.ALERTING, reference));
  });
  try {
    const client = new AbortController();
    const answers = Array.from({ length: MANY }, () =>
      post(worker, { server: HOST, port: endpoint.port }, { signal: client.signal }),
    );
    const outcomes = Promise.allSettled(answers);
    await eventually(() => endpoint.calls.length === MANY, "all of them ring");
    client.abort();
    assert.ok((await outcomes).every(({ status }) => status === "rejected"));
    await eventually(() => endpoint.calls.every(({ closed }) => closed), "all connections are closed");
    for (const { messages } of endpoint.calls) {
      assert.deepEqual(
        messages.map(({ type }) => type),
        [TYPE.SETUP, TYPE.RELEASE_COMPLETE],
      );
    }
  } finally {
    await endpoint.stop();
  }
});

describe("while the connection opens", { concurrency: true }, () => {
  /** A SYN is sent again after one second, three and seven. */
  const REPEATED_MS = 3_000;

  /** The Worker finds out within a second, behind a proxy too. */
  const FOUND_OUT_MS = 2_000;

  /** What an endpoint hears that takes connections late, with or without the client. */
  async function heardLate(host, isGone) {
    const endpoint = await fullHouse(host);
    try {
      const client = new AbortController();
      const answer = post(worker, { server: host, port: endpoint.port, ringSeconds: 10 }, { signal: client.signal });
      const outcome = Promise.allSettled([answer]);
      await pause(500);
      if (isGone) client.abort();
      await pause(FOUND_OUT_MS);
      endpoint.open();
      await pause(REPEATED_MS);
      const heard = await endpoint.heard();
      client.abort();
      await outcome;
      return heard;
    } finally {
      await endpoint.stop();
    }
  }

  test("a client that waits has its Setup sent", async () => {
    const [setup] = await heardLate("127.1.1.1", false);
    assert.equal(setup?.[8], TYPE.SETUP);
  });

  test("a client that has gone has none sent", async () => {
    for (const octets of await heardLate("127.1.1.2", true)) assert.equal(octets.length, 0);
  });
});
