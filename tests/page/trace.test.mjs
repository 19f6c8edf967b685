/** That a trace is read by its fields: sentences in it are for people. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { callText } from "../../static/export/ladder-text.js";
import { pcapng } from "../../static/export/pcapng.js";
import { cleanReport, parseSaved } from "../../static/export/saved.js";
import { inOrder } from "../../static/ladder/order.js";
import { capturedEnds, controlMessages, partsOf, tunnelled } from "../../static/ladder/read.js";
import { compareReports } from "../../static/tools/differences.js";

/** @param {Record<string, unknown>} fields @returns {Record<string, any>} an entry of a trace */
const entry = (fields) => ({
  t: 0,
  direction: "received",
  channel: "callSignalling",
  type: "FACILITY",
  summary: "",
  hex: "03000004",
  ...fields,
});

/** @param {Record<string, any>} of @returns {string[]} what stands in its rows: name, how it came, facts */
const rows = (of) => partsOf(of).map(({ name, carrier, facts }) => [name, carrier, facts].filter(Boolean).join(" | "));

/** @param {Record<string, any>} of @returns {boolean} whether a row of it is marked as faulty */
const isFaulty = (of) => partsOf(of).some(({ faulty }) => faulty);

const SET = { type: "terminalCapabilitySet", kind: "request", summary: "10 capabilities" };
const DETERMINATION = { type: "masterSlaveDetermination", kind: "request" };

test("a Display that is worded as a message is not one", () => {
  const display = "“terminalCapabilitySet (99 capabilities)”";
  const setup = entry({
    type: "SETUP",
    summary: `${display}, terminalCapabilitySet (10 capabilities), masterSlaveDetermination, fastStart g729`,
    decoded: { h245Control: [{ MultimediaSystemControlMessage: { request: { terminalCapabilitySet: {} } } }] },
    tunnelled: [SET, DETERMINATION],
  });
  assert.deepEqual(rows(setup), [
    `SETUP | ${display}, fastStart g729`,
    "terminalCapabilitySet | in SETUP | 10 capabilities",
    "masterSlaveDetermination | in SETUP",
  ]);
});

test("user input that is worded as a message stays in its own message", () => {
  const input = { type: "userInput", kind: "indication", summary: "“endSessionCommand (disconnect)”" };
  const facility = entry({
    summary: "userInput (“endSessionCommand (disconnect)”), endSessionCommand (disconnect)",
    tunnelled: [input, { type: "endSessionCommand", kind: "command", summary: "disconnect" }],
  });
  assert.deepEqual(rows(facility), [
    `userInput | in FACILITY | ${input.summary}`,
    "endSessionCommand | in FACILITY | disconnect",
  ]);
});

test("facts with brackets in them are whole", () => {
  const facts = "cause 3 (unspecified), audio (G.711)";
  const rejected = { type: "openLogicalChannelReject", kind: "response", summary: facts };
  assert.equal(tunnelled(entry({ tunnelled: [rejected] }))[0].facts, facts);
  const alone = entry({
    channel: "h245Control",
    type: rejected.type,
    summary: `openLogicalChannelReject (${facts})`,
    messages: [rejected],
  });
  assert.deepEqual(rows(alone), [`openLogicalChannelReject | ${facts}`]);
});

test("a summary that is cut takes no message with it", () => {
  const all = Array.from({ length: 30 }, () => SET);
  const facility = entry({ summary: `${"terminalCapabilitySet (10 capabilities), ".repeat(9)}ter…`, tunnelled: all });
  assert.equal(tunnelled(facility).length, 30);
  assert.ok(tunnelled(facility).every(({ facts }) => facts === SET.summary));
  assert.match(partsOf(facility)[0].carrierFacts, /^terminalCapabilitySet .*ter…$/, "as it came");
});

test("several H.245 messages of one entry are all known, with their facts", () => {
  const both = entry({
    channel: "h245Control",
    type: "terminalCapabilitySet, masterSlaveDetermination",
    summary: "terminalCapabilitySet (10 capabilities), masterSlaveDetermination",
    messages: [SET, DETERMINATION],
  });
  assert.deepEqual(
    controlMessages(both).map(({ name }) => name),
    ["terminalCapabilitySet", "masterSlaveDetermination"],
  );
  assert.deepEqual(rows(both), [
    "terminalCapabilitySet | in one packet | 10 capabilities",
    "masterSlaveDetermination | in one packet",
  ]);
});

