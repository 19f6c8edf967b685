/** One row a message in the ladder, and the room that a row has. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gaps, loadSheets, overlaps } from "./geometry.mjs";
import { entry, rowNames } from "./lines.mjs";
import { barriers, openPage, overflow, placeCall, screenshot } from "./page.mjs";
import { browser, called, worker } from "./running.mjs";

/** Answers the page's call with a report of that trace. */
async function traced(trace, how) {
  const opened = await openPage(browser, worker.url, how);
  await opened.page.route("**/api/h323/call", (route) =>
    route.fulfill({ json: { success: false, error: "No", startedAt: "2026-11-27T22:59:59.000Z", trace } }),
  );
  await placeCall(opened.page, { port: 1720, server: "gw.example.com" });
  await loadSheets(opened.page);
  return opened;
}

const SET = { type: "terminalCapabilitySet", kind: "request", summary: "10 capabilities" };
const DETERMINATION = { type: "masterSlaveDetermination", kind: "request" };
const RRQ = { type: "registrationRequest", protocol: "ras", kind: "request", summary: "RRQ 1" };

test("what is inside has rows of its own, and what says something itself keeps its own", async () => {
  const { page, close } = await traced([
    entry({
      t: 1,
      direction: "sent",
      type: "SETUP",
      summary: "from 1000, terminalCapabilitySet (10 capabilities)",
      tunnelled: [SET],
    }),
    entry({ t: 5, type: "FACILITY", tunnelled: [RRQ] }),
    entry({ t: 9, type: "FACILITY", tunnelled: [SET, DETERMINATION], hex: "0300000400" }),
    entry({ t: 12, type: "FACILITY", summary: "reason callForwarded", decoded: forwarded }),
  ]);
  assert.deepEqual(await rowNames(page), [
    "1 ms, sent, SETUP, from 1000, signalling",
    "1 ms, sent, terminalCapabilitySet, in SETUP, 10 capabilities, signalling",
    "5 ms, received, registrationRequest, in FACILITY, RRQ 1, RAS",
    "9 ms, received, terminalCapabilitySet, in FACILITY, 10 capabilities, signalling",
    "9 ms, received, masterSlaveDetermination, in FACILITY, signalling",
    "12 ms, received, FACILITY, reason callForwarded, signalling",
  ]);
  assert.equal(
    await page.locator(".ladder h3").textContent(),
    "Ladder (6 messages: 2 signalling, 3 H.245, 1 RAS)",
    "the heading says what it counts",
  );
  // The octets are those of what came, and are told once.
  const octets = await page.locator(".ladder .octets").allTextContents();
  assert.deepEqual(octets, ["4 B", "", "4 B", "5 B", "", "4 B"]);
  assert.deepEqual(await gaps(page, ".ladder-rows > li"), []);
  await close();
});

const forwarded = {
  "H323-UserInformation": { "h323-uu-pdu": { "h323-message-body": { facility: { reason: { callForwarded: null } } } } },
};

/** The line of the tree that is marked, and the name of the octets in hexadecimal that are. */
const marked = (detail) => detail.locator(".tree-line.mark .tree-name").textContent();

test("a row opens its detail at its message, by the pointer and by the keyboard", async () => {
  const { page, close } = await called("2000");
  const row = page.locator(".ladder .row.carried", { hasText: "masterSlaveDeterminationAck" }).first();
  await row.locator(".octets").click();
  await row.locator(".tree-line.mark").waitFor();
  assert.equal(await marked(row), "masterSlaveDeterminationAck");
  assert.match(await row.locator(".where").textContent(), /h245Control .* › masterSlaveDeterminationAck · octets? \d+/);
  assert.ok((await row.locator(".octet-box .hex .mark").count()) > 0);
  // It is the first that is seen of the tree, as far as the tree can be scrolled.
  const seen = await row.locator(".tree").evaluate((tree) => {
    const [box, line] = [tree, tree.querySelector(".mark")].map((node) => node.getBoundingClientRect());
    return line.top >= box.top - 1 && line.bottom <= box.bottom + 1;
  });
  assert.ok(seen);
  assert.equal(await row.getByRole("group", { name: "Fields and octets of masterSlaveDeterminationAck" }).count(), 1);

  const next = page.locator(".ladder .row.carried", { hasText: "roundTripDelayRequest" }).first();
  await next.locator("button.row-line").focus();
  await page.keyboard.press("Enter");
  await next.locator(".tree-line.mark").waitFor();
  assert.equal(await marked(next), "roundTripDelayRequest");
  // The tabulator leads to that field first.
  await next.locator(".detail-find").focus();
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^roundTripDelayRequest/);
  await close();
});

