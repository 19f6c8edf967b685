/** The page under test: opened in a fresh browser context, watched for errors, closed by the caller. */

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {{ scheme?: "light" | "dark", width?: number, height?: number, reducedMotion?: "reduce" | "no-preference", ready?: string }} options
 *   `ready` is what is there once the page can be used
 * @returns {Promise<{ page: import("playwright-core").Page, faults: string[], close: () => Promise<void> }>}
 *   `close` fails the test if the page had an uncaught error or broke its content security policy
 */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({
    colorScheme: options.scheme ?? "light",
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    reducedMotion: options.reducedMotion ?? "no-preference",
    hasTouch: options.hasTouch ?? false,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    // Chromium logs every answer of 400 and up as an error; those are results here.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  await page.locator(options.ready ?? "#submit:enabled").waitFor();
  return {
    page,
    faults,
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/**
 * Goes to a view by its link.
 * @param {import("playwright-core").Page} page
 * @param {"test" | "firewall" | "decode" | "compare" | "history"} name
 */
export async function openView(page, name) {
  await page.locator(`#views a[href="#${name}"]`).click();
  await page.locator(`[data-views~="${name}"]:visible`).first().waitFor();
}

/** Has the whole form again, after a call or a look at another view. @param {import("playwright-core").Page} page */
export async function unfold(page) {
  if (await page.locator("#call-form").isHidden()) await openView(page, "test");
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  if (await edit.isVisible()) await edit.click();
}

/**
 * Fills the form; the fields not named keep what they have.
 * @param {import("playwright-core").Page} page
 * @param {Record<string, string | number>} fields by label
 */
export async function fill(page, fields) {
  await unfold(page);
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(String(value));
}

/**
 * Places a call with the mouse and waits for its result.
 * @param {import("playwright-core").Page} page
 * @param {{ port: number | string, server?: string }} target
 * @returns {Promise<import("playwright-core").Locator>} the result's heading
 */
export async function placeCall(page, { port, server = "127.0.0.1" }) {
  await fill(page, { "H.323 Gateway/Gatekeeper": server, Port: port });
  await page.getByRole("button", { name: "Initiate Call" }).click();
  // The heading of the call before goes when this one begins, which can be cancelled until it has ended.
  await page.locator("#cancel").waitFor({ state: "hidden", timeout: 60_000 });
  const heading = page.locator("#result h2");
  await heading.waitFor({ timeout: 60_000 });
  return heading;
}

/**
 * Opens the exports in the verdict's corner, if they are closed.
 * @param {import("playwright-core").Page} page
 */
export async function openExport(page) {
  const menu = page.locator("#result .takeaway-menu");
  if ((await menu.getAttribute("open")) === null) await menu.locator("summary").click();
}

/** @param {import("playwright-core").Page} page @param {string} name of an export */
export async function pressExport(page, name) {
  await openExport(page);
  await page.locator("#result").getByRole("button", { name }).click();
}

/**
 * What axe finds that keeps people out: impact serious or critical.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>} one line a finding
 */
export async function barriers(page) {
  // Evaluated, not added as a script: the content security policy bars foreign scripts.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<number>} CSS pixels by which the page is wider than its window
 */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} name of the file in test-results/
 */
export async function screenshot(page, name) {
  const folder = new URL("../../test-results/", import.meta.url);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: new URL(`${name}.png`, folder).pathname, fullPage: true });
}
