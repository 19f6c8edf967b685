/** Names: how they are looked up, what is dialled, and what happens when the resolver is no help. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, call, checkHeaders, entries, post, warnings } from "./api.mjs";
import { answer, startEndpoint } from "./endpoint.mjs";
import { NOERROR, NXDOMAIN, RECORD, SERVFAIL, dnsAnswer, startResolver } from "./resolver.mjs";

/** Has an IPv4 address inside, so an endpoint on 127.0.0.1 answers to it. */
const MAPPED = "::ffff:127.0.0.1";

let resolver;
let endpoint;
let worker;
let deployed;

before(async () => {
  resolver = await startResolver();
  endpoint = await startEndpoint(answer);
  const vars = { DNS_OVER_HTTPS: resolver.url };
  worker = await startWorker({ vars });
  deployed = await startWorker({ vars, allowPrivate: false });
});

after(() => Promise.all([worker, deployed, endpoint, resolver].map((service) => service?.stop())));

/** Gives a name its answers: one for A, one for AAAA. */
function define(name, a, aaaa = dnsAnswer(NOERROR)) {
  resolver.names.set(name, (type) => (type === "A" ? a : aaaa));
  return name;
}

function callTo(server) {
  return call(worker, { server, port: endpoint.port });
}

function queriesFor(name) {
  return resolver.queries.filter((query) => query.name === name);
}

/** `destCallSignalAddress` of the Setup that a report shows. */
function destination(report) {
  const [setup] = entries(report, "sent", "SETUP");
  const information = setup.decoded["H323-UserInformation"];
  return information["h323-uu-pdu"]["h323-message-body"].setup.destCallSignalAddress;
}

