/** For everybody: keyboard alone, light and dark, small windows, reduced motion, a thin line. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { openOptions, reset } from "./form-page.mjs";
import { barriers, fill, openPage, overflow, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;
let answer;
let busy;

before(async () => {
  [worker, browser, answer, busy] = await Promise.all([
    startWorker(),
    launchBrowser(),
    startPeer({ scenario: "answer" }),
    startPeer({ scenario: "busy" }),
  ]);
});

after(async () => {
  await browser?.close();
  await answer?.stop();
  await busy?.stop();
  await worker?.stop();
});

test("a call can be placed and its ladder read with the keyboard alone", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

  const order = [];
  for (let press = 0; press < 15; press += 1) {
    await page.keyboard.press("Tab");
    order.push((await focused()).trim());
  }
  const fields = ["server", "port", "callingNumber", "calledNumber"];
  const views = ["Test", "Firewall", "Decode", "Compare", "History"];
  assert.deepEqual(order, [
    "Skip to the content",
    ...views,
    ...fields,
    "preset",
    "more",
    "submit",
    "reset",
    "copy-link",
  ]);

  for (let press = 0; press < 8; press += 1) await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("127.0.0.1");
  await page.keyboard.press("Tab");
  // Tabbing into a field selects what is in it.
  await page.keyboard.type(String(answer.port));
  await page.keyboard.press("Enter");
  await page.locator("#result h2").waitFor();
  assert.match(await focused(), /✓ Call Setup Successful$/);

  const passed = [];
  const first = page.locator(".ladder button.row-line").first();
  for (let press = 0; press < 9 && !(await first.evaluate((row) => row === document.activeElement)); press += 1) {
    await page.keyboard.press("Tab");
    passed.push((await page.evaluate(() => document.activeElement.getAttribute("aria-label"))) ?? (await focused()));
  }
  assert.deepEqual(
    passed.slice(0, -2).map((name) => name.trim()),
    [...["Copy link to this result", "Export"], ...["Signalling 5", "H.245 14", "Find rows of the ladder"]],
  );
  await page.keyboard.press("Enter");
  assert.equal(await first.getAttribute("aria-expanded"), "true");
  await page.locator(".ladder .tree").waitFor();
  const reached = [];
  for (let press = 0; press < 7; press += 1) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.getAttribute("role") ??
          document.activeElement?.textContent,
      ),
    );
  }
  assert.deepEqual(reached, [
    ...["Copy hex", "Copy fields as text", "Copy path and value", "Expand all", "Find a field of SETUP"],
    ...["treeitem", "Octets of SETUP"],
  ]);
  await opened.close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds no serious barrier in ${scheme}`, async () => {
    const opened = await openPage(browser, worker.url, { scheme });
    const { page } = opened;
    assert.deepEqual(await barriers(page), [], "at the start");

    await page.getByRole("button", { name: "Initiate Call" }).click();
    assert.deepEqual(await barriers(page), [], "with a mistake shown");

    await page.locator("#server").fill("7001@gw.example.com");
    await openOptions(page);
    await page.getByRole("button", { name: "Add an alias" }).last().click();
    await page.locator("#ringSeconds").fill("0");
    assert.deepEqual(await barriers(page), [], "with the options open");
    await screenshot(page, `options-${scheme}`);
    await reset(page);

    await placeCall(page, answer);
    await page.locator(".ladder button.row-line").first().click();
    assert.deepEqual(await barriers(page), [], "after an answered call");
    await screenshot(page, `answered-${scheme}`);

    await fill(page, { Port: busy.port });
    await page.locator("#submit").click();
    await page.locator("#result .failure h2").waitFor();
    assert.deepEqual(await barriers(page), [], "after a failed call");
    await screenshot(page, `busy-${scheme}`);
    await opened.close();
  });
}

test("nothing is cut off in a window of 360 pixels", async () => {
  const opened = await openPage(browser, worker.url, { width: 360, height: 740 });
  assert.equal(await overflow(opened.page), 0);
  await openOptions(opened.page);
  await opened.page.getByRole("button", { name: "Add an alias" }).last().click();
  assert.equal(await overflow(opened.page), 0);
  assert.equal(await opened.page.locator("#options").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth), 0);
  await screenshot(opened.page, "options-360");
  await reset(opened.page);
  await placeCall(opened.page, answer);
  await opened.page.locator(".ladder button.row-line").first().click();
  assert.equal(await overflow(opened.page), 0);
  await screenshot(opened.page, "answered-360");
  await opened.close();
});

test("nothing moves for those who ask for less motion", async () => {
  const opened = await openPage(browser, worker.url, { reducedMotion: "reduce" });
  const { page } = opened;
  await page.route("**/api/h323/call", () => {});
  await page.getByLabel("H.323 Gateway/Gatekeeper").fill("gw.example.com");
  await page.getByRole("button", { name: "Initiate Call" }).click();
  assert.ok(await page.locator("#progress").isVisible());
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await opened.close();
});

test("the page is light and comes from one place", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(worker.url, { waitUntil: "networkidle" });

  const origin = new URL(worker.url).origin;
  let octets = 0;
  for (const response of responses) {
    assert.equal(new URL(response.url()).origin, origin);
    assert.equal(response.status(), 200, response.url());
    octets += (await response.body()).length;
  }
  assert.ok(responses.length > 5, "scripts and styles were seen");
  assert.ok(octets < 100_000, `${octets} octets before the first call`);
  await context.close();
});
