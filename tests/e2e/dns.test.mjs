/** Names: how they are looked up, what is dialled, and what happens when no resolver is of any help. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, call, checkHeaders, entries, post } from "./api.mjs";
import { answer, startEndpoint } from "./endpoint.mjs";
import { NOERROR, NXDOMAIN, RECORD, REFUSED, SERVFAIL, dnsAnswer, startResolver } from "./resolver.mjs";

/** Has an IPv4 address inside, so an endpoint on 127.0.0.1 answers to it. */
const MAPPED = "::ffff:127.0.0.1";

let resolver;
let second;
let endpoint;
let worker;
let deployed;

before(async () => {
  resolver = await startResolver();
  // It is no help, unless a test says otherwise.
  second = await startResolver(SERVFAIL);
  endpoint = await startEndpoint(answer);
  const vars = { DNS_OVER_HTTPS: `${resolver.url} ${second.url}` };
  worker = await startWorker({ vars });
  deployed = await startWorker({ vars, allowPrivate: false });
});

after(() => Promise.all([worker, deployed, endpoint, resolver, second].map((service) => service?.stop())));

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
    const name = define("plain.example.com", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    const report = await callTo(name);
    assert.equal(report.success, true);
    assert.deepEqual(destination(report), { ipAddress: { ip: "7f000001", port: endpoint.port } });
    assert.equal(report.peer.address, `${HOST}:${endpoint.port}`);
    assert.deepEqual(queriesFor(name), [{ name, type: "A", accept: "application/dns-json" }]);
  });

  test("is looked up once: the answer is kept", async () => {
    const name = define("kept.example.com", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    assert.equal((await callTo(name)).success, true);
    define(name, dnsAnswer(NXDOMAIN));
    const second = await callTo(name);
    assert.equal(second.success, true);
    assert.equal(destination(second).ipAddress.ip, "7f000001");
    assert.equal(queriesFor(name).length, 1);
  });

  test("is looked up again if the answer is not to be kept", async () => {
    const name = define("fleeting.example.com", dnsAnswer(NOERROR, [[RECORD.A, HOST, 0]]));
    assert.equal((await callTo(name)).success, true);
    define(name, dnsAnswer(NXDOMAIN));
    assert.equal((await callTo(name)).outcome.code, "name-not-found");
    assert.equal(queriesFor(name).length, 2);
  });

  test("is the same name in capitals and with the final dot", async () => {
    const name = define("case.example.com", dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    assert.equal((await callTo("CASE.Example.COM.")).success, true);
    assert.equal((await callTo(name)).success, true);
    assert.equal(queriesFor(name).length, 1);
  });

  test("may do so by way of other names", async () => {
    const chain = [
      [RECORD.CNAME, "gw.carrier.example.com."],
      [RECORD.CNAME, "pop1.carrier.example.com."],
      [RECORD.A, HOST],
    ];
    const report = await callTo(define("alias.example.com", dnsAnswer(NOERROR, chain)));
    assert.equal(report.success, true);
    assert.equal(destination(report).ipAddress.ip, "7f000001");
  });

  test("may have several addresses: the first is dialled", async () => {
    const name = define(
      "several.example.com",
      dnsAnswer(NOERROR, [
        [RECORD.A, HOST],
        [RECORD.A, "127.0.0.2"],
      ]),
    );
    assert.equal(destination(await callTo(name)).ipAddress.ip, "7f000001");
  });

  test("may have an IPv6 address only", async () => {
    const name = define("six.example.com", dnsAnswer(NOERROR), dnsAnswer(NOERROR, [[RECORD.AAAA, "::1"]]));
    const six = await startEndpoint(answer, "::1");
    try {
      const report = await call(worker, { server: name, port: six.port });
      assert.equal(report.success, true, report.error);
      assert.deepEqual(destination(report), {
        ip6Address: { ip: "00000000000000000000000000000001", port: six.port },
      });
      assert.equal(report.peer.address, `[::1]:${six.port}`);
    } finally {
      await six.stop();
    }
    assert.deepEqual(
      queriesFor(name).map(({ type }) => type),
      ["A", "AAAA"],
    );
  });

  test("may have an IPv6 address that stands for an IPv4 one: that is dialled", async () => {
    const records = [[RECORD.AAAA, MAPPED]];
    const name = define("mapped.example.com", dnsAnswer(NOERROR), dnsAnswer(NOERROR, records));
    const report = await callTo(name);
    assert.equal(report.success, true, report.error);
    assert.deepEqual(destination(report), { ipAddress: { ip: "7f000001", port: endpoint.port } });
  });

  for (const ttl of [-1, 1e30, 1.5, null, "300"]) {
    test(`may have ${JSON.stringify(ttl)} for its time to live`, async () => {
      const record = { name: "x", type: RECORD.A, TTL: ttl, data: HOST };
      const name = define(
        `ttl-${String(ttl).replaceAll(/\W/g, "-")}.example.com`,
        JSON.stringify({ Status: NOERROR, Answer: [record] }),
      );
      assert.equal((await callTo(name)).success, true);
    });
  }

  test("localhost is not looked up", async () => {
    const report = await callTo("localhost");
    assert.equal(report.success, true);
    assert.equal(destination(report).ipAddress.ip, "7f000001");
    assert.deepEqual(queriesFor("localhost"), []);
  });
});

describe("an IPv6 literal that stands for an IPv4 address", () => {
  for (const server of [MAPPED, `[${MAPPED}]`]) {
    test(`is dialled as that: ${server}`, async () => {
      const report = await callTo(server);
      assert.equal(report.success, true, report.error);
      assert.equal(destination(report).ipAddress.ip, "7f000001");
    });
  }
});

