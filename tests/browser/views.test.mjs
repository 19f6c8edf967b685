/** The views: each has an address, and a call goes on whichever is looked at. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenWords, loadSheets, overlaps } from "./geometry.mjs";
import { barriers, fill, openPage, openView, overflow, placeCall, screenshot } from "./page.mjs";
import { browser, peer, worker } from "./running.mjs";

/** What is seen: the part of each view that no other has. */
const PARTS = {
  test: "#steps",
  firewall: "#tool-firewall",
  decode: "#tool-decode",
  compare: "#tool-compare",
  history: "#tool-history",
};

/** The views that are seen now; the tools of one come when they are needed. */
async function seen(page) {
  await page
    .locator(`:is(${Object.values(PARTS)}):visible`)
    .first()
    .waitFor();
  const shown = [];
  for (const [name, part] of Object.entries(PARTS)) if (await page.locator(part).isVisible()) shown.push(name);
  return shown;
}

/** The tools of a view may have to come first. @param {string} words of what is to have the focus */
const focusOn = (page, words) =>
  page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, words, { timeout: 10_000 });

test("each view has an address, a title and the focus on its heading; back and forward lead through them", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  assert.deepEqual(await seen(page), ["test"]);
  for (const [name, title, heading] of [
    ["firewall", "Firewall", "Check a firewall with three calls"],
    ["decode", "Decode", "Decode a capture or hex"],
    ["compare", "Compare", "Compare two calls"],
    ["history", "History", "Earlier calls"],
  ]) {
    await page.getByRole("link", { name: title, exact: true }).press("Enter");
    await page.waitForURL(`**/#${name}`);
    assert.deepEqual(await seen(page), [name]);
    assert.equal(await page.title(), `${title} · H.323 Tester`);
    await focusOn(page, heading);
    assert.deepEqual(await page.locator("#views [aria-current=page]").allTextContents(), [title]);
  }
  await page.goBack();
  await focusOn(page, "Compare two calls");
  assert.deepEqual(await seen(page), ["compare"]);
  await page.goForward();
  assert.deepEqual(await seen(page), ["history"]);
  await openView(page, "test");
  assert.deepEqual(await seen(page), ["test"]);
  assert.equal(await page.title(), "H.323 Tester");
  await focusOn(page, "Does your H.323 system answer from the internet?");
  // Pressed again, it leads there again.
  await page.locator("#calledNumber").focus();
  await openView(page, "test");
  await focusOn(page, "Does your H.323 system answer from the internet?");
  await opened.close();
});

test("the address of a view can be opened, with a form in it, and kept through changes of the form", async () => {
  const opened = await openPage(browser, `${worker.url}/?server=gw.example.com#firewall`);
  const { page } = opened;
  assert.deepEqual(await seen(page), ["firewall"]);
  assert.equal(await page.locator("#server").inputValue(), "gw.example.com");
  await page.getByRole("button", { name: "Place three calls" }).waitFor();
  await page.locator("#calledNumber").fill("7001");
  await page.waitForURL("**/?server=gw.example.com&calledNumber=7001#firewall");
  await page.reload();
  assert.deepEqual(await seen(page), ["firewall"]);
  await openView(page, "decode");
  assert.match(page.url(), /\?server=gw\.example\.com&calledNumber=7001#decode$/);
  await opened.close();

  const odd = await openPage(browser, `${worker.url}/#nothing-of-that-name`);
  assert.deepEqual(await seen(odd.page), ["test"]);
  await odd.close();
});

test("a place within a view does not leave the view", async () => {
  const opened = await openPage(browser, `${worker.url}/#decode`, { ready: "#decode-text" });
  const { page } = opened;
  await page.keyboard.press("Tab");
  await focusOn(page, "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "layout");
  assert.deepEqual(await seen(page), ["decode"]);
  await opened.close();
});

test("without JavaScript the view of the call is there, and no other", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${worker.url}/#decode`);
  assert.deepEqual(await seen(page), ["test"]);
  await context.close();
});

test("a call goes on while another view is looked at, and its result waits there", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port, "Called Number (To)": "2001" });
  await page.locator("#submit").click();
  await page.locator("#live .arrow-label", { hasText: "ALERTING" }).waitFor();
  await openView(page, "decode");
  await page.locator("#decode-text").fill("0300");
  assert.equal(await page.locator("#views-state").textContent(), "calling…");
  // Escape hangs up from here too.
  await page.keyboard.press("Escape");
  await page.locator("#submit:enabled").waitFor({ state: "attached" });
  assert.deepEqual(await seen(page), ["decode"]);
  await page.locator("#views-state", { hasText: "has ended" }).waitFor();
  await openView(page, "test");
  assert.equal(await page.locator("#views-state").textContent(), "");
  assert.equal(
    await page.locator("#result h2").first().textContent(),
    "The call was cancelled before it was answered.",
  );

  // One that ends by itself calls nobody away either.
  await page.route("**/api/h323/call", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await fill(page, { "Called Number (To)": "2002" });
  await page.locator("#submit").click();
  await openView(page, "history");
  await page.locator("#views-state", { hasText: "has ended" }).waitFor();
  assert.deepEqual([await seen(page), await page.title()], [["history"], "History · H.323 Tester"]);
  await focusOn(page, "Earlier calls");
  await openView(page, "test");
  await page.locator("#result h2:focus", { hasText: "The endpoint is busy." }).waitFor();
  assert.match(await page.title(), /^The endpoint is busy\. · 127\.0\.0\.1 · H\.323 Tester$/);
  await opened.close();
});

