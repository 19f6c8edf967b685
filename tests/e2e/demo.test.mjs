/** The demo: calls to an endpoint inside the deployment, in a Worker that may call public addresses only. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker, withoutLimits } from "../support/index.mjs";
import { call as place, checkHeaders, closedPort, checkReport, entries, post, warnings } from "./api.mjs";
import { EXPECTED } from "./expected.mjs";
import { LONG, listScenarios } from "./scenarios.mjs";

/** The address that the demo gives as its own. */
const ADDRESS = "203.0.113.1";

/** The most calls that it has up at a time. */
const MOST = 40;

/** Longer than any endpoint rings before it answers. */
const RING_SECONDS = 12;

/** How many calls of the table run at a time. */
const AT_A_TIME = 8;

let worker;
/** One that may call this machine too. */
let developer;
const numbers = listScenarios();

before(async () => {
  // As deployed, but for the limits on one client: nothing here may need a private address.
  worker = await startWorker({ allowPrivate: false, configure: withoutLimits });
  developer = await startWorker();
});

after(() => Promise.all([worker, developer].map((service) => service?.stop())));

/** A call to the demo. */
const call = (calledNumber, fields = {}) => place(worker, { server: "demo", calledNumber, ...fields });

/** The `stage/code` of a report. */
const outcome = ({ outcome: { stage, code } }) => `${stage}/${code}`;

describe("samples", { concurrency: true }, () => {
  for (const [number, expected] of [
    ["2000", "release/answered"],
    ["2002", "h225/busy"],
    ["2046", "h245/h245-private-address"],
    ["2004", "tpkt/silent"],
    ["2105", "h225/gatekeeper-refuses"],
  ]) {
    test(`${number}: ${expected}`, async () => {
      const report = await call(number);
      assert.equal(outcome(report), expected);
      assert.equal(report.demo, true);
      assert.equal(report.peer.address, `${ADDRESS}:1720`);
      assert.ok(report.trace.length > 0);
    });
  }
});

test("the demo says that it is one", async () => {
  const { peer, trace } = await call("2000");
  assert.deepEqual(peer.aliases, ["demo"]);
  assert.equal(peer.display, "H.323 demo");
  const setup = trace[0].decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup;
  assert.deepEqual(setup.destCallSignalAddress, { ipAddress: { ip: "cb007101", port: 1720 } });
});

test("a report of any other call does not have the word", async () => {
  const report = await place(developer, { port: await closedPort() });
  assert.equal("demo" in report, false);
});

test("a number that chooses no scenario is answered, and so is no number", async () => {
  for (const fields of [{ calledNumber: "4711" }, { calledNumber: null }]) {
    assert.equal(outcome(await place(worker, { server: "demo", ...fields })), "release/answered");
  }
});

test("the number may be in the server", async () => {
  for (const server of ["demo##2002", "2002@demo", "h323:2002@demo", "DEMO:1720##2002"]) {
    const report = await place(worker, { server });
    assert.equal(outcome(report), "h225/busy", server);
    assert.equal("services" in report, false, server);
  }
});

test("H.245 in the tunnel, and on a connection of its own", async () => {
  const tunnelled = await call("2000");
  assert.equal(tunnelled.h245.mode, "tunnelled");
  for (const [number, fields] of [
    ["2000", { h245: "separate" }],
    ["2040", {}],
  ]) {
    const { h245, trace, outcome: end } = await call(number, fields);
    assert.equal(end.code, "answered");
    assert.equal(h245.mode, "separate");
    assert.equal(h245.address, `${ADDRESS}:30000`);
    assert.equal(h245.capabilitiesAccepted, true);
    assert.ok(trace.some(({ channel, direction }) => channel === "h245Control" && direction === "received"));
  }
});

test("a stream tells the server by its name, and ends with the report", async () => {
  const answer = await fetch(new URL("/api/h323/call", worker.url), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
    body: JSON.stringify({ server: "demo", calledNumber: "2001", ringSeconds: 1 }),
  });
  const lines = (await answer.text()).split("\n").filter(Boolean).map(JSON.parse);
  assert.deepEqual([lines[0].type, lines[0].data.server, lines[0].data.port], ["call_start", "demo", 1720]);
  const { type, data } = lines.at(-1);
  assert.equal(type, "call_end");
  checkReport(data);
  assert.equal(outcome(data), "h225/no-answer");
  assert.equal(data.demo, true);
});

test("without its object there is no demo, and everything else is as ever", async () => {
  const configure = (text) => withoutLimits(text.replace('name = "DEMO"', 'name = "ELSEWHERE"'));
  const lacking = await startWorker({ allowPrivate: false, configure });
  try {
    const answer = await post(lacking, { server: "demo" });
    assert.equal(answer.status, 503, answer.text);
    checkHeaders(answer);
    assert.match(answer.json.error, /^This Worker has no demo now: DEMO in wrangler\.toml/);
    assert.equal((await post(lacking, { server: ADDRESS })).status, 403);
  } finally {
    await lacking.stop();
  }
});