describe("a name that resolves", () => {
  test("is dialled at its address, which Setup names too", async () => {
    const name = define("plain.example", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    const report = await callTo(name);
    assert.equal(report.success, true);
    assert.deepEqual(warnings(report).filter((code) => code === "name-not-resolved"), []);
    assert.deepEqual(destination(report), { ipAddress: { ip: "7f000001", port: endpoint.port } });
    assert.equal(report.peer.address, `${HOST}:${endpoint.port}`);
    assert.deepEqual(queriesFor(name), [{ name, type: "A", accept: "application/dns-json" }]);
  });

  test("is looked up once: the answer is kept", async () => {
    const name = define("kept.example", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    assert.equal((await callTo(name)).success, true);
    define(name, dnsAnswer(NXDOMAIN));
    const second = await callTo(name);
    assert.equal(second.success, true);
    assert.equal(destination(second).ipAddress.ip, "7f000001");
    assert.equal(queriesFor(name).length, 1);
  });

  test("is looked up again if the answer is not to be kept", async () => {
    const name = define("fleeting.example", dnsAnswer(NOERROR, [[RECORD.A, HOST, 0]]));
    assert.equal((await callTo(name)).success, true);
    define(name, dnsAnswer(NXDOMAIN));
    assert.equal((await callTo(name)).outcome.code, "name-not-found");
    assert.equal(queriesFor(name).length, 2);
  });

  test("is the same name in capitals and with the final dot", async () => {
    const name = define("case.example", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    assert.equal((await callTo("CASE.Example.")).success, true);
    assert.equal((await callTo(name)).success, true);
    assert.equal(queriesFor(name).length, 1);
  });

  test("may do so by way of other names", async () => {
    const chain = [
      [RECORD.CNAME, "gw.carrier.example."],
      [RECORD.CNAME, "pop1.carrier.example."],
      [RECORD.A, HOST],
    ];
    const report = await callTo(define("alias.example", dnsAnswer(NOERROR, chain)));
    assert.equal(report.success, true);
    assert.equal(destination(report).ipAddress.ip, "7f000001");
  });

  test("may have several addresses: the first is dialled", async () => {
    const name = define("several.example", dnsAnswer(NOERROR, [[RECORD.A, HOST], [RECORD.A, "127.0.0.2"]]));
    assert.equal(destination(await callTo(name)).ipAddress.ip, "7f000001");
  });

  test("may have an IPv6 address only", async () => {
    const name = define("six.example", dnsAnswer(NOERROR), dnsAnswer(NOERROR, [[RECORD.AAAA, MAPPED]]));
    const report = await callTo(name);
    assert.equal(report.success, true, report.error);
    assert.deepEqual(destination(report), {
      ip6Address: { ip: "00000000000000000000ffff7f000001", port: endpoint.port },
    });
    assert.deepEqual(queriesFor(name).map(({ type }) => type), ["A", "AAAA"]);
  });

  test("localhost is not looked up", async () => {
    const report = await callTo("localhost");
    assert.equal(report.success, true);
    assert.equal(destination(report).ipAddress.ip, "7f000001");
    assert.deepEqual(queriesFor("localhost"), []);
  });
});

describe("an IPv6 literal", () => {
  for (const server of [MAPPED, `[${MAPPED}]`]) {
    test(`${server} is dialled`, async () => {
      const report = await callTo(server);
      assert.equal(report.success, true, report.error);
      assert.equal(destination(report).ip6Address.ip, "00000000000000000000ffff7f000001");
    });
  }
});

describe("a name that leads nowhere", () => {
  for (const [title, a, aaaa, why] of [
    ["does not exist", dnsAnswer(NXDOMAIN), dnsAnswer(NXDOMAIN), /the name does not exist/],
    ["has no address", dnsAnswer(NOERROR), dnsAnswer(NOERROR), /the name has no address/],
    [
      "has an alias without an address",
      dnsAnswer(NOERROR, [[RECORD.CNAME, "nowhere.example."]]),
      dnsAnswer(NOERROR, [[RECORD.CNAME, "nowhere.example."]]),
      /the name has no address/,
    ],
  ]) {
    test(`because it ${title} is not dialled`, async () => {
      const name = define(`${title.replaceAll(" ", "-")}.example`, a, aaaa);
      const report = await callTo(name);
      assert.deepEqual([report.outcome.stage, report.outcome.code], ["dns", "name-not-found"]);
      assert.match(report.error, new RegExp(`^${name} cannot be called: `));
      assert.match(report.error, why);
      assert.deepEqual([report.messages, report.trace, report.timing], [[], [], {}]);
      assert.equal(report.release, undefined);
      assert.equal(report.callIdentifier, undefined);
    });
  }
});

describe("a resolver that is no help", () => {
  /** The call must have been tried all the same, with the name left to the platform. */
  async function triedByName(name, why) {
    const report = await callTo(name);
    const [first] = report.warnings;
    assert.equal(first?.code, "name-not-resolved", JSON.stringify(report.outcome));
    assert.match(first.text, new RegExp(`^${name} could not be looked up \\(.*\\); dialling it by name$`));
    assert.match(first.text, why);
    // Nobody has this name, so TCP is as far as it can come.
    assert.equal(report.outcome.stage, "tcp");
    assert.notEqual(report.callIdentifier, undefined);
  }

  for (const [title, a, why] of [
    ["servfail", dnsAnswer(SERVFAIL), /the resolver answers with error 2/],
    ["empty", "", /./],
    ["page", "<!doctype html><title>Captive portal</title>", /./],
    ["shape", JSON.stringify({ Status: "0", Answer: 7 }), /./],
    ["array", "[]", /./],
    ["deep", "[".repeat(100_000), /./],
  ]) {
    test(`the answer is ${title}`, () => triedByName(define(`${title}.invalid`, a), why));
  }

  test("the answer is HTTP 500", () => {
    const name = "http500.invalid";
    resolver.names.set(name, (_, response) => {
      response.statusCode = 500;
      return dnsAnswer(NOERROR, [[RECORD.A, HOST]]);
    });
    return triedByName(name, /HTTP 500/);
  });

  test("the connection is broken off", () => {
    const name = "reset.invalid";
    resolver.names.set(name, (_, response) => void response.socket.destroy());
    return triedByName(name, /./);
  });

  test("no answer comes", () => {
    const name = "hang.invalid";
    resolver.names.set(name, () => {});
    return triedByName(name, /no answer in 3 s/);
  });

  test("the answer begins and does not end", () => {
    const name = "hang-in-body.invalid";
    resolver.names.set(name, (_, response) => void response.write('{"Status":0,"Answer":['));
    return triedByName(name, /no answer in 3 s/);
  });

  test("the address is none: another that is one is taken", async () => {
    const records = [[RECORD.A, "not an address"], [RECORD.A, ""], [RECORD.A, HOST]];
    const report = await callTo(define("odd.example", dnsAnswer(NOERROR, records)));
    assert.equal(report.success, true);
  });
});

describe("the deployed Worker", () => {
  for (const [address, kind] of [
    [HOST, "loopback"],
    ["10.1.2.3", "private"],
    ["100.64.0.1", "carrier-grade NAT"],
    [MAPPED, "loopback"],
  ]) {
    test(`does not dial a name that leads to ${address}`, async () => {
      const type = address.includes(":") ? RECORD.AAAA : RECORD.A;
      const records = [[type, address]];
      const name = `to-${address.replaceAll(/[.:]/g, "-")}.example`;
      define(name, dnsAnswer(NOERROR, type === RECORD.A ? records : []), dnsAnswer(NOERROR, records));
      const dialled = endpoint.calls.length;
      const refusal = await post(deployed, { server: name, port: endpoint.port });
      assert.equal(refusal.status, 403, refusal.text);
      checkHeaders(refusal);
      assert.equal(refusal.json.field, "server");
      assert.equal(refusal.json.outcome.stage, "blocked");
      assert.match(refusal.json.error, new RegExp(kind));
      // Who gave a name must be able to see where the address comes from.
      assert.match(refusal.json.error, new RegExp(name));
      assert.equal(endpoint.calls.length, dialled);
    });
  }
});
