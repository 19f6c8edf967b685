/** SRV records: where a call to a domain goes (H.323 Annex O), and what the report says of it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, call, closedPort, post } from "./api.mjs";
import { answer, startEndpoint } from "./endpoint.mjs";
import { register, startGatekeeper } from "./gatekeepers.mjs";
import { NOERROR, RECORD, SERVFAIL, dnsAnswer, startResolver } from "./resolver.mjs";

let resolver;
let endpoint;
let closing;
let gatekeeper;
let worker;
let deployed;

before(async () => {
  resolver = await startResolver();
  endpoint = await startEndpoint(answer);
  closing = await startEndpoint(({ socket }) => socket.destroy());
  gatekeeper = await startGatekeeper();
  const vars = { DNS_OVER_HTTPS: resolver.url };
  worker = await startWorker({ vars });
  deployed = await startWorker({ vars, allowPrivate: false });
});

after(() => Promise.all([worker, deployed, endpoint, closing, gatekeeper, resolver].map((service) => service?.stop())));

/** A name with an IPv4 address. */
function host(name, address = HOST) {
  const [a, none] = [dnsAnswer(NOERROR, [[RECORD.A, address]]), dnsAnswer(NOERROR)];
  resolver.names.set(name, (type) => (type === "A" ? a : none));
  return name;
}

/** A domain with SRV records for a service. */
function domain(name, records, service = "_h323cs._tcp") {
  const rows = records.map((data) => [RECORD.SRV, data]);
  resolver.names.set(`${service}.${name}`, () => dnsAnswer(NOERROR, rows));
  return name;
}

const servers = (report) => report.services.find(({ service }) => service === "_h323cs._tcp").servers;

describe("a domain with SRV records", () => {
  test("is called at the preferred server, and every record is shown", async () => {
    const [first, second] = [host("mcu.one.example.com"), host("old.one.example.com")];
    const records = [`20 0 ${endpoint.port} ${second}.`, `10 5 ${endpoint.port} ${first}.`];
    domain("one.example.com", records);
    domain("one.example.com", ["1 1 1719 gk.one.example.com."], "_h323ls._udp");
    const report = await call(worker, { server: "room@one.example.com" });
    assert.equal(report.success, true, report.error);
    assert.equal(report.peer.address, `${HOST}:${endpoint.port}`);
    assert.deepEqual(report.services, [
      {
        service: "_h323cs._tcp",
        name: "_h323cs._tcp.one.example.com",
        servers: [
          {
            priority: 10,
            weight: 5,
            port: endpoint.port,
            target: first,
            addresses: [`${HOST}:${endpoint.port}`],
            called: true,
          },
          { priority: 20, weight: 0, port: endpoint.port, target: second },
        ],
      },
      {
        service: "_h323ls._udp",
        name: "_h323ls._udp.one.example.com",
        servers: [{ priority: 1, weight: 1, port: 1719, target: "gk.one.example.com" }],
      },
      { service: "_h323rs._udp", name: "_h323rs._udp.one.example.com", servers: [] },
    ]);
  });

  test("is called at the next server if the first has no address", async () => {
    const second = host("b.two.example.com");
    domain("two.example.com", [`1 1 ${endpoint.port} a.two.example.com.`, `2 1 ${endpoint.port} ${second}.`]);
    const report = await call(worker, { server: "h323:room@two.example.com" });
    assert.equal(report.success, true, report.error);
    const [missing, called] = servers(report);
    assert.match(missing.error, /^a\.two\.example\.com cannot be called: the name does not exist/);
    assert.equal(called.called, true);
  });

  test("is called at the next server if the first takes no connection", async () => {
    const [dead, alive] = [host("a.down.example.com"), host("b.down.example.com")];
    const closed = await closedPort();
    domain("down.example.com", [`1 1 ${closed} ${dead}.`, `2 1 ${endpoint.port} ${alive}.`]);
    const report = await call(worker, { server: "room@down.example.com" });
    assert.equal(report.success, true, report.error);
    assert.equal(report.peer.address, `${HOST}:${endpoint.port}`);
    const [first, second] = servers(report);
    assert.deepEqual([first.called, first.addresses], [true, [`${HOST}:${closed}`]]);
    assert.match(first.error, /refused|could not be opened/i);
    assert.deepEqual([second.called, second.error], [true, undefined]);
    assert.ok(
      report.trace.every(({ hop }) => hop === undefined),
      "another server is no redirect",
    );
  });

  test("is called at three servers at most, and the last one counts", async () => {
    const port = await closedPort();
    const names = ["a", "b", "c", "d"].map((name) => host(`${name}.dead.example.com`));
    domain(
      "dead.example.com",
      names.map((name, nth) => `${nth} 1 ${port} ${name}.`),
    );
    const asked = resolver.queries.length;
    const report = await call(worker, { server: "room@dead.example.com" });
    assert.deepEqual([report.outcome.stage, report.outcome.code], ["tcp", "connect-failed"]);
    assert.deepEqual(
      servers(report).map(({ called, error }) => [called, error !== undefined]),
      [
        [true, true],
        [true, true],
        [true, false],
        [undefined, false],
      ],
    );
    assert.ok(!resolver.queries.slice(asked).some(({ name }) => name === names[3]), "the fourth is not looked up");
  });

  test("is not called elsewhere once a server has answered", async () => {
    const [first, second] = [host("a.up.example.com"), host("b.up.example.com")];
    domain("up.example.com", [`1 1 ${closing.port} ${first}.`, `2 1 ${endpoint.port} ${second}.`]);
    const report = await call(worker, { server: "room@up.example.com" });
    assert.equal(report.success, false);
    assert.equal(servers(report)[1].called, undefined);
  });

  test("takes a registration at the next gatekeeper if the first is not there", async () => {
    const [dead, alive] = [host("a.gk.example.com"), host("b.gk.example.com")];
    domain("gk.example.com", [`1 1 ${await closedPort()} ${dead}.`, `2 1 ${gatekeeper.port} ${alive}.`]);
    const report = await register(worker, {}, {}, { server: "h323:gk.example.com" });
    assert.equal(report.outcome.code, "registered", report.error);
    assert.deepEqual(
      servers(report).map(({ error }) => error !== undefined),
      [true, false],
    );
  });

  test("that takes no calls is not called at its address", async () => {
    host(domain("closed.example.com", ["0 0 0 ."]));
    const report = await call(worker, { server: "room@closed.example.com" });
    assert.deepEqual([report.outcome.stage, report.outcome.code], ["dns", "service-not-offered"]);
    assert.deepEqual(servers(report), [{ priority: 0, weight: 0, port: 0, target: "." }]);
  });

  test("whose records name no host is not called, and nothing of them is looked up", async () => {
    domain("odd.example.com", [`1 1 ${endpoint.port} a&name=b.example.com.`]);
    const report = await call(worker, { server: "room@odd.example.com" });
    assert.equal(report.outcome.code, "name-not-found");
    assert.ok(!resolver.queries.some(({ name }) => name.startsWith("a") && name.includes("b.example.com")));
  });
});

