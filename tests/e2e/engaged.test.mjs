/** Somebody is called once at a time, and not too often, whoever asks for it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startPeer, startWorker } from "../support/index.mjs";
import { checkHeaders, eventually, post } from "./api.mjs";
import { TYPE, answer as pickUp, message, startEndpoint } from "./endpoint.mjs";

/** Calls to one address, and to one number of the public network, in a minute. */
const A_MINUTE = 20;
const NUMBER_A_MINUTE = 10;

let worker;

before(async () => {
  // Its objects are its own: nothing else calls these addresses.
  worker = await startWorker({ rateLimited: true });
});

after(() => worker?.stop());

let callers = 0;

/** Asks as somebody who has not asked before, so that only the limits of whom they call are met. */
function ask(server, fields = {}, options = {}) {
  callers += 1;
  const client = `198.51.${100 + (callers >> 8)}.${callers & 255}`;
  const headers = { "CF-Connecting-IP": client };
  return post(worker, { server, ...fields }, { headers, ...options });
}

/** An endpoint that rings until it is told to answer. */
async function ringing(host) {
  const calls = [];
  const endpoint = await startEndpoint((call) => {
    calls.push(call);
    call.socket.write(message(TYPE.ALERTING, call.setup.reference));
  }, host);
  return { ...endpoint, rung: calls };
}

function engaged(answer, address) {
  assert.equal(answer.status, 429, answer.text);
  checkHeaders(answer);
  assert.match(answer.json.error, new RegExp(`^Another call to ${address} is up; try again when it is over`));
  const seconds = Number(answer.headers.get("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 10, `${seconds}`);
}

test("while a call is up, another one to the same address must wait", async () => {
  const endpoint = await ringing("127.1.0.1");
  const other = await ringing("127.1.0.2");
  try {
    const first = ask("127.1.0.1", { port: endpoint.port });
    await eventually(() => endpoint.rung[0], "the first call rings");
    engaged(await ask("127.1.0.1", { port: endpoint.port }), "127.1.0.1");
    engaged(await ask("127.1.0.1", { port: endpoint.port, calledNumber: "2001" }), "127.1.0.1");
    engaged(await ask("127.1.0.1", { port: other.port }), "127.1.0.1");
    engaged(await ask("::ffff:127.1.0.1", { port: endpoint.port }), "127.1.0.1");
    assert.equal(endpoint.rung.length, 1);

    const elsewhere = ask("127.1.0.2", { port: other.port });
    await eventually(() => other.rung[0], "another address rings meanwhile");
    for (const { socket, setup } of [endpoint.rung[0], other.rung[0]]) pickUp({ socket, setup });
    assert.equal((await elsewhere).json.success, true);
    assert.equal((await first).json.success, true);

    const next = ask("127.1.0.1", { port: endpoint.port });
    await eventually(() => endpoint.rung[1], "the next one rings at once");
    pickUp(endpoint.rung[1]);
    assert.equal((await next).json.success, true);
  } finally {
    await Promise.all([endpoint.stop(), other.stop()]);
  }
});

test("a caller who hangs up leaves the address free", async () => {
  let first = true;
  const endpoint = await startEndpoint((call) => {
    if (first) call.socket.write(message(TYPE.ALERTING, call.setup.reference));
    else pickUp(call);
    first = false;
  }, "127.1.0.3");
  try {
    const gone = new AbortController();
    const asked = ask("127.1.0.3", { port: endpoint.port }, { signal: gone.signal });
    await eventually(() => endpoint.calls[0]?.messages[0], "the first call rings");
    gone.abort();
    await assert.rejects(asked);
    await eventually(() => endpoint.calls[0].closed, "it is released");
    let next = await ask("127.1.0.3", { port: endpoint.port });
    // That the call is over reaches the address's object a moment later.
    for (let attempt = 0; next.status === 429 && attempt < 50; attempt += 1) {
      next = await ask("127.1.0.3", { port: endpoint.port });
    }
    assert.equal(next.json.success, true, next.text);
  } finally {
    await endpoint.stop();
  }
});

test("a call that could not be opened leaves the address free", async () => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const answer = await ask("127.1.0.4", { port: 9 });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.outcome.stage, "tcp");
  }
});

test("an address is called twenty times a minute at most, whoever asks", async () => {
  let accepted = 0;
  let answer = await ask("127.1.0.5", { port: 9 });
  for (; answer.status === 200 && accepted < 2 * A_MINUTE; accepted += 1) answer = await ask("127.1.0.5", { port: 9 });
  assert.equal(answer.status, 429, answer.text);
  assert.ok(accepted >= A_MINUTE, `refused after ${accepted}`);
  assert.match(answer.json.error, /^127\.1\.0\.5 was called too often in the last minute, by you or by others; wait/);
  assert.ok(Number(answer.headers.get("retry-after")) <= 60);
});

test("a number of the public network is called ten times a minute at most, wherever", async () => {
  const spellings = ["+4930123456", "4930123456", "+4930123456#"];
  const statuses = [];
  for (let index = 0; index <= 2 * NUMBER_A_MINUTE; index += 1) {
    const calledNumber = spellings[index % spellings.length];
    const answer = await ask(`127.1.1.${index + 1}`, { port: 9, calledNumber });
    statuses.push(answer.status);
    if (answer.status === 429) {
      assert.match(answer.json.error, /^This number was called too often in the last minute, by you or by others/);
      break;
    }
  }
  assert.equal(statuses.at(-1), 429, statuses.join());
  assert.ok(statuses.length > NUMBER_A_MINUTE, statuses.join());
  assert.equal(
    (await ask("127.1.1.30", { port: 9, calledNumber: "2000" })).status,
    200,
    "extensions are no such numbers",
  );
});

test("a call does not follow a redirect to an address that is engaged", async () => {
  const target = await ringing("127.1.0.7");
  const peer = await startPeer({
    scenario: "facility-redirect",
    args: ["--redirect-to", `127.1.0.7:${target.port}`],
  });
  try {
    const first = ask("127.1.0.7", { port: target.port });
    await eventually(() => target.rung[0], "the target rings");
    const sent = await ask("127.0.0.1", { port: peer.port, followRedirects: true });
    assert.equal(sent.status, 200, sent.text);
    assert.equal(sent.json.redirects[0].followed, false);
    assert.match(sent.json.redirects[0].error, /^Another call to 127\.1\.0\.7 is up/);
    assert.equal(target.rung.length, 1);
    pickUp(target.rung[0]);
    assert.equal((await first).json.success, true);

    const follows = ask("127.0.0.1", { port: peer.port, followRedirects: true });
    await eventually(() => target.rung[1], "the target rings now");
    pickUp(target.rung[1]);
    assert.equal((await follows).json.redirects[0].followed, true);
  } finally {
    await Promise.all([target.stop(), peer.stop()]);
  }
});

test("a developer's own calls to their own machine need not wait", async () => {
  const endpoint = await ringing("127.1.0.8");
  try {
    const calls = [1, 2].map(() => post(worker, { server: "127.1.0.8", port: endpoint.port }));
    await eventually(() => endpoint.rung[1], "both ring");
    for (const call of endpoint.rung) pickUp(call);
    for (const answer of await Promise.all(calls)) assert.equal(answer.json.success, true);
  } finally {
    await endpoint.stop();
  }
});
