/** The first screen: what it says, what is at hand without scrolling, what it makes of its width. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { LABELS } from "./form-page.mjs";
import { brokenWords, loadSheets, overlaps } from "./geometry.mjs";
import { barriers, openPage, overflow, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** @param {{ x: number, y: number, width: number, height: number }} one @param {typeof one} other */
const apart = (one, other) =>
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y ||
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x;

for (const [width, height] of [
  [360, 740],
  [1024, 768],
  [1440, 900],
  [2560, 1440],
]) {
  test(`the question, the field and the button are there without scrolling, ${width} x ${height}`, async () => {
    const opened = await openPage(browser, worker.url, { width, height });
    const { page } = opened;
    await loadSheets(page);
    const question = page.getByRole("heading", { name: "Does your H.323 system answer from the internet?" });
    const parts = [
      await question.boundingBox(),
      await page.getByLabel(LABELS.server).boundingBox(),
      await page.getByRole("button", { name: "Initiate Call" }).boundingBox(),
    ];
    for (const [at, { y, height: tall }] of parts.entries())
      assert.ok(y >= 0 && y + tall <= height, `part ${at} at ${y}, ${tall} high`);
    assert.ok(apart(parts[0], parts[1]) && apart(parts[1], parts[2]), JSON.stringify(parts));
    // Nothing lies over them.
    for (const selector of ["#server", "#submit"]) {
      const hit = await page.locator(selector).evaluate((node) => {
        const { x, y, width: w, height: h } = node.getBoundingClientRect();
        return document.elementFromPoint(x + w / 2, y + h / 2) === node;
      });
      assert.ok(hit, selector);
    }
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await brokenWords(page, "body"), []);
    assert.deepEqual(await overlaps(page, ".headline, .call-form, .example, .info-card"), []);
    await screenshot(page, `first-${width}`);
    await opened.close();
  });
}

test("a wide window is used, and no line of text is too long to read", async () => {
  const opened = await openPage(browser, worker.url, { width: 2560, height: 1440 });
  const { page } = opened;
  const main = await page.locator(".column-main").boundingBox();
  assert.ok(main.width > 1900, `${main.width} beside the form`);
  const lines = await page
    .locator(".info-card")
    .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().width));
  assert.ok(Math.max(...lines) < 800, lines.join());
  await opened.close();
});

test("the example of a result is what the demo gives, and gone as soon as a call runs", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const example = page.getByRole("region", { name: "What you get" });
  assert.deepEqual(await barriers(page), []);
  const verdict = await page.locator(".example-verdict").textContent();
  const messages = await page.locator(".example-ladder b").allTextContents();
  const [, , , connect] = await page.locator(".example-ladder li").allTextContents();
  const advice = (await example.locator("p").last().textContent()).replace(/^What to try: s/, "S").trim();

  await page.getByRole("button", { name: "behind a NAT", exact: true }).click();
  await example.waitFor({ state: "detached" });
  await page.locator("#result h2").waitFor();
  assert.equal(await page.locator("#result h2").textContent(), verdict);
  assert.deepEqual(await page.locator("#result .row-line .arrow-label").allTextContents(), messages);
  const text = await page.locator("#result").textContent();
  assert.ok(text.includes(connect.match(/H\.245 at .*/)[0]) && text.includes(advice), advice);
  await opened.close();
});
