/** RAS decoded without a call. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { checkAnswer } from "../support/schema.mjs";
import { startWorker } from "../support/index.mjs";
import { request } from "./api.mjs";

const DECODE = { path: "/api/h323/decode", method: "post" };

/** Datagrams between endpoint and gatekeeper, whole and in fragments, with a retry and with gaps. */
const CAPTURE = readFileSync(new URL("../../fuzz/corpus/decode/ras-raw", import.meta.url));

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/** @returns {Promise<any>} the answer, which is one that the API description announces */
async function decode(body, type) {
  const headers = { "Content-Type": type };
  const answer = await request(worker, DECODE.path, { method: "POST", headers, body });
  checkAnswer(DECODE, answer);
  return { status: answer.status, ...JSON.parse(answer.text) };
}

test("a capture has its RAS, paired, with what is missing", async () => {
  const { status, messages, findings, notes } = await decode(CAPTURE, "application/octet-stream");
  assert.equal(status, 200);
  assert.deepEqual(new Set(messages.map(({ channel }) => channel)), new Set(["ras"]));
  const place = (type, nth = 0) => messages.map((message) => message.type).indexOf(type, nth);
  const [asked, answered] = [place("registrationRequest"), place("registrationConfirm")];
  assert.equal(messages[asked].exchange.answer, answered);
  assert.equal(messages[answered].exchange.request, asked);
  assert.equal(messages[answered].direction, "received");
  assert.equal(messages[place("admissionRequest", place("admissionRequest") + 1)].exchange.retries, 1);
  assert.ok(findings.every(({ code }) => code === "ras-unanswered"));
  assert.ok(findings.some(({ message }) => messages[message].type === "admissionRequest"));
  assert.ok(notes.some((note) => note.includes("IP fragments that are missing")));
});

test("octets are RAS if they are said to be, or say so themselves", async () => {
  const { messages } = await decode(CAPTURE, "application/octet-stream");
  const json = (fields) => decode(JSON.stringify(fields), "application/json");
  for (const fields of [{ hex: messages[0].hex }, { hex: messages[0].hex, as: "ras" }]) {
    const { status, messages: found } = await json(fields);
    assert.equal(status, 200);
    assert.deepEqual([found[0].channel, found[0].type], ["ras", messages[0].type]);
  }
  // A confirmation with a number and nothing else could be anything.
  assert.equal((await json({ hex: "40ac29" })).status, 400);
  const { messages: named } = await json({ hex: "40ac29", as: "ras" });
  assert.equal(named[0].type, "disengageConfirm");
});
