/**
 * A walk through every view with something in it, as a person takes it: in four widths, light, dark and in
 * forced colours. In each, every stop of the Tab key is seen. The pictures stay in test-results/.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABELS, openOptions, closeOptions } from "./form-page.mjs";
import { brokenWords, loadSheets, overlaps } from "./geometry.mjs";
import { barriers, fill, openExport, openPage, openView, overflow, pressExport, screenshot } from "./page.mjs";
import { browser, peer, worker } from "./running.mjs";

/** Width of the window, and how it is coloured. */
const WALKS = [
  ...[360, 1024, 1440, 2560].map((width) => ({ width, colours: "light" })),
  ...[360, 1440].flatMap((width) => [
    { width, colours: "dark" },
    { width, colours: "forced" },
  ]),
];

/** Most stops of the Tab key in a view: more than any has. */
const MOST_STOPS = 150;

/** The boxes whose texts must not lie over each other, by the station that has them. */
const BOXES = {
  first: [".masthead", ".headline", ".call-form .field"],
  options: ["#options .option"],
  answered: [".brief", ".ladder-rows > li", ".ladder-head", ".listing-row", ".facts > div", ".timing tbody tr"],
  export: [".takeaway-sheet > p", ".takeaway-buttons"],
  failed: [".brief", ".ladder-rows > li"],
  firewall: ["#tool-firewall .tool-body > p", ".firewall-row"],
  decode: ["#tool-decode .tool-body > p", "#tool-decode .ladder-rows > li"],
  compare: ["#tool-compare .tool-body > p", "#tool-compare tr"],
  history: ["#tool-history .tool-body > p", ".history-row"],
};
const EVERY_BOX = [...new Set(Object.values(BOXES).flat())].join(", ");

/** @returns {Promise<string[]>} which of the boxes are not there */
async function missing(page, boxes) {
  const counts = await Promise.all(boxes.map((box) => page.locator(box).count()));
  return boxes.filter((_, at) => counts[at] === 0);
}

/** Places a call with the pointer and waits for that end. */
async function call(page, number, badge) {
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: peer.port, [LABELS.calledNumber]: number });
  await page.locator("#submit").click();
  await page.locator("#cancel").waitFor({ state: "hidden", timeout: 60_000 });
  await page.locator("#result h2", { hasText: badge }).waitFor();
}

/** What there is to see, in the order of the walk; each begins where the one before ended. */
const STATIONS = {
  async first() {},
  async options(page) {
    await openOptions(page);
  },
  async answered(page) {
    await closeOptions(page);
    await call(page, "2000", "✓ Call Setup Successful");
    await page.locator(".ladder button.row-line").first().click();
    await page.locator(".ladder .detail .tree").waitFor();
  },
  async export(page) {
    await openExport(page);
  },
  async failed(page) {
    await call(page, "2002", "✗ Call Failed");
  },
  async firewall(page) {
    await openView(page, "firewall");
    await page.getByRole("button", { name: "Place three calls" }).click();
    await page.getByText(/^All three calls end in the same way/).waitFor({ timeout: 60_000 });
  },
  async decode(page) {
    await openView(page, "test");
    const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, "Download capture")]);
    await openView(page, "decode");
    await page.locator("#decode-file").setInputFiles(await file.path());
    await page.locator("#tool-decode [role=status]").filter({ hasText: "read as a pcapng file" }).waitFor();
    await page.locator("#tool-decode button.row-line").first().click();
    await page.locator("#tool-decode .detail .tree").waitFor();
  },
  async compare(page) {
    await openView(page, "compare");
    await page.locator(".compare-tables table:visible").first().waitFor();
  },
  async history(page) {
    await openView(page, "history");
    await page.locator(".history-row").nth(1).waitFor();
  },
};

/** @returns {Promise<string[]>} the names of messages of which the ladder shows a part */
const cutLabels = (page) =>
  page
    .locator(".ladder .arrow-label:visible")
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));

/** Opens the page as a walk wants it. */
async function begin({ width, colours }) {
  const opened = await openPage(browser, worker.url, {
    width,
    height: 900,
    scheme: colours === "dark" ? "dark" : "light",
  });
  if (colours === "forced") await opened.page.emulateMedia({ forcedColors: "active" });
  await loadSheets(opened.page);
  return opened;
}

