/** Registrations without a call. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, checkHeaders, closedPort, eventually, request, warnings } from "./api.mjs";
import { startEndpoint } from "./endpoint.mjs";
import { PASSWORD, STREAM, USER, WELL, postRegister, ras, register, startGatekeeper } from "./gatekeepers.mjs";

let worker;
let open;
let guarded;

before(async () => {
  worker = await startWorker();
  open = await startGatekeeper({ args: ["--by-alias"] });
  guarded = await startGatekeeper({ args: ["--by-alias", "--user", `${USER}:${PASSWORD}`] });
});

after(() => Promise.all([worker, open, guarded].map((service) => service?.stop())));

const credentials = { user: USER, password: PASSWORD };

describe("a registration", { concurrency: true }, () => {
  test("says what was granted, and is ended", async () => {
    const report = await register(worker, open, { timeToLive: 120 });
    assert.deepEqual(ras(report), WELL);
    const { registered, unregistered, endpointIdentifier, gatekeeperIdentifier, timeToLive, aliases } =
      report.registration;
    assert.deepEqual([registered, unregistered, gatekeeperIdentifier], [true, true, "h323-peer"]);
    assert.equal(timeToLive, 120);
    assert.deepEqual(aliases, ["1000"]);
    assert.ok(endpointIdentifier.length > 0);
    const { connected, registered: at, ended } = report.timing;
    assert.ok(connected <= at && at <= ended);
    assert.equal(report.messagesReceived, 2);
    assert.deepEqual(report.warnings, []);
    assert.ok(report.trace.every(({ type, channel }) => type === "FACILITY" && channel === "callSignalling"));
  });

  test("as a gateway with prefixes and several aliases", async () => {
    const aliases = [
      { type: "h323-ID", value: "room 1" },
      { type: "dialedDigits", value: "4001" },
    ];
    const report = await register(worker, open, {
      alias: undefined,
      aliases,
      terminalType: "gateway",
      prefixes: ["9", "00"],
    });
    assert.equal(report.success, true, report.outcome.text);
    assert.deepEqual(report.registration.aliases, ["room 1", "4001"]);
  });

  for (const auth of ["auto", "h235.1", "md5", "cat"]) {
    test(`proves the password: ${auth}`, async () => {
      const report = await register(worker, guarded, { ...credentials, alias: `auth-${auth}`, auth });
      assert.equal(report.success, true, report.outcome.text);
      assert.equal(report.registration.unregistered, true);
    });
  }

  for (const [what, fields, code] of [
    ["another password", { user: USER, password: "another" }, "password-wrong"],
    ["another user", { user: "zoë", password: PASSWORD }, "password-wrong"],
    ["no password", {}, "registration-rejected"],
    ["no proof", { ...credentials, auth: "none" }, "password-wrong"],
  ]) {
    test(`${what}: ${code}`, async () => {
      const report = await register(worker, guarded, { alias: `with ${what}`, ...fields });
      assert.deepEqual([report.outcome.stage, report.outcome.code], ["ras", code], report.outcome.text);
      assert.equal(report.registration.registered, false);
      assert.match(report.outcome.text, /securityDenial/);
    });
  }

  for (const [scenario, code] of [
    ["wrong-proof", "gatekeeper-unproven"],
    ["no-proof", "gatekeeper-unproven"],
  ]) {
    test(`with a gatekeeper that cannot prove itself, ${scenario}: ${code}, and it is ended`, async () => {
      const report = await register(worker, guarded, { ...credentials, alias: scenario, auth: "h235.1" });
      assert.equal(report.outcome.code, code, report.outcome.text);
      assert.deepEqual(
        ras(report).filter((name) => name.startsWith(">")),
        ["> registrationRequest", "> unregistrationRequest"],
      );
    });
  }

  test("with a gatekeeper whose clock is apart: a warning", async () => {
    const report = await register(worker, guarded, { ...credentials, alias: "old-proof", auth: "h235.1" });
    assert.ok(warnings(report).includes("wrong-proof"), report.outcome.text);
    assert.equal(report.warnings[0].clause, "H.235.1 7.2");
  });

  for (const [scenario, code, fields = {}] of [
    ["silent", "gatekeeper-silent"],
    ["registration-silent", "gatekeeper-silent"],
    ["in-progress-for-ever", "gatekeeper-silent"],
    ["registration-in-progress", "registered"],
    ["not-understood", "h46017-not-supported"],
    ["close-at-once", "h46017-not-supported"],
    ["garbage", "gatekeeper-silent"],
    ["unregisters-for-maintenance", "unregistered", { staySeconds: 10 }],
    ["unregisters", "unregistered", { staySeconds: 4 }],
    ["short-time-to-live", "registered", { staySeconds: 7 }],
    ["keep-alive-full", "registered", { staySeconds: 1 }],
    ["new-identifier", "registered", { staySeconds: 1 }],
    ["asks-for-information", "registered", { staySeconds: 1 }],
    ["forgets", "registered", { staySeconds: 4 }],
    ["unregistration-silent", "registered"],
    ["unregistration-reject", "registered"],
    ["answer-twice", "registered"],
    ["old-answer-first", "registered"],
    ["wrong-number-first", "registered"],
    ["alternate-gatekeeper", "registered"],
    ["moved", "registration-rejected"],
  ]) {
    test(`${scenario}: ${code}`, async () => {
      const report = await register(worker, open, { alias: scenario }, fields);
      assert.equal(report.outcome.code, code, report.outcome.text);
    });
  }

  test("whose end is not confirmed says so", async () => {
    const silent = await startGatekeeper({ scenario: "unregistration-silent" });
    try {
      const report = await register(worker, silent);
      assert.equal(report.registration.unregistered, false);
      assert.ok(warnings(report).includes("ras-unanswered"));
      assert.match(report.outcome.text, /did not confirm the end/);
    } finally {
      await silent.stop();
    }
  });

  for (const reason of [
    ..."discoveryRequired invalidRevision invalidCallSignalAddress invalidRASAddress duplicateAlias".split(" "),
    ..."invalidTerminalType undefinedReason transportNotSupported transportQOSNotSupported".split(" "),
    ..."resourceUnavailable invalidAlias fullRegistrationRequired additiveRegistrationNotSupported".split(" "),
    ..."invalidTerminalAliases genericDataReason neededFeatureNotSupported registerWithAssignedGK".split(" "),
  ]) {
    test(`rejected, ${reason}: its words and advice`, async () => {
      const report = await register(worker, open, { alias: `registration-${reason}` });
      const { stage, code, text } = report.outcome;
      assert.deepEqual([stage, code], ["ras", "registration-rejected"]);
      assert.match(text, /^The gatekeeper rejects the registration: .+ \(/);
      assert.ok(text.includes(reason), text);
    });
  }

  test("with a port on which nothing listens", async () => {
    const report = await register(worker, { port: await closedPort() });
    assert.deepEqual([report.outcome.stage, report.outcome.code], ["tcp", "connect-failed"]);
  });

  test("with an endpoint instead of a gatekeeper", async () => {
    const endpoint = await startEndpoint(() => {});
    try {
      const report = await register(worker, endpoint);
      assert.equal(report.outcome.code, "gatekeeper-silent");
      // It may have registered us: it is told that we leave.
      const [call] = endpoint.calls;
      assert.deepEqual(
        call.messages.map(({ type, reference }) => [type, reference]),
        [
          [0x62, 0],
          [0x62, 0],
        ],
      );
    } finally {
      await endpoint.stop();
    }
  });

  test("goes out line by line", async () => {
    const body = { server: HOST, port: open.port, gatekeeper: { alias: "streamed" } };
    const { lines, headers } = await postRegister(worker, body, { headers: { Accept: STREAM } });
    assert.match(headers.get("content-type"), /ndjson/);
    const types = lines.map(({ type }) => type);
    assert.deepEqual(types, [
      "register_start",
      "message",
      "message",
      "registration",
      "message",
      "message",
      "register_end",
    ]);
    const last = lines.at(-1).data;
    assert.equal(last.success, true);
    assert.deepEqual(
      lines.filter(({ type }) => type === "message").map(({ data }) => data),
      last.trace,
    );
  });
});

describe("a client that goes away leaves no registration", { concurrency: true }, () => {
  for (const [alias, seen] of [
    ["stays-4711", "RCF"],
    ["registration-in-progress", "RRQ"],
  ]) {
    test(`behind ${seen}`, async () => {
      const gatekeeper = await startGatekeeper({ args: ["--by-alias"] });
      try {
        const client = new AbortController();
        const body = { server: HOST, port: gatekeeper.port, gatekeeper: { alias }, staySeconds: 60 };
        const answer = postRegister(worker, body, { signal: client.signal });
        const outcome = assert.rejects(answer, { name: "AbortError" });
        await eventually(() => gatekeeper.output().includes(` ${seen} `), `${seen} is there`);
        client.abort();
        await outcome;
        await eventually(() => / UCF /.test(gatekeeper.output()), "the registration is ended");
        assert.equal(gatekeeper.output().match(/-> RRQ /g).length, 1);
      } finally {
        await gatekeeper.stop();
      }
    });
  }
});

describe("a request is guarded as one for a call is", () => {
  let deployed;
  let limited;

  before(async () => {
    deployed = await startWorker({ allowPrivate: false, vars: { API_TOKEN: "token-of-this-test" } });
    limited = await startWorker({ rateLimited: true });
  });

  after(() => Promise.all([deployed?.stop(), limited?.stop()]));

  const body = { server: "127.0.0.1", gatekeeper: { alias: "1000", password: PASSWORD } };
  const bearer = { Authorization: "Bearer token-of-this-test" };

  for (const [what, status, options] of [
    ["without the token", 401, {}],
    ["of the page of another site", 403, { headers: { ...bearer, Origin: "https://elsewhere.example" } }],
    ["that is not JSON", 415, { headers: { ...bearer, "Content-Type": "text/plain" } }],
    ["to a private address", 403, { headers: bearer }],
  ]) {
    test(`${what}: ${status}`, async () => {
      const answer = await postRegister(deployed, body, options);
      assert.equal(answer.status, status, answer.text);
      checkHeaders(answer);
      assert.ok(!answer.text.includes(PASSWORD));
    });
  }

  test("that is too long, or not understood", async () => {
    const long = await postRegister(deployed, " ".repeat(16 * 1024 + 1), { headers: bearer });
    assert.equal(long.status, 413);
    for (const [wrong, field] of [
      [{ ...body, calledNumber: "2000" }, "calledNumber"],
      [{ ...body, gatekeeper: { password: PASSWORD } }, "gatekeeper.alias"],
      [{ ...body, gatekeeper: { alias: "1", password: [PASSWORD] } }, "gatekeeper.password"],
      [{ ...body, gatekeeper: { alias: "1", passwort: PASSWORD } }, "gatekeeper.passwort"],
    ]) {
      const answer = await postRegister(deployed, wrong, { headers: bearer });
      assert.deepEqual([answer.status, answer.json.field], [400, field]);
      assert.ok(!answer.text.includes(PASSWORD), answer.text);
    }
    const method = await request(deployed, "/api/h323/register");
    assert.equal(method.status, 405);
    assert.equal(method.headers.get("allow"), "POST");
  });

  test("counts as a call: one at a time with a gatekeeper", async () => {
    const address = "127.1.2.1";
    const gatekeeper = await startGatekeeper({ args: ["--address", address] });
    const ask = (client, fields) =>
      postRegister(
        limited,
        { server: address, port: gatekeeper.port, gatekeeper: { alias: client }, ...fields },
        { headers: { "CF-Connecting-IP": client } },
      );
    try {
      const first = ask("198.51.100.1", { staySeconds: 3 });
      await eventually(() => gatekeeper.output().includes(" RCF "), "the first is registered");
      const second = await ask("198.51.100.2", {});
      assert.equal(second.status, 429, second.text);
      assert.match(second.json.error, /^Another call to 127\.1\.2\.1 is up/);
      assert.equal((await first).json.success, true);
      assert.equal(gatekeeper.output().match(/-> RRQ /g).length, 1);
      assert.equal((await ask("198.51.100.3", {})).json.success, true);
    } finally {
      await gatekeeper.stop();
    }
  });

  test("counts as a call of its client", async () => {
    const gatekeeper = await startGatekeeper({ args: ["--address", "127.1.2.2"] });
    try {
      const statuses = [];
      for (let index = 0; index < 60 && statuses.at(-1) !== 429; index += 1) {
        const answer = await postRegister(
          limited,
          // A port of mail is refused behind the limit, and needs no gatekeeper.
          { server: "127.1.2.2", port: 25, gatekeeper: { alias: "1000" } },
          { headers: { "CF-Connecting-IP": "198.51.100.77" } },
        );
        statuses.push(answer.status);
      }
      assert.equal(statuses.at(-1), 429, statuses.join());
    } finally {
      await gatekeeper.stop();
    }
  });
});
