/** Calls behind a gatekeeper. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, checkHeaders, entries, eventually, post, warnings } from "./api.mjs";
import { TYPE, answer as pickUp, message, startEndpoint } from "./endpoint.mjs";
import { PASSWORD, STREAM, USER, postRegister, ras, startGatekeeper, startRewriting } from "./gatekeepers.mjs";
import { valuesOf } from "../support/schema.mjs";

let worker;
let peer;
let routing;
let direct;

before(async () => {
  worker = await startWorker();
  peer = await startPeer({ args: ["--pace", "0"] });
  const all = ["--by-alias", "--endpoint", `*=${HOST}:${peer.port}`];
  routing = await startGatekeeper({ args: all });
  direct = await startGatekeeper({ args: [...all, "--call-model", "direct"] });
});

after(() => Promise.all([worker, peer, routing, direct].map((service) => service?.stop())));

/** A call through a gatekeeper, which the Worker has to try; the gatekeeper chooses by the number. */
async function callBehind({ port }, fields = {}, gatekeeper = {}) {
  const answer = await post(worker, { server: HOST, port, callingNumber: "1000", ...fields, gatekeeper });
  assert.equal(answer.status, 200, answer.text);
  checkHeaders(answer);
  return answer.json;
}

const outcome = ({ outcome: { stage, code } }) => `${stage}/${code}`;

const BEFORE = ["> registrationRequest", "< registrationConfirm", "> admissionRequest", "< admissionConfirm"];
const BEHIND = ["> disengageRequest", "< disengageConfirm", "> unregistrationRequest", "< unregistrationConfirm"];

/** Setup as it was sent. */
function setupOf(report) {
  const [setup] = entries(report, "sent", "SETUP");
  return setup.decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup;
}