describe("a name that leads nowhere", () => {
  for (const [title, a, aaaa, why] of [
    ["does not exist", dnsAnswer(NXDOMAIN), dnsAnswer(NXDOMAIN), /the name does not exist/],
    ["has no address", dnsAnswer(NOERROR), dnsAnswer(NOERROR), /the name has no address/],
    [
      "has an alias without an address",
      dnsAnswer(NOERROR, [[RECORD.CNAME, "nowhere.example.com."]]),
      dnsAnswer(NOERROR, [[RECORD.CNAME, "nowhere.example.com."]]),
      /the name has no address/,
    ],
  ]) {
    test(`because it ${title} is not dialled`, async () => {
      const name = define(`${title.replaceAll(" ", "-")}.example.com`, a, aaaa);
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

/** How a resolver can be of no help, each with a name of its own, and what is said of it. */
const NO_HELP = [
  ["servfail", () => dnsAnswer(SERVFAIL), /the resolver answers with error 2/],
  ["refused", () => dnsAnswer(REFUSED), /the resolver answers with error 5/],
  ["empty", () => "", /cannot be read/],
  ["page", () => "<!doctype html><title>Captive portal</title>", /cannot be read/],
  ["shape", () => JSON.stringify({ Status: "0", Answer: 7 }), /cannot be read/],
  ["array", () => "[]", /cannot be read/],
  ["deep", () => "[".repeat(60_000), /cannot be read/],
  ["long", () => `{"Status":0,"Comment":"${"x".repeat(65_536)}"}`, /too long/],
  ["endless", () => `{"Status":0,"Comment":"${"x".repeat(1_000_000)}"}`, /too long/],
  [
    "http500",
    (_, response) => {
      response.statusCode = 500;
      return dnsAnswer(NOERROR, [[RECORD.A, HOST]]);
    },
    /HTTP 500/,
  ],
  [
    "redirect",
    (_, response) => {
      response.writeHead(302, { Location: `${resolver.url}?name=plain.example.com&type=A` });
      response.end();
    },
    /HTTP 302/,
  ],
  ["reset", (_, response) => void response.socket.destroy(), /./],
  ["hang", () => {}, /no answer in 3 s/],
  ["hang-in-body", (_, response) => void response.write('{"Status":0,"Answer":['), /no answer in 3 s/],
];

describe("a resolver that is no help", { concurrency: true }, () => {
  for (const [title, reply, why] of NO_HELP) {
    test(`${title}: the next one is asked`, async () => {
      const name = `${title}-first.example.com`;
      resolver.names.set(name, reply);
      second.names.set(name, (type) => dnsAnswer(NOERROR, type === "A" ? [[RECORD.A, HOST]] : []));
      const report = await callTo(name);
      assert.equal(report.success, true, report.error);
      assert.equal(second.queries.filter((query) => query.name === name).length, 1);
    });

    test(`${title}: without another one, nothing is dialled`, async () => {
      const name = `${title}.example.com`;
      resolver.names.set(name, reply);
      for (const here of [worker, deployed]) {
        const report = await call(here, { server: name, port: endpoint.port });
        assert.deepEqual([report.outcome.stage, report.outcome.code], ["dns", "lookup-failed"], report.error);
        assert.match(report.error, new RegExp(`^The address of ${name} could not be looked up: `));
        assert.match(report.error, why);
        assert.match(report.error, /; the resolver answers with error 2\.$/);
        assert.deepEqual([report.messages, report.warnings, report.trace, report.timing], [[], [], [], {}]);
        assert.equal(report.callIdentifier, undefined);
        assert.ok(report.outcome.advice.length > 0);
      }
    });
  }

  test("that fails for IPv6 only, of a name without IPv4, is no help either", async () => {
    const name = define("half.example.com", dnsAnswer(NOERROR), dnsAnswer(SERVFAIL));
    assert.equal((await callTo(name)).outcome.code, "lookup-failed");
  });
});

describe("the resolver's word", () => {
  test("that a name does not exist is not put to another", async () => {
    const name = define("denied.example.com", dnsAnswer(NXDOMAIN));
    second.names.set(name, () => dnsAnswer(NOERROR, [[RECORD.A, HOST]]));
    assert.equal((await callTo(name)).outcome.code, "name-not-found");
    assert.deepEqual(
      second.queries.filter((query) => query.name === name),
      [],
    );
  });

  test("the address is none: another that is one is taken", async () => {
    const records = [
      [RECORD.A, "not an address"],
      [RECORD.A, ""],
      [RECORD.A, HOST],
    ];
    const report = await callTo(define("odd.example.com", dnsAnswer(NOERROR, records)));
    assert.equal(report.success, true);
  });
});

describe("an answer of many octets", () => {
  for (const [octets, read] of [
    [65_535, true],
    [65_536, true],
    [65_537, false],
  ]) {
    test(`${octets}`, async () => {
      const records = dnsAnswer(NOERROR, [[RECORD.A, HOST]]);
      const report = await callTo(define(`octets-${octets}.example.com`, records.padEnd(octets)));
      assert.equal(report.success, read, report.error);
      assert.equal(report.outcome.code === "lookup-failed", !read);
    });
  }
});

describe("of very many records", () => {
  const many = (count) => [...Array.from({ length: count }, () => [RECORD.A, "no address"]), [RECORD.A, HOST]];

  test("64 are looked at", async () => {
    const report = await callTo(define("many.example.com", dnsAnswer(NOERROR, many(63))));
    assert.equal(report.success, true, report.error);
  });

  test("one more is not", async () => {
    const report = await callTo(define("too-many.example.com", dnsAnswer(NOERROR, many(64))));
    assert.equal(report.outcome.code, "name-not-found");
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
      const name = `to-${address.replaceAll(/[.:]/g, "-")}.example.com`;
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
