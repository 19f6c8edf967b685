/** Octets decoded without a call. The API is answered for here: what it says is tested elsewhere. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { barriers, openPage, openView, overflow, screenshot } from "./page.mjs";

const SETUP = {
  t: 0,
  direction: "sent",
  channel: "callSignalling",
  type: "SETUP",
  summary: "from 1000",
  hex: "03000004",
  decoded: { messageType: "SETUP" },
  fields: { name: "TPKT", at: 0, length: 4 },
};

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** The page with its decoder unfolded, and the requests that it makes. */
async function decoder(answer = { json: { source: "hex", messages: [SETUP], notes: [], leftOut: 0 } }, options = {}) {
  const opened = await openPage(browser, worker.url, options);
  const { page } = opened;
  const requests = [];
  await page.route("**/api/h323/decode", async (route) => {
    const request = route.request();
    requests.push({
      method: request.method(),
      type: request.headers()["content-type"],
      body: request.postDataBuffer(),
    });
    await route.fulfill(answer);
  });
  await openView(page, "decode");
  await page.getByLabel("Hex digits or a hex dump").waitFor();
  const run = () => page.getByRole("button", { name: "Decode", exact: true }).click();
  /** Without its decoder the page sends a file only if it is told to. */
  await page.context().route("**/wasm/*", (route) => route.abort());
  const send = () => page.getByRole("button", { name: "Send the file to the tester’s server" }).click();
  return { ...opened, requests, run, send };
}

/** Waits for the words of a result. */
const result = (page, words) => page.locator("#tool-decode [role=status]").filter({ hasText: words }).waitFor();

test("hex digits are sent as such, and the messages are shown", async () => {
  const { page, requests, run, close } = await decoder();
  await page.getByLabel("Hex digits or a hex dump").fill("03:00:00:04\n08 02");
  await page.getByLabel("Read hex digits as").selectOption("tpkt");
  await run();
  await result(page, "One message, read as hex digits.");
  assert.deepEqual([requests[0].method, requests[0].type], ["POST", "application/json"]);
  assert.deepEqual(JSON.parse(requests[0].body.toString()), { hex: "03:00:00:04\n08 02", as: "tpkt" });
  assert.match(await page.locator(".decode-answer").textContent(), /SETUP/);
  await screenshot(page, "decoded");
  await close();
});

for (const [name, text] of [
  ["Wireshark's", "0000  03 00 00 04 08 02 00 01 05 04 03 80 90 a3 00 00   ................\n0010  01 02\n"],
  ["xxd's", "00000000: 0300 0004 0802 0001  ........\n"],
  ["hexdump's without its text", "0000000 03 00 00 04 08 02 00 01 05 04 03 80 90 a3 00 00\n0000010 01 02\n"],
]) {
  test(`${name} dump is sent as text`, async () => {
    const { page, requests, run, close } = await decoder();
    await page.getByLabel("Hex digits or a hex dump").fill(text);
    await run();
    await result(page, "One message");
    assert.equal(requests[0].type, "text/plain");
    assert.equal(requests[0].body.toString(), text);
    await close();
  });
}

test("without its decoder, a capture is sent as its octets, a dump in a file as text; both may be dropped", async () => {
  const { page, requests, send, close } = await decoder({
    json: { source: "pcapng", messages: [SETUP, SETUP], notes: ["<b>stream</b> 1 begins in the middle"], leftOut: 7 },
  });
  const capture = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a, 0, 0xff, 3]);
  await page
    .getByLabel("Or a file")
    .setInputFiles({ name: "call.pcapng", mimeType: "application/octet-stream", buffer: capture });
  await send();
  await result(page, "2 messages, read as a pcapng file. 7 more are left out.");
  assert.equal(requests[0].type, "application/octet-stream");
  assert.deepEqual(requests[0].body, capture);
  assert.equal(await page.locator(".decode-notes li").textContent(), "<b>stream</b> 1 begins in the middle");

  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["0000  03 00 00 04\n"], "dump.txt"));
    return data;
  });
  await page.dispatchEvent("footer", "drop", { dataTransfer });
  await send();
  await result(page, "2 messages, read as a pcapng file.");
  assert.equal(requests[1].type, "text/plain");
  assert.equal(requests[1].body.toString(), "0000  03 00 00 04\n");
  await close();
});