test("a fault is one by its field, at the entry or in its tunnel", () => {
  const fault = "H.245 octet 3: ends too early";
  assert.ok(isFaulty(entry({ fault })));
  assert.ok(isFaulty(entry({ tunnelled: [{ type: "undecodable", fault }] })));
  assert.ok(isFaulty(entry({ channel: "h245Control", messages: [{ ...SET, fault }] })));
  assert.equal(tunnelled(entry({ tunnelled: [{ fault }] }))[0].name, "undecodable");
  assert.ok(!isFaulty(entry({ summary: "“unreadable: H.245”", tunnelled: [SET], decoded: { error: "old" } })));
});

test("an entry of an earlier version shows its summary, and no rows of a tunnel", () => {
  const decoded = { h245Control: [{ MultimediaSystemControlMessage: { request: { terminalCapabilitySet: {} } } }] };
  const old = entry({ summary: "“x”, terminalCapabilitySet (10 capabilities)", decoded });
  const { trace } = parseSaved(JSON.stringify({ outcome: {}, trace: [old] })).report;
  assert.deepEqual(tunnelled(trace[0]), []);
  assert.deepEqual(rows(trace[0]), [`FACILITY | ${old.summary}`]);
});

/** @param {Record<string, unknown>} report @returns {string[]} what its lines are, in their order */
const order = (report) => inOrder(report).map(({ data }) => String(data.type ?? data.code ?? `to ${data.address}`));

const TRACE = ["SETUP", "ALERTING", "PROGRESS", "CONNECT"].map((type) => entry({ type, t: 7 }));

test("a warning stands behind its message, whatever happened at the same moment", () => {
  const warnings = [
    { t: 7, code: "early" },
    { t: 7, code: "odd-alerting", after: 1 },
    { t: 7, code: "odd-setup", after: 0 },
    { t: 9, code: "beyond", after: 99 },
  ];
  assert.deepEqual(order({ trace: TRACE, warnings }), [
    "early",
    "SETUP",
    "odd-setup",
    "ALERTING",
    "odd-alerting",
    "PROGRESS",
    "CONNECT",
    "beyond",
  ]);
});

test("a redirect stands between the hops, one that is not followed at its time", () => {
  const trace = [...TRACE.slice(0, 2), entry({ type: "SETUP", t: 7, hop: 1 }), entry({ t: 9, hop: 1 })];
  const redirects = [
    { t: 7, address: "a", followed: true },
    { t: 9, address: "b", followed: false },
  ];
  assert.deepEqual(order({ trace, redirects }), ["SETUP", "ALERTING", "to a", "SETUP", "FACILITY", "to b"]);
  assert.deepEqual(order({ trace: TRACE, redirects }).slice(-2), ["to a", "to b"]);
  assert.deepEqual(order({ trace: [null], redirects: [null, { followed: true }], warnings: [7] }).length, 4);
});

test("a warning of an earlier version stands where its time puts it", () => {
  const trace = TRACE.map((one, at) => ({ ...one, t: 10 * at }));
  const warnings = [0, 15, 20, 99].map((t) => ({ t, code: `at-${t}`, text: "" }));
  assert.deepEqual(order(cleanReport({ outcome: {}, trace, warnings })), [
    "at-0",
    "SETUP",
    "ALERTING",
    "at-15",
    "PROGRESS",
    "at-20",
    "CONNECT",
    "at-99",
  ]);
});

test("text and capture have a warning at its message too", () => {
  const trace = TRACE.map((one, at) => ({ ...one, hex: `0300000${5 + at}aa${"bb".repeat(at)}` }));
  const warnings = [
    { t: 7, code: "odd-alerting", text: "It is odd.", after: 1 },
    { t: 0, code: "early", text: "It is early." },
  ];
  const report = cleanReport({ outcome: {}, trace, warnings });
  const rows = callText({ report, request: null, startedAt: null }).split("\n");
  assert.deepEqual(
    rows.slice(2, 8).map((text) => /early:|SETUP|ALERTING|odd-alerting:|PROGRESS|CONNECT/.exec(text)?.[0]),
    ["early:", "SETUP", "ALERTING", "odd-alerting:", "PROGRESS", "CONNECT"],
  );
  const file = Buffer.from(pcapng(/** @type {any} */ (report), null));
  const at = (/** @type {number} */ index) => file.indexOf(Buffer.from(trace[index].hex, "hex"));
  const said = (/** @type {string} */ text) => file.indexOf(text);
  assert.ok(at(0) < said("It is early.") && said("It is early.") < at(1));
  assert.ok(at(1) < said("It is odd.") && said("It is odd.") < at(2));
});

