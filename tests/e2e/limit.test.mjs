/** How many calls a client may ask for. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { checkHeaders, post, request } from "./api.mjs";

/** Calls in a minute, as wrangler.toml has it for the deployed Worker. */
const LIMIT = 30;

let worker;

before(async () => {
  worker = await startWorker({ rateLimited: true });
});

after(() => worker?.stop());

/**
 * Asks for a call without a server. It counts like any other, and is refused for that with 400,
 * unless it is refused for being one too many.
 * @param {string} [client] address that Cloudflare's network would give; loopback without
 */
async function ask(client) {
  const headers = client ? { "CF-Connecting-IP": client } : {};
  const answer = await post(worker, { server: "" }, { headers });
  assert.ok(answer.status === 400 || answer.status === 429, answer.text);
  return answer;
}

/** Asks until it is one too many, or `most` times. */
async function askRepeatedly(client, most) {
  for (let accepted = 0; accepted < most; accepted += 1) {
    const answer = await ask(client);
    if (answer.status === 429) return { accepted, refusal: answer };
  }
  return { accepted: most };
}

test("a client that asks for too many calls is told to wait", async () => {
  // Should a new minute begin in between, the count begins again.
  const { accepted, refusal } = await askRepeatedly("203.0.113.9", 2 * LIMIT + 1);
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

test("whatever asks for no call is not counted", async () => {
  const headers = { "CF-Connecting-IP": "203.0.113.10" };
  for (let index = 0; index <= 2 * LIMIT; index += 1) {
    const health = await request(worker, "/api/h323/health", { headers });
    assert.equal(health.status, 200);
  }
  assert.equal((await ask("203.0.113.10")).status, 400);
});

test("this machine's own client is not limited", async () => {
  const { accepted } = await askRepeatedly(undefined, 2 * LIMIT + 1);
  assert.equal(accepted, 2 * LIMIT + 1);
});
