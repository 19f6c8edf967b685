/** What stands over the ladder: the choice of rows, and of how times are shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gaps, loadSheets, overlaps } from "./geometry.mjs";
import { entry, writeStream } from "./lines.mjs";
import { barriers, fill, openPage, overflow, placeCall, screenshot } from "./page.mjs";
import { browser, peer, worker } from "./running.mjs";

const SET = { type: "terminalCapabilitySet", kind: "request", summary: "10 capabilities" };
const RRQ = { type: "registrationRequest", protocol: "ras", kind: "request", summary: "RRQ 1" };

/** Two of RAS, four of signalling, three of H.245 of which one is faulty, one warning. */
const TRACE = [
  entry({ t: 1, direction: "sent", type: "FACILITY", tunnelled: [RRQ] }),
  entry({ t: 4, type: "FACILITY", tunnelled: [{ ...RRQ, type: "registrationConfirm", summary: "RCF 1" }] }),
  entry({ t: 10, direction: "sent", type: "SETUP", summary: "from 1000" }),
  entry({ t: 15, type: "CALL PROCEEDING" }),
  entry({ t: 1500, type: "CONNECT", summary: "“Lobby”" }),
  entry({ t: 1600, type: "FACILITY", tunnelled: [SET] }),
  entry({ t: 1700, type: "FACILITY", tunnelled: [{ ...SET, fault: "octet 3: ends too early" }] }),
  entry({ t: 90_000, type: "FACILITY", tunnelled: [{ type: "endSessionCommand", kind: "command" }] }),
  entry({ t: 90_100, direction: "sent", type: "RELEASE COMPLETE", summary: "cause 16" }),
];
const REPORT = {
  success: false,
  error: "No",
  startedAt: "2026-11-27T23:59:00.000Z",
  trace: TRACE,
  warnings: [{ t: 1500, after: 4, code: "odd", text: "It is odd." }],
};

/** Answers the page's call with a report. */
async function reported(report = REPORT, { zone, ...how } = {}) {
  const opened = await openPage(browser, worker.url, how);
  const { page } = opened;
  if (zone !== undefined) {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setTimezoneOverride", { timezoneId: zone });
  }
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: report }));
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  await loadSheets(page);
  return opened;
}

/** What is seen of the rows, by a word of each. */
const seen = (page) =>
  page
    .locator(".ladder-rows > li")
    .evaluateAll((rows) =>
      rows
        .filter((row) => row.checkVisibility())
        .map((row) => row.querySelector(".arrow-label, .note-text code")?.textContent),
    );

const chip = (page, name) => page.getByRole("button", { name: new RegExp(`^${name} \\d+$`) });
const said = (page) => page.locator(".ladder-tools-shown").textContent();

test("chips show the rows of their kinds, with counts, by the pointer and by the keyboard", async () => {
  const { page, close } = await reported();
  assert.deepEqual(await page.locator(".ladder-tools-chip:visible").allTextContents(), [
    "Signalling 4",
    "H.245 3",
    "RAS 2",
    "Warnings 2",
  ]);
  assert.equal(await said(page), "");
  const times = await page.locator(".ladder .at").allTextContents();

  await chip(page, "RAS").click();
  assert.equal(await chip(page, "RAS").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await seen(page), ["registrationRequest", "registrationConfirm"]);
  assert.equal(await said(page), "2 of 10 shown");

  await chip(page, "Warnings").focus();
  await page.keyboard.press("Space");
  assert.deepEqual(await seen(page), ["registrationRequest", "registrationConfirm", "odd", "terminalCapabilitySet"]);
  await chip(page, "RAS").click();
  assert.deepEqual(await seen(page), ["odd", "terminalCapabilitySet"]);
  assert.equal(await chip(page, "RAS").getAttribute("aria-pressed"), "false");
  // Arrow keys lead over what is not shown.
  await page.locator(".row.faulty button.row-line").focus();
  await page.keyboard.press("Home");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /terminalCapabilitySet/);

  await page.keyboard.press("End");
  await page.locator(".ladder-tools-chip[aria-pressed=true]").click();
  assert.equal((await seen(page)).length, 10);
  assert.equal(await said(page), "");
  assert.deepEqual(await page.locator(".ladder .at").allTextContents(), times, "no time has changed");
  assert.equal(await page.locator(".ladder h3").textContent(), "Ladder (9 messages: 4 signalling, 3 H.245, 2 RAS)");
  await close();
});

