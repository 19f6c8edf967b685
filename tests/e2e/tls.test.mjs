/** Calls over TLS (H.460.22) from the Worker: what it reads inside, what it shows, and how it fails. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, call, post } from "./api.mjs";
import { PASSWORD, USER, WELL, ras, register, startGatekeeper } from "./gatekeepers.mjs";

/** The beginning of a ServerHello of TLS 1.0 (RFC 2246 7.4.1.3), and two alerts (RFC 8446 6). */
const SERVER_HELLO_1_0 = Buffer.from("160301004a02000046030100", "hex");
const HANDSHAKE_FAILURE = Buffer.from("15030300020228", "hex");
const PROTOCOL_VERSION_1_1 = Buffer.from("15030200020246", "hex");

let worker;
const services = [];

before(async () => {
  worker = await startWorker();
});

after(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await worker?.stop();
});

async function endpoint(...args) {
  return answering("answer", ...args);
}

async function answering(scenario, ...args) {
  const peer = await startPeer({ scenario, args: ["--tls", "--pace", "0", ...args] });
  services.push(peer);
  return peer;
}

/** A server that does this once it has octets of a caller. */
async function server(onData) {
  const sockets = new Set();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => onData(socket));
  });
  listening.listen(0, HOST);
  await once(listening, "listening");
  const { port } = listening.address();
  services.push({
    async stop() {
      for (const socket of sockets) socket.destroy();
      listening.close();
      await once(listening, "close");
    },
  });
  return port;
}

const outcome = ({ outcome: { stage, code } }) => `${stage}/${code}`;
const codes = (list) => list.map(({ code }) => code);

describe("inspect", () => {
  test("places a call with H.245 in the tunnel, and shows session and certificate", async () => {
    const { port } = await endpoint();
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(outcome(report), "release/answered", report.error);
    assert.equal(report.h245.mode, "tunnelled");
    assert.equal(report.h245.overTls, undefined);
    const { tls, timing, trace } = report;
    assert.deepEqual([tls.mode, tls.name, tls.sni, tls.version], ["inspect", HOST, false, "TLS 1.3"]);
    assert.match(tls.cipherSuite, /^TLS_[A-Z0-9_]+$/);
    const [certificate, ...others] = tls.certificates;
    assert.equal(others.length, 0);
    assert.deepEqual([certificate.subject, certificate.issuer], ["CN=localhost", "CN=localhost"]);
    assert.deepEqual(certificate.names, ["localhost", HOST]);
    assert.deepEqual([certificate.key, certificate.signature], ["EC P-256", "ECDSA with SHA-256"]);
    assert.ok(new Date(certificate.notBefore) < new Date() && new Date() < new Date(certificate.notAfter));
    assert.deepEqual(codes(tls.objections), ["self-signed"]);
    assert.ok(timing.connected <= timing.tls && timing.tls <= timing.firstReply);
    assert.equal(trace[0].type, "SETUP", "the messages in plaintext");
  });

  test("places a call with H.245 on a connection of its own, over TLS too", async () => {
    const { port } = await endpoint("--h245", "separate");
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(outcome(report), "release/answered", report.error);
    assert.deepEqual([report.h245.mode, report.h245.overTls], ["separate", true]);
    assert.ok(!codes(report.warnings).includes("h245-not-secured"));
  });

  test("says what a strict caller objects to", async () => {
    const { port } = await endpoint("--certificate", "expired");
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(report.success, true, report.error);
    assert.deepEqual(codes(report.tls.objections), ["expired", "self-signed"]);
    assert.match(report.tls.objections[0].text, /^it expired on 20/);
  });

  test("reads the release of an endpoint that is busy", async () => {
    const { port } = await answering("busy");
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(outcome(report), "h225/busy");
    assert.equal(report.tls.version, "TLS 1.3");
  });
});

describe("verify", () => {
  test("refuses a self-signed certificate before Setup, and shows it", async () => {
    const { port } = await endpoint();
    const report = await call(worker, { port, tls: "verify" });
    assert.equal(outcome(report), "tls/certificate-refused");
    assert.match(report.outcome.text, /it is self-signed/);
    assert.equal(report.trace.length, 0);
    assert.equal(report.tls.certificates[0].subject, "CN=localhost");
    assert.equal(report.timing.tls, undefined);
  });

  test("is what an h323s: address asks for", async () => {
    const { port } = await endpoint();
    const report = await call(worker, { server: `h323s:room@${HOST}:${port}` });
    assert.equal(outcome(report), "tls/certificate-refused");
    const { status, json } = await post(worker, { server: `h323s:room@${HOST}`, tls: "off" });
    assert.equal(status, 400);
    assert.equal(json.field, "tls");
  });
});

