/** What outlives the page: the calls that the browser keeps, and a call in a link. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { loadSheets } from "./geometry.mjs";
import { barriers, openPage, openView, overflow, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;
let busy;

before(async () => {
  [worker, browser, busy] = await Promise.all([startWorker(), launchBrowser(), startPeer({ scenario: "busy" })]);
});

after(async () => {
  await browser?.close();
  await busy?.stop();
  await worker?.stop();
});

/** Unfolds the earlier calls with the pointer. @returns {Promise<import("playwright-core").Locator>} their rows */
async function earlier(page) {
  await openView(page, "history");
  await page.locator(".history-switch").waitFor();
  return page.locator(".history-row");
}

/** Runs in the page. @returns {Promise<number>} how many calls are kept */
const keptCalls = async () => (await (await import("/tools/kept.js")).all()).length;

const said = (page) => page.locator("#tool-history .tool-status");

describe("a call", () => {
  test("is there after the page has gone, opens again, and can be removed", async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    for (const count of [1, 2]) {
      await placeCall(page, busy);
      // The page's own module: who opens the database first makes its store.
      while ((await page.evaluate(keptCalls)) < count) await setTimeout(50);
    }
    await page.reload();
    await page.locator("#submit:enabled").waitFor();
    const rows = await earlier(page);
    await rows.nth(1).waitFor();
    assert.equal(await rows.count(), 2);
    assert.match(await rows.first().textContent(), /127\.0\.0\.1.*busy/);
    assert.equal(await said(page).textContent(), "2 calls are kept.");

    await rows
      .first()
      .getByRole("button", { name: /^Open: 127\.0\.0\.1/ })
      .click();
    await page.locator("#result .saved-banner").waitFor();
    assert.match(await page.locator("#result").textContent(), /busy/);

    await page.goBack();
    await rows
      .first()
      .getByRole("button", { name: /^Remove/ })
      .press("Enter");
    await page.getByText("Removed. One call is kept.").waitFor();
    assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), /^Remove: /);
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.getByText("All are removed. No call is kept.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Export all" }).isVisible(), false);
    await opened.close();
  });

  test("is not kept when the reader does not want it", async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    const rows = await earlier(page);
    await page.getByLabel("Keep the last 50 calls in this browser").uncheck();
    await placeCall(page, busy);
    await page.reload();
    await page.locator("#submit:enabled").waitFor();
    await earlier(page);
    await page.getByText("No call is kept.").waitFor();
    assert.equal(await rows.count(), 0);
    assert.equal(await page.getByLabel("Keep the last 50 calls in this browser").isChecked(), false);
    await opened.close();
  });

  test("is one of fifty at most, all of which are exported as lines that the page reads", async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    await page.evaluate(async () => {
      const { keep } = await import("/tools/kept.js");
      const outcome = (at) => ({ stage: "q931", code: "busy", text: `Call ${at}`, advice: [] });
      for (let at = 0; at < 53; at += 1) {
        await keep({
          report: { outcome: outcome(at), trace: [] },
          request: { server: `192.0.2.${at}` },
          startedAt: null,
        });
      }
    });
    const rows = await earlier(page);
    await page.getByText("50 calls are kept.").waitFor();
    assert.equal(await rows.count(), 50);
    assert.match(await rows.first().textContent(), /Call 52/);
    assert.match(await rows.last().textContent(), /Call 3/);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export all" }).click(),
    ]);
    const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\n");
    assert.equal(lines.length, 50);
    assert.equal(JSON.parse(lines[0]).report.outcome.text, "Call 52");
    await opened.close();
  });
});

describe("what is kept", () => {
  const HOSTILE = `<img src=x onerror="alert(1)">\u202e${"W".repeat(3_000)}`;

  for (const width of [360, 1024, 1440, 2560]) {
    test(`${width} px: stays text, has its place, and keeps nobody out`, async () => {
      const opened = await openPage(browser, worker.url, { width });
      const { page } = opened;
      await loadSheets(page);
      await page.evaluate(async (text) => {
        const { keep } = await import("/tools/kept.js");
        const report = { outcome: { stage: text, code: text, text, advice: [] }, trace: [] };
        await keep({ report, request: { server: text }, startedAt: "2026-11-28T07:00:00.000Z" });
        await keep({ report, request: null, startedAt: null });
      }, HOSTILE);
      const rows = await earlier(page);
      await rows.nth(1).waitFor();
      assert.equal(await overflow(page), 0);
      assert.deepEqual(await barriers(page), []);
      assert.equal(await page.locator("#tool-history img").count(), 0);
      const boxes = await rows.evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON()));
      assert.ok(boxes[0].bottom <= boxes[1].top, "rows do not lie over each other");
      const inside = await page.locator(".history-row button").evaluateAll((nodes) =>
        nodes.every((node) => {
          const row = node.closest("li").getBoundingClientRect();
          const { left, right } = node.getBoundingClientRect();
          return left >= row.left && right <= row.right;
        }),
      );
      assert.ok(inside);
      await screenshot(page, `history-${width}`);
      await opened.close();
    });
  }
});

describe("a link", () => {
  test("shows the call that is in it, in another browser too", async () => {
    const first = await openPage(browser, worker.url);
    await first.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await placeCall(first.page, busy);
    const verdict = await first.page.locator("#result .outcome").textContent();
    await first.page.getByRole("button", { name: "Copy link to this result" }).click();
    await first.page.getByText(/^The link, with the whole result in it, is on the clipboard\./).waitFor();
    const link = await first.page.evaluate(() => navigator.clipboard.readText());
    await first.close();

    const second = await openPage(browser, link);
    await second.page.locator("#result .saved-banner").waitFor();
    assert.equal(await second.page.locator("#result .outcome").textContent(), verdict);
    assert.equal(new URL(second.page.url()).hash, new URL(link).hash, "it can be handed on");

    await placeCall(second.page, busy);
    assert.equal(new URL(second.page.url()).hash, "", "the address is no longer that of what is shown");
    await second.close();
  });

  test("that is damaged says so, and the page works", async () => {
    const opened = await openPage(browser, `${new URL("/", worker.url).href}#call=abc`);
    const { page } = opened;
    await page.getByText("The link is damaged or was cut: ask for the call as a file.").waitFor();
    await placeCall(page, busy);
    await opened.close();
  });
});
