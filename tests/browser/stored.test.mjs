/** A result that is stored on the server: from the menu, by its link, until it is deleted. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { barriers, openExport, openPage, overflow, placeCall, screenshot } from "./page.mjs";

const STORE = "Store on this server";

let worker;
let off;
let browser;
let busy;

before(async () => {
  [worker, off, browser, busy] = await Promise.all([
    startWorker({ vars: { STORED_RESULT_DAYS: "30" } }),
    startWorker(),
    launchBrowser(),
    startPeer({ scenario: "busy" }),
  ]);
});

after(async () => {
  await browser?.close();
  await Promise.all([busy, off, worker].map((service) => service?.stop()));
});

/** A page with a result that is stored, its link and the link that can delete it. */
async function withStored(options) {
  const opened = await openPage(browser, worker.url, options);
  const { page } = opened;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: worker.url });
  await placeCall(page, busy);
  await openExport(page);
  await page.getByRole("button", { name: STORE }).click();
  await page.getByText("The link is on the clipboard.").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy delete link" }).click();
  await page.getByText("The delete link is on the clipboard.").waitFor();
  return { ...opened, link, deleteLink: await page.evaluate(() => navigator.clipboard.readText()) };
}

/** Opens a link as somebody else does, and waits for what it leads to. */
async function follow(link, shown = "#result .saved-banner") {
  const opened = await openPage(browser, link);
  await opened.page.locator(shown).first().waitFor();
  return opened;
}

/** Asserts that a link says in words that there is nothing any more, and that the page works. */
async function leadsNowhere(link, words = "The stored result could not be read: There is no stored result") {
  const { page, close } = await follow(link, "#tool-load .field-error:not(:empty)");
  assert.match(await page.locator("#tool-load .field-error").textContent(), new RegExp(`^${words}`));
  await placeCall(page, busy);
  await close();
}

test("a result is stored, read by its link in another browser, and deleted where it was stored", async () => {
  const { page, link, close } = await withStored();
  assert.match(link, new RegExp(`^${new URL(worker.url).origin}/#result=[0-9a-f]{32}$`));
  const panel = page.locator("#result .takeaway-stored");
  assert.equal(await panel.locator("a").getAttribute("href"), link);
  assert.ok(await panel.locator("a").isVisible(), "the menu does not cover it");
  const until = Date.parse(await panel.locator("time").getAttribute("datetime"));
  assert.ok(Math.abs(until - Date.now() - 30 * 86_400_000) < 300_000);
  const verdict = await page.locator("#result .outcome").textContent();

  const other = await follow(link);
  assert.equal(await other.page.locator("#result .outcome").textContent(), verdict);
  const banners = await other.page.locator("#result .saved-banner").allInnerTexts();
  assert.match(banners[0], /^Saved call of .*20[0-9]{2}/);
  assert.match(banners[1], /^Stored on this server until .*20[0-9]{2}/);
  assert.equal(await other.page.getByRole("button", { name: "Delete it" }).count(), 0);
  assert.equal(other.page.url(), link, "it can be handed on");
  assert.ok(await other.page.getByRole("button", { name: "Fill in the form" }).isVisible());
  await other.close();

  await panel.getByRole("button", { name: "Delete it" }).click();
  await page.getByText("The result is deleted from the server.").waitFor();
  assert.equal(await panel.getByRole("button").count(), 0);
  await close();
  await leadsNowhere(link);
});

test("the delete link shows the result, asks, and deletes only then", async () => {
  const { link, deleteLink, close } = await withStored();
  await close();
  assert.match(deleteLink.slice(link.length), /^&delete=[0-9a-f]{32}$/);

  const first = await follow(deleteLink);
  await first.page.getByText("Delete it?").waitFor();
  assert.equal(first.page.url(), link, "the key does not stay in the address");
  await first.page.getByRole("button", { name: "Keep it" }).click();
  assert.equal(await first.page.getByText("Delete it?").count(), 0);
  await first.close();

  const second = await follow(deleteLink);
  assert.deepEqual(await barriers(second.page), []);
  await screenshot(second.page, "stored");
  await second.page.getByRole("button", { name: "Delete it" }).click();
  await second.page.getByText("The result is deleted from the server.").waitFor();
  assert.ok(await second.page.locator("#result .outcome").isVisible(), "it is still shown here");
  await second.close();
  for (const gone of [link, deleteLink]) await leadsNowhere(gone);
});

