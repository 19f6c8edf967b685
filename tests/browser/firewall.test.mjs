/** The check of a firewall: three calls one after the other, and what they say together. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { loadSheets, overlaps } from "./geometry.mjs";
import { barriers, fill, openPage, openView, overflow, screenshot } from "./page.mjs";

let worker;
let browser;
let answers;
let busy;

before(async () => {
  [worker, browser, answers, busy] = await Promise.all([
    startWorker(),
    launchBrowser(),
    startPeer({ scenario: "h245-both" }),
    startPeer({ scenario: "busy" }),
  ]);
});

after(async () => {
  await browser?.close();
  await Promise.all([answers, busy, worker].map((service) => service?.stop()));
});

/** Fills the form, unfolds the check, and presses its button, with the pointer. */
async function check(page, { port }) {
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: port });
  await openView(page, "firewall");
  await page.getByRole("button", { name: "Place three calls" }).click();
}

const rows = (page) =>
  page
    .locator(".firewall-row")
    .evaluateAll((nodes) =>
      nodes.map((node) => [node.querySelector("th").textContent, node.querySelector(".firewall-mark").textContent]),
    );

test("an endpoint that takes all three ways passes three times, and each call can be looked at", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await check(page, answers);
  await page.getByText(/^(All three ways pass|H\.245 passes both ways)/).waitFor({ timeout: 60_000 });
  const said = await rows(page);
  assert.deepEqual(said.slice(0, 2), [
    ["H.245 in the tunnel", "✓ passes"],
    ["H.245 on a connection of its own", "✓ passes"],
  ]);
  await page.getByRole("button", { name: "Show the call: H.245 on a connection of its own" }).click();
  await page.locator("#result .saved-banner").waitFor();
  await openView(page, "compare");
  await page.locator(".compare-controls").waitFor();
  assert.equal(await page.locator("#compare-first option").count(), 3);
  await opened.close();
});

test("an endpoint that is busy is busy three times, which is not the firewall's doing", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await check(page, busy);
  await page.getByText(/^All three calls end in the same way/).waitFor({ timeout: 60_000 });
  assert.deepEqual(
    (await rows(page)).map(([, mark]) => mark),
    Array(3).fill("✗ does not pass"),
  );
  await opened.close();
});

test("a form with a fault is shown the fault, and nothing is called", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await openView(page, "firewall");
  await page.getByRole("button", { name: "Place three calls" }).click();
  await page.getByText("Fill in the form first, and wait for a call that is running.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "server");
  await opened.close();
});

test("the check can be cancelled, and the form is free again", async () => {
  const rings = await startPeer({ scenario: "ring" });
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  try {
    await check(page, rings);
    await page.getByText("Call 1 of 3").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Cancelled. The tester hangs up.").waitFor();
    await page.locator("#submit:enabled").waitFor();
    assert.equal(await page.locator("#cancel").isVisible(), false);
  } finally {
    await opened.close();
    await rings.stop();
  }
});

describe("the table", () => {
  for (const width of [360, 1024, 1440, 2560]) {
    test(`${width} px: has its place, and keeps nobody out`, async () => {
      const opened = await openPage(browser, worker.url, { width });
      const { page } = opened;
      await loadSheets(page);
      await check(page, busy);
      await page.getByText(/^All three calls end in the same way/).waitFor({ timeout: 60_000 });
      assert.equal(await overflow(page), 0);
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(await overlaps(page, ".firewall-row"), []);
      await screenshot(page, `firewall-${width}`);
      await opened.close();
    });
  }
});

test("what the three say together follows from what passes", async () => {
  const opened = await openPage(browser, worker.url);
  for (const [passes, expected] of [
    [[true, true, true], /^All three ways pass/],
    [[true, true, false], /fast start, which many do not/],
    [[true, false, false], /in the tunnel, but not on a connection of its own.* gw\.example/],
    [[false, true, false], /not in the tunnel/],
    [[false, false, false], /passes neither way/],
    [[true, null, true], /says nothing/],
    [["busy", "busy", "busy"], /three verdicts differ/],
    [[true, "busy", true], /^Not every call was answered, so the check cannot tell a firewall/],
    [[true, true, "no-answer"], /^Not every call was answered/],
    [[true, "connection-lost", true], /in the tunnel, but not on a connection of its own/],
    [[true, "h245-unreachable", true], /in the tunnel, but not on a connection of its own/],
  ]) {
    const said = await opened.page.evaluate(async (passes) => {
      const { verdict } = await import("/tools/firewall.js");
      const call = (word, at) => ({
        report: { success: typeof word === "boolean", outcome: { code: word === "busy" ? `busy${at}` : `${word}` } },
        request: { server: "gw.example" },
      });
      return verdict(
        passes.map((word, at) => ({ passes: word === true, call: word === null ? null : call(word, at) })),
      );
    }, passes);
    assert.match(said, expected);
  }
  await opened.close();
});
