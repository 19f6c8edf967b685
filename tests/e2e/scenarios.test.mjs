/** Every scenario of `h323-peer`, called through the Worker: what the answer says, and what the endpoint saw. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { ALERTING, CONNECT, EXPECTED, PROCEEDING } from "./expected.mjs";
import { HOST, call, entries, eventually, warnings } from "./api.mjs";
import { LONG, listScenarios } from "./scenarios.mjs";

/** How many calls run at a time, of those that take a moment only. */
const AT_A_TIME = 6;

let worker;
let peer;
/** Lines of the endpoint's log. */
const log = [];
/** By name: the report of the call, or a promise of it. */
const reports = new Map();

before(async () => {
  const onLine = (line) => line.startsWith("{") && log.push(JSON.parse(line));
  worker = await startWorker();
  peer = await startPeer({ args: ["--by-number", "--log", "json"], onLine });
  const numbers = listScenarios();
  const place = (name) => call(worker, { port: peer.port, callingNumber: "1001", calledNumber: numbers.get(name) });
  const known = Object.keys(EXPECTED).filter((name) => numbers.has(name));
  for (const name of LONG) reports.set(name, place(name));
  const short = known.filter((name) => !LONG.includes(name));
  const queues = Array(AT_A_TIME).fill(Promise.resolve());
  short.forEach((name, index) => {
    const queue = index % AT_A_TIME;
    const report = queues[queue].then(() => place(name));
    reports.set(name, report);
    queues[queue] = report.catch(() => {});
  });
  // A call that fails fails its own test, which may not have got to it yet.
  for (const report of reports.values()) report.catch(() => {});
});

after(() => Promise.all([worker, peer].map((service) => service?.stop())));

/** The endpoint's own log of a call, once it is over. */
async function logOf({ callIdentifier }) {
  const identifier = callIdentifier.replaceAll("-", "");
  // The endpoint answers first and logs afterwards.
  const setup = await eventually(
    () => log.find(({ type, data }) => type === "message" && data.type === "SETUP" && data.hex.includes(identifier)),
    "the endpoint has the call in its log",
  );
  const lines = () => log.filter((line) => line.call === setup.call);
  await eventually(() => lines().some(({ type }) => type === "call_end"), "the call is over for the endpoint too");
  return lines();
}

test("there is an expectation for every scenario, and no other", () => {
  assert.deepEqual(Object.keys(EXPECTED).sort(), [...listScenarios().keys()].sort());
});

describe("scenarios", { concurrency: true }, () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    test(name, async () => {
      const report = await reports.get(name);
      const { stage, code, text } = report.outcome;
      assert.equal(`${stage}/${code}`, expected.outcome);
      if (expected.mode) assert.equal(report.h245.mode, expected.mode);
      assert.equal(report.error, expected.error);
      assert.deepEqual(report.messages, expected.messages);
      assert.deepEqual(warnings(report).sort(), expected.warnings ?? []);
      if (expected.text) assert.match(text, expected.text);

      const { by, cause, reason, causeText, reasonText } = report.release;
      const { by: byWhom, cause: ofCause, reason: forReason } = expected.release;
      assert.deepEqual({ by, cause, reason }, { by: byWhom, cause: ofCause, reason: forReason });
      assert.equal(causeText === undefined, cause === undefined);
      assert.equal(reasonText === undefined, reason === undefined);

      checkTiming(report);
      await checkRelease(report);
    });
  }
});

/** Milestones are there if and only if their message is, and in order. */
function checkTiming({ timing, messages }) {
  assert.equal(timing.connected === undefined, false);
  for (const [milestone, text] of [
    ["callProceeding", PROCEEDING],
    ["alerting", ALERTING],
    ["connect", CONNECT],
  ]) {
    assert.equal(timing[milestone] !== undefined, messages.includes(text), milestone);
  }
  const passed = [timing.connected, timing.firstReply, timing.callProceeding, timing.alerting, timing.connect];
  const reached = passed.filter((t) => t !== undefined);
  assert.deepEqual(
    reached,
    reached.toSorted((a, b) => a - b),
  );
}

/** We have sent Release Complete unless the endpoint was first, and it has arrived. */
async function checkRelease(report) {
  const sent = entries(report, "sent", "RELEASE COMPLETE");
  const received = entries(report, "received", "RELEASE COMPLETE");
  const ours = report.release.by !== "transport" && received.length === 0;
  assert.equal(sent.length, ours ? 1 : 0);
  const lines = await logOf(report);
  const arrived = lines.filter(
    ({ type, data }) => type === "message" && data.direction === "received" && data.type === "RELEASE COMPLETE",
  );
  assert.deepEqual(
    arrived.map(({ data }) => data.hex),
    sent.map(({ hex }) => hex),
    "the octets that the endpoint got are those of the trace",
  );
  const end = lines.at(-1);
  assert.equal(end.type, "call_end");
  if (report.success) assert.equal(end.data.answered, true);
}