describe("a call", { concurrency: true }, () => {
  test("that the gatekeeper routes stays on its connection", async () => {
    const report = await callBehind(routing, { calledNumber: "5001" }, { alias: "1001" });
    assert.equal(outcome(report), "release/answered", report.outcome.text);
    assert.deepEqual(ras(report), [...BEFORE, ...BEHIND]);
    const { registration, admission, timing } = report;
    assert.deepEqual([registration.registered, registration.unregistered], [true, true]);
    assert.equal(admission.routed, true);
    assert.equal(report.peer.address, `${HOST}:${routing.port}`);
    assert.ok(timing.connected <= timing.registered && timing.registered <= timing.admitted);
    assert.ok(timing.admitted <= timing.connect);
    assert.equal(setupOf(report).endpointIdentifier, registration.endpointIdentifier);
    assert.equal(report.messagesReceived, report.trace.filter(({ direction }) => direction === "received").length);
    assert.deepEqual(report.warnings, []);
  });

  test("that the gatekeeper lets go goes to the address in its answer", async () => {
    const report = await callBehind(direct, { calledNumber: "5002" }, { alias: "1002" });
    assert.equal(outcome(report), "release/answered", report.outcome.text);
    assert.deepEqual(ras(report), [...BEFORE, ...BEHIND]);
    assert.deepEqual(report.admission.routed, false);
    assert.equal(report.admission.destination, `${HOST}:${peer.port}`);
    assert.equal(report.peer.address, `${HOST}:${peer.port}`);
  });

  test("without the field has no registration, and a Setup as ever", async () => {
    const answer = await post(worker, { server: HOST, port: peer.port });
    const { registration, admission, timing } = answer.json;
    assert.deepEqual([registration, admission, timing.registered, timing.admitted], Array(4).fill(undefined));
    assert.equal(setupOf(answer.json).endpointIdentifier, undefined);
  });

  test("with H.245 on a connection of its own, through the gatekeeper", async () => {
    const separate = await startPeer({ scenario: "h245-separate", args: ["--pace", "0"] });
    const gatekeeper = await startGatekeeper({ args: ["--endpoint", `*=${HOST}:${separate.port}`] });
    try {
      const report = await callBehind(gatekeeper, { calledNumber: "5003" });
      assert.equal(outcome(report), "release/answered", report.outcome.text);
      assert.equal(report.h245.mode, "separate");
    } finally {
      await Promise.all([separate.stop(), gatekeeper.stop()]);
    }
  });

  for (const auth of ["auto", "h235.1", "md5", "cat"]) {
    test(`with a password, ${auth}`, async () => {
      const guarded = await startGatekeeper({
        args: ["--user", `${USER}:${PASSWORD}`, "--strict", "--endpoint", `*=${HOST}:${peer.port}`],
      });
      try {
        const gatekeeper = { alias: "1004", user: USER, password: PASSWORD, auth };
        const report = await callBehind(guarded, { calledNumber: "5004" }, gatekeeper);
        assert.equal(outcome(report), "release/answered", report.outcome.text);
        assert.equal(report.registration.unregistered, true);
      } finally {
        await guarded.stop();
      }
    });
  }

  for (const [scenario, expected] of [
    ["admission-silent", "ras/gatekeeper-silent"],
    ["admission-in-progress", "release/answered"],
    ["close-after-registration", "tcp/connection-lost"],
    ["registration-duplicateAlias", "ras/registration-rejected"],
    ["disengage-silent", "release/answered"],
    ["disengage-reject", "release/answered"],
    ["less-bandwidth", "release/answered"],
  ]) {
    test(`${scenario}: ${expected}`, async () => {
      const report = await callBehind(routing, { calledNumber: "5005" }, { alias: scenario });
      assert.equal(outcome(report), expected, report.outcome.text);
      assert.equal(entries(report, "sent", "SETUP").length, report.success ? 1 : 0);
      assert.equal(warnings(report).includes("ras-unanswered"), scenario === "disengage-silent");
      assert.equal(warnings(report).includes("ras-rejected"), scenario === "disengage-reject");
    });
  }

  for (const reason of [
    ..."calledPartyNotRegistered invalidPermission requestDenied undefinedReason callerNotRegistered".split(" "),
    ..."routeCallToGatekeeper invalidEndpointIdentifier resourceUnavailable securityDenial".split(" "),
    ..."qosControlNotSupported incompleteAddress aliasesInconsistent routeCallToSCN exceedsCallCapacity".split(" "),
    ..."collectDestination collectPIN genericDataReason neededFeatureNotSupported securityError".split(" "),
    ..."securityDHmismatch noRouteToDestination unallocatedNumber registerWithAssignedGK".split(" "),
  ]) {
    test(`that is rejected, ${reason}, is not placed, and the registration is ended`, async () => {
      const report = await callBehind(routing, { calledNumber: "5006" }, { alias: `admission-${reason}` });
      assert.equal(report.outcome.stage, "ras");
      assert.match(report.outcome.text, /^The gatekeeper rejects the admission of the call: /);
      assert.ok(report.outcome.advice.length > 0);
      assert.deepEqual(entries(report, "sent", "SETUP"), []);
      assert.deepEqual(ras(report).slice(-3), ["< admissionReject", ...BEHIND.slice(2)]);
      assert.equal(report.registration.unregistered, true);
    });
  }

  test("that nobody has the number of is not placed", async () => {
    const lonely = await startGatekeeper();
    try {
      const report = await callBehind(lonely, { calledNumber: "5007" });
      assert.equal(outcome(report), "ras/admission-rejected");
      assert.match(report.outcome.text, /calledPartyNotRegistered/);
    } finally {
      await lonely.stop();
    }
  });

  test("that is redirected stays with the gatekeeper, and says so", async () => {
    const redirecting = await startPeer({ scenario: "facility-redirect", args: ["--pace", "0"] });
    const gatekeeper = await startGatekeeper({ args: ["--endpoint", `*=${HOST}:${redirecting.port}`] });
    try {
      const report = await callBehind(gatekeeper, { calledNumber: "5008", followRedirects: true });
      assert.equal(outcome(report), "h225/redirected");
      assert.equal(report.redirects[0].followed, false);
      assert.match(report.redirects[0].error, /stays with that gatekeeper/);
      assert.equal(report.registration.unregistered, true);
    } finally {
      await Promise.all([redirecting.stop(), gatekeeper.stop()]);
    }
  });

  test("goes out line by line", async () => {
    const answer = await fetch(new URL("/api/h323/call", worker.url), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: STREAM },
      body: JSON.stringify({
        server: HOST,
        port: routing.port,
        calledNumber: "5009",
        gatekeeper: { alias: "1009" },
      }),
    });
    const lines = valuesOf(STREAM, await answer.text());
    const report = lines.at(-1).data;
    const find = (wanted) => lines.findIndex(({ type }) => type === wanted);
    assert.ok(find("registration") > 0 && find("registration") < find("admission"));
    assert.deepEqual(lines[find("admission")].data, report.admission);
    const messages = lines.filter(({ type }) => type === "message").map(({ data }) => data);
    assert.deepEqual(messages, report.trace);
  });
});

