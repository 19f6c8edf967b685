/** That every outcome has its remedies or none, and that each makes a request that is right. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRequest } from "../../static/form/request-values.js";
import { toRequest } from "../../static/form/request.js";
import { REMEDIES, remediesFor } from "../../static/result/remedies.js";
import { headline, verdictOf } from "../../static/result/verdict.js";
import { faults } from "../../static/rules/faults.js";
import { GROUPS } from "../../static/rules/option-groups.js";
import { OPTIONS } from "../../static/rules/options.js";
import { checkSchema, description } from "../support/schema.mjs";

// As the form has them once its dialog was opened.
for (const option of GROUPS.flatMap(({ options }) => options)) OPTIONS.set(option.name, option);

/** @type {string[]} */
const CODES = description.components.schemas.Outcome.properties.code.examples;
const PLAIN = { server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "2000" };

/** Requests of many kinds, each of which some remedy would change. @type {Record<string, any>[]} */
const REQUESTS = [
  PLAIN,
  { ...PLAIN, calledNumber: null },
  { ...PLAIN, calledNumberType: "national", overlapDigits: "12", sendingComplete: false },
  { server: "room@mcu.example.com", port: 1720, callingNumber: "1000" },
  { server: "gw.example.com:1300", callingNumber: "1000", calledNumber: "2000" },
  { ...PLAIN, port: 1300 },
  { ...PLAIN, port: 5060 },
  { ...PLAIN, port: 1300, tls: "inspect" },
  { server: "gw.example.com", callingNumber: "1000", calledNumber: "2000", tls: "verify" },
  { server: "demo", port: 1720, callingNumber: "1000", calledNumber: "2007" },
  ...["tunnelled", "separate", "off"].map((h245) => ({ ...PLAIN, h245 })),
  { ...PLAIN, codecs: ["h264"], requestMode: { codec: "h264" } },
  { ...PLAIN, codecs: ["g711a"] },
  { ...PLAIN, requestMode: { codec: "g722" }, fastStart: true, h225Version: 2 },
  { ...PLAIN, bearer: "video", bearerRate: 768, channels: "reject", keepAlive: "tpkt", keepAliveSeconds: 5 },
  { ...PLAIN, gatekeeper: { alias: "4711", user: "zoe", password: "secret" }, followRedirects: true },
  { ...PLAIN, ringSeconds: 120, srv: "off", holdSeconds: 5 },
];

/** @param {string} code @returns {Record<string, any>[]} reports that end with it */
function reports(code) {
  const outcome = { code, text: "It looks like TLS." };
  return [
    { outcome },
    { outcome, h245: { mode: "tunnelled", masterSlaveError: "N100" }, redirects: [{ address: "192.0.2.1:1720" }] },
    { outcome, h245: { mode: "separate" }, redirects: [{ error: "private" }] },
  ];
}

/** @param {Record<string, any>} request @returns {Record<string, any>} what the form makes of it, which must take all */
function throughTheForm(request) {
  const { values, ignored } = fromRequest(request);
  assert.deepEqual(ignored, []);
  const all = Object.fromEntries([...OPTIONS].map(([name, { initial }]) => [name, values[name] ?? initial]));
  assert.deepEqual([...faults(/** @type {any} */ (all), (path) => path)], []);
  return toRequest(/** @type {any} */ (all));
}

test("every code of the API description has its remedies or none, and no other has any", () => {
  assert.deepEqual(Object.keys(REMEDIES).sort(), CODES.toSorted());
});

for (const code of CODES) {
  test(`what is offered after ${code} is another call, which is allowed`, () => {
    let offered = 0;
    for (const request of REQUESTS) {
      for (const report of reports(code)) {
        const before = JSON.stringify(request);
        for (const { label, change, field } of remediesFor(request, report)) {
          offered += 1;
          if (field !== undefined) {
            assert.ok(OPTIONS.has(field), field);
            continue;
          }
          const changed = change?.(request, report);
          assert.ok(changed, label);
          checkSchema("CallRequest", changed);
          const asked = throughTheForm(changed);
          checkSchema("CallRequest", asked);
          assert.notDeepEqual(asked, throughTheForm(request), `${label} is the same call again: ${before}`);
        }
        assert.equal(JSON.stringify(request), before, "the request of the call itself is left alone");
      }
    }
    assert.equal(offered > 0, REMEDIES[code].length > 0, "a remedy that is never offered is none");
  });
}

/** @param {string} code @param {object} request @param {object} [report] */
const labels = (code, request, report = {}) =>
  remediesFor(request, { outcome: { code, text: "" }, ...report }).map(({ label }) => label);