describe("what is not TLS", () => {
  for (const [name, answer, code, text] of [
    ["a web server", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), "not-tls", /HTTP/],
    ["an endpoint without TLS that answers", Buffer.from([3, 0, 0, 4]), "not-tls", /H\.323 without TLS/],
    ["TLS 1.0", SERVER_HELLO_1_0, "tls-too-old", /only TLS 1\.0/],
    ["an alert of TLS 1.1", PROTOCOL_VERSION_1_1, "tls-too-old", /only TLS 1\.1/],
    ["an alert", HANDSHAKE_FAILURE, "tls-handshake-failed", /handshake_failure \(40\)/],
    ["nonsense", Buffer.alloc(5000, 0xff), "not-tls", /unknown protocol/],
    ["a message without end", Buffer.from("160303400002ffffff", "hex"), "tls-handshake-failed", /closed/],
  ]) {
    test(`${name} is told as that`, async () => {
      const port = await server((socket) => socket.end(answer));
      const report = await call(worker, { port, tls: "inspect" });
      assert.equal(outcome(report), `tls/${code}`);
      assert.match(report.outcome.text, text);
      assert.equal(report.trace.length, 0, "no Setup without TLS");
    });
  }

  test("a connection that closes in the handshake is told as that", async () => {
    const port = await server((socket) => socket.end());
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(outcome(report), "tls/tls-handshake-failed");
    assert.match(report.outcome.text, /closed the connection in the TLS handshake/);
    assert.deepEqual(report.tls.certificates, []);
  });

  test("a flood of records is ended", async () => {
    const record = Buffer.concat([Buffer.from("1603034000", "hex"), Buffer.alloc(0x4000)]);
    record.writeUInt32BE(0x0bffffff, 5);
    const port = await server((socket) => {
      const flood = () => {
        while (!socket.destroyed && socket.write(record));
      };
      socket.on("drain", flood);
      flood();
    });
    const report = await call(worker, { port, tls: "inspect" });
    assert.equal(outcome(report), "tls/tls-handshake-failed");
  });
});

test("a TLS port that is called without TLS is advised to be called with it", async () => {
  const { port } = await endpoint();
  const report = await call(worker, { port });
  assert.equal(outcome(report), "tpkt/not-h323");
  assert.match(report.outcome.advice[0], /call it with “TLS” \(`tls`\) on inspect/);
});

test("a port that takes the connection and says nothing is given up in the time for connecting", async () => {
  const port = await server(() => {});
  const report = await call(worker, { port, tls: "inspect" });
  assert.equal(outcome(report), "tls/tls-handshake-failed");
  assert.match(report.outcome.text, /did not finish the TLS handshake in time/);
  assert.equal(report.tls.mode, "inspect");
});

describe("a gatekeeper over TLS", () => {
  let gatekeeper;

  before(async () => {
    const peer = await startPeer({ args: ["--pace", "0"] });
    services.push(peer);
    const args = ["--tls", "--tls-port", "0", "--user", `${USER}:${PASSWORD}`, "--endpoint", `*=${HOST}:${peer.port}`];
    gatekeeper = await startGatekeeper({ args });
    services.push(gatekeeper);
  });

  const secure = () => ({ port: gatekeeper.tlsPort });

  test("registers, and shows its session and certificate", async () => {
    const report = await register(worker, secure(), { user: USER, password: PASSWORD }, { tls: "inspect" });
    assert.equal(outcome(report), "release/registered", report.error);
    assert.equal(report.registration.unregistered, true);
    assert.deepEqual([report.tls.mode, report.tls.version], ["inspect", "TLS 1.3"]);
    assert.deepEqual(codes(report.tls.objections), ["self-signed"]);
    assert.ok(report.timing.connected <= report.timing.tls && report.timing.tls <= report.timing.registered);
    assert.deepEqual(ras(report), WELL, "RAS in plaintext");
  });

  test("routes a call, with the proof of the password in each message", async () => {
    const fields = { tls: "inspect", gatekeeper: { alias: "1000", user: USER, password: PASSWORD, auth: "h235.1" } };
    const { json: report } = await post(worker, { server: HOST, ...secure(), ...fields });
    assert.equal(outcome(report), "release/answered", report.error);
    assert.equal(report.admission.routed, true);
    assert.equal(report.peer.address, `${HOST}:${gatekeeper.tlsPort}`);
    assert.equal(report.tls.version, "TLS 1.3");
    assert.ok(!JSON.stringify(report).includes(PASSWORD));
  });

  test("says that the password is wrong", async () => {
    const report = await register(worker, secure(), { user: USER, password: "wrong" }, { tls: "inspect" });
    assert.equal(outcome(report), "ras/password-wrong");
  });

  test("gets no registration from a caller that wants a good certificate", async () => {
    const report = await register(worker, secure(), {}, { tls: "verify" });
    assert.equal(outcome(report), "tls/certificate-refused");
    assert.deepEqual(report.trace, []);
    assert.equal(report.tls.certificates[0].subject, "CN=localhost");
  });

  test("is called with TLS, which a caller without is told", async () => {
    const report = await register(worker, secure());
    assert.equal(report.success, false);
    assert.match(report.outcome.advice.join(" ") + report.outcome.text, /TLS/);
  });
});
