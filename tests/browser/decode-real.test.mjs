/** What the page shows of octets, with the Worker's own decoder behind it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { barriers, openPage, openView, placeCall, pressExport, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** Places a call to that scenario on a fresh page. */
async function called(scenario, body) {
  const peer = await startPeer({ scenario });
  try {
    const opened = await openPage(browser, worker.url);
    await placeCall(opened.page, peer);
    await body(opened.page);
    await opened.close();
  } finally {
    await peer.stop();
  }
}

/** The labels of the arrows in the ladder below `root`, tunnelled messages left out. */
const labels = (root) => root.locator(".ladder .arrow-label").allTextContents();

for (const scenario of ["answer", "h245-separate"]) {
  test(`the capture of a call decodes to the messages of the call (${scenario})`, async () => {
    await called(scenario, async (page) => {
      const shown = await labels(page.locator("#result"));
      const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, "Download capture")]);
      const buffer = await readFile(await file.path());
      await openView(page, "decode");
      const decoder = page.locator("#tool-decode");
      await decoder
        .locator("input[type=file]")
        .setInputFiles({ name: "call.pcapng", mimeType: "application/octet-stream", buffer });
      await decoder.locator("[role=status]").filter({ hasText: "read as a pcapng file" }).waitFor();
      // Connections are read one after the other, so messages of the same millisecond may change places.
      assert.deepEqual((await labels(decoder)).toSorted(), shown.toSorted());
      assert.deepEqual(await barriers(page), []);
      await screenshot(page, `decoded-${scenario}`);
    });
  });
}

test("a field of a message and its octets mark each other", async () => {
  await called("answer", async (page) => {
    await page.locator("#result .ladder .row button").first().click();
    const detail = page.locator("#result .ladder .detail").first();
    const number = detail.locator("[role=treeitem]", { hasText: "Called party number" }).last();
    await number.waitFor();
    await number.hover();
    const marked = detail.locator(".octet-box .hex .mark");
    await marked.first().waitFor();
    // Q.931 4.5.8: identifier 70, then the length, then type and plan, then 2000 in IA5.
    const octets = (await marked.allTextContents())
      .map((text) => text.trim().toLowerCase())
      .filter((text) => /^[0-9a-f]{2}$/.test(text));
    assert.deepEqual(octets, ["70", "05", "81", "32", "30", "30", "30"]);
  });
});