for (const walk of WALKS) {
  test(`with the pointer, ${walk.width} pixels, ${walk.colours}`, async () => {
    const opened = await begin(walk);
    const { page } = opened;
    for (const [name, go] of Object.entries(STATIONS)) {
      await go(page);
      const found = {
        wider: await overflow(page),
        missing: await missing(page, BOXES[name]),
        overlaps: await overlaps(page, EVERY_BOX),
        broken: await brokenWords(page, "body"),
        cut: await cutLabels(page),
        barriers: await barriers(page),
      };
      await screenshot(page, `walk-${name}-${walk.width}-${walk.colours}`);
      assert.deepEqual(found, { wider: 0, missing: [], overlaps: [], broken: [], cut: [], barriers: [] }, name);
    }
    await opened.close();
  });
}

/**
 * What has the focus: whether a person sees it, and sees that it has it; and whether what had it before
 * looked like that because of it. No name is that of nothing: the stops have come to an end.
 * @param {import("playwright-core").Page} page
 */
function focused(page) {
  return page.evaluate(() => {
    const ringOf = (one) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
      const drawn = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      return drawn ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : "";
    };
    const node = document.activeElement;
    const last = globalThis.lastStop;
    const moved = last !== undefined && last.node !== node && last.rings.length > 0;
    const stayed = moved && last.rings.every(({ one, ring }) => ringOf(one) === ring);
    const lastFaults = stayed ? [`${last.name} has its ring without the focus too`] : [];
    globalThis.lastStop = undefined;
    if (node === null || node === document.body) return { name: "", faults: lastFaults };
    const box = node.getBoundingClientRect();
    const name = `${node.tagName} ${node.id || node.getAttribute("aria-label") || node.textContent.trim().slice(0, 40)}`;
    // Of what is taller than the window, a part is enough.
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const faults = [];
    if (right - left < 1 || bottom - top < 1) faults.push("is outside the window");
    else {
      const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const labels = "labels" in node ? [...(node.labels ?? [])] : [];
      const itself = [node, ...labels].some((one) => one.contains(at) || at?.contains(one));
      if (!itself) faults.push(`lies under ${at?.tagName}.${at?.className}`);
    }
    // Chrome draws the ring of a field within its box, or around the box that looks like the field.
    const rings = [node, node.parentElement, ...node.querySelectorAll("*")]
      .map((one) => ({ one, ring: ringOf(one) }))
      .filter(({ ring }) => ring !== "");
    if (rings.length === 0) faults.push("has no ring");
    globalThis.lastStop = { node, name, rings };
    return { name, faults: [...lastFaults, ...faults.map((fault) => `${name} ${fault}`)] };
  });
}

/** Where the stops begin, if it is not at the top of the page. */
const FIRST_STOP = { options: "#options :is(a, button, input)", export: "#result .takeaway-menu summary" };

for (const walk of WALKS.filter(({ width, colours }) => width === 360 || (width === 1440 && colours !== "dark"))) {
  test(`every stop of the Tab key is seen, ${walk.width} pixels, ${walk.colours}`, async () => {
    const opened = await begin(walk);
    const { page } = opened;
    for (const [name, go] of Object.entries(STATIONS)) {
      await go(page);
      await page.evaluate(() => (globalThis.lastStop = undefined));
      await page
        .locator(FIRST_STOP[name] ?? "a")
        .first()
        .focus();
      /** @type {string[]} */
      const faults = [];
      const stops = new Set();
      let ended = false;
      for (let stop = 0; stop < MOST_STOPS; stop += 1) {
        await page.keyboard.press("Tab");
        const now = await focused(page);
        faults.push(...now.faults);
        ended = now.name === "";
        if (ended) break;
        stops.add(now.name);
      }
      assert.deepEqual(faults, [], name);
      // What is modal keeps the focus.
      assert.ok(ended || name === "options", `${name}: the focus does not come out again`);
      if (name === "export")
        assert.ok(
          [...stops].some((stop) => stop.includes("Download capture")),
          name,
        );
      assert.ok(stops.size > 5, `${name}: ${stops.size} stops`);
    }
    await opened.close();
  });
}
