/** How often a caller may ask, and what happens where nobody counts. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { checkAnswer } from "../support/schema.mjs";
import { checkHeaders, post, request } from "./api.mjs";

/** In a minute, as wrangler.toml has it for the deployed Worker. */
const LIMIT = 30;
const DECODE_LIMIT = 300;

let worker;
let deployed;

before(async () => {
  worker = await startWorker({ rateLimited: true });
  deployed = await startWorker({ rateLimited: true, allowPrivate: false });
});

after(() => Promise.all([worker?.stop(), deployed?.stop()]));

/**
 * Asks for a call without a server. It counts like any other, and is refused for that with 400,
 * unless it is refused for being one too many.
 * @param {string} [client] address that Cloudflare's network would give; loopback without
 * @param {{ url: string }} [asked] which Worker
 */
async function ask(client, asked = worker) {
  const headers = client ? { "CF-Connecting-IP": client } : {};
  const answer = await post(asked, { server: "" }, { headers });
  assert.ok(answer.status === 400 || answer.status === 429, answer.text);
  return answer;
}

/** Asks until it is one too many, or `most` times. */
async function askRepeatedly(client, most, asked) {
  for (let accepted = 0; accepted < most; accepted += 1) {
    const answer = await ask(client, asked);
    if (answer.status === 429) return { accepted, refusal: answer };
  }
  return { accepted: most };
}

test("a client that asks for too many calls is told to wait", async () => {
  // Should a new minute begin in between, the count begins again.
  const { accepted, refusal } = await askRepeatedly("203.0.113.9", 3 * LIMIT);
  assert.ok(accepted >= LIMIT, `refused after ${accepted}`);
  assert.ok(refusal, `not refused after ${accepted}`);
  checkHeaders(refusal);
  assert.equal(refusal.headers.get("retry-after"), "60");
  assert.equal(refusal.json.success, false);
  assert.match(refusal.json.error, /^Too many calls from this address/);
});

test("another client is not held up by the first", async () => {
  assert.equal((await ask("2001:db8::9")).status, 400);
});

test("all addresses of an IPv6 network are one caller", async () => {
  let accepted = 0;
  for (; accepted <= 2 * LIMIT; accepted += 1) {
    const { status } = await ask(`2001:db8:5:7:${(accepted + 1).toString(16)}::${accepted + 1}`);
    if (status === 429) break;
  }
  assert.ok(accepted >= LIMIT && accepted <= 2 * LIMIT, `refused after ${accepted}`);
  assert.equal((await ask("2001:db8:5:8::1")).status, 400, "the next network is another one");
});

test("an IPv4 address is the same caller in IPv6", async () => {
  const { refusal } = await askRepeatedly("203.0.113.11", 3 * LIMIT);
  assert.ok(refusal);
  assert.equal((await ask("::ffff:203.0.113.11")).status, 429);
});

test("decoding is counted by itself, and more of it is allowed", async () => {
  const headers = { "Content-Type": "application/json", "CF-Connecting-IP": "203.0.113.12" };
  const decode = () => request(worker, "/api/h323/decode", { method: "POST", headers, body: "{}" });
  let accepted = 0;
  let answer = await decode();
  for (; answer.status === 400 && accepted <= 2 * DECODE_LIMIT; accepted += 1) answer = await decode();
  assert.equal(answer.status, 429, answer.text);
  assert.ok(accepted >= DECODE_LIMIT, `refused after ${accepted}`);
  checkAnswer({ path: "/api/h323/decode", method: "post" }, answer);
  assert.match(JSON.parse(answer.text).error, /^Too many requests to decode from this address/);
  assert.equal((await ask("203.0.113.12")).status, 400, "calls are another count");
});

test("whatever asks for no call is not counted", async () => {
  const headers = { "CF-Connecting-IP": "203.0.113.10" };
  for (let index = 0; index <= 2 * LIMIT; index += 1) {
    const health = await request(worker, "/api/h323/health", { headers });
    assert.equal(health.status, 200);
  }
  assert.equal((await ask("203.0.113.10")).status, 400);
});

test("this machine's own client is not limited", async () => {
  const { accepted } = await askRepeatedly(undefined, 3 * LIMIT);
  assert.equal(accepted, 3 * LIMIT);
});

test("a deployed Worker counts whoever says to be on its machine", async () => {
  for (const client of [undefined, "127.0.0.1", "::1"]) {
    const { refusal } = await askRepeatedly(client, 3 * LIMIT, deployed);
    assert.ok(refusal, `${client}`);
  }
});

test("a deployed Worker that cannot count takes nothing, and says so", async () => {
  for (const [binding, path] of [
    ["CALL_LIMIT", "/api/h323/call"],
    ["NUMBER_LIMIT", "/api/h323/call"],
    ["SWITCHBOARD", "/api/h323/call"],
    ["DECODE_LIMIT", "/api/h323/decode"],
  ]) {
    const lacking = (text) => text.replace(`name = "${binding}"`, 'name = "ELSEWHERE"');
    await takesNothing(await startWorker({ allowPrivate: false, configure: lacking }), binding, path);
  }
});

/** Asserts that a Worker without that binding does nothing on that path and says why, and stops it. */
async function takesNothing(uncounted, binding, path) {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await request(uncounted, path, { method: "POST", headers, body: '{"server":"8.8.8.8"}' });
    assert.equal(answer.status, 503, answer.text);
    checkAnswer({ path, method: "post" }, answer);
    checkHeaders(answer);
    assert.equal(
      JSON.parse(answer.text).error,
      `This Worker cannot count now, and does nothing until it can: ${binding} in wrangler.toml is missing or out of order`,
    );
    assert.equal((await request(uncounted, "/api/h323/health")).status, 200);
  } finally {
    await uncounted.stop();
  }
}
