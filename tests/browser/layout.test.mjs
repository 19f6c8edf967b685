/** That the page holds together: with every sheet loaded, in every width, after a hand has moved over it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABELS } from "./form-page.mjs";
import { brokenWords, edges, gaps, loadSheets, overlaps, strollAndPress } from "./geometry.mjs";
import { fill, openPage, openView, overflow, screenshot } from "./page.mjs";
import { browser, calledByHand, peer, worker } from "./running.mjs";

const WIDTHS = [360, 1024, 1440, 2560];

/** Everything that is measured, with what was found. */
async function measured(page) {
  return {
    wider: await overflow(page),
    overlaps: await overlaps(page, ".ladder-rows > li, .ladder-head, .listing-row, .facts > div, .timing tbody tr"),
    gaps: await gaps(page, ".ladder-rows > li"),
    broken: await brokenWords(page, "main"),
    // One column, also for what is in the tunnel.
    facts: (await edges(page, ".ladder .facts-line")).length <= 1,
  };
}

const NOTHING = { wider: 0, overlaps: [], gaps: [], broken: [], facts: true };

for (const width of WIDTHS) {
  for (const scheme of ["light", "dark"]) {
    test(`a call with an option in its link, ${width} pixels, ${scheme}`, async () => {
      // Separate H.245: three lifelines; nothing is said of a call that is held.
      const opened = await calledByHand("2040", { width, scheme, query: "?h245=separate&channels=offer" });
      const { page } = opened;
      assert.deepEqual(await measured(page), NOTHING);
      if (width >= 1440) {
        const heights = await page
          .locator(".ladder .row-line")
          .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
        assert.deepEqual(
          heights.filter((height) => height < 28 || height > 32),
          [],
        );
      }
      await screenshot(page, `layout-${scheme}-${width}`);

      await page.locator(".ladder button.row-line").first().click();
      await page.locator(".ladder .detail .tree").waitFor();
      assert.deepEqual(await measured(page), NOTHING, "with a row open");
      await screenshot(page, `layout-open-${scheme}-${width}`);
      await opened.close();
    });
  }

  test(`a call through the tunnel, redirects and hostile names, ${width} pixels`, async () => {
    for (const [number, query] of [
      ["2000", "?display=x"],
      ["2084", "?followRedirects=true"],
      ["2013", ""],
      ["2024", ""],
    ]) {
      const opened = await calledByHand(number, { width, query });
      assert.deepEqual(await measured(opened.page), NOTHING, number);
      await screenshot(opened.page, `layout-${number}-${width}`);
      await opened.close();
    }
  });
}

test("Tab from the server to the button leaves the ladder as it is", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  await fill(page, { Port: peer.port, [LABELS.calledNumber]: "2000" });
  await page.getByLabel(LABELS.server).focus();
  await page.keyboard.type("127.0.0.1");
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "submit");
  await page.keyboard.press("Enter");
  await page.locator("#result h2").waitFor();
  await loadSheets(page);
  assert.deepEqual(await measured(page), NOTHING);
  const row = await page
    .locator(".ladder-rows > li")
    .first()
    .evaluate((item) => getComputedStyle(item).display);
  assert.equal(row, "list-item", "no other sheet lays the rows out");
  await opened.close();
});

/** What real rooms announce: long names, several columns, much in one cell. */
const CAPABILITIES = [
  { number: 1, media: "audio", codec: "g711Alaw64k", direction: "receive", parameters: "20", common: true },
  {
    number: 101,
    media: "RTPAudioTelephonyEventCapability",
    codec: "dynamicRTPPayloadType 101",
    direction: "receiveAndTransmit",
    parameters: "0-16",
  },
  {
    number: 7,
    media: "video",
    codec: "H.264 (0.0.8.241.0.0.1)",
    direction: "receive",
    parameters: "profile 64, level 71, maxBitRate 38400, CustomMaxMBPS 490",
  },
  { number: 9, media: "conference", codec: "nonStandard", direction: "transmit" },
];

for (const width of WIDTHS) {
  test(`the tables of capabilities and channels break no word, ${width} pixels`, async () => {
    const opened = await openPage(browser, worker.url, { width });
    const { page } = opened;
    const channel = {
      number: 1,
      offer: "sent",
      data: "h261VideoCapability",
      state: "rejected",
      cause: "dataTypeNotSupported",
      media: "192.0.2.1:5004",
    };
    const report = {
      success: true,
      outcome: { code: "answered" },
      h245: { mode: "tunnelled", capabilities: CAPABILITIES, channels: [channel] },
      trace: [],
    };
    await page.route("**/api/h323/call", (route) => route.fulfill({ json: report }));
    await fill(page, { [LABELS.server]: "gw.example.com" });
    await strollAndPress(page, ["#more", "#submit"]);
    await page.locator(".capabilities").waitFor();
    await loadSheets(page);
    assert.deepEqual(await measured(page), NOTHING);
    const spill = await page
      .locator(".listing-box")
      .evaluateAll((boxes) => boxes.map((box) => box.scrollWidth - box.clientWidth));
    assert.deepEqual(spill, [0, 0], "no table is wider than its panel");
    await screenshot(page, `capabilities-${width}`);
    await opened.close();
  });

  test(`the options break no word and fit their dialog, ${width} pixels`, async () => {
    const opened = await openPage(browser, worker.url, { width });
    const { page } = opened;
    await page.locator("#more").click();
    await page.locator("#followRedirects").waitFor();
    await loadSheets(page);
    assert.deepEqual(await brokenWords(page, "#options"), []);
    assert.deepEqual(await overlaps(page, "#options .option"), []);
    assert.equal(await page.locator("#options").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth), 0);
    await screenshot(page, `options-${width}`);
    await opened.close();
  });
}