test("a slash leads to the search, which takes any text, and Escape empties it", async () => {
  const { page, close } = await reported();
  await page.keyboard.press("/");
  const find = page.getByRole("searchbox", { name: "Find rows of the ladder" });
  assert.ok(await find.evaluate((node) => node === document.activeElement));
  assert.equal(await find.inputValue(), "");
  await page.keyboard.type("Lobby");
  await page.getByText("1 of 10 shown").waitFor();
  assert.deepEqual(await seen(page), ["CONNECT"]);
  // What is typed is text, and no pattern; a slash in the field is one.
  await find.fill("(.*)[");
  await page.getByText("0 of 10 shown").waitFor();
  await find.fill("sent");
  await page.getByText("3 of 10 shown").waitFor();
  await chip(page, "Signalling").click();
  assert.deepEqual(await seen(page), ["SETUP", "RELEASE COMPLETE"], "both hold");
  await find.press("End");
  await find.press("/");
  assert.equal(await find.inputValue(), "sent/");
  await page.getByText("0 of 10 shown").waitFor();
  await find.press("Escape");
  assert.equal(await find.inputValue(), "");
  assert.equal((await seen(page)).length, 4);
  assert.deepEqual(await barriers(page), []);
  await close();
});

test("a handful of rows has no filter", async () => {
  const { page, close } = await reported({ ...REPORT, trace: TRACE.slice(0, 4), warnings: [] });
  assert.equal(await page.locator(".ladder-tools-filter:visible").count(), 0);
  await page.keyboard.press("/");
  assert.notEqual(await page.evaluate(() => document.activeElement.className), "field-input ladder-tools-find");
  await close();
});

test("while a call runs the filter holds for what comes, and Escape in the search does not hang up", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const stream = await writeStream(page);
  await fill(page, { "H.323 Gateway/Gatekeeper": "gw.example.com", Port: 1720 });
  await page.locator("#submit").click();
  await stream.asked;
  stream.send("call_start", { server: "gw.example.com", port: 1720, startedAt: "2026-11-27T22:00:00.000Z" });
  for (let t = 0; t < 9; t += 1) stream.send("message", entry({ t, summary: `number ${t}` }));
  await chip(page, "Signalling").waitFor();
  assert.equal(await chip(page, "H.245").count(), 0, "there is none so far");
  stream.send("message", entry({ t: 10, type: "FACILITY", tunnelled: [SET] }));
  await chip(page, "H.245").click();
  assert.deepEqual(await seen(page), ["terminalCapabilitySet"]);
  stream.send("message", entry({ t: 11 }));
  stream.send("message", entry({ t: 12, type: "FACILITY", tunnelled: [{ type: "masterSlaveDetermination" }] }));
  await page.getByText("2 of 12 shown").waitFor();
  assert.deepEqual(await seen(page), ["terminalCapabilitySet", "masterSlaveDetermination"]);

  await page.keyboard.press("/");
  await page.keyboard.type("master");
  await page.getByText("1 of 12 shown").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("2 of 12 shown").waitFor();
  assert.ok(await page.locator("#cancel").isVisible(), "the call goes on");
  // An empty field has nothing to lose: now it hangs up.
  await page.keyboard.press("Escape");
  await page.locator("#cancel").waitFor({ state: "hidden" });
  stream.close();
  await opened.close();
});

test("five hundred rows are filtered, and their times are changed", async () => {
  const trace = Array.from({ length: 500 }, (_, t) => entry({ t, summary: `number ${t}` }));
  const { page, close } = await reported({ ...REPORT, trace, warnings: [] });
  await page.keyboard.press("/");
  await page.keyboard.type("number 49");
  await page.getByText("11 of 500 shown").waitFor();
  await page.locator(".ladder-tools-times").selectOption("before");
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await page.locator(".ladder-rows > li").nth(499).waitFor({ state: "visible" });
  assert.equal((await at(page)).filter((text) => text === "+1 ms").length, 499);
  await close();
});

const TIMES = "Times";
const at = (page) =>
  page.locator(".ladder .row > .row-line > .at").evaluateAll((all) => all.map((one) => one.firstChild.data));

