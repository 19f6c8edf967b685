/** What is kept of a call, and what those who are called learn of who calls. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, call, closedPort, entries, eventually, post } from "./api.mjs";
import { answer, startEndpoint } from "./endpoint.mjs";

let endpoint;

before(async () => {
  endpoint = await startEndpoint(answer);
});

after(() => endpoint?.stop());

/** The lines of a Worker's log that are of calls. */
function logged(worker) {
  const lines = worker.output().split("\n");
  const found = lines.map((line) => /\{"event":"call".*\}/.exec(line)?.[0]).filter(Boolean);
  return found.map((line) => JSON.parse(line));
}

describe("the log", () => {
  let worker;

  before(async () => {
    // Not the one that other tests share.
    worker = await startWorker({ vars: { CONTACT: "noc@tester.example" } });
  });

  after(() => worker?.stop());

  test("has one line for each call, without who asked or who was called", async () => {
    const report = await call(worker, { port: endpoint.port, calledNumber: "4711" });
    await call(worker, { port: await closedPort(), calledNumber: "4711" });
    await call(worker, { server: "nowhere.invalid", calledNumber: "4711" });
    const lines = await eventually(() => logged(worker).length >= 3 && logged(worker), "three lines are there");
    assert.deepEqual(lines.map(({ stage, outcome }) => `${stage}/${outcome}`).slice(0, 2), [
      `${report.outcome.stage}/${report.outcome.code}`,
      "tcp/connect-failed",
    ]);
    assert.equal(lines[2].stage, "dns");
    assert.equal(lines.length, 3);
    const [line] = lines;
    assert.deepEqual(line.timing, report.timing);
    assert.equal(line.messages, report.messagesReceived);
    assert.equal(line.version, report.tester.version);
    assert.ok(Number.isInteger(line.milliseconds));
    assert.equal(line.target, null);
    assert.doesNotMatch(JSON.stringify(lines), /4711|127\.0\.0\.1|nowhere/);
  });

  test("is not written for what is no call", async () => {
    const before = logged(worker).length;
    assert.equal((await post(worker, { server: HOST, port: 25 })).status, 403);
    assert.equal((await post(worker, { server: "" })).status, 400);
    await call(worker, { port: endpoint.port });
    await eventually(() => logged(worker).length > before, "the call's line is there");
    assert.equal(logged(worker).length, before + 1);
  });

  test("who is called is told whom to ask, whatever the request says", async () => {
    const vendor = async (fields) => {
      const report = await call(worker, { port: endpoint.port, ...fields });
      const [setup] = entries(report, "sent", "SETUP");
      const { sourceInfo } = setup.decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup;
      const text = (hex) => Buffer.from(hex, "hex").toString();
      return { product: text(sourceInfo.vendor.productId), version: text(sourceInfo.vendor.versionId) };
    };
    assert.equal((await vendor({})).product, "H.323 edge tester, noc@tester.example");
    const chosen = await vendor({ vendor: { productId: "Room kit", versionId: "1.0" } });
    assert.deepEqual(chosen, { product: "Room kit", version: "1.0; H.323 edge tester, noc@tester.example" });
  });
});

test("the log says who was called where that is switched on", async () => {
  const worker = await startWorker({ vars: { LOG_TARGETS: "true" } });
  try {
    await call(worker, { port: endpoint.port, calledNumber: "4711" });
    const [line] = await eventually(() => logged(worker).length > 0 && logged(worker), "the line is there");
    assert.deepEqual(line.target, { server: HOST, port: endpoint.port, calledNumber: "4711" });
  } finally {
    await worker.stop();
  }
});