describe("the address of the domain itself is called", () => {
  test("if it has no SRV records", async () => {
    const report = await call(worker, { server: `room@${host("plain.example.com", "127.0.0.9")}` });
    assert.equal(report.outcome.stage, "tcp", "nobody listens on 1720 there");
    assert.deepEqual(
      report.services.map((service) => service.servers),
      [[], [], []],
    );
  });

  test("if they cannot be looked up, which is said", async () => {
    const name = host("broken.example.com", "127.0.0.9");
    resolver.names.set(`_h323cs._tcp.${name}`, () => dnsAnswer(SERVFAIL));
    const report = await call(worker, { server: `room@${name}` });
    assert.equal(report.outcome.stage, "tcp");
    assert.match(report.services[0].error, /error 2/);
  });

  test("with a port, without a user, and with srv off: then nothing is looked up", async () => {
    const name = host("off.example.com", "127.0.0.9");
    domain(name, [`1 1 ${endpoint.port} ${host("never.example.com")}.`]);
    const port = await closedPort();
    for (const request of [
      { server: `room@${name}:${port}` },
      { server: `room@${name}`, port },
      { server: `room@${name}`, srv: "off" },
      { server: name },
    ]) {
      const report = await call(worker, request);
      assert.equal(report.outcome.stage, "tcp", JSON.stringify(request));
      assert.equal(report.services, undefined);
    }
    assert.ok(!resolver.queries.some((query) => query.name.endsWith(`._tcp.${name}`)));
  });
});

describe("the deployed Worker", () => {
  test("obeys the rules for each server", async () => {
    const inside = host("inside.three.example.com", "10.1.2.3");
    domain("three.example.com", [`1 1 22 ${inside}.`, `2 1 1720 ${inside}.`, "3 1 1720 gw.local."]);
    const { status, json } = await post(deployed, { server: "room@three.example.com" });
    assert.equal(status, 403);
    assert.match(json.error, /^Port 22 cannot be called/);
  });

  test("looks nothing up for a name of a private network", async () => {
    const { status } = await post(deployed, { server: "room@printer.local" });
    assert.equal(status, 403);
    assert.ok(!resolver.queries.some(({ name }) => name.endsWith("printer.local")));
  });
});
