/** Terms of a result are explained where they stand, by pointer, keyboard and tap. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { openOptions } from "./form-page.mjs";
import { loadSheets } from "./geometry.mjs";
import { barriers, openPage, overflow } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

const REPORT = {
  success: false,
  error: "No",
  trace: [],
  peer: { display: "T301 ALG", productId: "SRV NAT" },
  outcome: {
    stage: "h225",
    code: "no-answer",
    text: "The endpoint rang. Nobody answered (T301).",
    advice: ["Switch the ALG off."],
  },
  warnings: [{ code: "fast-start-ignored", text: 'No fastStart from "MPI".', clause: "H.323 8.1.7" }],
};

/** Opens the page, with that report for its first call. */
async function reported({ report = REPORT, ...how } = {}) {
  const opened = await openPage(browser, `${worker.url}/?server=gw.example.com`, how);
  await opened.page.route("**/api/h323/call", (route) => route.fulfill({ json: report }));
  await opened.page.locator("#submit").click();
  await opened.page.locator("#result h2").waitFor();
  await loadSheets(opened.page);
  const term = (name) => opened.page.getByRole("button", { name, exact: true });
  return { ...opened, term, shown: opened.page.locator(".glossary:popover-open") };
}

for (const width of [360, 1024, 1440, 2560]) {
  test(`an explanation is in sight and not on its term, ${width} pixels`, async () => {
    const { page, term, shown, close } = await reported({ width });
    for (const name of ["T301", "ALG", "fastStart", "H.323 8.1.7"]) {
      await term(name).focus();
      await shown.waitFor();
      const [at, box] = await Promise.all([term(name).boundingBox(), shown.boundingBox()]);
      assert.ok(box.x >= 0 && box.x + box.width <= width, `${name} leaves the window`);
      assert.ok(box.y >= at.y + at.height || box.y + box.height <= at.y, `${name} is covered`);
      assert.ok(box.y >= 0 && box.y + box.height <= 900, `${name} is out of sight`);
    }
    assert.ok((await overflow(page)) <= 0);
    assert.deepEqual(await barriers(page), []);
    await close();
  });
}

test("the pointer opens an explanation, may go onto it, and closes it when it leaves", async () => {
  const { page, term, shown, close } = await reported();
  await term("H.323 8.1.7").hover();
  assert.match(await shown.textContent(), /procedures of a call/);
  await shown.getByRole("link").hover();
  assert.equal(await shown.getByRole("link").getAttribute("href"), "/docs/clauses#h323-procedures");
  assert.equal(await shown.count(), 1);
  await page.mouse.move(1, 1);
  await shown.waitFor({ state: "hidden" });
  await close();
});

test("the anchor of a clause is on the page that is linked", async () => {
  const text = await (await fetch(`${worker.url}/docs/clauses`)).text();
  assert.match(text, /id="h323-procedures"/);
});

test("the keyboard opens it, Escape closes it and leaves a running call alone, and a screen reader has its words", async () => {
  const { page, term, shown, close } = await reported();
  await term("T301").focus();
  await shown.waitFor();
  const described = await term("T301").getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${described}"]`).textContent(), /timer for ringing/);
  // What ends a call listens for Escape where nothing has taken it.
  await page.evaluate(() => {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.body.dataset.taken = String(event.defaultPrevented);
    });
  });
  await page.keyboard.press("Escape");
  await shown.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.body.dataset.taken), "true");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.body.dataset.taken), "false");
  await close();
});

test("a tap opens it, a tap elsewhere closes it", async () => {
  const { page, term, shown, close } = await reported({ width: 360 });
  const tap = (node) => node.dispatchEvent("pointerdown", { pointerType: "touch", bubbles: true });
  await tap(term("ALG"));
  await term("ALG").dispatchEvent("click");
  await shown.waitFor();
  await tap(page.locator("#result h2"));
  await shown.waitFor({ state: "hidden" });
  await close();
});

test("what an endpoint sent has no terms", async () => {
  const { page, close } = await reported();
  assert.deepEqual(await page.locator(".glossary-term:visible").allTextContents(), [
    "T301",
    "ALG",
    "fastStart",
    "H.323 8.1.7",
  ]);
  await close();
});

test("forced colours show an edge, and paper no explanation", async () => {
  const { page, term, shown, close } = await reported();
  await page.emulateMedia({ forcedColors: "active" });
  await term("T301").focus();
  await shown.waitFor();
  assert.equal(await shown.evaluate((node) => getComputedStyle(node).borderTopStyle), "solid");
  assert.deepEqual(await barriers(page), []);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#glossary-T301").isVisible(), false);
  await close();
});

/** Opens the page with the dialog of its options. */
async function options(how = {}) {
  const opened = await openPage(browser, worker.url, how);
  await openOptions(opened.page);
  await loadSheets(opened.page);
  const term = (name) => opened.page.locator("#options").getByRole("button", { name, exact: true }).first();
  return { ...opened, term, shown: opened.page.locator("#options .glossary:popover-open") };
}