test("of two messages of one kind in one, each row opens its own; the decoder is asked once", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const part = (at) => ({ name: "terminalCapabilitySet", at, length: 2, children: [] });
  const fields = { name: "FACILITY", at: 0, length: 8, children: [part(4), part(6)] };
  let asked = 0;
  await page.route("**/api/h323/decode", (route) => {
    asked += 1;
    return route.fulfill({ json: { messages: [{ hex: "0300000811112222", fields }] } });
  });
  await page.route("**/api/h323/call", (route) =>
    route.fulfill({
      json: {
        success: false,
        error: "No",
        trace: [entry({ type: "FACILITY", hex: "0300000811112222", tunnelled: [SET, SET] })],
      },
    }),
  );
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  for (const [at, octets] of [
    [0, "11 11"],
    [1, "22 22"],
  ]) {
    const row = page.locator(".ladder .row").nth(at);
    await row.locator("button.row-line").click();
    await row.locator(".octet-box .hex .mark").first().waitFor();
    const spans = await row.locator(".octet-box .hex .mark").allTextContents();
    assert.equal(spans.join(" "), octets);
  }
  assert.equal(asked, 1);
  await opened.close();
});

for (const [width, number] of [
  [1024, "2000"],
  [1440, "2000"],
  [1440, "2040"],
  [2560, "2040"],
]) {
  test(`a lane has 14rem and no name lies on a lifeline, ${width} pixels, ${number}`, async () => {
    const { page, close } = await called(number, { width });
    const lanes = await page
      .locator(".lifelines li")
      .evaluateAll((all) =>
        all.map((lane) => lane.getBoundingClientRect()).map(({ x, width }) => [x + width / 2, width]),
      );
    for (const [, size] of lanes) assert.ok(size >= 14 * 16 - 1, `a lane of ${size} pixels`);
    const labels = await page.locator(".ladder .arrow-label").evaluateAll((all) =>
      all.map((node) => {
        const { left, right } = node.getBoundingClientRect();
        return { left, right, cut: node.scrollWidth > node.clientWidth, text: node.textContent };
      }),
    );
    for (const { left, right, cut, text } of labels) {
      assert.ok(!cut, `${text} is cut`);
      for (const [x] of lanes) assert.ok(right <= x || left >= x, `${text} lies on a lifeline`);
    }
    await close();
  });
}

test("at 1024 pixels a call of three lifelines has them once the form is a bar", async () => {
  const { page, close } = await called("2040", { width: 1024 });
  assert.ok(await page.locator(".ladder .arrow").first().isVisible());
  assert.equal(await page.locator(".ladder .heading").first().isVisible(), false);
  assert.equal(await overflow(page), 0);
  await close();
});

for (const width of [360, 1024, 1440]) {
  test(`facts too long for their row are seen whole when it is open, ${width} pixels`, async () => {
    const words = Array.from({ length: 60 }, (_, at) => `fact${at}`).join(" ");
    const { page, close } = await traced([entry({ t: 1, summary: words }), entry({ t: 2, type: "CONNECT" })], {
      width,
    });
    const facts = page.locator(".ladder .facts-line").first();
    const hidden = () =>
      facts.evaluate((node) => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]);
    assert.ok(
      (await hidden()).some((pixels) => pixels > 1),
      "they are cut at first",
    );
    assert.equal(await facts.getAttribute("title"), words);
    await page.locator(".ladder button.row-line").first().focus();
    await page.keyboard.press("Enter");
    assert.ok((await hidden()).every((pixels) => pixels <= 1));
    assert.equal(await facts.textContent(), words);
    assert.deepEqual(await overlaps(page, ".ladder .row-line"), []);
    assert.deepEqual(await gaps(page, ".ladder-rows > li"), []);
    assert.equal(await overflow(page), 0);
    await close();
  });
}

