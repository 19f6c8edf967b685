/** For those who have no endpoint at hand: the first screen places calls to the demo. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { LABELS } from "./form-page.mjs";
import { barriers, fill, openPage, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

const sample = (page, name) => page.getByRole("button", { name, exact: true });

/** Waits for the end of a call. */
async function ended(page) {
  await page.locator("#result h2").waitFor({ timeout: 30_000 });
  await page.locator("#submit:enabled").waitFor();
}

describe("a sample", () => {
  for (const [name, verdict] of [
    ["answered", "Call Setup Successful"],
    ["busy", "busy"],
    ["behind a NAT", "private"],
    ["a firewall eats Setup", "silent|no answer|nothing"],
    ["a gatekeeper refuses", "gatekeeper"],
  ]) {
    test(`“${name}” is placed with one press, and its link calls nobody`, async () => {
      const opened = await openPage(browser, worker.url);
      const { page } = opened;
      await sample(page, name).click();
      await page.locator("#live .row, #result .row").first().waitFor({ timeout: 10_000 });
      await ended(page);
      assert.match(await page.locator("#result").textContent(), new RegExp(verdict, "i"));
      assert.match(await page.locator("#brief-words").textContent(), /^Sample: demo:1720 · 1000 → 2\d\d\d$/);

      const called = (await page.locator("#brief-words").textContent()).slice(-4);
      await page.getByRole("link", { name: "Link to this call" }).click();
      await page.waitForURL(/server=demo/);
      await page.locator("#submit:enabled").waitFor();
      assert.deepEqual(
        [await page.locator("#server").inputValue(), await page.locator("#calledNumber").inputValue()],
        ["demo", called],
      );
      assert.equal(await page.locator(".ladder").count(), 0, "nobody is called");
      await opened.close();
    });
  }

  test("leaves the form as it is, and can be placed again", async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    await fill(page, { [LABELS.server]: "gw.example.com", [LABELS.calledNumber]: "7001" });
    await sample(page, "busy").press("Enter");
    await ended(page);
    await screenshot(page, "sample");
    assert.deepEqual(await barriers(page), []);
    assert.match(page.url(), /\?server=gw\.example\.com&calledNumber=7001$/);

    const asked = page.waitForRequest("**/api/h323/call");
    await page.getByRole("button", { name: "Call again" }).click();
    const again = (await asked).postDataJSON();
    assert.deepEqual([again.server, again.calledNumber], ["demo", "2002"]);
    await ended(page);

    await page.getByRole("button", { name: "Back to your own" }).click();
    assert.equal(await page.locator("#server").inputValue(), "gw.example.com");
    assert.equal(await page.locator("#calledNumber").inputValue(), "7001");
    assert.equal(await page.locator("#brief-link").isVisible(), false);
    // What is called then is what the form says.
    await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false, trace: [] } }));
    const own = page.waitForRequest("**/api/h323/call");
    await page.getByRole("button", { name: "Initiate Call" }).click();
    assert.equal((await own).postDataJSON().server, "gw.example.com");
    await page.getByRole("button", { name: "Edit", exact: true }).waitFor();
    await opened.close();
  });

  test("is not placed while a call runs", async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    const servers = [];
    await page.route("**/api/h323/call", (route) => void servers.push(route.request().postDataJSON().server));
    await fill(page, { [LABELS.server]: "gw.example.com" });
    const asked = page.waitForRequest("**/api/h323/call");
    await sample(page, "busy").click();
    await asked;
    await sample(page, "answered").click();
    await page.keyboard.press("Escape");
    await page.locator("#submit:enabled").waitFor();
    assert.deepEqual(servers, ["demo"]);
    // One that was cancelled is over: the button places the call of the form.
    const own = page.waitForRequest("**/api/h323/call");
    await page.getByRole("button", { name: "Initiate Call" }).click();
    assert.equal((await own).postDataJSON().server, "gw.example.com");
    await page.keyboard.press("Escape");
    await opened.close();
  });
});
