/** A call that is hung up by its ticket: unlike one whose client goes away, it ends with its report. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker, withoutLimits } from "../support/index.mjs";
import { checkAnswer, valuesOf } from "../support/schema.mjs";
import { HOST, eventually, post, request } from "./api.mjs";
import { TYPE, message, releaseCause, startEndpoint } from "./endpoint.mjs";
import { startGatekeeper } from "./gatekeepers.mjs";

const STREAM = "application/x-ndjson";
const NORMAL_CALL_CLEARING = 16;
const HANG_UP = { path: "/api/h323/hangup", method: "post" };

let worker;
let ringing;
let gatekeeper;

before(async () => {
  worker = await startWorker();
  gatekeeper = await startGatekeeper();
  ringing = await startEndpoint(({ socket, setup: { reference } }) => {
    for (const type of [TYPE.CALL_PROCEEDING, TYPE.ALERTING]) socket.write(message(type, reference));
  });
});

after(() => Promise.all([worker, ringing, gatekeeper].map((service) => service?.stop())));

async function hangUp(body, { headers, at = worker } = {}) {
  const answer = await request(at, HANG_UP.path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  checkAnswer(HANG_UP, answer);
  return { ...answer, json: JSON.parse(answer.text) };
}

/** A request whose answer is read while it comes. */
async function begin(path, body, { at = worker, accept = STREAM } = {}) {
  const answer = await fetch(new URL(path, at.url), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify(body),
  });
  let text = "";
  const read = async () => {
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) text += chunk;
    return text;
  };
  return { ticket: answer.headers.get("Call-Ticket"), rest: read(), seen: () => text };
}

describe("a call that rings", () => {
  test("is released, and its answer ends with the report", async () => {
    const before = ringing.calls.length;
    const { ticket, rest } = await begin("/api/h323/call", { server: HOST, port: ringing.port });
    assert.match(ticket, /^[0-9a-f]{32}$/);
    await eventually(() => ringing.calls[before]?.messages.length === 1, "it rings");
    const { status, json } = await hangUp({ ticket });
    assert.deepEqual([status, json], [200, { success: true }]);
    const lines = valuesOf(STREAM, await rest);
    const { type, data } = lines.at(-1);
    assert.equal(type, "call_end");
    assert.deepEqual([data.outcome.code, data.success], ["cancelled", false]);
    assert.equal(data.release.by, "user");
    assert.deepEqual(
      data.trace.map((entry) => entry.type),
      ["SETUP", "CALL PROCEEDING", "ALERTING", "RELEASE COMPLETE"],
    );
    assert.ok(!JSON.stringify(lines).includes(ticket), "whoever has the report cannot hang up with it");
    assert.equal(await releaseCause(ringing, before), NORMAL_CALL_CLEARING);
    const again = await hangUp({ ticket });
    assert.equal(again.status, 404, "it is over");
  });

  test("has no ticket where nobody watches", async () => {
    const answer = await post(worker, { server: "demo", calledNumber: "2002" });
    assert.equal(answer.headers.get("Call-Ticket"), null);
  });
});

test("a registration is ended in order", async () => {
  const fields = { server: HOST, port: gatekeeper.port, gatekeeper: { alias: "1000" }, staySeconds: 30 };
  const { ticket, rest, seen } = await begin("/api/h323/register", fields);
  await eventually(() => seen().includes('"type":"registration"'), "it is registered");
  assert.equal((await hangUp({ ticket })).status, 200);
  const { type, data } = valuesOf(STREAM, await rest).at(-1);
  assert.equal(type, "register_end");
  assert.deepEqual([data.outcome.code, data.registration.unregistered], ["cancelled", true]);
});

describe("a request to hang up", () => {
  for (const [what, body, field] of [
    ["without a ticket", {}, "ticket"],
    ["with a number", { ticket: 7 }, "ticket"],
    ["with a short ticket", { ticket: "abc" }, "ticket"],
    ["with capital letters", { ticket: "A".repeat(32) }, "ticket"],
    ["with more than a ticket", { ticket: "a".repeat(32), call: 1 }, "call"],
  ]) {
    test(`${what} is refused`, async () => {
      const { status, json } = await hangUp(body);
      assert.deepEqual([status, json.field], [400, field]);
    });
  }

  test("with a ticket that nobody has hangs up nothing", async () => {
    const { status, json } = await hangUp({ ticket: "0123456789abcdef".repeat(2) });
    assert.equal(status, 404);
    assert.match(json.error, /no call with this ticket/);
  });

  test("from another site, or without JSON, is refused", async () => {
    const ticket = "a".repeat(32);
    assert.equal((await hangUp({ ticket }, { headers: { "Sec-Fetch-Site": "cross-site" } })).status, 403);
    assert.equal((await hangUp({ ticket }, { headers: { "Content-Type": "text/plain" } })).status, 415);
    assert.equal((await request(worker, HANG_UP.path)).status, 405);
  });
});

test("a Worker without the object places calls without tickets", async () => {
  const configure = (text) => withoutLimits(text.replace('name = "HANDSET"', 'name = "ELSEWHERE"'));
  const bare = await startWorker({ configure });
  try {
    const { ticket, rest } = await begin("/api/h323/call", { server: "demo", calledNumber: "2002" }, { at: bare });
    assert.equal(ticket, null);
    assert.equal(valuesOf(STREAM, await rest).at(-1).data.outcome.code, "busy");
    assert.equal((await hangUp({ ticket: "a".repeat(32) }, { at: bare })).status, 404);
  } finally {
    await bare.stop();
  }
});