for (const [name, answer, words] of [
  [
    "the server's refusal",
    { status: 400, json: { success: false, error: "hex has an odd number of digits", field: "hex" } },
    "hex has an odd number of digits",
  ],
  [
    "a body too long for it",
    { status: 413, json: { error: "The body must be at most 1048576 octets" } },
    "The body must be at most 1048576 octets",
  ],
  ["a page that is not JSON", { status: 502, body: "<h1>Bad gateway</h1>" }, "The tester answered HTTP 502."],
  ["an answer of another shape", { json: [] }, "The tester sent an answer that this page cannot read."],
]) {
  test(`${name} is shown in words`, async () => {
    const { page, run, close } = await decoder(answer);
    await page.getByLabel("Hex digits or a hex dump").fill("00");
    await run();
    await page.locator("#tool-decode [role=alert]").filter({ hasText: words }).waitFor();
    assert.equal(await page.locator("#tool-decode [role=status]").textContent(), "");
    await close();
  });
}

test("what cannot be decoded anyway is not sent", async () => {
  const { page, requests, run, send, close } = await decoder();
  const fault = page.locator("#tool-decode [role=alert]");
  await run();
  await fault.filter({ hasText: "Paste something to decode" }).waitFor();
  await page
    .getByLabel("Or a file")
    .setInputFiles({ name: "long.pcap", mimeType: "", buffer: Buffer.alloc(1024 * 1024 + 1) });
  await send();
  await fault.filter({ hasText: "more than 1 MiB" }).waitFor();
  await page.getByLabel("Or a file").setInputFiles({ name: "empty.pcap", mimeType: "", buffer: Buffer.alloc(0) });
  await fault.filter({ hasText: "The file is empty." }).waitFor();
  assert.equal(requests.length, 0);
  await close();
});

test("hostile answers stay text and do no harm", async () => {
  const hostile = `<img src=x onerror="alert(1)">\u202e\u0000${"W".repeat(2000)}`;
  const any = [null, 1, hostile, [hostile], { [hostile]: hostile }];
  const messages = any.flatMap((value) => [
    value,
    {
      t: value,
      direction: value,
      channel: value,
      type: value,
      summary: value,
      hex: value,
      decoded: value,
      fields: value,
      from: value,
      to: value,
    },
  ]);
  const { page, run, close } = await decoder(
    { json: { source: hostile, messages, notes: [hostile, null, { a: 1 }], leftOut: hostile } },
    { width: 360 },
  );
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  await result(page, "messages.");
  assert.equal(await page.locator("#tool-decode img").count(), 0);
  assert.doesNotMatch(await page.locator(".decode-answer").textContent(), /[\u0000\u202e]/);
  assert.equal(await overflow(page), 0);
  await close();
});

