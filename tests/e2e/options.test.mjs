/** The options of the request: what reaches the endpoint, and what the answer says of it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, call, entries, eventually, warnings } from "./api.mjs";

let worker;
let peer;
/** Lines of the endpoint's log. */
const log = [];

before(async () => {
  const onLine = (line) => line.startsWith("{") && log.push(JSON.parse(line));
  worker = await startWorker();
  peer = await startPeer({ args: ["--by-number", "--log", "json"], onLine });
});

after(() => Promise.all([worker, peer].map((service) => service?.stop())));

const place = (calledNumber, fields = {}) => call(worker, { port: peer.port, calledNumber, ...fields });

/** What the endpoint received of a call, by the type of the message. */
async function received({ callIdentifier }, type) {
  const identifier = callIdentifier.replaceAll("-", "");
  const isSetup = ({ type, data }) => type === "message" && data.type === "SETUP" && data.hex.includes(identifier);
  const { call: number } = log.find(isSetup);
  const lines = () => log.filter((line) => line.call === number);
  await eventually(() => lines().some(({ type }) => type === "call_end"), "the call is over for the endpoint too");
  const messages = lines().filter((line) => line.type === "message" && line.data.direction === "received");
  return messages.map(({ data }) => data).filter((data) => data.type === type);
}

/** The Setup that the endpoint received: its H.225.0 body, and its elements by name. */
async function setup(report) {
  const [{ decoded }] = await received(report, "SETUP");
  const elements = new Map(decoded.informationElements.map((element) => [element.element, element]));
  return { body: decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup, elements, decoded };
}

describe("whom to call", { concurrency: true }, () => {
  test("an extension and an alias in server", async () => {
    const options = { port: peer.port };
    const extension = await call(worker, { ...options, server: `${HOST}##2002` });
    assert.equal(extension.outcome.code, "busy");
    const digits = await call(worker, { ...options, server: `2003@${HOST}` });
    assert.equal(digits.outcome.code, "rejected");
    const alias = await call(worker, { ...options, server: `room one@${HOST}` });
    assert.equal(alias.outcome.code, "answered");
    const { body, elements } = await setup(alias);
    assert.deepEqual(body.destinationAddress, [{ "h323-ID": "room one" }]);
    assert.ok(!elements.has("Called party number"));
  });

  test("aliases of every type, with type and plan of the number", async () => {
    const report = await place("2000", {
      callingNumber: "+4930",
      calledNumberType: "national",
      calledNumberPlan: "private",
      callingAliases: [{ type: "url-ID", value: "h323:me@example.com" }],
      calledAliases: [
        { type: "dialedDigits", value: "12#" },
        { type: "h323-ID", value: "Zoë" },
        { type: "email-ID", value: "room@example.com" },
        { type: "transportID", value: "192.0.2.7:1720" },
        { type: "partyNumber", value: "77" },
      ],
    });
    const { body, elements } = await setup(report);
    assert.deepEqual(body.sourceAddress, [{ dialledDigits: "4930" }, { "url-ID": "h323:me@example.com" }]);
    assert.deepEqual(body.destinationAddress, [
      { dialledDigits: "2000" },
      { dialledDigits: "12#" },
      { "h323-ID": "Zoë" },
      { "email-ID": "room@example.com" },
      { transportID: { ipAddress: { ip: "c0000207", port: 1720 } } },
      {
        partyNumber: {
          privateNumber: { privateTypeOfNumber: { level1RegionalNumber: null }, privateNumberDigits: "77" },
        },
      },
    ]);
    // Q.931 4.5.8: national is 2, the private plan 9; 4.5.10: international is 1, ISDN 1.
    assert.equal(elements.get("Called party number").hex.slice(0, 2), "a9");
    assert.equal(elements.get("Calling party number").hex.slice(0, 2), "11");
  });

  test("no numbers at all", async () => {
    const report = await call(worker, { port: peer.port, callingNumber: null, calledNumber: null, callingAliases: [] });
    const { body, elements } = await setup(report);
    assert.equal(body.sourceAddress, undefined);
    assert.equal(body.destinationAddress, undefined);
    assert.deepEqual([...elements.keys()], ["Bearer capability", "User-user"]);
  });

  test("the rest of a number, when the endpoint asks for it", async () => {
    const report = await place("2090", { overlapDigits: "55" });
    assert.equal(report.outcome.code, "answered");
    assert.deepEqual(warnings(report), []);
    const [information] = await received(report, "INFORMATION");
    const elements = information.decoded.informationElements.map(({ element, hex }) => [element, hex]);
    assert.deepEqual(elements.slice(0, 2), [
      ["Sending complete", ""],
      ["Called party number", "813535"],
    ]);
    const { body } = await setup(report);
    assert.equal(body.canOverlapSend, true);
  });
});