test("all of it can be done by keyboard, and fits a phone", async () => {
  const opened = await openPage(browser, worker.url, { width: 360 });
  const { page } = opened;
  await placeCall(page, busy);
  await page.locator("#result .takeaway-open").focus();
  await page.keyboard.press("Enter");
  const store = page.getByRole("button", { name: STORE });
  await store.waitFor();
  assert.match(
    await page.locator("#store-help").textContent(),
    /^The result will be stored for 30 days\. Whoever has its link .* typed digits\.$/,
  );
  const focused = (locator) => locator.evaluate((node) => node === document.activeElement);
  for (let press = 0; press < 20 && !(await focused(store)); press += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const link = page.locator("#result .takeaway-stored a");
  await link.waitFor();
  assert.ok(await focused(link), "the focus is where it goes on");
  assert.equal(await overflow(page), 0);
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const said = page.getByText("The result is deleted from the server.");
  await said.waitFor();
  assert.ok(await focused(said), "the focus is not lost with the button");
  await opened.close();
});

test("whoever cannot copy finds both links on the page", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error("denied"))));
  await placeCall(page, busy);
  await openExport(page);
  await page.getByRole("button", { name: STORE }).click();
  await page.getByText("Stored. Copy the link from here.").waitFor();
  const link = await page.locator("#result .takeaway-stored a").textContent();
  await page.getByRole("button", { name: "Copy delete link" }).click();
  await page.locator("#result .takeaway-stored [role=status]", { hasText: `${link}&delete=` }).waitFor();
  await opened.close();
});

test("what the server refuses is said in words", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await placeCall(page, busy);
  const answers = [
    [{ status: 413, json: { success: false, error: "too long" } }, /the result is too large for this server/],
    [{ status: 429, json: { success: false, error: "Too many results" } }, /That failed: Too many results/],
    [{ status: 502, body: "<html>" }, /the answer of the server cannot be read \(HTTP 502\)/],
    [null, /the server did not answer/],
  ];
  for (const [answer, words] of answers) {
    await page.route("**/api/h323/results", (route) => (answer === null ? route.abort() : route.fulfill(answer)));
    await openExport(page);
    await page.getByRole("button", { name: STORE }).click();
    await page.locator("#result .takeaway-said", { hasText: words }).waitFor();
    await page.unroute("**/api/h323/results");
  }
  await opened.close();
});

test("a link that is cut, or whose result was never there, says so", async () => {
  const { origin } = new URL(worker.url);
  for (const hash of ["#result=", "#result=abc", `#result=${"a".repeat(32)}&delete=x`, `#result=${"A".repeat(32)}`])
    await leadsNowhere(`${origin}/${hash}`, "The link is damaged or was cut");
  await leadsNowhere(`${origin}/#result=${"a".repeat(32)}`);
});

test("a result of somebody else does no harm, whatever is in it", async () => {
  const hostile = `<img src=x onerror="alert(1)">\u202egnp.exe`;
  const report = {
    success: false,
    error: hostile,
    outcome: { stage: hostile, code: hostile, text: hostile, advice: [hostile] },
    trace: [{ type: hostile, direction: hostile, hex: hostile }],
  };
  const stored = await fetch(new URL("/api/h323/results", worker.url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(report),
  });
  const { address } = await stored.json();
  const { page, close } = await follow(address);
  assert.equal(await page.locator("#result img").count(), 0);
  assert.doesNotMatch(await page.locator("#result").textContent(), /\u202e/);
  await close();
});

test("where nothing is stored there is no button, and its code is not asked for before the menu is", async () => {
  const opened = await openPage(browser, off.url);
  const { page } = opened;
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await placeCall(page, busy);
  assert.ok(!asked.includes("/api/h323/health") && !asked.includes("/export/stored.js"));
  const health = page.waitForResponse("**/api/h323/health");
  await openExport(page);
  await (await health).finished();
  await page.getByRole("button", { name: "Copy Markdown" }).waitFor();
  assert.equal(await page.getByRole("button", { name: STORE }).count(), 0);
  assert.equal(await page.locator("#store-help").count(), 0);
  await opened.close();
});