test("a later request takes the place of one that has not been answered", async () => {
  const { page, run, close } = await decoder();
  await page.unroute("**/api/h323/decode");
  let count = 0;
  await page.route("**/api/h323/decode", (route) =>
    count++ === 0
      ? undefined
      : route.fulfill({ json: { source: "hex", messages: [], notes: ["nothing in it"], leftOut: 0 } }),
  );
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  await result(page, "Decoding…");
  await run();
  await result(page, "No messages, read as hex digits.");
  assert.equal(await page.locator("#tool-decode [role=alert]").textContent(), "");
  await close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds no serious barrier in the decoder in ${scheme}`, async () => {
    const { page, run, close } = await decoder(undefined, { scheme, width: 360 });
    await page.getByLabel("Hex digits or a hex dump").fill("00");
    await run();
    await result(page, "One message");
    assert.deepEqual(await barriers(page), []);
    assert.equal(await overflow(page), 0);
    await screenshot(page, `decode-${scheme}-360`);
    await close();
  });
}

/** A capture of two calls, as the API answers it; the names are the sender's, and mean harm. */
const EVIL = '<img src=x onerror=alert(1)>\u202e"';
const captured = (calls = 2, messages = 2) => {
  const places = Array.from({ length: calls * messages }, (_, at) => at);
  return {
    json: {
      source: "pcapng",
      startedAt: "2026-11-27T20:00:00.007Z",
      messages: places.map((at) => ({
        ...SETUP,
        t: at * 1000,
        summary: `message ${at}`,
        from: `192.0.2.${1 + (at % calls)}:40000`,
        to: "192.0.2.99:1720",
      })),
      calls: Array.from({ length: calls }, (_, index) => ({
        caller: `192.0.2.${1 + index}:40000`,
        called: "192.0.2.99:1720",
        callingNumber: "1000",
        callerAliases: ["1000", EVIL],
        calledNumber: "2002",
        t: index * 1000,
        timing: {},
        messages: places.filter((at) => at % calls === index),
        ...(index === 0
          ? { outcome: { stage: "h225", code: "busy", text: "The endpoint is busy.", advice: ["Try again.", EVIL] } }
          : { undecided: "The capture does not have the end of this call." }),
      })),
      notes: [],
      leftOut: 0,
    },
  };
};

const CHOSEN = { name: "lobby.pcapng", mimeType: "application/octet-stream", buffer: Buffer.from([10, 13, 13, 10]) };

test("the calls of a capture are listed with their verdicts, and each has its ladder", async () => {
  for (const width of [360, 1280, 2560]) {
    const { page, send, close } = await decoder(captured(), { width });
    await page.getByLabel("Or a file").setInputFiles(CHOSEN);
    await send();
    await result(page, "4 messages, read as a pcapng file.");
    // The field still has the name of the file.
    const shown = await page.getByLabel("Or a file").evaluate((field) => field.files[0]?.name);
    assert.equal(shown, "lobby.pcapng");

    const rows = await page.locator(".decode-calls .listing-row").allInnerTexts();
    assert.equal(rows.length, 2);
    assert.match(rows[0], /2026-11-27 20:00:00\.007 UTC/);
    assert.match(rows[0], /192\.0\.2\.1:40000[\s\S]*1000[\s\S]*\\u\{202e\}[\s\S]*192\.0\.2\.99:1720[\s\S]*2002/);
    assert.match(rows[0], /The endpoint is busy\.\s+busy/);
    assert.match(rows[1], /No verdict\. The capture does not have the end of this call\./);
    assert.equal(await page.locator(".decode-calls img").count(), 0);

    const facts = page.locator(".decode-answer .ladder .row");
    assert.equal(await facts.count(), 4);
    // With the keyboard alone.
    const second = page.getByRole("button", { name: "Ladder of call 2" });
    await second.focus();
    await page.keyboard.press("Enter");
    assert.equal(await facts.count(), 2);
    assert.match(await facts.allInnerTexts().then((all) => all.join()), /message 1[\s\S]*message 3/);
    assert.equal(await second.getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "Ladder of all messages" }).press("Enter");
    assert.equal(await facts.count(), 4);
    assert.deepEqual(await barriers(page), []);
    assert.equal(await overflow(page), 0);
    await screenshot(page, `captured-${width}`);
    await close();
  }
});

test("five hundred messages of a hundred calls are all shown, and each call alone", async () => {
  const { page, send, close } = await decoder(captured(100, 5));
  await page.getByLabel("Or a file").setInputFiles(CHOSEN);
  await send();
  await result(page, "500 messages");
  const rows = page.locator(".decode-answer .ladder .row");
  await rows.nth(499).waitFor({ state: "attached" });
  assert.equal(await page.locator(".decode-calls .listing-row").count(), 100);
  await page.getByRole("button", { name: "Ladder of call 100" }).click();
  assert.equal(await rows.count(), 5);
  await close();
});

/** The rows of a ladder and of the list of calls that may come in one task; those of one message come together. */
const A_TASK = 80;

/** Counts what is drawn between two turns of the page; `held.release` lets a turn end that `held.from` keeps. */
function watchTurns(page, from = Number.POSITIVE_INFINITY) {
  return page.evaluate((from) => {
    const rows = () => document.querySelectorAll(".decode-answer .row, .decode-answer .listing-row").length;
    const seen = { turns: 0, most: 0, rows: 0, release: () => {} };
    const held = new Promise((resolve) => (seen.release = resolve));
    const own = scheduler.yield.bind(scheduler);
    scheduler.yield = async () => {
      seen.turns += 1;
      const now = rows();
      seen.most = Math.max(seen.most, now - seen.rows);
      seen.rows = now;
      if (seen.turns === from) await held;
      return own();
    };
    globalThis.seen = seen;
  }, from);
}

test("a long answer is drawn in turns, and only then said to be there", async () => {
  const { page, run, close } = await decoder(captured(100, 5));
  await watchTurns(page, 32);
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  const answer = page.locator(".decode-answer");
  await page.waitForFunction(() => globalThis.seen.turns === 32);
  // So far it is in order: all calls, and the first messages.
  assert.equal(await answer.getAttribute("aria-busy"), "true");
  assert.equal(await page.locator("#tool-decode > .tool-body > [role=status]").textContent(), "Decoding…");
  assert.equal(await page.locator(".decode-calls .listing-row").count(), 100);
  const early = await page.locator(".decode-answer .ladder .row .facts-line").allTextContents();
  assert.ok(early.length > 0 && early.length < 500, String(early.length));
  assert.equal(early.at(-1), `message ${early.length - 1}`);

  await page.evaluate(() => globalThis.seen.release());
  await result(page, "500 messages");
  assert.equal(await answer.getAttribute("aria-busy"), null);
  assert.equal(await page.locator(".decode-answer .ladder .row").count(), 500);
  const { most } = await page.evaluate(() => globalThis.seen);
  assert.ok(most > 0 && most <= A_TASK, `${most} rows in one turn`);
  await close();
});

test("an answer takes the place of one that is half drawn, and so does the ladder of a call", async () => {
  const { page, run, close } = await decoder(captured(100, 5));
  await watchTurns(page, 32);
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  await page.waitForFunction(() => globalThis.seen.turns === 32);
  const third = page.getByRole("button", { name: "Ladder of call 3", exact: true });
  await third.press("Enter");
  const rows = page.locator(".decode-answer .ladder .row");
  await page.getByText("Ladder of call 3: shown").waitFor({ state: "attached" });
  await page.evaluate(() => globalThis.seen.release());
  await result(page, "500 messages");
  assert.equal(await rows.count(), 5);
  assert.ok(await third.evaluate((button) => button === document.activeElement));
  await page.getByRole("button", { name: "Ladder of all messages" }).press("Enter");
  await page.getByText("Ladder of all messages: shown").waitFor({ state: "attached" });
  assert.equal(await rows.count(), 500);

  await watchTurns(page, 32);
  await run();
  await page.waitForFunction(() => globalThis.seen.turns === 32);
  await page.unroute("**/api/h323/decode");
  await page.route("**/api/h323/decode", (route) => route.fulfill(captured(1, 2)));
  await run();
  await result(page, "2 messages");
  await page.evaluate(() => globalThis.seen.release());
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  assert.equal(await rows.count(), 2);
  assert.equal(await page.locator(".decode-answer").getAttribute("aria-busy"), null);
  await result(page, "2 messages");
  await close();
});

test("a browser without turns of its own draws a long answer, too", async () => {
  const { page, run, close } = await decoder(captured(3, 50));
  await page.evaluate(() => Object.defineProperty(globalThis, "scheduler", { value: undefined }));
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  await result(page, "150 messages");
  assert.equal(await page.locator(".decode-answer .ladder .row").count(), 150);
  await close();
});

test("a ladder that is chosen while the calls are still listed stays", async () => {
  const { page, run, close } = await decoder(captured(100, 5));
  // After the turns in which the messages are read.
  await watchTurns(page, 26);
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  const first = page.getByRole("button", { name: "Ladder of call 1", exact: true });
  await run();
  await first.press("Enter");
  await page.evaluate(() => globalThis.seen.release());
  await result(page, "500 messages");
  assert.equal(await first.getAttribute("aria-pressed"), "true");
  assert.equal(await page.locator(".decode-answer .ladder .row").count(), 5);
  await close();
});

test("what cannot be drawn leaves its fault alone, and nothing half drawn", async () => {
  const { page, run, close } = await decoder(captured(100, 5));
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  // The messages are read in turns, too: a half is drawn before the one that fails.
  await page.evaluate(() => {
    let left = 27;
    scheduler.yield = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error("No turn.")));
  });
  await run();
  await page.locator("#tool-decode [role=alert]").filter({ hasText: "No turn." }).waitFor();
  assert.equal(await page.locator(".decode-answer > *").count(), 0);
  assert.equal(await page.locator(".decode-answer").getAttribute("aria-busy"), null);
  await close();
});

test("without a network and without a reason it says so in its own words", async () => {
  const undecided = captured();
  undecided.json.calls[1].undecided = "";
  undecided.json.leftOut = 1;
  const { page, run, close } = await decoder(undecided);
  await page.getByLabel("Hex digits or a hex dump").fill("00");
  await run();
  await result(page, "4 messages, read as a pcapng file. 1 more is left out.");
  assert.match(await page.locator(".decode-calls .listing-row").nth(1).textContent(), /No verdict\.$/);
  await page.unroute("**/api/h323/decode");
  await page.route("**/api/h323/decode", (route) => route.abort());
  await run();
  await page.locator("#tool-decode [role=alert]").filter({ hasText: "The tester did not answer." }).waitFor();
  await close();
});