describe("what Setup says", { concurrency: true }, () => {
  test("display, bearer, callType, version and vendor", async () => {
    const report = await place("2000", {
      display: "Probe",
      bearer: "video",
      bearerRate: 512,
      callType: "oneToN",
      h225Version: 4,
      vendor: { t35CountryCode: 9, manufacturerCode: 61, productId: "Product", versionId: "1.2" },
    });
    const { body, elements } = await setup(report);
    assert.equal(Buffer.from(elements.get("Display").hex, "hex").toString(), "Probe");
    // Q.931 4.5.5: unrestricted digital, circuit mode multirate of 8 times 64 kbit/s, H.221 and H.242.
    assert.equal(elements.get("Bearer capability").hex, "889888a5");
    assert.deepEqual(body.callType, { oneToN: null });
    assert.equal(body.protocolIdentifier, "0.0.8.2250.0.4");
    const { vendor, productId, versionId } = body.sourceInfo.vendor;
    assert.deepEqual(vendor, { t35CountryCode: 9, t35Extension: 0, manufacturerCode: 61 });
    assert.equal(Buffer.from(productId, "hex").toString(), "Product");
    // Who calls stands behind it: whoever is called can ask, whatever the request says.
    assert.match(Buffer.from(versionId, "hex").toString(), /^1\.2; H\.323 edge tester, http:/);
  });

  test("no display", async () => {
    const { elements } = await setup(await place("2000", { display: null }));
    assert.ok(!elements.has("Display"));
  });
});

describe("H.245", { concurrency: true }, () => {
  test("in the tunnel, on a connection of its own, or not at all", async () => {
    const both = "2044";
    const tunnelled = await place(both, { h245: "tunnelled" });
    assert.equal(tunnelled.h245.mode, "tunnelled");
    const separate = await place(both, { h245: "separate" });
    assert.equal(separate.h245.mode, "separate");
    assert.ok(separate.trace.some(({ channel }) => channel === "h245Control"));
    const { decoded } = await setup(separate);
    assert.equal(decoded["H323-UserInformation"]["h323-uu-pdu"].h245Tunnelling, false);
    const off = await place(both, { h245: "off" });
    assert.equal(off.h245.mode, "none");
    assert.equal(off.outcome.code, "answered");
    for (const report of [tunnelled, separate]) {
      assert.ok(report.h245.capabilities.length > 0 && report.h245.masterSlave, report.h245.mode);
      assert.deepEqual(report.h245.endSession, { sent: true, received: true });
    }
  });

  test("only the way that was asked for", async () => {
    const untunnelled = await place("2040", { h245: "tunnelled" });
    assert.equal(untunnelled.outcome.code, "h245-no-channel");
    const unaddressed = await place("2000", { h245: "separate" });
    assert.equal(unaddressed.outcome.code, "h245-no-channel");
  });

  test("the codecs that are announced", async () => {
    const report = await place("2000", { codecs: ["g722", "h264"] });
    const [set] = entries(report, "sent", "FACILITY").flatMap(({ decoded }) => decoded.h245Control);
    const table = set.MultimediaSystemControlMessage.request.terminalCapabilitySet.capabilityTable;
    const names = table.map(({ capability }) => Object.keys(Object.values(capability)[0])[0]);
    assert.deepEqual(names, ["g722-64k", "genericVideoCapability"]);
    assert.deepEqual(report.h245.commonCodecs, ["g722", "h264"]);
  });

  test("channels: accepted, rejected, offered", async () => {
    const opening = "2066";
    const states = ({ h245 }, offer) =>
      h245.channels.filter((channel) => channel.offer === offer).map(({ state }) => state);
    const rejected = await place(opening, { channels: "reject" });
    assert.deepEqual(states(rejected, "received"), ["rejected", "rejected"]);
    assert.deepEqual(
      rejected.h245.channels.map(({ cause }) => cause),
      ["unspecified", "unspecified"],
    );
    const accepted = await place(opening);
    assert.ok(states(accepted, "received").every((state) => ["established", "closed"].includes(state)));
    const media = accepted.h245.channels.map(({ media }) => media);
    assert.deepEqual(media, ["192.0.2.1:5004", "192.0.2.1:5006"]);
    const offered = await place("2000", { channels: "offer" });
    assert.deepEqual(states(offered, "sent"), ["established", "established"]);
    assert.deepEqual(states(await place("2069", { channels: "offer" }), "sent"), ["rejected", "rejected"]);
  });

  test("a channel that is offered again and again is answered ten times", async () => {
    const report = await place("2096", { channels: "reject", holdSeconds: 2 });
    assert.equal(report.outcome.code, "answered");
    const [channel] = report.h245.channels;
    assert.deepEqual([report.h245.channels.length, channel.state, channel.offers], [1, "rejected", 11]);
    assert.match(
      report.warnings.find(({ code }) => code === "repeated-request").text,
      /11 times, of which 10 were answered/,
    );
    const offers = report.trace.filter(({ summary }) => summary.includes("openLogicalChannel ("));
    assert.deepEqual(
      offers.map(({ repeated = 0 }) => repeated),
      [0, 0, 0, 7],
    );
  });

  test("a pause closes our channels, and after it they are opened anew", async () => {
    const report = await place("2099", { channels: "offer", holdSeconds: 4 });
    assert.equal(report.outcome.code, "answered");
    const [pause] = report.h245.pauses;
    assert.ok(pause.until > pause.t);
    const states = report.h245.channels.map(({ state }) => state);
    assert.deepEqual(states, ["closed", "closed", "established", "established"]);
  });
});