test("times are since the start, since the message before, or of the day, and the choice is remembered", async () => {
  const { page, close } = await reported(REPORT, { zone: "Asia/Kolkata" });
  const select = page.getByLabel(TIMES, { exact: true });
  assert.deepEqual(await select.locator("option").allTextContents(), [
    "since the start",
    "since the message before",
    "of day, UTC",
    "of day, local",
  ]);
  assert.deepEqual((await at(page)).slice(0, 5), ["1 ms", "4 ms", "10 ms", "15 ms", "1.50 s"]);

  await select.selectOption("before");
  assert.deepEqual((await at(page)).slice(0, 5), ["1 ms", "+3 ms", "+6 ms", "+5 ms", "+1.49 s"]);
  assert.equal(await page.locator(".head-time").textContent(), "Delta");

  await select.selectOption("utc");
  const utc = await at(page);
  assert.equal(utc[0], "23:59:00.001");
  assert.equal(utc.at(-1), "11-28 00:00:30.100", "the day is said where it is another one");
  assert.equal(await page.locator(".head-time").textContent(), "UTC");
  assert.deepEqual(await overlaps(page, ".ladder-head, .ladder-rows > li"), []);
  assert.deepEqual(await gaps(page, ".ladder-rows > li"), []);

  await select.selectOption("local");
  assert.equal((await at(page))[0], "05:29:00.001");
  assert.equal(await page.locator(".head-time").textContent(), "UTC+05:30");
  // A warning stands at its time, too.
  assert.match(await page.locator(".ladder .warning").textContent(), /^05:29:01\.500, /);

  // The next ladder begins with it.
  await page.locator("#submit").click();
  await page.locator("#cancel").waitFor({ state: "hidden" });
  await page.locator("#result h2").waitFor();
  assert.equal((await at(page))[0], "05:29:00.001");
  await select.selectOption("start");
  assert.equal((await at(page))[0], "1 ms");
  await close();
});

test("without a date no time of day can be chosen", async () => {
  const { page, close } = await reported({ ...REPORT, startedAt: undefined });
  await page.evaluate(() => localStorage.setItem("h323-tester.times", "utc"));
  await page.locator("#submit").click();
  await page.locator("#cancel").waitFor({ state: "hidden" });
  await page.locator("#result h2").waitFor();
  assert.equal(await page.getByLabel(TIMES, { exact: true }).inputValue(), "start");
  assert.equal((await at(page))[0], "1 ms");
  const off = await page
    .locator(".ladder-tools-times option")
    .evaluateAll((all) => all.map(({ disabled }) => disabled));
  assert.deepEqual(off, [false, false, true, true]);
  await close();
});

test("a running call shows the time of day from its first line on", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.evaluate(() => localStorage.setItem("h323-tester.times", "utc"));
  const stream = await writeStream(page);
  await fill(page, { "H.323 Gateway/Gatekeeper": "gw.example.com", Port: 1720 });
  await page.locator("#submit").click();
  await stream.asked;
  stream.send("call_start", { server: "gw.example.com", port: 1720, startedAt: "2026-11-27T22:00:00.000Z" });
  stream.send("message", entry({ t: 7 }));
  await page.locator("#live .row-line").waitFor();
  assert.deepEqual(await at(page), ["22:00:00.007"]);
  await page.keyboard.press("Escape");
  await page.locator("#cancel").waitFor({ state: "hidden" });
  stream.close();
  await opened.close();
});

for (const width of [360, 1024, 1440, 2560]) {
  test(`the tools fit over the ladder of a real call, ${width} pixels`, async () => {
    const opened = await openPage(browser, worker.url, { width });
    const { page } = opened;
    await fill(page, { "Called Number": "2000" });
    await placeCall(page, peer);
    await loadSheets(page);
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await overlaps(page, ".ladder-tools"), []);
    const boxes = await page
      .locator(".ladder-tools :is(button, input, select):visible")
      .evaluateAll((all) =>
        all.map((node) => node.getBoundingClientRect()).map(({ height, right }) => [height, right]),
      );
    for (const [height, right] of boxes) assert.ok(height >= 24 && right <= width, `${height}, ${right}`);
    await chip(page, "H.245").click();
    assert.deepEqual(await gaps(page, ".ladder-rows > li:not([hidden])"), []);
    assert.deepEqual(await barriers(page), []);
    await screenshot(page, `ladder-tools-${width}`);
    await opened.close();
  });
}

for (const scheme of ["light", "dark"]) {
  test(`a chip that is pressed is told apart, and can be read, ${scheme}`, async () => {
    const { page, close } = await reported(REPORT, { scheme });
    await chip(page, "RAS").click();
    const ground = (name) => chip(page, name).evaluate((node) => getComputedStyle(node).backgroundColor);
    assert.notEqual(await ground("RAS"), await ground("H.245"));
    assert.deepEqual(await barriers(page), []);
    await page.emulateMedia({ forcedColors: "active" });
    assert.notEqual(await ground("RAS"), await ground("H.245"));
    await close();
  });
}