/** Puts the ladder of those messages out of a capture in the place of a result. */
async function drawn(page, messages) {
  await page.evaluate(async (given) => {
    const { drawMessages } = await import("/ladder/ladder.js");
    const { styles } = await import("/base/styles.js");
    await styles("ladder");
    const result = document.getElementById("result");
    await drawMessages(result, given, undefined, async () => {});
    result.hidden = false;
  }, messages);
}

test("a capture of 28 connections keeps time, name, facts and heads in sight wherever it is scrolled", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  const messages = Array.from({ length: 60 }, (_, at) => ({
    ...entry({ t: at * 1000, direction: "sent", type: "masterSlaveDeterminationAck", summary: "a fact" }),
    from: "192.0.2.1:1000",
    to: `198.51.100.${at % 28}:1720`,
  }));
  await drawn(page, messages);
  const body = page.locator(".ladder-body");
  const inside = async (selector) => {
    const [frame, box] = [await body.boundingBox(), await page.locator(selector).boundingBox()];
    return box.x >= frame.x - 1 && box.x + box.width <= frame.x + frame.width + 1 && box.y >= frame.y - 1;
  };
  const row = ".ladder-rows > li:nth-child(40)";
  for (const share of [0, 0.5, 1]) {
    await body.evaluate((node, part) => node.scrollTo(node.scrollWidth * part, node.scrollHeight * 0.6), share);
    await page.locator(row).evaluate((node) => node.checkVisibility());
    for (const part of [`${row} .at`, `${row} .arrow-label`, `${row} .facts-line`, ".head-time"])
      assert.ok(await inside(part), `${part}, scrolled by ${share}`);
    assert.deepEqual(await overlaps(page, row), []);
    const [frame, head] = [await body.boundingBox(), await page.locator(".ladder-head").boundingBox()];
    assert.ok(Math.abs(frame.y - head.y) <= 1, "the head is at the top");
  }
  assert.equal(await overflow(page), 0);
  assert.deepEqual(await barriers(page), []);
  await screenshot(page, "ladder-28");
  await opened.close();
});

test("a message that is decoded alone is open, and the head stands over its columns", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  // As it is pasted: who sent it to whom is not known.
  const fields = { name: "CONNECT", at: 0, length: 4, children: [] };
  await drawn(page, [{ type: "CONNECT", summary: "a fact", hex: "03000004", fields }]);
  await page.locator(".ladder .detail .tree").waitFor();
  assert.equal(await page.locator(".ladder button.row-line").getAttribute("aria-expanded"), "true");
  const left = (selector) => page.locator(selector).evaluate((node) => node.getBoundingClientRect().left);
  assert.ok(Math.abs((await left(".head-facts")) - (await left(".ladder .facts-line"))) <= 1);
  const right = (selector) => page.locator(selector).evaluate((node) => node.getBoundingClientRect().right);
  assert.ok(Math.abs((await right(".head-octets")) - (await right(".ladder .octets"))) <= 1);
  await opened.close();
});

test("a warning too long for its row is had in full", async () => {
  const text = `It is odd. ${"More. ".repeat(100)}The end.`;
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", (route) =>
    route.fulfill({
      json: {
        success: false,
        error: "No",
        trace: [entry({ t: 1 })],
        warnings: [{ t: 1, after: 0, code: "odd", text }],
      },
    }),
  );
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  const row = page.locator(".ladder .warning");
  assert.doesNotMatch(await row.textContent(), /The end\./);
  await row.getByRole("button", { name: "Show all of it" }).press("Enter");
  assert.match(await row.textContent(), /The end\./);
  assert.equal(await overflow(page), 0);
  await opened.close();
});