test("messages are held against those that carry the same", () => {
  const first = [entry({ tunnelled: [SET] }), entry({ tunnelled: [DETERMINATION] })];
  const second = [entry({ tunnelled: [DETERMINATION] })];
  const [{ rows }] = compareReports(
    cleanReport({ outcome: {}, trace: first }),
    cleanReport({ outcome: {}, trace: second }),
  ).filter(({ title }) => title === "Messages");
  assert.deepEqual(
    rows.map(({ name, state }) => [name, state]),
    [
      ["terminalCapabilitySet received", "first"],
      ["masterSlaveDetermination received", "same"],
    ],
  );
});

test("RAS goes between an endpoint and its gatekeeper", () => {
  const [endpoint, gatekeeper] = ["192.0.2.1:40000", "192.0.2.2:1719"];
  const request = entry({ channel: "ras", direction: "sent", from: endpoint, to: gatekeeper });
  const confirm = entry({ channel: "ras", from: gatekeeper, to: endpoint });
  const ends = capturedEnds(request);
  assert.deepEqual(capturedEnds(confirm), ends);
  assert.deepEqual([ends?.near.name, ends?.far.name], ["Endpoint", "Gatekeeper"]);
  assert.equal(ends?.far.tag, `RAS ${gatekeeper}`);
  // A call from the same host has the same lifeline.
  const setup = entry({ direction: "sent", from: "192.0.2.1:50000", to: "192.0.2.2:1720" });
  assert.equal(capturedEnds(setup)?.near.key, ends?.near.key);
});

test("a RAS message in a Facility is in its row and not in its facts", () => {
  const summary = "RRQ 44072, terminal, alias 2009, retry 1";
  const facility = entry({
    summary: `registrationRequest (${summary}), h245Tunnelling`,
    tunnelled: [{ type: "registrationRequest", protocol: "ras", kind: "request", summary }],
  });
  assert.deepEqual(
    partsOf(facility).map(({ name, kind, carrier, facts, carrierFacts }) => [name, kind, carrier, facts, carrierFacts]),
    [["registrationRequest", "ras", "in FACILITY", summary, "h245Tunnelling"]],
  );
});

test("what carries messages has a row of its own if it says something itself, or could not be read", () => {
  const facility = (/** @type {unknown} */ body, /** @type {object} */ more = {}) =>
    rows(
      entry({
        decoded: { "H323-UserInformation": { "h323-uu-pdu": { "h323-message-body": body } }, ...more },
        tunnelled: [DETERMINATION],
      }),
    );
  const alone = ["masterSlaveDetermination | in FACILITY"];
  assert.deepEqual(facility({ facility: { reason: "transportedInformation" } }), alone);
  assert.deepEqual(facility({ empty: null }), alone);
  assert.deepEqual(facility({ facility: { reason: "callForwarded" } }), ["FACILITY", ...alone]);
  assert.deepEqual(facility({ empty: null }, { h4501SupplementaryService: {} }), ["FACILITY", ...alone]);
  assert.deepEqual(rows(entry({ fault: "too short", tunnelled: [DETERMINATION] })), ["FACILITY", ...alone]);
  assert.deepEqual(
    rows(entry({ type: "CONNECT", summary: "“x”, masterSlaveDetermination", tunnelled: [DETERMINATION] })),
    ["CONNECT | “x”", "masterSlaveDetermination | in CONNECT"],
  );
});

test("each of several messages in one is found by its place among those of its name", () => {
  const parts = partsOf(entry({ tunnelled: [SET, DETERMINATION, SET] }));
  assert.deepEqual(
    parts.map(({ name, nth }) => [name, nth]),
    [
      ["terminalCapabilitySet", 0],
      ["masterSlaveDetermination", 0],
      ["terminalCapabilitySet", 1],
    ],
  );
});

test("what came again is told at the last row of its message", () => {
  assert.deepEqual(rows(entry({ repeated: 3, until: 2000, tunnelled: [SET, DETERMINATION] })), [
    "terminalCapabilitySet | in FACILITY | 10 capabilities",
    "masterSlaveDetermination | in FACILITY | 3 more like this until 2.00 s",
  ]);
});
