/** The ladder of real calls: real Worker, real endpoint, real browser. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { TYPE, message, startEndpoint } from "../e2e/endpoint.mjs";
import { rowNames, withOptions } from "./lines.mjs";
import { barriers, fill, openPage, overflow, placeCall, screenshot } from "./page.mjs";
import { browser, peer, worker } from "./running.mjs";

/** Calls that number at the endpoint on a fresh page, with further options of the API. */
async function called(number, { options = {}, ...how } = {}) {
  const opened = await openPage(browser, worker.url, how);
  if (Object.keys(options).length > 0) await withOptions(opened.page, options);
  await fill(opened.page, { "Called Number": number });
  await placeCall(opened.page, peer);
  return opened;
}

/** @returns {Promise<Array<[string, string]>>} name and address at the head of each lifeline */
function lifelines(page) {
  return page
    .locator(".lifelines li")
    .evaluateAll((items) => items.map((item) => [...item.children].map((part) => part.textContent)));
}

/** @returns {Promise<string[]>} what is on the rows' arrows, and how the message came if another carried it */
function labels(page) {
  return page.locator(".ladder button.row-line").evaluateAll((rows) =>
    rows.map((row) =>
      [".arrow-label", ".carrier"]
        .map((part) => row.querySelector(part)?.textContent ?? "")
        .join(" ")
        .trim(),
    ),
  );
}

test("an answered call has a row a message, whatever carried it", async () => {
  const { page, close } = await called("2000");
  const names = await rowNames(page);
  assert.match(names[0], /^\d+ ms, sent, SETUP, from 1000, to 2000, .*, signalling$/);
  assert.match(names[3], /^\d+ ms, received, CONNECT, “H\.323 test endpoint”, h245Tunnelling, signalling$/);
  assert.match(names.at(-1), /sent, RELEASE COMPLETE, cause 16 normal call clearing, signalling$/);
  assert.equal(
    await page.locator(".ladder h3").textContent(),
    `Ladder (${names.length} messages: 5 signalling, ${names.length - 5} H.245)`,
  );

  const all = await labels(page);
  assert.deepEqual(all.slice(0, 6), [
    "SETUP",
    "CALL PROCEEDING",
    "ALERTING",
    "CONNECT",
    "terminalCapabilitySet in FACILITY",
    "masterSlaveDetermination in FACILITY",
  ]);
  assert.ok(all.includes("masterSlaveDeterminationAck in FACILITY"));
  assert.match(names[4], /^\d+ ms, sent, terminalCapabilitySet, in FACILITY, 10 capabilities, signalling$/);

  assert.deepEqual(await lifelines(page), [
    ["Tester", ""],
    ["Call signalling", `127.0.0.1:${peer.port}`],
  ]);
  assert.ok((await page.locator(".ladder .waiting").count()) === 0, "nothing is waited for any more");
  await close();
});

test("the arrows lead from lifeline to lifeline, and all rows are of one height", async () => {
  const { page, close } = await called("2040");
  const middle = (box) => box.x + box.width / 2;
  const lanes = [];
  for (const head of await page.locator(".lifelines li").all()) lanes.push(middle(await head.boundingBox()));
  const heights = new Set();
  for (const row of await page.locator(".ladder button.row-line").all()) {
    heights.add((await row.boundingBox()).height);
    const { x, width } = await row.locator(".arrow").boundingBox();
    const text = await row.textContent();
    const far = text.includes(", signalling") ? lanes[1] : lanes[2];
    assert.ok(Math.abs(x - lanes[0]) < 2 && Math.abs(x + width - far) < 2, text);
  }
  assert.equal(heights.size, 1, [...heights].join(", "));
  await close();
});

test("H.245 on a connection of its own has its own lifeline", async () => {
  const { page, close } = await called("2040");
  const heads = await lifelines(page);
  assert.deepEqual(
    heads.map(([name]) => name),
    ["Tester", "Call signalling", "H.245"],
  );
  assert.match(heads[2][1], /^127\.0\.0\.1:\d+$/);
  assert.notEqual(heads[2][1], heads[1][1]);
  const names = await rowNames(page);
  assert.ok(
    names.some((name) => /^\d+ ms, sent, terminalCapabilitySet, 10 capabilities, H\.245$/.test(name)),
    names.join("\n"),
  );
  await screenshot(page, "ladder-h245");
  await close();
});

