/** Ladders of what is no running call: a report out of a file, messages out of a capture or a dump. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { entry, rowNames } from "./lines.mjs";
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

/** Puts the ladder of a report, or of messages, on a fresh page. */
async function shown(args, how) {
  const opened = await openPage(browser, worker.url, how);
  const made = await opened.page.evaluate(async (args) => {
    const { ladderOf, drawMessages } = await import("/ladder/ladder.js");
    const { styles } = await import("/base/styles.js");
    await styles("ladder");
    const result = document.getElementById("result");
    result.hidden = false;
    result.replaceChildren();
    if (Array.isArray(args[0])) await drawMessages(result, args[0], undefined, async () => {});
    else result.append(...[ladderOf(...args)].filter((node) => node !== null));
    return result.childElementCount > 0;
  }, args);
  return { ...opened, made };
}

/** @returns {Promise<string[]>} name and address at the head of each lifeline */
function lifelines(page) {
  return page.locator(".lifelines li").evaluateAll((items) => items.map((item) => item.textContent));
}

const REPORT = {
  trace: [entry({ t: 1, direction: "sent", type: "SETUP" }), entry({ t: 1500, type: "CONNECT" })],
  warnings: [{ t: 900, after: 0, code: "timer-expected", text: "It takes long." }],
  peer: { address: "192.0.2.1:1720" },
  messagesReceived: 3,
};

test("a report out of a file needs neither its request nor a network", async () => {
  const { page, close } = await shown([REPORT]);
  assert.deepEqual(await lifelines(page), ["Tester ", "Call signalling 192.0.2.1:1720"]);
  assert.deepEqual(await rowNames(page), ["1 ms, sent, SETUP, signalling", "1.50 s, received, CONNECT, signalling"]);
  assert.match(await page.locator(".ladder-rows > li").nth(1).textContent(), /Warning: It takes long/);
  assert.equal(
    await page.locator(".ladder-end").textContent(),
    "2 more messages were received. The trace does not hold them.",
  );

  await page.context().setOffline(true);
  await page.locator(".ladder .row-line").last().click();
  // The module of the detail was never loaded: the octets are there all the same.
  assert.match(await page.locator(".ladder .detail pre").last().textContent(), /^0000 {2}03 00 00 04/);
  await page.context().setOffline(false);
  await close();
});

test("reports without a trace, and none at all, have no ladder", async () => {
  for (const args of [[{}], [{ trace: [] }, null], [{ trace: "no", warnings: [1] }], [null], [undefined, {}]]) {
    const { made, close } = await shown(args);
    assert.equal(made, false, JSON.stringify(args));
    await close();
  }
});

test("a report of nonsense is shown as far as it goes", async () => {
  const nonsense = {
    trace: [
      null,
      7,
      [],
      { t: "x", hop: -3, direction: {}, decoded: { h245Control: [null, 5] }, tunnelled: [null, { type: 5, kind: [] }] },
      { tunnelled: 5, messages: { type: "x" }, fault: {} },
    ],
    redirects: [null, 3],
    warnings: "no",
    peer: 1,
    h245: [],
  };
  const { page, close } = await shown([nonsense, { server: 5 }], { width: 360 });
  // Two of them are inside one.
  assert.equal(await page.locator(".ladder button.row-line").count(), 7);
  for (const row of await page.locator(".ladder button.row-line").all()) await row.click();
  await page.locator(".ladder .detail .nothing").nth(3).waitFor();
  assert.equal(await overflow(page), 0);
  await close();
});

test("messages of a capture stand between the addresses that exchanged them", async () => {
  const [caller, called] = ["192.0.2.10:40000", "198.51.100.1:1720"];
  const [control, far] = ["192.0.2.10:40001", "198.51.100.1:5000"];
  const fields = { name: "ALERTING", at: 0, length: 4, children: [{ name: "version", value: 3, at: 0, length: 1 }] };
  const messages = [
    entry({ t: 0, direction: "sent", type: "SETUP", from: caller, to: called }),
    entry({ t: 8, type: "ALERTING", from: called, to: caller, fields }),
    entry({ t: 9, direction: "sent", type: "terminalCapabilitySet", channel: "h245Control", from: control, to: far }),
  ];
  const { page, close } = await shown([messages]);
  let asked = 0;
  page.on("request", (request) => (asked += request.url().endsWith("/decode") ? 1 : 0));
  assert.deepEqual(await lifelines(page), [
    "Caller 192.0.2.10",
    "Call signalling 198.51.100.1:1720",
    "H.245 198.51.100.1:5000",
  ]);
  assert.match((await rowNames(page))[1], /^8 ms, received, ALERTING, signalling 198\.51\.100\.1:1720$/);
  assert.ok(await page.locator(".ladder .row").nth(1).locator(".to-left").count());
  await page.locator(".ladder .row-line").nth(1).click();
  await page.locator(".ladder .tree").waitFor();
  assert.equal(await page.locator(".ladder .tree").textContent(), "ALERTING, octets 0 to 3version, 3, octet 0");
  assert.equal(asked, 0, "what is decoded is not decoded again");
  assert.deepEqual(await barriers(page), []);
  await screenshot(page, "ladder-capture");
  await close();
});

test("messages of a dump, whose ends are not known, have no lifelines", async () => {
  const { page, close } = await shown([
    [
      { type: "CONNECT", summary: "“x”", hex: "03000004" },
      { type: "undecodable", hex: "ff" },
    ],
  ]);
  assert.deepEqual(await rowNames(page), ["CONNECT, “x”", "undecodable"]);
  assert.ok(await page.locator(".lifelines").isHidden());
  assert.ok(await page.locator(".ladder .arrow-label").first().isVisible());
  assert.deepEqual(await barriers(page), []);
  await close();
});

test("a capture of more hosts than have room scrolls by itself", async () => {
  const messages = Array.from({ length: 12 }, (_, index) =>
    entry({ t: index, direction: "sent", from: "192.0.2.10:40000", to: `198.51.100.${index}:1720` }),
  );
  const { page, close } = await shown([messages]);
  assert.equal((await lifelines(page)).length, 13);
  assert.equal(await overflow(page), 0);
  assert.ok(await page.locator(".ladder-body").evaluate((body) => body.scrollWidth > body.clientWidth));
  await screenshot(page, "ladder-crowded");
  await close();
});