/** A call to an endpoint that rings until something else happens. */
async function ringing(act, { args = [], alias = "1000" } = {}) {
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    socket.write(message(TYPE.ALERTING, reference));
  });
  const gatekeeper = await startGatekeeper({
    args: ["--by-alias", "--endpoint", `*=${HOST}:${endpoint.port}`, ...args],
  });
  try {
    return await act(
      { endpoint, gatekeeper },
      {
        server: HOST,
        port: gatekeeper.port,
        calledNumber: "5010",
        gatekeeper: { alias },
      },
    );
  } finally {
    await Promise.all([endpoint.stop(), gatekeeper.stop()]);
  }
}

describe("a call that rings", { concurrency: true }, () => {
  for (const [alias, code, words] of [
    ["drops-the-call", "dropped-by-gatekeeper", /forcedDrop/],
    ["unregisters-in-call", "unregistered", /undefinedReason/],
  ]) {
    test(`and is ended by the gatekeeper, ${alias}: ${code}`, async () => {
      await ringing(
        async (_, body) => {
          const { json } = await post(worker, body);
          assert.equal(outcome(json), `ras/${code}`);
          assert.match(json.outcome.text, words);
          assert.equal(json.error, json.outcome.text);
          assert.equal(json.registration.unregistered, true);
          assert.equal(entries(json, "sent", "RELEASE COMPLETE").length, 1);
        },
        { alias },
      );
    });
  }

  for (const model of ["routed", "direct"]) {
    test(`while its client goes away is released, and so is everything, ${model}`, async () => {
      await ringing(
        async ({ endpoint, gatekeeper }, body) => {
          const client = new AbortController();
          const asked = assert.rejects(post(worker, body, { signal: client.signal }), { name: "AbortError" });
          await eventually(() => endpoint.calls[0]?.messages.length === 1, "it rings");
          client.abort();
          await asked;
          await eventually(() => / UCF /.test(gatekeeper.output()), "the registration is ended");
          const types = endpoint.calls[0].messages.map(({ type }) => type);
          // A gatekeeper that loses the caller may release the endpoint once more.
          assert.deepEqual(types.slice(0, 2), [TYPE.SETUP, TYPE.RELEASE_COMPLETE]);
          const requests = [...gatekeeper.output().matchAll(/-> (\wRQ) /g)].map(([, name]) => name);
          assert.deepEqual(requests, ["RRQ", "ARQ", "DRQ", "URQ"]);
        },
        { args: ["--call-model", model] },
      );
    });
  }
});