describe("what is in the answer", () => {
  test("every octet that crossed the wire, in the order of the endpoint's own log", async () => {
    for (const name of ["answer", "busy", "garbage", "keep-alives", "status-inquiry", "hostile-names", "coalesced"]) {
      const report = await reports.get(name);
      const lines = (await logOf(report)).filter(({ type }) => type === "message");
      const ours = (direction) => entriesOf(report.trace, direction);
      const messages = withoutCounted(
        lines.map(({ data }) => data),
        report.trace,
      );
      const theirs = (direction) => entriesOf(messages, direction);
      assert.deepEqual(ours("received"), theirs("sent"), name);
      assert.deepEqual(ours("sent"), theirs("received"), name);
    }
  });

  test("who answered", async () => {
    const { peer: other } = await reports.get("answer");
    assert.equal(other.address, `${HOST}:${peer.port}`);
    assert.equal(other.display, "H.323 test endpoint");
    assert.deepEqual(other.aliases, ["h323-peer"]);
    assert.equal(other.terminalType, "terminal");
    assert.equal(other.h225Version, 6);
    assert.equal(other.h245Tunnelling, true);
    assert.match(other.vendor, /^\d+\/\d+\/\d+$/);
    assert.ok(other.manufacturer.length > 0);
    assert.equal(other.country, "United States");
    assert.ok(other.product.length > 0);
    assert.ok(other.version.length > 0);
  });

  test("the numbers, in the elements of Setup and in its aliases", async () => {
    const report = await call(worker, { port: peer.port, callingNumber: "+4989123", calledNumber: "00*12#" });
    const [setup] = report.trace;
    assert.match(setup.summary, /from \+?4989123, to 00\*12#/);
    const body = setup.decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup;
    assert.deepEqual(body.destinationAddress, [{ dialledDigits: "00*12#" }]);
    assert.equal(body.conferenceID, report.conferenceId.replaceAll("-", ""));
    assert.equal(body.callIdentifier.guid, report.callIdentifier.replaceAll("-", ""));
    assert.deepEqual(body.destCallSignalAddress, { ipAddress: { ip: "7f000001", port: peer.port } });
  });

  test("identifiers that no two calls share", async () => {
    const all = await Promise.all(reports.values());
    assert.equal(new Set(all.map(({ callIdentifier }) => callIdentifier)).size, all.length);
    assert.equal(new Set(all.map(({ conferenceId }) => conferenceId)).size, all.length);
  });

  test("an unreadable part: where it is, and what was readable before it", async () => {
    const { trace } = await reports.get("garbage");
    const broken = trace.filter(({ decoded }) => decoded?.error);
    assert.ok(broken.length >= 3);
    for (const {
      decoded: { error },
      hex,
      type,
    } of broken) {
      assert.match(error.layer, /^(TPKT|Q\.931|H\.225\.0)$/, type);
      assert.ok(Number.isInteger(error.octet) && error.octet >= 0 && error.octet <= hex.length / 2, type);
      assert.ok(error.text.length > 0, type);
    }
    const alerting = broken.find(({ type }) => type === "ALERTING").decoded;
    assert.ok(alerting["H323-UserInformation"]["h323-uu-pdu"], "what came before the cut is shown");
    assert.ok(alerting.error.path.length > 0);
  });

  test("our answer to a Status Inquiry: Status, cause 30, the state of the call", async () => {
    const report = await reports.get("status-inquiry");
    const states = entries(report, "sent", "STATUS").map(({ decoded: { informationElements: elements } }) => {
      const value = (name) => elements.find(({ element }) => element === name).hex;
      assert.equal(parseInt(value("Cause").slice(2, 4), 16) & 0x7f, 30);
      return parseInt(value("Call state"), 16);
    });
    // U1 Call initiated, U3 Outgoing call proceeding, U4 Call delivered (Q.931 2.1.1).
    assert.deepEqual(states, [1, 3, 4]);
  });

  test("every message of a flood counted, some of them shown", async () => {
    for (const name of ["flood", "flood-then-connect"]) {
      const report = await reports.get(name);
      assert.ok(report.messagesReceived >= 10_000, name);
      const shown = entries(report, "received", "STATUS");
      assert.equal(shown.length, 4, name);
      assert.equal(
        shown.reduce((count, { repeated = 0 }) => count + 1 + repeated, 0),
        10_000,
        name,
      );
    }
  });

  test("hostile names as they came, for the page to defuse", async () => {
    const { peer: other } = await reports.get("hostile-names");
    assert.ok([other.display, ...other.aliases].some((text) => text.includes("<script>")));
    assert.ok(other.product.length <= 256);
  });
});

/** Messages of the endpoint's log, but for those that the trace has no entry for and only counts: the last of their type. */
function withoutCounted(messages, trace) {
  const left = [...messages];
  for (const { type, repeated = 0 } of trace) {
    for (let more = repeated; more > 0; more -= 1)
      left.splice(
        left.findLastIndex((message) => message.type === type),
        1,
      );
  }
  return left;
}

/** The octets of a direction's messages. */
function entriesOf(messages, direction) {
  return messages.filter((message) => message.direction === direction).map(({ hex }) => hex);
}