test("each press stores once, and what is stored stays with its key, whatever is pressed then", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error("denied"))));
  await placeCall(page, busy);
  await openExport(page);
  let asked = 0;
  const held = Promise.withResolvers();
  await page.route("**/api/h323/results", async (route) => {
    asked += 1;
    await held.promise;
    await route.continue();
  });
  const store = page.getByRole("button", { name: STORE });
  await store.dblclick();
  held.resolve();
  const panels = page.locator("#result .takeaway-stored");
  await panels.first().waitFor();
  assert.equal(asked, 1);
  await openExport(page);
  await page.getByRole("button", { name: "Copy Markdown" }).click();
  // The text to be copied has the focus, so the menu has closed.
  await page.locator("#result .takeaway-text textarea").waitFor();
  await openExport(page);
  await store.click();
  await panels.nth(1).waitFor();
  assert.equal(await panels.getByRole("button", { name: "Delete it" }).count(), 2);
  assert.ok(
    await panels
      .nth(1)
      .locator("a")
      .evaluate((link) => link === document.activeElement),
  );

  let deleted = 0;
  await page.route("**/api/h323/results/*", async (route) => {
    deleted += 1;
    await route.continue();
  });
  await panels.nth(0).getByRole("button", { name: "Delete it" }).dblclick();
  await panels.nth(0).getByText("The result is deleted from the server.").waitFor();
  assert.equal(deleted, 1);
  await opened.close();
});

test("a server that did not say whether it stores is asked again at the next opening", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await placeCall(page, busy);
  await page.route("**/api/h323/health", (route) => route.abort());
  const failed = page.waitForEvent("requestfailed");
  const menu = page.locator("#result .takeaway-open");
  await menu.click();
  await failed;
  await page.unroute("**/api/h323/health");
  await menu.click();
  await menu.click();
  await page.getByRole("button", { name: STORE }).waitFor();
  await opened.close();
});

/** Opens a page whose server gives these answers for stored results, by id, on a hash of its own. */
async function withAnswers(hash, answers) {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/results/*", async (route) => {
    const answer = await answers[new URL(route.request().url()).pathname.at(-1)];
    return answer === null ? route.abort() : route.fulfill(answer);
  });
  const asked = page.waitForRequest("**/api/h323/results/*");
  await page.evaluate((hash) => (location.hash = hash), hash);
  await asked;
  return opened;
}

const HEADERS = { Sunset: new Date(Date.UTC(2030, 1, 1)).toUTCString(), "Content-Type": "application/json" };
const DELETES = `&delete=${"1".repeat(32)}`;
const reportOf = (text) =>
  JSON.stringify({ success: false, outcome: { stage: "tcp", code: "connect-failed", text, advice: [] }, trace: [] });

test("why a stored result is not shown is said in whole sentences, and its key deletes it all the same", async () => {
  for (const [answer, words] of [
    [{ status: 404, json: { error: "This Worker does not store results" } }, /: This Worker does not store results$/],
    [{ status: 200, body: reportOf("x") }, /: the answer of the server cannot be read \(HTTP 200\)\.$/],
    [null, /^The stored result could not be read: the server did not answer\./],
    [{ headers: HEADERS, body: '{"tool":"h323-edge-tester","version":9}' }, /saved in version 9/],
  ]) {
    const { page, close } = await withAnswers(`#result=${"a".repeat(32)}${DELETES}`, { a: answer });
    const fault = page.locator("#tool-load .field-error:not(:empty)");
    await fault.waitFor();
    assert.match(await fault.textContent(), words);
    await page.unroute("**/api/h323/results/*");
    await page.route("**/api/h323/results/*", (route) => route.fulfill({ status: 204 }));
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByText("The result is deleted from the server.").waitFor();
    await close();
  }
});

test("a slow link does not take the place of one that was opened since, nor its address", async () => {
  const slow = Promise.withResolvers();
  const { page, close } = await withAnswers(`#result=${"a".repeat(32)}${DELETES}`, {
    a: slow.promise,
    b: { headers: HEADERS, body: reportOf("The second.") },
  });
  const second = `#result=${"b".repeat(32)}`;
  await page.evaluate((hash) => (location.hash = hash), second);
  await page.getByText("The second.").waitFor();
  const late = page.waitForResponse("**/api/h323/results/a*");
  slow.resolve({ headers: HEADERS, body: reportOf("The first.") });
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  assert.equal(await page.getByText("The first.").count(), 0);
  assert.ok(page.url().endsWith(second));
  await close();
});
