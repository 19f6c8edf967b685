/** A client that asks for an answer and does not take it. */

import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { builtWorker, startWorkerd } from "../../scripts/bench/workerd.mjs";
import { crowd } from "../../scripts/bench/worst.mjs";

/** How long a client may take, in seconds, and what is well within and beyond it. */
const WITHIN = 45;
const BEYOND = 75;

/** TPKTs of 8,000 H.245 messages each: seven megabytes of answer, more than a socket holds. */
const BODY = Buffer.alloc(1 << 20, crowd(8_000));

let worker;

before(async () => {
  // Not by way of wrangler, whose proxy takes what the client does not.
  worker = await startWorkerd(builtWorker());
});

after(() => worker?.stop());

/** Asks, reads nothing for so many seconds, and then all that is there. */
async function takeAfter(seconds) {
  const asked = request(new URL("/api/h323/decode", worker.url), {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
  });
  const response = await new Promise((resolve, reject) => {
    asked.once("response", resolve).once("error", reject);
    asked.end(BODY);
  });
  assert.equal(response.statusCode, 200);
  await pause(seconds * 1_000);
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) text += chunk;
  return text;
}

describe("an answer of decode", { concurrency: true, timeout: 120_000 }, () => {
  test(`that is taken after ${WITHIN} s is whole`, async () => {
    const { messages } = JSON.parse(await takeAfter(WITHIN));
    assert.ok(messages.length > 10);
  });

  test(`that is not taken in ${BEYOND} s breaks off`, async () => {
    await assert.rejects(takeAfter(BEYOND), { code: "ECONNRESET" });
  });
});