test("a redirect is a row, and each target a lifeline", async () => {
  const { page, close } = await called("2084", { options: { followRedirects: true } });
  assert.deepEqual(
    (await lifelines(page)).map(([name]) => name),
    ["Tester", "Call signalling", "Redirect 1", "Redirect 2"],
  );
  for (const [, address] of (await lifelines(page)).slice(1)) assert.equal(address, `127.0.0.1:${peer.port}`);
  const rows = await page.locator(".ladder-rows > li").evaluateAll((items) => items.map((item) => item.textContent));
  const setups = rows.flatMap((text, index) => (/SETUP/.test(text) ? [index] : []));
  assert.equal(setups.length, 3);
  assert.match(rows[setups[1] - 1], /Redirect: Sent on to 127\.0\.0\.1:\d+, 2023: followed/);
  assert.match((await rowNames(page))[setups[1] - 1], /sent, SETUP, .*, Redirect 1$/);
  await screenshot(page, "ladder-redirect");
  await close();
});

test("a redirect that is not followed says so", async () => {
  const { page, close } = await called("2023");
  assert.match(
    await page.locator(".ladder .redirect").textContent(),
    /Sent on to 127\.0\.0\.1:\d+, 2000: not followed/,
  );
  assert.equal((await lifelines(page)).length, 2);
  await close();
});

test("a warning stands behind the message that it is about, and that is marked", async () => {
  const { page, close } = await called("2013");
  const rows = await page
    .locator(".ladder-rows > li")
    .evaluateAll((items) => items.map((item) => [item.className, item.textContent]));
  const first = rows.findIndex(([name]) => /\bwarning\b/.test(name));
  assert.match(rows[first][1], /Warning: A message could not be read.*undecodable-message.*Q\.931 5\.8/s);
  assert.match(rows[first - 1][1], /received, .*undecodable/);
  const second = rows.findLastIndex(([name]) => /\bwarning\b/.test(name));
  assert.match(rows[second][1], /ALERTING: the H\.225\.0 part could not be read/);
  assert.match(rows[second - 1][1], /received, .*ALERTING/);
  const faulty = page.locator(".ladder .row.faulty button");
  assert.deepEqual((await faulty.locator(".arrow-label").allTextContents()).slice(0, 3), [
    "undecodable",
    "PROGRESS",
    "ALERTING",
  ]);
  assert.match(
    (await rowNames(page)).find((name) => name.includes("undecodable")),
    /, signalling, with a fault$/,
  );
  await screenshot(page, "ladder-garbage");
  await close();
});

test("an endpoint that drops the connection leaves a warning as the last row", async () => {
  const { page, close } = await called("2006");
  assert.deepEqual(await labels(page), ["SETUP", "CALL PROCEEDING"]);
  assert.match(await page.locator(".ladder-rows > li").last().textContent(), /Warning: .*no-release-complete/);
  await close();
});

test("a busy endpoint and a silent one end the ladder where the call ended", async () => {
  const busy = await called("2002");
  assert.deepEqual(await labels(busy.page), ["SETUP", "RELEASE COMPLETE"]);
  assert.match((await rowNames(busy.page))[1], /received, RELEASE COMPLETE, cause 17 user busy/);
  await busy.close();

  const silent = await called("2004", { options: { firstAnswerSeconds: 1 } });
  assert.deepEqual(await labels(silent.page), ["SETUP", "RELEASE COMPLETE"]);
  assert.match((await rowNames(silent.page))[1], /sent, RELEASE COMPLETE/);
  await silent.close();
});

test("names full of markup and direction characters stay text in one row", async () => {
  const { page, close } = await called("2024", { width: 360 });
  const text = await page.locator(".ladder").textContent();
  assert.match(text, /<script>alert\('h323'\)<\/script>/);
  assert.doesNotMatch(text, /[\u0000-\u0009\u200b-\u200f\u202a-\u202e]/);
  for (const name of await rowNames(page)) assert.doesNotMatch(name, /[\u0000-\u001f\u200b-\u200f\u202a-\u202e]/);
  assert.equal(await page.locator(".ladder :is(script, img)").count(), 0);
  assert.equal(await overflow(page), 0);
  await close();
});

