/** For those who have no endpoint at hand: the first screen has calls to the demo. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { openPage } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

describe("a sample", () => {
  for (const [name, verdict] of [
    ["answered", "Call Setup Successful"],
    ["busy", "busy"],
    ["behind a NAT", "private"],
    ["a gatekeeper refuses", "gatekeeper"],
  ]) {
    test(`“${name}” is a call to the demo, placed when the reader wants it`, async () => {
      const opened = await openPage(browser, worker.url);
      const { page } = opened;
      await page.getByRole("link", { name, exact: true }).click();
      await page.waitForURL(/server=demo/);
      await page.locator("#submit:enabled").waitFor();
      assert.equal(await page.locator("#server").inputValue(), "demo");
      assert.equal(await page.locator(".ladder").count(), 0, "nobody is called yet");
      await page.getByRole("button", { name: "Initiate Call" }).click();
      const heading = page.locator("#result h2");
      await heading.waitFor({ timeout: 60_000 });
      assert.match(await page.locator("#result").textContent(), new RegExp(verdict));
      assert.ok((await page.locator(".ladder button.row-line").count()) >= 2);
      await opened.close();
    });
  }
});