test("a refusal that comes while another view is looked at leaves that view usable", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  let answer;
  const asked = new Promise((resolve) => {
    void page.route("**/api/h323/call", (route) => {
      answer = () =>
        route.fulfill({ status: 400, json: { success: false, error: "ringSeconds is odd", field: "ringSeconds" } });
      resolve();
    });
  });
  await page.locator("#more").hover();
  await fill(page, { "H.323 Gateway/Gatekeeper": "gw.example.com" });
  await page.locator("#submit").click();
  await asked;
  await openView(page, "decode");
  await answer();
  await page.locator("#views-state", { hasText: "has ended" }).waitFor();
  // A dialog that is open but not to be seen would make all else dead.
  await page.locator("#decode-text").click();
  assert.equal(await page.locator("#options").evaluate((dialog) => dialog.open), false);
  await openView(page, "test");
  assert.match(await page.locator("#result").textContent(), /“Ring for, s” is odd/);
  await opened.close();
});

test("a link with a call shows the call, wherever one was; a broken one says so where calls are opened", async () => {
  const opened = await openPage(browser, `${worker.url}/#compare`, { ready: "#tool-compare .tool-body" });
  const { page } = opened;
  await placeCall(page, peer);
  const link = await page.evaluate(async () => {
    const { packed } = await import("/export/packed.js");
    return packed({
      report: { success: true, outcome: { code: "answered" }, trace: [] },
      request: null,
      startedAt: null,
    });
  });
  await openView(page, "decode");
  await page.evaluate((hash) => location.assign(hash), new URL(link, worker.url).hash);
  await page.locator(".saved-banner").waitFor();
  assert.deepEqual(await seen(page), ["test"]);
  assert.match(page.url(), /#call=/);
  await page.evaluate(() => location.assign("#call=broken"));
  await page.locator("#tool-load [role=alert]:not(:empty)").waitFor();
  assert.deepEqual(await seen(page), ["history"]);
  await opened.close();
});

for (const width of [360, 1024, 1440, 2560]) {
  test(`the views fit their window, ${width} pixels`, async () => {
    const opened = await openPage(browser, worker.url, { width, height: 740 });
    const { page } = opened;
    await loadSheets(page);
    for (const name of Object.keys(PARTS)) {
      await openView(page, name);
      await page.locator(PARTS[name]).waitFor();
      const tops = await page
        .locator("#views a")
        .evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().top)));
      assert.equal(new Set(tops).size, 1, `in one line: ${tops}`);
      assert.equal(await overflow(page), 0, name);
      // The pointer is still over it.
      const [ink, ground] = await page
        .locator("#views [aria-current]")
        .evaluate((link) => [getComputedStyle(link).color, getComputedStyle(link).backgroundColor]);
      assert.notEqual(ink, ground);
      assert.deepEqual(await brokenWords(page, "body"), [], name);
      assert.deepEqual(await overlaps(page, ".masthead, .headline, .call-form, .tool"), [], name);
      assert.deepEqual(await barriers(page), [], name);
      if (name !== "test" && name !== "firewall") {
        const { width: wide } = await page.locator(PARTS[name]).boundingBox();
        assert.ok(wide > 0.9 * width, `${name}: ${wide} of ${width}`);
      }
      await screenshot(page, `view-${name}-${width}`);
    }
    await opened.close();
  });
}
