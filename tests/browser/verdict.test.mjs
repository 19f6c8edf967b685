/** The verdict of a call: its title in plain words, the exports in its corner, the next call beside its advice. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { control } from "./form-page.mjs";
import { brokenWords, overlaps } from "./geometry.mjs";
import { barriers, openExport, openPage, overflow, screenshot } from "./page.mjs";
import { browser, called, peer, worker } from "./running.mjs";

const WIDTHS = [360, 1024, 1440, 2560];

/** Answers the page's calls with a report of that outcome, and keeps what was asked for. */
async function ended(outcome, { query = "?server=gw.example.com", ...more } = {}) {
  const opened = await openPage(browser, `${worker.url}/${query}`);
  const asked = [];
  await opened.page.route("**/api/h323/call", (route) => {
    asked.push(route.request().postDataJSON());
    return route.fulfill({
      json: { success: false, error: "No", trace: [], outcome: { stage: "h225", advice: [], ...outcome }, ...more },
    });
  });
  await opened.page.locator("#submit").click();
  await opened.page.locator("#result h2").waitFor();
  return { ...opened, asked };
}

const remedies = (page) => page.locator(".remedies button").allTextContents();

for (const width of WIDTHS) {
  test(`what happened stands first and largest, then its cause, then time and place, ${width} pixels`, async () => {
    const { page, close } = await called("2002", { width });
    assert.equal(await page.locator(".verdict-words").textContent(), "The endpoint is busy.");
    assert.equal(await page.locator(".verdict-badge").textContent(), "✗ Call Failed");
    assert.match(await page.locator(".outcome").textContent(), /^Cause 17 user busy, reason inConf h225busy$/);
    const boxes = {};
    for (const name of [".verdict-words", ".outcome", ".placed", ".origin", ".error"])
      boxes[name] = await page.locator(`#result ${name}`).boundingBox();
    const tops = Object.values(boxes).map(({ y }) => y);
    assert.deepEqual(
      tops,
      tops.toSorted((a, b) => a - b),
      JSON.stringify(boxes),
    );
    const size = (selector) =>
      page.locator(selector).evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize));
    for (const other of [".verdict-badge", ".outcome", ".error", ".origin"])
      assert.ok((await size(".verdict-words")) > (await size(`#result ${other}`)), other);
    assert.deepEqual(await overlaps(page, ".verdict"), []);
    assert.deepEqual(await brokenWords(page, ".verdict"), []);
    assert.equal(await overflow(page), 0);
    assert.match(await page.title(), /^The endpoint is busy\. · 127\.0\.0\.1/);
    await screenshot(page, `verdict-${width}`);
    await close();
  });

  test(`the exports are in the corner of the verdict, ${width} pixels`, async () => {
    const { page, close } = await called("2000", { width });
    const box = (selector) => page.locator(selector).boundingBox();
    const [verdict, title, corner] = [await box(".verdict"), await box(".verdict-words"), await box(".takeaway")];
    assert.ok(corner.y < verdict.y + 200, "it is at the top");
    if (width > 640) {
      assert.ok(corner.x >= title.x + title.width, "beside the title");
      assert.ok(Math.abs(corner.x + corner.width - (verdict.x + verdict.width)) <= 20, "at the right");
      assert.ok(corner.y < title.y + title.height);
    } else assert.ok(corner.y >= title.y + title.height, "below the title");
    assert.equal(await page.getByRole("button", { name: "Download JSON" }).count(), 0);
    assert.equal(await page.locator("#result > .result > .takeaway").count(), 0, "there is no other at the end");

    await page.locator(".takeaway-open").click();
    const sheet = await box(".takeaway-sheet");
    assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= width, JSON.stringify(sheet));
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await barriers(page), []);
    // Nothing lies over it.
    for (const button of await page.locator(".takeaway-buttons button").all()) await button.click({ trial: true });
    await screenshot(page, `export-${width}`);
    await close();
  });
}

test("the exports open by the keyboard, and close by Escape and by a press elsewhere", async () => {
  const { page, close } = await called("2002");
  const open = () => page.locator(".takeaway-menu").evaluate((menu) => menu.open);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.ok(await open());
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Download capture");
  await page.keyboard.press("Escape");
  assert.equal(await open(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Export");
  await openExport(page);
  await page.locator("h1").click();
  assert.equal(await open(), false);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".takeaway").isVisible(), false);
  await close();
});

