/** Presets: they set what they say, leave the rest alone, and can be undone. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { PRESETS } from "../../static/form/presets.js";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { LABELS, catchCalls, closeOptions, control, openOptions, reset, submit } from "./form-page.mjs";
import { fill, openPage, overflow, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

const choose = async (page, name) => {
  await page.getByLabel("Preset").selectOption(name);
  if (name in PRESETS) await page.getByText(PRESETS[name].why).waitFor();
};

test("each preset gives a request that differs from the default in what it says, and Reset undoes it", async () => {
  const opened = await openPage(browser, worker.url, { width: 360 });
  const { page } = opened;
  const bodies = await catchCalls(page);
  await fill(page, { [LABELS.server]: "gw.example.com" });
  const plain = { server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "2000" };
  const video = { ...plain, bearer: "video" };
  for (const [name, wanted] of Object.entries({
    room: { ...video, calledNumber: null },
    mcu: { ...video, holdSeconds: 5 },
    alias: { ...plain, followRedirects: true },
    registration: { ...plain, gatekeeper: { alias: "1000" } },
    expressway: video,
    polycom: { ...video, holdSeconds: 5 },
    avaya: { ...plain, codecs: ["g711u", "g711a", "g722", "g729"] },
    netmeeting: { ...plain, h225Version: 2, h245: "separate", codecs: ["g711a", "g711u", "h261", "h263"] },
  })) {
    await choose(page, name);
    assert.equal(await overflow(page), 0, name);
    await submit(page);
    assert.deepEqual(bodies.at(-1), wanted, name);
    const count = Object.keys(PRESETS[name].values(plain)).length;
    assert.equal(await page.locator("#more-changed").textContent(), `${count} changed`, name);
  }
  await screenshot(page, "preset-360");
  await reset(page);
  assert.equal(await page.getByLabel("Preset").inputValue(), "");
  assert.equal(await page.locator("#more-changed").textContent(), "");
  assert.equal(await page.getByLabel(LABELS.server).inputValue(), "gw.example.com");
  await opened.close();
});

test("what the reader has set stays, and what a preset has set goes with it", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await openOptions(page);
  await control(page, "ringSeconds").fill("9");
  await closeOptions(page);
  await choose(page, "mcu");
  await openOptions(page);
  await control(page, "holdSeconds").fill("7");
  await closeOptions(page);
  await choose(page, "room");
  await page.waitForURL("**/?noCalledNumber=true&bearer=video&ringSeconds=9&holdSeconds=7");
  await choose(page, "");
  await page.waitForURL("**/?ringSeconds=9&holdSeconds=7");
  await opened.close();
});

test("the check of a firewall is a view", async () => {
  const opened = await openPage(browser, worker.url);
  await choose(opened.page, "firewall");
  await opened.page.getByRole("button", { name: "Place three calls" }).waitFor();
  assert.equal(await opened.page.getByLabel("Preset").inputValue(), "");
  await opened.close();
});

test("the document has a row for each preset", async () => {
  const text = await readFile(new URL("../../docs/presets.md", import.meta.url), "utf8");
  const html = await readFile(new URL("../../static/index.html", import.meta.url), "utf8");
  const select = html.match(/<select class="field-input" id="preset"[\s\S]*?<\/select>/)[0];
  const names = [...select.matchAll(/<option value="(\w+)">(.*?)<\/option>/g)];
  assert.equal(names.length, Object.keys(PRESETS).length + 1);
  for (const [, , name] of names) assert.ok(text.includes(`| ${name} |`), name);
});