test("no remedy is offered where nothing can come of it", () => {
  // With `auto` the endpoint could have taken the tunnel.
  assert.deepEqual(labels("h245-unreachable", PLAIN), []);
  assert.deepEqual(labels("h245-unreachable", { ...PLAIN, h245: "separate" }), ["Try with H.245 in the tunnel"]);
  assert.deepEqual(labels("h245-no-channel", PLAIN), []);
  assert.deepEqual(labels("h245-no-channel", { ...PLAIN, h245: "tunnelled" }), ["Try with H.245 either way"]);
  const inTunnel = { h245: { mode: "tunnelled" } };
  assert.deepEqual(labels("h245-silent", PLAIN, inTunnel), ["Try with H.245 on a connection of its own"]);
  assert.deepEqual(labels("h245-silent", PLAIN, { h245: { mode: "separate" } }), []);
  assert.deepEqual(labels("redirected", PLAIN, { redirects: [{ address: "192.0.2.1:1720" }] }), [
    "Follow the redirect",
  ]);
  assert.deepEqual(labels("redirected", PLAIN, { redirects: [{ error: "10.0.0.1 is private" }] }), []);
  assert.deepEqual(labels("redirected", { ...PLAIN, followRedirects: true }, { redirects: [{}] }), []);
  assert.deepEqual(labels("gatekeeper-refuses", PLAIN), ["Register first"]);
  assert.deepEqual(labels("gatekeeper-refuses", { ...PLAIN, gatekeeper: { alias: "1" } }), []);
  assert.deepEqual(labels("unknown-number", { server: "1@gw.example.com" }), []);
  assert.deepEqual(labels("not-h323", PLAIN), []);
  assert.deepEqual(labels("h245-rejected", PLAIN, { h245: { masterSlaveError: "N100" } }), [
    "Call with H.225.0 version 2",
  ]);
  assert.deepEqual(labels("tls-too-old", { server: "h323s:room@mcu.example.com" }), []);
  assert.deepEqual(labels("closed-at-once", { ...PLAIN, server: "demo" }), [], "the demo has neither");
  assert.deepEqual(labels("toString", PLAIN), []);
  assert.deepEqual(labels("busy", PLAIN), []);
});

test("a registration cannot do without its gatekeeper", () => {
  const request = { server: "gk.example.com", port: 1720, gatekeeper: { alias: "1" } };
  for (const code of ["gatekeeper-silent", "h46017-not-supported", "registration-rejected", "admission-rejected"]) {
    assert.ok(!labels(code, request, { timing: { ended: 12 } }).includes("Call without registering"), code);
    assert.ok(labels(code, { ...PLAIN, ...request }).includes("Call without registering"), code);
  }
});

test("a change keeps the password of the call, and what else was asked for", () => {
  const request = { ...PLAIN, gatekeeper: { alias: "1", password: "secret" }, display: "x" };
  const [{ change }] = remediesFor(request, { outcome: { code: "rejected" } });
  assert.deepEqual(change?.(request, {}), { ...request, calledNumber: null });
});

test("a title is the first sentence, without what stands in brackets at its end", () => {
  for (const [text, title, rest] of [
    [
      "The endpoint is busy (cause 17 user busy, reason inConf).",
      "The endpoint is busy.",
      "Cause 17 user busy, reason inConf",
    ],
    [
      "The endpoint does not know the called number (cause 28 invalid number format (address incomplete)).",
      "The endpoint does not know the called number.",
      "Cause 28 invalid number format (address incomplete)",
    ],
    [
      "The endpoint released the call (cause 16 normal call clearing). The endpoint had rung before.",
      "The endpoint released the call.",
      "Cause 16 normal call clearing. The endpoint had rung before.",
    ],
    ["The TCP connection opened, but Setup got no answer.", "The TCP connection opened, but Setup got no answer.", ""],
    [
      "The endpoint asks the caller to call 127.0.0.1:43567, 2000 instead (callForwarded).",
      "The endpoint asks the caller to call 127.0.0.1:43567, 2000 instead.",
      "callForwarded",
    ],
    ["No full stop", "No full stop.", ""],
  ]) {
    assert.deepEqual(headline(text), { title, rest }, text);
  }
  const long = `The connection cannot be used: ${"because ".repeat(40)}it is long.`;
  assert.equal(headline(long).title, "The connection cannot be used.");
  assert.deepEqual(headline("x".repeat(5000)), { title: "", rest: "x".repeat(5000) });
});

test("the words of the brief tell whether a call came about, and an answer with a fault has its own", () => {
  const verdict = (/** @type {object} */ report) => verdictOf({ kind: "report", report: /** @type {any} */ (report) });
  const text = "The endpoint is busy (cause 17).";
  assert.deepEqual(verdict({ success: false, outcome: { code: "busy", text } }), {
    tone: "failure",
    title: "The endpoint is busy.",
    badge: "✗ Call Failed",
    rest: "Cause 17",
  });
  assert.equal(verdict({ success: false }).title, "The call failed.");
  assert.equal(verdict({ success: true, outcome: { code: "answered", text: "x" } }).badge, "✓ Call Setup Successful");
  // Every code of an answered call has its own second half.
  for (const code of CODES.filter((name) => /^h245-|^no-common|-after-connect$|^ended-early$/.test(name))) {
    const { title, badge } = verdict({ success: true, outcome: { code, text } });
    assert.match(title, /^Answered, but (?!something)/, code);
    assert.equal(badge, "");
  }
});