test("while a call runs its rows come one by one, with its state and the timer that runs", async () => {
  let ring;
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    const send = (type) => socket.write(message(type, reference));
    ring = { alert: () => send(TYPE.ALERTING), answer: () => send(TYPE.CONNECT) };
  });
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  try {
    await withOptions(page, { h245: "off", ringSeconds: 33 });
    await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: endpoint.port });
    await page.locator("#submit").click();

    const waiting = page.locator("#live .waiting");
    await page.locator("#live .arrow-label", { hasText: "SETUP" }).waitFor();
    assert.match(await waiting.textContent(), /^U1 Call initiatedT303: \d+\.\d s of 15 s$/);
    assert.match(await page.locator('#steps [aria-current="step"]').textContent(), /^Setup:/);
    assert.equal(await page.locator("#steps .reached").count(), 1);
    assert.match(await page.getByRole("status").textContent(), /^Calling 127\.0\.0\.1 port/);

    ring.alert();
    await page.locator("#live .arrow-label", { hasText: "ALERTING" }).waitFor();
    await page.locator('#steps [data-step="alerting"][aria-current="step"]').waitFor();
    // The page does not know what its request was changed to on the way: the limit shown is its own.
    assert.match(await waiting.textContent(), /^U4 Call deliveredT301: \d+\.\d s of 45 s$/);
    assert.equal(await page.getByRole("status").textContent(), "Ringing");
    const early = await waiting.locator(".clock").textContent();
    await page.waitForFunction((text) => document.querySelector("#live .clock").textContent !== text, early);
    assert.deepEqual(await barriers(page), []);
    await screenshot(page, "ladder-live");

    // A row that is open stays open when the result takes the ladder over, and keeps the focus.
    await page.locator("#live button.row-line").first().focus();
    await page.keyboard.press("Enter");
    ring.answer();
    await page.locator("#result h2").waitFor();
    const first = page.locator("#result .ladder button.row-line").first();
    assert.equal(await first.getAttribute("aria-expanded"), "true");
    assert.ok(await first.evaluate((node) => node === document.activeElement));
    assert.ok(await page.locator("#live").isHidden());
    assert.equal(await page.locator(".ladder").count(), 1);
    await opened.close();
  } finally {
    await endpoint.stop();
  }
});

test("what was seen stays when a cancelled call has no report, and goes with the next call", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/hangup", (route) => route.abort());
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port, "Called Number": "2001" });
  await page.locator("#submit").click();
  await page.locator("#live .arrow-label", { hasText: "ALERTING" }).waitFor();
  await page.getByRole("button", { name: "Hang up and report" }).click();
  await page.locator("#submit:enabled").waitFor();
  assert.deepEqual(await labels(page), ["SETUP", "CALL PROCEEDING", "ALERTING"]);
  assert.match(await page.locator("#live .ladder-rows > li").last().textContent(), /Cancelled here/);
  assert.equal(await page.locator("#live .waiting").count(), 0);
  assert.ok(await page.locator("#result").isHidden());

  await fill(page, { "Called Number": "2002" });
  await page.locator("#submit").click();
  await page.locator("#result h2").waitFor();
  assert.deepEqual(await labels(page), ["SETUP", "RELEASE COMPLETE"]);
  await opened.close();
});

test("10,000 messages that are alike are four rows and a count, and the page stays in reach", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await withOptions(page, { firstAnswerSeconds: 4 });
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port, "Called Number": "2025" });
  await page.locator("#submit").click();
  await page.locator(".ladder .row-line").nth(4).waitFor();
  // The flood is on: the page still does what it is asked.
  await page.locator(".ladder .row-line").first().click();
  await page.locator(".ladder .detail .octet-row").first().waitFor();
  await page.locator("#result h2").waitFor({ timeout: 60_000 });
  assert.deepEqual(await labels(page), ["SETUP", ...Array(4).fill("STATUS"), "RELEASE COMPLETE"]);
  assert.match(await page.locator(".ladder-rows").textContent(), /9996 more like this until/);
  assert.equal(await page.locator(".ladder-end").textContent(), "", "nothing is counted twice");
  assert.match(await page.locator(".ladder .warning").first().textContent(), /status-flood/);
  await opened.close();
});

test("the ladder fits a phone and a wall", async () => {
  for (const [width, height] of [
    [360, 740],
    [744, 900],
    [1280, 900],
    [2560, 1440],
  ]) {
    const { page, close } = await called("2084", { width, height, options: { followRedirects: true } });
    assert.equal(await overflow(page), 0, `${width} pixels`);
    const spill = await page.locator(".ladder-sheet").evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
    assert.equal(spill, 0, `${width} pixels`);
    const lines = width > 700;
    assert.equal(await page.locator(".ladder .arrow").first().isVisible(), lines);
    assert.equal(await page.locator(".ladder .heading").first().isVisible(), !lines);
    assert.equal(await page.locator(".ladder .tag-channel").first().isVisible(), !lines);
    await screenshot(page, `ladder-${width}`);
    await close();
  }
});

test("on paper every row of a call that still runs is there", async () => {
  const opened = await openPage(browser, worker.url, { height: 500 });
  const { page } = opened;
  // A peer that opens H.245 while it rings, and so has many rows before the end.
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port, "Called Number": "2051" });
  await page.locator("#submit").click();
  await page.locator("#live .arrow-label", { hasText: "CONNECT" }).waitFor();
  await page.emulateMedia({ media: "print" });
  const hidden = await page.locator("#live .ladder-body").evaluate((body) => body.scrollHeight - body.clientHeight);
  assert.equal(hidden, 0);
  await page
    .getByRole("button", { name: "Hang up and report", includeHidden: true })
    .evaluate((button) => button.click());
  await page.emulateMedia({ media: "screen" });
  await page.locator("#submit:enabled").waitFor();
  await opened.close();
});
