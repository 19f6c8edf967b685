/** Whom a deployed Worker refuses to dial. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, checkHeaders, post } from "./api.mjs";
import { startEndpoint } from "./endpoint.mjs";

let deployed;
let local;

before(async () => {
  local = await startWorker();
  deployed = await startWorker({ allowPrivate: false });
});

after(() => Promise.all([deployed?.stop(), local?.stop()]));

async function forbidden(worker, body, field, reason) {
  const answer = await post(worker, body);
  assert.equal(answer.status, 403, answer.text);
  checkHeaders(answer);
  const { success, error, field: named, outcome } = answer.json;
  assert.equal(success, false);
  assert.equal(named, field);
  assert.match(error, new RegExp(`^${field} is not allowed: `));
  assert.match(error, reason);
  assert.deepEqual([outcome.stage, outcome.code, outcome.text], ["blocked", "target-not-allowed", error]);
  assert.ok(outcome.advice.length > 0);
}

describe("addresses outside the public internet are forbidden", () => {
  for (const [server, reason] of [
    ["127.0.0.1", /loopback address/],
    ["127.255.0.1", /loopback address/],
    ["0.0.0.0", /"this network"/],
    ["10.0.0.1", /private address \(10\.0\.0\.0\/8\)/],
    ["172.16.0.1", /private address \(172\.16\.0\.0\/12\)/],
    ["192.168.1.1", /private address \(192\.168\.0\.0\/16\)/],
    ["100.64.0.1", /carrier-grade NAT/],
    ["169.254.169.254", /link-local/],
    ["224.0.1.41", /multicast/],
    ["255.255.255.255", /reserved/],
    ["::1", /loopback/],
    ["[::1]", /loopback/],
    ["::", /unspecified/],
    ["fd00::1", /unique local/],
    ["fe80::1", /link-local/],
    ["ff02::1", /multicast/],
    ["::ffff:127.0.0.1", /loopback/],
    ["::ffff:7f00:1", /loopback/],
    ["::ffff:10.0.0.1", /private address/],
    ["64:ff9b::c0a8:101", /private address/],
    ["2002:7f00:1::1", /loopback/],
  ]) {
    test(server, () => forbidden(deployed, { server }, "server", reason));
  }
});

describe("names of private networks are forbidden", () => {
  for (const server of [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "peer.localhost",
    "gatekeeper.local",
    "gw.corp.internal",
    "nas.home.arpa",
    "gatekeeper",
  ]) {
    test(server, () => forbidden(deployed, { server }, "server", /private network/));
  }
});

describe("other spellings of an address are not read as one", () => {
  for (const server of ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "127.0.0.01"]) {
    test(server, async () => {
      const answer = await post(deployed, { server });
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.json.field, "server");
      assert.match(answer.json.error, /not an IPv4 address/);
    });
  }
});

describe("port 25", () => {
  test("is forbidden to the deployed Worker", () =>
    forbidden(deployed, { server: "8.8.8.8", port: 25 }, "port", /port 25 is closed to Workers/));

  test("is forbidden to the local one too: it must not promise what no deployment can do", () =>
    forbidden(local, { server: HOST, port: 25 }, "port", /port 25 is closed to Workers/));
});

test("a forbidden target is not dialled", async () => {
  const endpoint = await startEndpoint(() => {});
  try {
    for (const server of [HOST, "::ffff:127.0.0.1", "localhost"]) {
      await forbidden(deployed, { server, port: endpoint.port }, "server", /cannot reach/);
    }
    assert.equal(endpoint.calls.length, 0);
  } finally {
    await endpoint.stop();
  }
});