test("only port 1720 takes calls", async () => {
  for (const port of [1721, 30_000, 22]) {
    const answer = await post(worker, { server: "demo", port });
    assert.equal(answer.status, 403, answer.text);
    checkHeaders(answer);
    assert.equal(answer.json.field, "port");
    assert.match(answer.json.error, new RegExp(`^Nothing listens on port ${port} of the demo`));
  }
});

test("the demo's address is nobody's for those who do not call the demo", async () => {
  const answer = await post(worker, { server: ADDRESS });
  assert.equal(answer.status, 403, answer.text);
});

test("redirects within the demo are followed", async () => {
  const report = await call("2084", { followRedirects: true });
  assert.deepEqual(
    report.redirects.map(({ address, followed }) => [address, followed]),
    [
      [`${ADDRESS}:1720`, true],
      [`${ADDRESS}:1720`, true],
    ],
  );
  assert.equal(outcome(report), "release/answered");
  assert.equal(report.demo, true);
});

test("a redirect does not lead out of the demo, also where private addresses may be called", async () => {
  for (const where of [worker, developer]) {
    const fields = { server: "demo", calledNumber: numbers.get("redirect-private"), followRedirects: true };
    const report = await place(where, fields);
    assert.equal(outcome(report), "h225/redirected");
    const [{ address, followed, error }] = report.redirects;
    assert.deepEqual([address, followed], ["10.20.30.40:1720", false]);
    assert.match(error, /^10\.20\.30\.40 cannot be called: it is a private address/);
    const behindNat = await place(where, { server: "demo", calledNumber: numbers.get("h245-private-address") });
    assert.equal(behindNat.outcome.code, "h245-private-address");
  }
});

test("twenty calls at a time", async () => {
  const kinds = ["2000", "2002", "2040", "2003"];
  const reports = await Promise.all(Array.from({ length: 20 }, (_, index) => call(kinds[index % kinds.length])));
  const codes = ["answered", "busy", "answered", "rejected"];
  assert.deepEqual(
    reports.map((report) => report.outcome.code),
    reports.map((_, index) => codes[index % codes.length]),
  );
  assert.equal(new Set(reports.map(({ callIdentifier }) => callIdentifier)).size, 20);
});

/** Calls that ring until their clients go away. */
async function ring(count) {
  const clients = Array.from({ length: count }, () => new AbortController());
  const answers = await Promise.all(
    clients.map(({ signal }) =>
      fetch(new URL("/api/h323/call", worker.url), {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
        body: JSON.stringify({ server: "demo", calledNumber: "2001", ringSeconds: 120 }),
        signal,
      }),
    ),
  );
  await Promise.all(
    answers.map(async (answer) => {
      assert.equal(answer.status, 200);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ""; !text.includes('"ALERTING"'); ) {
        const { done, value } = await reader.read();
        assert.equal(done, false, text);
        text += value;
      }
    }),
  );
  return () => {
    for (const client of clients) client.abort();
  };
}

test("a call beyond the most is refused in words, and those that are cancelled make room", async () => {
  for (let round = 0; round < 2; round += 1) {
    const hangUp = await ring(MOST);
    const refused = await post(worker, { server: "demo" });
    assert.equal(refused.status, 503, refused.text);
    checkHeaders(refused);
    assert.match(refused.json.error, new RegExp(`^The demo has ${MOST} calls up`));
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    hangUp();
    // Their ends reach the object a moment later; none of them is left to ring on.
    let next = refused;
    for (let attempt = 0; next.status === 503 && attempt < 100; attempt += 1) {
      next = await post(worker, { server: "demo", calledNumber: "2002" });
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.equal(next.status, 200, next.text);
    await settled();
  }
});

/** Waits until the demo has all its places again. */
async function settled() {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answers = await Promise.all(
      Array.from({ length: MOST }, () => post(worker, { server: "demo", calledNumber: "2002" })),
    );
    if (answers.every(({ status }) => status === 200)) return;
  }
  throw new Error("the demo does not get its places back");
}

test("every scenario has the verdict that it has at an endpoint of its own", async () => {
  const left = Object.keys(EXPECTED).sort((a, b) => Number(LONG.includes(b)) - Number(LONG.includes(a)));
  const next = async () => {
    for (let name = left.shift(); name; name = left.shift()) {
      const expected = EXPECTED[name];
      const report = await call(numbers.get(name), { ringSeconds: RING_SECONDS });
      assert.equal(outcome(report), expected.outcome, name);
      assert.deepEqual(warnings(report).sort(), expected.warnings ?? [], name);
      assert.deepEqual(report.messages, expected.messages, name);
      assert.equal(report.release.by, expected.release.by, name);
      assert.equal(report.release.cause, expected.release.cause, name);
      if (expected.mode) assert.equal(report.h245.mode, expected.mode, name);
      assert.equal(entries(report, "sent", "SETUP").length, 1, name);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
});