describe("a gatekeeper cannot ring whom a user may not call", () => {
  test("a port that is not allowed", async () => {
    const endpoint = await startEndpoint(pickUp);
    const gatekeeper = await startGatekeeper({
      args: ["--call-model", "direct", "--endpoint", `*=${HOST}:${endpoint.port}`],
    });
    const strict = await startWorker({ vars: { ALLOWED_PORTS: String(gatekeeper.port) } });
    try {
      const { json } = await post(strict, {
        server: HOST,
        port: gatekeeper.port,
        calledNumber: "5011",
        gatekeeper: {},
      });
      assert.equal(outcome(json), "blocked/target-not-allowed");
      assert.ok(json.outcome.text.includes(`Port ${endpoint.port} cannot be called`), json.outcome.text);
      assert.equal(endpoint.calls.length, 0);
      assert.deepEqual(ras(json), [...BEFORE, ...BEHIND]);
      assert.equal(json.registration.unregistered, true);
    } finally {
      await Promise.all([strict.stop(), gatekeeper.stop(), endpoint.stop()]);
    }
  });

  test("an emergency number", async () => {
    const gatekeeper = await startRewriting();
    try {
      const { json } = await post(worker, {
        server: HOST,
        port: gatekeeper.port,
        calledNumber: "5012",
        gatekeeper: {},
      });
      assert.equal(outcome(json), "blocked/target-not-allowed", json.outcome.text);
      assert.match(json.outcome.text, /112 cannot be called: it is an emergency number/);
      assert.deepEqual(json.admission.destinationAliases, ["112"]);
      assert.deepEqual(gatekeeper.seen, ["RRQ", "ARQ", "DRQ", "URQ"]);
    } finally {
      await gatekeeper.stop();
    }
  });

  test("an address where a call is up, and each call counts there", async () => {
    const address = "127.1.3.1";
    const endpoint = await startEndpoint(
      (call) => call.socket.write(message(TYPE.ALERTING, call.setup.reference)),
      address,
    );
    const gatekeeper = await startGatekeeper({
      args: ["--address", "127.1.3.2", "--call-model", "direct", "--endpoint", `*=${address}:${endpoint.port}`],
    });
    const limited = await startWorker({ rateLimited: true });
    const ask = (client, body, options) => post(limited, body, { headers: { "CF-Connecting-IP": client }, ...options });
    const behind = { server: "127.1.3.2", port: gatekeeper.port, calledNumber: "5013", gatekeeper: {} };
    const plain = { server: address, port: endpoint.port };
    const gone = new AbortController();
    try {
      const first = assert.rejects(ask("198.51.100.1", plain, { signal: gone.signal }));
      await eventually(() => endpoint.calls[0]?.messages.length === 1, "the first call rings");
      const { json } = await ask("198.51.100.2", behind);
      assert.equal(outcome(json), "blocked/target-not-allowed", json.outcome.text);
      assert.match(json.outcome.text, /Another call to 127\.1\.3\.1 is up/);
      assert.equal(endpoint.calls.length, 1);
      gone.abort();
      await first;
      await eventually(() => endpoint.calls[0].closed, "it is released");

      // Now the call of the gatekeeper holds the address.
      const leaves = new AbortController();
      const second = assert.rejects(ask("198.51.100.3", behind, { signal: leaves.signal }));
      await eventually(() => endpoint.calls[1]?.messages.length === 1, "the gatekeeper's call rings");
      const engaged = await ask("198.51.100.4", plain);
      assert.equal(engaged.status, 429, engaged.text);
      leaves.abort();
      await second;
      await eventually(() => endpoint.calls[1].closed, "it is released, too");
    } finally {
      await Promise.all([limited.stop(), gatekeeper.stop(), endpoint.stop()]);
    }
  });
});

test("the password is in nothing but the request", async () => {
  // With a log of its own.
  const own = await startWorker({ vars: { LOG_TARGETS: "true" } });
  const guarded = await startGatekeeper({
    args: ["--user", `${USER}:${PASSWORD}`, "--endpoint", `*=${HOST}:${peer.port}`],
  });
  const texts = [];
  const secret = { alias: "1014", user: USER, password: PASSWORD };
  const place = { server: HOST, port: guarded.port };
  try {
    for (const accept of ["application/json", STREAM]) {
      for (const gatekeeper of [secret, { ...secret, user: "nobody" }, { ...secret, auth: "cat", timeToLive: 0 }]) {
        const headers = { Accept: accept };
        const call = { ...place, calledNumber: "5014", gatekeeper };
        const called = await fetch(new URL("/api/h323/call", own.url), {
          method: "POST",
          headers: { "Content-Type": "application/json", ...headers },
          body: JSON.stringify(call),
        });
        texts.push(await called.text(), (await postRegister(own, { ...place, gatekeeper }, { headers })).text);
      }
    }
    const nowhere = { server: "nowhere.invalid", gatekeeper: secret };
    texts.push((await postRegister(own, nowhere)).text, (await post(own, { ...nowhere, calledNumber: "1" })).text);
    texts.push((await post(own, { ...place, port: 25, gatekeeper: secret })).text);
    await eventually(() => own.output().match(/"event":"register"/g)?.length >= 5, "the lines of the log are there");
    texts.push(own.output());
    const forms = [PASSWORD, ...["hex", "base64"].map((form) => Buffer.from(PASSWORD).toString(form))];
    for (const text of texts) {
      assert.ok(text.length > 0);
      for (const form of forms) assert.ok(!text.includes(form), text.slice(0, 500));
    }
    const line = /\{"event":"register".*\}/.exec(own.output())[0];
    assert.deepEqual(JSON.parse(line).target, { server: HOST, port: guarded.port, calledNumber: null });
    assert.ok(!line.includes(USER) && !line.includes("1014"), line);
  } finally {
    await Promise.all([own.stop(), guarded.stop()]);
  }
});
