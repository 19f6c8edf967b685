/** What the tests of the form share. */

import assert from "node:assert/strict";
import { inWords } from "../../static/form/labels.js";
import { GROUPS } from "../../static/rules/option-groups.js";
import { OPTIONS } from "../../static/rules/options.js";
import { unfold } from "./page.mjs";

export const LABELS = {
  server: "H.323 Gateway/Gatekeeper",
  port: "Port",
  callingNumber: "Calling Number (From)",
  calledNumber: "Called Number (To)",
};

for (const option of GROUPS.flatMap(({ options }) => options)) OPTIONS.set(option.name, option);
for (const [name, label] of Object.entries(LABELS)) Object.assign(OPTIONS.get(name) ?? {}, { label });

/** Every field of the form, by its name in the API. */
export const EVERY = OPTIONS;

/** @param {string} error of the Worker @returns {string} as the form has it at a field */
export function atField(error) {
  // The form has a tick for that.
  return inWords(error.replace(", or null to leave it out", ""));
}

/** @param {import("playwright-core").Page} page @param {string} name as the Worker names a field @returns its control */
export function control(page, name) {
  return page.locator(`#call-form [name="${name}"]`);
}

/** @param {import("playwright-core").Page} page @param {string} name */
export function errorAt(page, name) {
  return page.locator(`#${name.replace(/\W+/g, "-")}-error`);
}

/** Opens the dialog with the options. @param {import("playwright-core").Page} page */
export async function openOptions(page) {
  if (!(await page.locator("#options").isVisible())) await page.locator("#more").click();
  await control(page, "followRedirects").waitFor();
}

/** Closes it again, if it is open. @param {import("playwright-core").Page} page */
export async function closeOptions(page) {
  if (await page.locator("#options").isVisible()) await page.getByRole("button", { name: "Done" }).click();
}

/** Opens or closes the options, so that a field can be reached. @param {import("playwright-core").Page} page @param {string} name */
export async function reach(page, name) {
  await (Object.hasOwn(LABELS, name) ? closeOptions(page) : openOptions(page));
}

/** Puts the form back to its defaults. @param {import("playwright-core").Page} page */
export async function reset(page) {
  await closeOptions(page);
  await page.getByRole("button", { name: "Reset to defaults" }).click();
}

/**
 * The Worker's refusal of a call to a name that is nobody's.
 * @param {string} url of the Worker
 * @param {Record<string, unknown>} fields
 * @returns {Promise<{ error: string, field: string }>}
 */
export async function refusal(url, fields) {
  const response = await fetch(new URL("/api/h323/call", url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ server: "gw.example.com", ...fields }),
  });
  const answer = await response.json();
  assert.equal(
    response.status,
    400,
    `${JSON.stringify(fields).slice(0, 200)}: ${JSON.stringify(answer).slice(0, 500)}`,
  );
  return answer;
}

/**
 * Keeps calls from being placed, and the requests for them.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Record<string, unknown>[]>} the bodies that left the page so far
 */
export async function catchCalls(page) {
  const bodies = [];
  page.on("request", (request) => {
    if (request.method() === "POST") bodies.push(request.postDataJSON());
  });
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false } }));
  return bodies;
}

/** Presses the button and waits for what comes of it. @param {import("playwright-core").Page} page */
export async function submit(page) {
  await closeOptions(page);
  // That of the call before is taken away when the next one begins.
  const answer = page.waitForResponse("**/api/h323/call");
  await page.locator("#submit").click();
  await answer;
  await page.locator("#result h2").waitFor();
  await unfold(page);
}
