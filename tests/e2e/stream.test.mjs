/** The stream: every line as it happens, in order, and the whole answer at its end. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST } from "./api.mjs";
import { TYPE, message, startEndpoint } from "./endpoint.mjs";

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/** Places a call and yields the lines of its stream, empty ones left out. */
async function* lines(fields, accept = "application/x-ndjson") {
  const answer = await fetch(new URL("/api/h323/call", worker.url), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify({ server: HOST, ...fields }),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "application/x-ndjson; charset=utf-8");
  assert.match(answer.headers.get("cache-control"), /^no-store\b/);
  let text = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split("\n");
    text = parts.pop();
    for (const part of parts) if (part !== "") yield JSON.parse(part);
  }
  assert.equal(text, "", "the last line ends");
}

test("a message is told before the next one is sent", async () => {
  let ring;
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    const send = (type) => socket.write(message(type, reference));
    ring = { answer: () => send(TYPE.CONNECT) };
    send(TYPE.ALERTING);
  });
  try {
    const seen = [];
    for await (const { type, data } of lines({ port: endpoint.port, h245: "off" })) {
      seen.push(type === "message" ? data.type : type);
      // Nobody answers before the ringing has been read: a stream that waits for the end hangs here.
      if (data.type === "ALERTING") ring.answer();
    }
    const messages = seen.filter((name) => /^[A-Z]/.test(name));
    assert.deepEqual(messages, ["SETUP", "ALERTING", "CONNECT", "RELEASE COMPLETE"]);
    assert.equal(seen[0], "call_start");
    assert.equal(seen.at(-1), "call_end");
  } finally {
    await endpoint.stop();
  }
});

test("the lines are those of the answer", async () => {
  const peer = await startPeer();
  try {
    const all = [];
    for await (const line of lines({ port: peer.port })) all.push(line);
    const of = (type) => all.filter((line) => line.type === type).map(({ data }) => data);
    const [start] = of("call_start");
    assert.equal(of("call_end").length, 1);
    const [report] = of("call_end");
    const { startedAt, tester } = report;
    assert.deepEqual(start, {
      server: HOST,
      port: peer.port,
      callingNumber: "1000",
      calledNumber: "2000",
      startedAt,
      tester,
    });
    assert.equal(report.success, true);
    assert.deepEqual(of("message"), report.trace);
    assert.deepEqual(of("warning"), report.warnings);
    const states = of("state").map(({ name }) => name);
    assert.deepEqual(states, [
      "U1 Call initiated",
      "U3 Outgoing call proceeding",
      "U4 Call delivered",
      "U10 Active",
      "U19 Release request",
      "U0 Null",
    ]);
  } finally {
    await peer.stop();
  }
});

test("who names other types beside it still gets lines, who rules it out does not", async () => {
  const peer = await startPeer({ scenario: "busy" });
  try {
    let last;
    for await (const line of lines({ port: peer.port }, "application/json, Application/X-NDJSON;q=0.5")) last = line;
    assert.equal(last.type, "call_end");
    for (const accept of ["*/*", "application/json", "application/x-ndjson;q=0"]) {
      await assert.rejects(async () => {
        for await (const line of lines({ port: peer.port }, accept)) last = line;
      }, /application\/json/);
    }
  } finally {
    await peer.stop();
  }
});