describe("fast start", { concurrency: true }, () => {
  for (const [number, message] of [
    ["2070", "CALL PROCEEDING"],
    ["2071", "ALERTING"],
    ["2072", "CONNECT"],
  ]) {
    test(`accepted in ${message}`, async () => {
      const report = await place(number, { fastStart: true, codecs: ["g711u", "g722", "h261"] });
      assert.equal(report.outcome.code, "answered");
      assert.equal(report.fastStart.state, "accepted");
      assert.equal(report.fastStart.message, message);
      const channels = report.fastStart.channels.map(({ direction, data, offered }) => ({ direction, data, offered }));
      assert.deepEqual(
        channels.toSorted((a, b) => a.direction.localeCompare(b.direction)),
        [
          { direction: "receive", data: "audioData g711Ulaw64k", offered: true },
          { direction: "transmit", data: "audioData g711Ulaw64k", offered: true },
        ],
      );
      assert.deepEqual(warnings(report), []);
    });
  }

  for (const [number, state] of [
    ["2073", "refused"],
    ["2074", "ignored"],
  ]) {
    test(state, async () => {
      const report = await place(number, { fastStart: true });
      assert.equal(report.fastStart.state, state);
      assert.deepEqual(warnings(report), [`fast-start-${state}`]);
      assert.equal(report.outcome.code, "answered");
    });
  }

  test("accepted with what was not offered", async () => {
    const report = await place("2075", { fastStart: true });
    assert.equal(report.fastStart.state, "accepted");
    assert.ok(report.fastStart.channels.every(({ offered }) => !offered));
    assert.deepEqual(warnings(report), ["fast-start-mismatch"]);
  });

  test("unanswered, and not asked for", async () => {
    const busy = await place("2002", { fastStart: true });
    assert.deepEqual(busy.fastStart, { state: "unanswered" });
    assert.equal((await place("2000")).fastStart, undefined);
  });
});

describe("redirects that are followed", { concurrency: true }, () => {
  for (const [number, reason] of [
    ["2080", "routeCallToGatekeeper"],
    ["2081", "routeCallToMC"],
    ["2082", "callForwarded"],
  ]) {
    test(`${reason} (${number})`, async () => {
      const report = await place(number, { followRedirects: true });
      assert.equal(report.outcome.code, "answered");
      assert.deepEqual(
        report.redirects.map(({ reason, followed }) => ({ reason, followed })),
        [{ reason, followed: true }],
      );
      const setups = entries(report, "sent", "SETUP");
      assert.deepEqual(
        setups.map(({ hop }) => hop),
        [undefined, 1],
      );
      // Each call is released, and the conference stays what it was.
      assert.equal(entries(report, "sent", "RELEASE COMPLETE").length, 2);
      const bodies = setups.map(
        ({ decoded }) => decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup,
      );
      assert.equal(bodies[0].conferenceID, bodies[1].conferenceID);
      assert.notEqual(bodies[0].callIdentifier.guid, bodies[1].callIdentifier.guid);
      assert.deepEqual(bodies[1].conferenceGoal, reason === "routeCallToMC" ? { join: null } : { create: null });
    });
  }

  test("twice, and not a third time", async () => {
    const twice = await place("2084", { followRedirects: true });
    assert.equal(twice.outcome.code, "answered");
    assert.deepEqual(
      twice.redirects.map(({ followed }) => followed),
      [true, true],
    );
    const loop = await place("2083", { followRedirects: true });
    assert.equal(loop.outcome.code, "redirected");
    assert.equal(loop.redirects.at(-1).followed, false);
    assert.match(loop.redirects.at(-1).error, /leads to the call that was just placed/);
  });

  test("but not to a target that may not be dialled", async () => {
    const strange = await startPeer({ scenario: "facility-redirect", args: ["--redirect-to", `${HOST}:25`] });
    try {
      const report = await call(worker, { port: strange.port, followRedirects: true });
      assert.equal(report.outcome.code, "redirected");
      assert.equal(report.redirects[0].followed, false);
      assert.match(report.redirects[0].error, /^Port 25 cannot be called/);
      assert.equal(entries(report, "sent", "SETUP").length, 1);
    } finally {
      await strange.stop();
    }
  });
});

