/** Whom a deployed Worker refuses to dial. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, call, checkHeaders, post } from "./api.mjs";
import { answer, startEndpoint } from "./endpoint.mjs";

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
  assert.match(error, / cannot be called: /);
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
    ["255.255.255.255", /broadcast/],
    ["240.0.0.1", /reserved/],
    ["192.88.99.1", /6to4 relay/],
    ["192.0.0.9", /protocol assignment/],
    ["2001:2::1", /benchmarking address \(2001:2::\/48\)/],
    ["2001:10::1", /ORCHID/],
    ["2001:1::1", /protocol assignment/],
    ["2001:db8::1", /documentation/],
    ["5f00::1", /segment identifier/],
    ["::7f00:1", /IPv4-compatible/],
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
    "home.arpa",
    "1.2.0.192.in-addr.arpa",
    "gw.invalid",
    "gw.test",
    "gw.example",
    "gw.onion",
    "gw.localdomain",
    "gw.corp",
    "gw.private",
    "gw.voice.svc",
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

describe("ports that a deployed Worker does not call", () => {
  for (const port of [1, 22, 80, 443, 1023]) {
    test(`${port}`, () => {
      const reason = /this Worker calls 1024–65535 only\. Its operator can set ALLOWED_PORTS$/;
      return forbidden(deployed, { server: "8.8.8.8", port }, "port", reason);
    });
  }

  test("whatever form the port is given in", () =>
    forbidden(deployed, { server: "gw.example.com:22" }, "port", /^Port 22 cannot/));
});

describe("ports that are set", () => {
  let set;
  let endpoint;
  let other;

  before(async () => {
    endpoint = await startEndpoint(answer);
    other = await startEndpoint(answer);
    set = await startWorker({ vars: { ALLOWED_PORTS: `443 ${endpoint.port}` } });
  });

  after(() => Promise.all([set, endpoint, other].map((service) => service?.stop())));

  test("are called, and no others", async () => {
    assert.equal((await call(set, { port: endpoint.port })).success, true);
    await forbidden(set, { server: HOST, port: other.port }, "port", /this Worker calls .* only/);
    await forbidden(set, { server: HOST, port: 1720 }, "port", /this Worker calls .* only/);
    assert.equal(other.calls.length, 0);
  });

  test("hold for the endpoint's H.245 too, and for where it sends us", async () => {
    const peer = await startPeer({ scenario: "h245-separate" });
    const one = await startWorker({ vars: { ALLOWED_PORTS: `${peer.port}` } });
    try {
      const report = await call(one, { port: peer.port });
      assert.equal(report.success, true);
      assert.match(report.h245.error, /Port \d+ cannot be called: this Worker calls \d+ only/);
      assert.equal(report.outcome.code, "h245-unreachable");
    } finally {
      await Promise.all([peer.stop(), one.stop()]);
    }
  });

  test("that cannot be read stop the Worker, which says so", async () => {
    for (const [name, value] of [
      ["ALLOWED_PORTS", "h323"],
      ["DENIED_NUMBERS", "one-one-two"],
      ["ACCESS_TEAM", "https://team.example"],
    ]) {
      const wrong = await startWorker({ vars: { [name]: value } });
      try {
        const answer = await post(wrong, { server: HOST, port: endpoint.port });
        assert.equal(answer.status, 503, answer.text);
        assert.match(answer.json.error, /^This Worker is not set up: its variable (ALLOWED|DENIED|ACCESS)_/);
      } finally {
        await wrong.stop();
      }
    }
  });
});

describe("numbers that must not ring", () => {
  for (const [fields, what] of [
    [
      { calledNumber: "112" },
      /^112 cannot be called: it is an emergency number \(112\)\. The operator of this Worker can set DENIED_NUMBERS$/,
    ],
    [{ calledNumber: "+49112" }, /an emergency number/],
    [{ calledNumber: "9,911" }, /an emergency number/],
    [{ calledNumber: "0900123456" }, /premium rate/],
    [{ calledNumber: "+979123456" }, /premium rate/],
    [{ calledNumber: "00", overlapDigits: "88161234" }, /satellite/],
    [{ calledAliases: [{ type: "dialedDigits", value: "911" }] }, /an emergency number/],
    [{ server: `${HOST}##911` }, /an emergency number/],
  ]) {
    test(JSON.stringify(fields), async () => {
      const endpoint = await startEndpoint(answer);
      try {
        await forbidden(local, { server: HOST, port: endpoint.port, ...fields }, "calledNumber", what);
        assert.equal(endpoint.calls.length, 0);
      } finally {
        await endpoint.stop();
      }
    });
  }

  test("are those that are set, if any are", async () => {
    const endpoint = await startEndpoint(answer);
    const set = await startWorker({ vars: { DENIED_NUMBERS: "2000" } });
    try {
      await forbidden(
        set,
        { server: HOST, port: endpoint.port },
        "calledNumber",
        /^2000 cannot be called: it is a number that this Worker/,
      );
      const report = await call(set, { port: endpoint.port, calledNumber: "112" });
      assert.equal(report.success, true);
    } finally {
      await Promise.all([set.stop(), endpoint.stop()]);
    }
  });
});

describe("port 25", () => {
  test("is forbidden to the deployed Worker", () =>
    forbidden(deployed, { server: "8.8.8.8", port: 25 }, "port", /^Port 25 cannot be called: it is for mail$/));

  test("is forbidden to the local one too: it must not promise what no deployment can do", () =>
    forbidden(local, { server: HOST, port: 25 }, "port", /^Port 25 cannot be called: it is for mail$/));
});

test("a forbidden target is not dialled", async () => {
  const endpoint = await startEndpoint(() => {});
  try {
    for (const [server, why] of [
      [HOST, /cannot reach/],
      ["::ffff:127.0.0.1", /cannot reach/],
      ["localhost", /belongs to a private network/],
    ]) {
      await forbidden(deployed, { server, port: endpoint.port }, "server", why);
    }
    assert.equal(endpoint.calls.length, 0);
  } finally {
    await endpoint.stop();
  }
});
