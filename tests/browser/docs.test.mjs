/** The documents as pages: each can be read by everybody, and each link in them leads somewhere. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { documents } from "../../scripts/docs.mjs";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { barriers, openPage, overflow, screenshot } from "./page.mjs";

let worker;
let browser;
/** What is on each page, by its path: its links, and the anchors that links may lead to. */
const pages = new Map();

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

async function open(path, options) {
  return openPage(browser, new URL(path, worker.url).href, { ready: "main h1", ...options });
}

test("every document of the repository is one of them", () => {
  const folder = new URL("../../docs/", import.meta.url);
  const written = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".md"));
  const all = documents();
  assert.deepEqual(
    written.map((name) => `docs/${name}`).filter((path) => !all.includes(path)),
    [],
  );
});

test("the index leads to each document, and back to the tester", async () => {
  const opened = await open("/docs/");
  const links = await opened.page
    .locator("main a")
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href")));
  const decisions = documents().filter((path) => /decisions\/\d/.test(path)).length;
  assert.equal(links.filter((href) => href.startsWith("/docs/")).length, documents().length - decisions);
  assert.ok(links.includes("/api/openapi.json"));
  await opened.page.getByRole("link", { name: "H.323 Tester" }).click();
  await opened.page.getByRole("button", { name: "Initiate Call" }).waitFor();
  await opened.close();
});

test("every link within the documents leads to a page and a place that are there", async () => {
  const opened = await open("/docs/");
  const { page } = opened;
  const waiting = ["/docs/"];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (pages.has(path)) continue;
    const response = await page.goto(new URL(path, worker.url).href);
    assert.equal(response.status(), 200, path);
    const [links, anchors] = await page.evaluate(() => [
      Array.from(document.querySelectorAll("main a"), (node) => node.getAttribute("href")),
      Array.from(document.querySelectorAll("[id]"), ({ id }) => id),
    ]);
    pages.set(path, { links, anchors, title: await page.title(), heads: await page.locator("h1").count() });
    waiting.push(...links.filter((href) => href.startsWith("/docs/")).map((href) => href.split("#")[0]));
  }
  assert.equal(pages.size, documents().length + 1);
  for (const [path, { links, title, heads }] of pages) {
    assert.equal(heads, 1, path);
    assert.match(title, /\S – H\.323 Tester$/);
    for (const href of links.filter((href) => !/^https?:/.test(href))) {
      const [target, anchor] = href.split("#");
      if (target === "/api/openapi.json") continue;
      const there = pages.get(target || path);
      assert.ok(there, `${path}: ${href}`);
      if (anchor) assert.ok(there.anchors.includes(anchor), `${path}: ${href}`);
    }
  }
  await opened.close();
});

describe("a document", () => {
  for (const width of [360, 1024, 2560]) {
    for (const scheme of ["light", "dark"]) {
      test(`${width} px, ${scheme}: nothing keeps anybody out, and nothing is beside the page`, async () => {
        for (const path of ["/docs/", "/docs/about", "/docs/api", "/docs/firewalls", "/docs/bench"]) {
          const opened = await open(path, { width, scheme });
          assert.deepEqual(await barriers(opened.page), [], path);
          assert.equal(await overflow(opened.page), 0, path);
          if (path === "/docs/api") await screenshot(opened.page, `docs-${width}-${scheme}`);
          await opened.close();
        }
      });
    }
  }
});