describe("how long, and what then", { concurrency: true }, () => {
  test("a held call with keep-alives of each kind", async () => {
    for (const [keepAlive, type, pick] of [
      ["tpkt", "TPKT keep-alive", () => true],
      ["facilityEmpty", "FACILITY", ({ decoded }) => "empty" in body(decoded)],
      [
        "facilityTransportedInformation",
        "FACILITY",
        ({ decoded }) => !decoded.h245Control && "facility" in body(decoded),
      ],
    ]) {
      const report = await place("2000", { h245: "off", holdSeconds: 3, keepAlive, keepAliveSeconds: 1 });
      assert.equal(report.outcome.code, "answered");
      const seen = (await received(report, type)).filter(pick);
      assert.ok(seen.length >= 2, `${keepAlive}: ${seen.length}`);
    }
  });

  test("the far end hangs up a held call first", async () => {
    const report = await place("2097", { holdSeconds: 20 });
    assert.equal(report.success, true);
    assert.equal(report.outcome.code, "ended-early");
    assert.deepEqual(report.h245.endSession, { sent: true, received: true });
    const { by, cause, peer } = report.release;
    assert.deepEqual([by, cause, peer.cause], ["remote", 41, 41]);
  });

  test("no longer than asked for", async () => {
    const ring = await place("2001", { ringSeconds: 1 });
    assert.equal(ring.outcome.code, "no-answer");
    const silent = await place("2004", { firstAnswerSeconds: 1 });
    assert.equal(silent.outcome.code, "silent");
    assert.ok(ring.timing.released < 10_000 && silent.timing.released < 10_000, "the defaults are 45 s and 15 s");
  });
});

describe("while the call is up", { concurrency: true }, () => {
  test("the PIN of a conference, the way the endpoint takes it", async () => {
    const right = await place("2130", { userInput: { digits: "1234#", afterSeconds: 0 } });
    assert.equal(right.userInput.state, "sent");
    assert.equal(right.userInput.as, "signal");
    assert.deepEqual(
      right.userInput.sent.map(({ digits }) => digits),
      ["1", "2", "3", "4", "#"],
    );
    assert.deepEqual(warnings(right), []);
    const wrong = await place("2130", { userInput: { digits: "99#", afterSeconds: 0 }, holdSeconds: 20 });
    assert.ok(warnings(wrong).includes("ended-after-user-input"), JSON.stringify(wrong.warnings));
    assert.equal(wrong.success, true);
  });

  test("digits as text, and in Information", async () => {
    const text = await place("2131", { userInput: { digits: "12,3", as: "alphanumeric", afterSeconds: 0 } });
    assert.deepEqual(
      text.userInput.sent.map(({ digits }) => digits),
      ["12", "3"],
    );
    assert.deepEqual(text.h245.userInput, ["12", "3"], "they came back");
    const keypad = await place("2000", { h245: "off", userInput: { digits: "1#", afterSeconds: 0 } });
    assert.equal(keypad.userInput.as, "information");
    const [information] = await received(keypad, "INFORMATION");
    assert.ok(information.decoded.informationElements.some(({ element }) => element === "Keypad facility"));
  });

  test("a mode: taken, rejected, not there", async () => {
    const taken = await place("2133", { requestMode: "g711u" });
    const { state, response, codec } = taken.requestMode;
    assert.deepEqual(
      { state, response, codec },
      { state: "acknowledged", response: "willTransmitMostPreferredMode", codec: "g711u" },
    );
    const rejected = await place("2135", { requestMode: { codec: "h264", afterSeconds: 1 } });
    assert.equal(rejected.requestMode.cause, "modeUnavailable");
    assert.deepEqual(warnings(rejected), ["mode-rejected"]);
    const missing = await place("2061", { requestMode: { codec: "g729", afterSeconds: 1 } });
    assert.equal(missing.requestMode.state, "unsent");
  });
});

/** The alternative of a message's H.225.0 body. */
function body(decoded) {
  return decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"];
}
