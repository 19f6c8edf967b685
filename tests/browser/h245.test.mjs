/** What H.245 came to, on the page: real Worker, real endpoint, real browser. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { barriers, openPage, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** Places a call to the scenario, with those fields beside what the form asks for. */
async function withCall(scenario, fields, body) {
  const peer = await startPeer({ scenario });
  try {
    const opened = await openPage(browser, worker.url);
    await opened.page.route("**/api/h323/call", (route) => {
      const request = { ...route.request().postDataJSON(), ...fields };
      return route.continue({ postData: JSON.stringify(request) });
    });
    await placeCall(opened.page, peer);
    await body(opened.page);
    assert.deepEqual(await barriers(opened.page), []);
    await opened.close();
  } finally {
    await peer.stop();
  }
}

test("an h245Address that cannot be reached is neither success nor failure, and says what to do", async () => {
  await withCall("h245-private-address", {}, async (page) => {
    const result = page.locator("#result");
    assert.equal(await result.locator("h2").textContent(), "Answered, but H.245 at a private address");
    assert.ok(await result.locator(".result.attention").isVisible());
    assert.match(await result.locator(".outcome").textContent(), /10\.20\.30\.40:5000 is a private address/);
    assert.match(await result.locator(".advice").textContent(), /tunnelling/);
    // A note that all is well would contradict it.
    assert.equal(await result.locator(".note").count(), 0);
    await screenshot(page, "h245-private-address");
  });
});

test("capabilities in common are marked in words, not by colour alone", async () => {
  await withCall("answer", { codecs: ["g711a", "h264"] }, async (page) => {
    const rows = page.locator(".capabilities tbody tr");
    const marked = await rows.evaluateAll((all) =>
      all.filter((row) => row.lastElementChild.textContent.includes("yes")).map((row) => row.children[2].textContent),
    );
    assert.deepEqual(marked, ["G.711 A-law", "H.264"]);
    assert.ok((await rows.count()) > 2);
  });
});

test("fast start, channels and redirects have their tables", async () => {
  await withCall("fast-start-in-alerting", { fastStart: true, codecs: ["g722"] }, async (page) => {
    const panel = page.locator(".panel", { hasText: "Fast start" });
    assert.match(await panel.textContent(), /accepted \(ALERTING\)/);
    assert.equal(await panel.locator("tbody tr").count(), 2);
  });
  await withCall("h245-opens-channels", { channels: "reject" }, async (page) => {
    const panel = page.locator(".panel", { hasText: "Logical channels" });
    assert.match(await panel.textContent(), /rejected: unspecified/);
  });
  await withCall("redirect-private", {}, async (page) => {
    const panel = page.locator(".panel", { hasText: "Redirects" });
    assert.match(await panel.textContent(), /callForwarded.*10\.20\.30\.40:1720, 2000.*not followed/);
  });
});