for (const width of [360, 1280]) {
  test(`terms of the options are explained inside their dialog, in sight, ${width} pixels`, async () => {
    const { page, term, shown, close } = await options({ width });
    for (const [name, words] of [
      ["T303", /timer for Setup/],
      ["Fast start", /Offers of channels in Setup/],
      ["TPKT", /Four octets/],
      ["requestMode", /another codec/],
    ]) {
      await term(name).focus();
      await shown.filter({ hasText: words }).waitFor();
      const [at, box] = await Promise.all([term(name).boundingBox(), shown.boundingBox()]);
      assert.ok(box.x >= 0 && box.x + box.width <= width, `${name} leaves the window`);
      assert.ok(box.y >= at.y + at.height || box.y + box.height <= at.y, `${name} is covered`);
    }
    assert.deepEqual(await barriers(page), []);
    assert.equal(await page.locator("#options").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth), 0);
    await close();
  });
}

test("Escape closes an explanation in the dialog first, and the dialog takes one with it", async () => {
  const { page, term, shown, close } = await options();
  await term("T301").focus();
  await shown.waitFor();
  await page.keyboard.press("Escape");
  await shown.waitFor({ state: "hidden" });
  assert.ok(await page.locator("#options").isVisible());
  await term("T301").hover();
  await shown.waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  assert.equal(await page.locator(".glossary:popover-open").count(), 0);
  await close();
});

test("a term in a label opens its explanation at a tap, and leaves the field alone", async () => {
  const { page, term, shown, close } = await options({ width: 360 });
  const label = page.locator("label[for=srv]").getByRole("button", { name: "SRV" });
  await label.click();
  await shown.filter({ hasText: "record in DNS" }).waitFor();
  assert.ok(await label.evaluate((node) => node === document.activeElement));
  assert.equal(await page.getByLabel("SRV records").inputValue(), "auto");
  // The label of a tick is for the tick.
  await page.locator("label[for=fastStart]").click();
  assert.ok(await page.getByLabel("Fast start", { exact: true }).isChecked());
  assert.ok(await term("Fast start").isVisible());
  await close();
});

/** A message of a decoder's answer: its fields have terms, one of them in a value. */
const FIELDS = {
  name: "SETUP",
  at: 0,
  length: 4,
  children: [
    { name: "h245Tunnelling", at: 0, length: 1, value: true },
    { name: "display", at: 1, length: 1, value: "T301" },
    { name: "fastStart", at: 2, length: 1, value: "0" },
  ],
};

/** Opens the page with a ladder of one message and a warning about it, and the message's detail. */
async function laddered(how = {}) {
  const opened = await reported({
    ...how,
    report: {
      ...REPORT,
      warnings: [{ ...REPORT.warnings[0], t: 1, after: 0 }],
      trace: [
        {
          t: 1,
          direction: "sent",
          channel: "callSignalling",
          type: "SETUP",
          summary: "",
          hex: "03000004",
          fields: FIELDS,
        },
      ],
    },
  });
  await opened.page.locator(".ladder button.row-line").click();
  await opened.page.locator(".tree").waitFor();
  return { ...opened, item: (name) => opened.page.locator(".tree-line", { hasText: name }) };
}

test("a field whose name is a term is explained at its own stop, and its value is not", async () => {
  const { page, item, shown, close } = await laddered();
  assert.equal(await page.locator(".tree button").count(), 0, "nothing in the tree is a stop of its own");
  assert.equal(await page.locator('.tree-line[tabindex="0"]').count(), 1);
  await page.locator('.tree-line[tabindex="0"]').focus();
  assert.equal(await shown.count(), 0);
  await page.keyboard.press("ArrowDown");
  await shown.waitFor();
  assert.match(await shown.textContent(), /^h245Tunnelling Whether H.245 travels/);
  const described = await item("h245Tunnelling").getAttribute("aria-describedby");
  assert.equal(described, await shown.getAttribute("id"));
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await shown.count(), 0);
  await page.keyboard.press("ArrowDown");
  assert.equal(await shown.count(), 0, "an endpoint wrote that");
  await page.keyboard.press("ArrowDown");
  await shown.waitFor();
  assert.match(await shown.textContent(), /^fast start Offers of channels/);
  await close();
});

test("a field is explained when the pointer rests on its name, and not when it is pressed", async () => {
  const { item, shown, close } = await laddered();
  await item("h245Tunnelling").locator(".tree-value").click();
  assert.equal(await shown.count(), 0);
  await item("h245Tunnelling").locator(".tree-name").hover();
  await shown.waitFor();
  await close();
});

test("a field is explained at a tap", async () => {
  const { item, shown, close } = await laddered({ hasTouch: true });
  await item("fastStart").locator(".tree-name").tap();
  await shown.waitFor();
  await close();
});

test("a warning in the ladder has its terms and its clause explained", async () => {
  const { page, shown, close } = await laddered();
  const row = page.locator(".ladder .row.warning");
  await row.getByRole("button", { name: "H.323 8.1.7" }).focus();
  await shown.waitFor();
  assert.match(await shown.textContent(), /^H.323 is about procedures/);
  await row.getByRole("button", { name: "fastStart" }).focus();
  assert.match(await shown.textContent(), /^fast start/);
  assert.deepEqual(await barriers(page), []);
  await close();
});

test("a title with a term is explained", async () => {
  const fastStart = { state: "accepted", message: "CONNECT", channels: [{ direction: "transmit", data: "x" }] };
  const { page, shown, close } = await reported({ report: { ...REPORT, fastStart } });
  const title = page.getByRole("heading", { name: "Fast start", exact: true });
  assert.equal(await title.getByRole("button").count(), 1);
  await title.getByRole("button").focus();
  await shown.waitFor();
  assert.deepEqual(await barriers(page), []);
  await close();
});