test("the head of a ladder that scrolls sideways stays in sight, and so does an open row", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  const message = (at) => ({
    ...{
      t: at * 1000,
      direction: "sent",
      channel: "callSignalling",
      type: "SETUP",
      summary: "from 1000",
      hex: "03000004",
    },
    ...{ from: `192.0.2.1:${1000 + at}`, to: `198.51.100.${at % 12}:1720` },
  });
  await page.route("**/api/h323/decode", (route) =>
    route.fulfill({
      json: { source: "pcap", messages: Array.from({ length: 60 }, (_, at) => message(at)), notes: [], leftOut: 0 },
    }),
  );
  await openView(page, "decode");
  await page.locator("#decode-text").fill("03000004");
  await page.getByRole("button", { name: "Decode" }).click();
  const body = page.locator(".ladder-body");
  await body.waitFor();
  await loadSheets(page);
  await body.evaluate((node) => node.scrollTo(node.scrollWidth, node.scrollHeight / 2));
  const [frame, head] = [await body.boundingBox(), await page.locator(".ladder-head").boundingBox()];
  assert.ok(Math.abs(frame.y - head.y) <= 1, `${head.y} in ${frame.y}`);

  await page.locator(".ladder button.row-line").nth(30).click();
  const detail = page.locator(".ladder .detail");
  await detail.locator(".octet-row").first().waitFor();
  const inside = await detail.boundingBox();
  assert.ok(
    inside.x >= frame.x - 1 && inside.x + inside.width <= frame.x + frame.width + 1,
    JSON.stringify([frame, inside]),
  );
  await screenshot(page, "layout-crowded");
  await opened.close();
});

test("in forced colours the lifelines, the heads of arrows and the outlined step can still be seen", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  await page.emulateMedia({ forcedColors: "active" });
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: peer.port, [LABELS.calledNumber]: "2000" });
  await strollAndPress(page, ["#more", "#submit"]);
  await page.locator("#result h2").waitFor();
  const style = (selector, name, pseudo) =>
    page
      .locator(selector)
      .first()
      .evaluate((node, [key, part]) => getComputedStyle(node, part)[key], [name, pseudo]);
  assert.match(await style(".ladder .lanes", "backgroundImage"), /linear-gradient/);
  assert.match(await style(".ladder .to-right .arrow", "clipPath", "::after"), /polygon/);
  const border = (selector) => style(selector, "borderTopColor");
  assert.notEqual(await border("#steps [aria-current]"), await border("#steps li:not([aria-current])"));
  await screenshot(page, "forced-colours");
  await opened.close();
});

test("on paper stand the day, the address and the bars of the timing, and not the lesson", async () => {
  const opened = await openPage(browser, worker.url, { width: 1440 });
  const { page } = opened;
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: peer.port, [LABELS.calledNumber]: "2002" });
  await strollAndPress(page, ["#more", "#submit"]);
  await page.locator("#result h2").waitFor();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const line = await page.locator("#on-paper").textContent();
  assert.match(
    line,
    /^The endpoint is busy\. · 127\.0\.0\.1 · H\.323 Tester\. Printed .*20\d\d.* from http:.*server=127\.0\.0\.1/,
  );
  assert.ok(await page.locator("#on-paper").isVisible());
  assert.deepEqual(await page.locator(".info h2:visible").allTextContents(), ["H.323 Call Flow"]);
  assert.equal(
    await page
      .locator(".timing-bar")
      .first()
      .evaluate((bar) => getComputedStyle(bar).printColorAdjust),
    "exact",
  );
  await screenshot(page, "paper");
  await opened.close();
});

test("the buttons of Export are dressed when they first appear", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  // The sheet is slower than the call.
  await page.route("**/takeaway.css", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false, trace: [] } }));
  await page.evaluate(() => {
    globalThis.dressed = new Promise((resolve) => {
      new MutationObserver(() => {
        const box = document.querySelector(".takeaway-buttons");
        if (box) resolve(getComputedStyle(box).display);
      }).observe(document.querySelector("#result"), { childList: true, subtree: true });
    });
  });
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await page.locator("#submit").click();
  assert.equal(await page.evaluate(() => globalThis.dressed), "flex");
  await opened.close();
});

test("the headings of a call that runs leave no level out", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: peer.port, [LABELS.calledNumber]: "2001" });
  await page.locator("#submit").click();
  await page.locator("#live .arrow-label", { hasText: "ALERTING" }).waitFor();
  const levels = await page
    .locator(":is(h1, h2, h3, h4)")
    .evaluateAll((all) => all.filter((node) => node.checkVisibility()).map(({ tagName }) => Number(tagName[1])));
  assert.deepEqual(
    levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1),
    [],
  );
  await page.getByRole("button", { name: "Hang up and report" }).click();
  await page.locator("#submit:enabled").waitFor();
  await opened.close();
});