test("a remedy fills the form and places the call, which then goes further", async () => {
  // The endpoint gives an h245Address, which a caller that insists on the tunnel cannot use.
  const { page, close } = await called("2040", { query: "?h245=tunnelled" });
  assert.equal(await page.locator(".verdict-words").textContent(), "Answered, but no way for H.245");
  assert.deepEqual(await remedies(page), ["Try with H.245 either way"]);
  const asked = page.waitForRequest("**/api/h323/call");
  await page.locator(".remedies button").focus();
  await page.keyboard.press("Enter");
  const { h245, calledNumber, port } = (await asked).postDataJSON();
  assert.deepEqual({ h245, calledNumber, port }, { h245: undefined, calledNumber: "2040", port: peer.port });
  await page.locator(".result.success h2").waitFor({ timeout: 60_000 });
  assert.ok(await page.locator("#result h2").evaluate((node) => node === document.activeElement));
  assert.ok(await page.locator("#brief").isVisible(), "the form is a bar again");
  assert.doesNotMatch(page.url(), /h245=/);
  assert.deepEqual(await remedies(page), []);
  await close();
});

test("a redirect is followed at the press of a button", async () => {
  const { page, close } = await called("2023");
  assert.deepEqual(await remedies(page), ["Follow the redirect"]);
  const asked = page.waitForRequest("**/api/h323/call");
  await page.getByRole("button", { name: "Follow the redirect" }).click();
  assert.equal((await asked).postDataJSON().followRedirects, true);
  await page.locator(".ladder .redirect", { hasText: "followed" }).waitFor({ timeout: 60_000 });
  assert.match(page.url(), /followRedirects=true/);
  await page.locator("#result h2").waitFor({ timeout: 60_000 });
  await close();
});

test("Register first opens the options at the gatekeeper, and calls nobody", async () => {
  const { page, asked, close } = await ended({
    code: "gatekeeper-refuses",
    text: "The gatekeeper does not permit this call.",
  });
  assert.deepEqual(await remedies(page), ["Register first…"]);
  await page.getByRole("button", { name: "Register first…" }).click();
  await control(page, "gatekeeper.alias").waitFor();
  assert.ok(await control(page, "gatekeeper.alias").evaluate((node) => node === document.activeElement));
  assert.ok(await page.locator("#options").evaluate((dialog) => dialog.open));
  assert.equal(asked.length, 1);
  await close();
});

test("a remedy keeps the password of the call, and the page does not show it", async () => {
  const { page, asked, close } = await ended(
    { code: "unknown-number", text: "The endpoint does not know the called number." },
    { query: "?server=gw.example.com&gatekeeper.alias=4711&display=x" },
  );
  // Only now the password, which no link has.
  await page.locator("#edit").click();
  await page.locator("#more").click();
  await control(page, "gatekeeper.password").fill("geheim");
  await page.getByRole("button", { name: "Done" }).click();
  for (const button of [page.locator("#submit"), page.getByRole("button", { name: "Call without a number" })]) {
    await Promise.all([page.waitForRequest("**/api/h323/call"), button.click()]);
    await page.locator("#cancel").waitFor({ state: "hidden" });
  }
  const [, before, now] = asked;
  assert.deepEqual(now, { ...before, calledNumber: null });
  assert.equal(now.gatekeeper.password, "geheim");
  assert.ok(!page.url().includes("geheim"));
  await close();
});

test("a saved call has no such buttons: who opens a file or a link has not asked for a call", async () => {
  const { page, close } = await called("2023");
  await page.evaluate(async () => {
    const { renderResult } = await import("/result/result.js");
    const report = {
      success: false,
      error: "No",
      trace: [],
      outcome: { stage: "h225", code: "redirected", text: "x", advice: ["y"] },
      redirects: [{ address: "192.0.2.1:1720" }],
    };
    document
      .querySelector("#result")
      .replaceChildren(renderResult({ kind: "report", report }, { server: "x" }, null, null, null));
  });
  assert.equal(await page.locator(".advice li").count(), 1);
  assert.deepEqual(await remedies(page), []);
  await close();
});

test("a title of the endpoint's making is text, and on one line of sight", async () => {
  const { page, close } = await ended({
    code: "redirected",
    text: `The endpoint asks the caller to call <img src=x onerror=alert(1)>\u202e instead (x).`,
  });
  assert.equal(
    await page.locator(".verdict-words").textContent(),
    "The endpoint asks the caller to call <img src=x onerror=alert(1)>\\u{202e} instead (x).",
  );
  assert.equal(await page.locator("#result img").count(), 0);
  assert.equal(await overflow(page), 0);
  await close();
});
