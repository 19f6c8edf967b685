/** A call behind a gatekeeper, placed on the page: real Worker, gatekeeper, endpoint and browser. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { parseSaved, savedText } from "../../static/export/saved.js";
import { PASSWORD, USER, startGatekeeper } from "../e2e/gatekeepers.mjs";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { closeOptions, control, errorAt, openOptions } from "./form-page.mjs";
import { barriers, fill, openPage, overflow, placeCall, pressExport, screenshot } from "./page.mjs";

let worker;
let browser;
let peer;
let gatekeeper;

before(async () => {
  [worker, browser, peer] = await Promise.all([startWorker(), launchBrowser(), startPeer({ args: ["--pace", "0"] })]);
  gatekeeper = await startGatekeeper({
    args: ["--user", `${USER}:${PASSWORD}`, "--endpoint", `*=127.0.0.1:${peer.port}`],
  });
});

after(async () => {
  await browser?.close();
  await Promise.all([worker, peer, gatekeeper].map((service) => service?.stop()));
});

/** The form of a call behind the gatekeeper, filled in. */
async function filled(page) {
  await openOptions(page);
  await control(page, "gatekeeper.alias").fill("4711");
  await control(page, "gatekeeper.password").fill(PASSWORD);
  await control(page, "gatekeeper.user").fill(USER);
}

/** The texts of a card by its terms. */
async function card(page, title) {
  const found = page.locator("#result .panel", { has: page.getByRole("heading", { name: title, exact: true }) });
  const [terms, values] = [found.locator("dt"), found.locator("dd")];
  return new Map(
    (await terms.allTextContents()).map((term, at) => [term.trim(), at]).map(([term, at]) => [term, values.nth(at)]),
  );
}

test("the result has a card of what was granted, and the ladder a lifeline of RAS", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await filled(page);
  await closeOptions(page);
  const heading = await placeCall(page, gatekeeper);
  assert.match(await heading.textContent(), /✓ Call Setup Successful$/);

  const granted = await card(page, "Gatekeeper");
  for (const [term, text] of [
    ["Registered", "yes"],
    ["Ended", "confirmed"],
    ["Gatekeeper", "h323-peer"],
    ["Aliases", "4711"],
    ["Call", "routed by the gatekeeper"],
  ]) {
    assert.equal((await granted.get(term).textContent()).trim(), text, term);
  }

  const lifelines = await page.locator("#result .lifeline-name").allTextContents();
  assert.deepEqual(lifelines.slice(0, 3), ["Tester", "Gatekeeper", "Call signalling"]);
  const names = page.locator("#result .row.carried .arrow-label");
  const all = await names.allTextContents();
  assert.deepEqual(
    all.filter((name) => /registration|admission|disengage/i.test(name)),
    [
      ...["registrationRequest", "registrationConfirm", "admissionRequest", "admissionConfirm"],
      ...["disengageRequest", "disengageConfirm", "unregistrationRequest", "unregistrationConfirm"],
    ],
  );
  // From the tester (0) to the gatekeeper (1), and Setup to call signalling (2).
  const ends = async (row) =>
    row
      .locator(".lanes")
      .first()
      .evaluate((node) => [node.style.getPropertyValue("--from"), node.style.getPropertyValue("--to")]);
  const rows = page.locator("#result .ladder-rows > li");
  assert.deepEqual(await ends(rows.filter({ hasText: "registrationRequest" }).first()), ["0", "1"]);
  assert.deepEqual(await ends(rows.filter({ hasText: "SETUP" }).first()), ["0", "2"]);
  assert.match(await page.locator("#result .timing").textContent(), /Registered.*Call admitted.*Connect/s);

  assert.deepEqual(await barriers(page), []);
  assert.ok((await overflow(page)) <= 0);
  await screenshot(page, "gatekeeper");
  await opened.close();
});

test("the password is nowhere but in its field", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: worker.url });
  await filled(page);
  const field = control(page, "gatekeeper.password");
  assert.equal(await field.getAttribute("type"), "password");
  assert.equal(await field.getAttribute("autocomplete"), "off");
  await page.waitForURL("**gatekeeper.user=*");
  await closeOptions(page);

  let asked = "";
  page.on("request", (request) => {
    if (request.url().endsWith("/api/h323/call")) asked = request.postData();
  });
  await placeCall(page, gatekeeper);
  assert.deepEqual(JSON.parse(asked).gatekeeper, { alias: "4711", user: USER, password: PASSWORD });

  const texts = [page.url(), await page.content(), await page.title()];
  texts.push(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])));
  texts.push(JSON.stringify(await page.context().storageState()));
  for (const name of ["Download JSON", "Download capture", "Download text"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, name)]);
    texts.push((await readFile(await file.path())).toString("latin1"));
  }
  for (const [name, said] of [
    ["Copy text", "The ladder as text"],
    ["Copy curl command", "The curl command"],
  ]) {
    await pressExport(page, name);
    await page.locator(".takeaway-said", { hasText: `${said} is on the clipboard` }).waitFor();
    texts.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  assert.match(texts.at(-1), /"gatekeeper":\{"alias":"4711","user":"zoe"\}/);
  await page.getByRole("button", { name: "Copy link" }).click();
  texts.push(await page.evaluate(() => navigator.clipboard.readText()));
  for (const text of texts) assert.ok(!text.includes(PASSWORD), text.slice(0, 500));

  await page.reload();
  await page.locator("#submit:enabled").waitFor();
  await openOptions(page);
  assert.equal(await control(page, "gatekeeper.alias").inputValue(), "4711");
  assert.equal(await field.inputValue(), "");
  await opened.close();
});

test("a link cannot fill in a password", async () => {
  const opened = await openPage(
    browser,
    `${worker.url}/?server=gk.example.com&gatekeeper.alias=1&gatekeeper.password=x`,
  );
  const { page } = opened;
  await openOptions(page);
  assert.equal(await control(page, "gatekeeper.password").inputValue(), "");
  assert.match(await page.locator("#link-note").textContent(), /gatekeeper\.password/);
  await opened.close();
});

test("a saved call has no password, wherever it comes from", () => {
  const request = { server: "gk.example.com", gatekeeper: { alias: "1", password: PASSWORD } };
  const report = {
    success: false,
    outcome: { stage: "ras", code: "x", text: "x", advice: [] },
    trace: [],
    warnings: [],
  };
  const parsed = parseSaved(savedText({ report, request, startedAt: null }));
  assert.deepEqual(parsed.request.gatekeeper, { alias: "1" });
});

test("a wrong alias is named at its field", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { "H.323 Gateway/Gatekeeper": "gk.example.com" });
  await openOptions(page);
  await control(page, "gatekeeper.alias").fill("a".repeat(257));
  await closeOptions(page);
  await page.getByRole("button", { name: "Initiate Call" }).click();
  await errorAt(page, "gatekeeper.alias").waitFor();
  assert.notEqual(await errorAt(page, "gatekeeper.alias").textContent(), "");
  await opened.close();
});

test("a registration alone calls nobody, has the card and the ladder, and keeps no password", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: worker.url });
  const button = page.getByRole("button", { name: "Register only" });
  assert.ok(await button.isHidden(), "without a name to register there is nothing to do");
  await filled(page);
  await closeOptions(page);
  await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: gatekeeper.port });
  let asked = "";
  page.on("request", (request) => {
    if (request.method() === "POST") asked += `${new URL(request.url()).pathname} ${request.postData()}`;
  });
  await button.press("Enter");
  await page.locator("#result h2", { hasText: "✓ Registered" }).waitFor({ timeout: 30_000 });
  const gatekeeperAsked = { alias: "4711", user: USER, password: PASSWORD };
  assert.match(asked, /^\/api\/h323\/register \{/);
  assert.deepEqual(JSON.parse(asked.slice(asked.indexOf("{"))), {
    server: "127.0.0.1",
    port: gatekeeper.port,
    gatekeeper: gatekeeperAsked,
  });
  const granted = await card(page, "Gatekeeper");
  assert.equal((await granted.get("Registered").textContent()).trim(), "yes");
  const names = await page.locator("#result .row .arrow-label").allTextContents();
  assert.deepEqual(
    names.filter((name) => /registration/i.test(name)),
    ["registrationRequest", "registrationConfirm", "unregistrationRequest", "unregistrationConfirm"],
  );
  assert.ok(!(await page.locator("#result").textContent()).includes("SETUP"));
  await pressExport(page, "Copy curl command");
  await page.locator(".takeaway-said", { hasText: "is on the clipboard" }).waitFor();
  const texts = [await page.evaluate(() => navigator.clipboard.readText()), page.url(), await page.content()];
  assert.match(texts[0], /\/api\/h323\/register/);
  texts.push(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])));
  for (const text of texts) assert.ok(!text.includes(PASSWORD));
  assert.deepEqual(await barriers(page), []);
  await screenshot(page, "registered");

  // The bar does again what was done.
  const again = page.locator("#submit");
  assert.equal(await again.textContent(), "Register again");
  assert.ok(await button.isHidden(), "one button is enough for it");
  asked = "";
  await again.click();
  await page.locator("#cancel").waitFor();
  assert.equal(await again.textContent(), "Registering...");
  await page.locator("#result h2", { hasText: "✓ Registered" }).waitFor({ timeout: 30_000 });
  assert.match(asked, /^\/api\/h323\/register \{/);
  assert.equal(await again.textContent(), "Register again");

  await fill(page, { Port: peer.port });
  assert.equal(await again.textContent(), "Initiate Call");
  await button.click();
  await page.locator("#result h2", { hasText: "✗ Registration Failed" }).waitFor({ timeout: 30_000 });
  await opened.close();
});

/** Answers registrations like that, and keeps the paths that are asked. */
async function answered(page, report) {
  const paths = [];
  await page.route("**/api/h323/*", (route) => {
    paths.push(new URL(route.request().url()).pathname);
    return route.fulfill({ json: report });
  });
  return paths;
}

test("the dialog of the options registers too, once there is a name for it", async () => {
  const opened = await openPage(browser, `${worker.url}/?server=gk.example.com`);
  const { page } = opened;
  const paths = await answered(page, { success: true });
  await openOptions(page);
  const button = page.locator("#options").getByRole("button", { name: "Register only" });
  assert.ok(await button.isHidden());
  await control(page, "gatekeeper.alias").fill("a".repeat(257));
  await button.click();
  assert.ok(await page.locator("#options").isVisible(), "a mistake is led to");
  assert.deepEqual(paths, []);
  await control(page, "gatekeeper.alias").fill("4711");
  await button.press("Enter");
  await page.locator("#result h2").waitFor();
  assert.ok(await page.locator("#options").isHidden());
  assert.deepEqual(paths, ["/api/h323/register"]);
  await opened.close();
});

test("nothing offers to register while something runs or the limit is reached, and the countdown is of a registration", async () => {
  const opened = await openPage(browser, `${worker.url}/?server=gk.example.com&gatekeeper.alias=1`);
  const { page } = opened;
  let refuse = () => {};
  await page.route("**/api/h323/register", async (route) => {
    await new Promise((resolve) => (refuse = () => resolve(undefined)));
    await route.fulfill({ status: 429, headers: { "Retry-After": "2" }, json: { error: "Too many calls" } });
  });
  const asked = page.waitForRequest("**/api/h323/register");
  await page.getByRole("button", { name: "Register only" }).click();
  await asked;
  assert.ok(await page.locator("#register").isDisabled());
  await openOptions(page);
  const inDialog = page.locator("#options").getByRole("button", { name: "Register only" });
  assert.ok(await inDialog.isDisabled());
  refuse();
  await page.locator("#submit", { hasText: /^Register again in [12] s$/ }).waitFor({ state: "attached" });
  assert.ok(await inDialog.isDisabled());
  await page.locator("#submit:enabled").waitFor({ state: "attached" });
  assert.ok(await inDialog.isEnabled());
  assert.ok(await page.locator("#register").isEnabled());
  await opened.close();
});

test("what is to be tried after a registration is a registration", async () => {
  const opened = await openPage(
    browser,
    `${worker.url}/?server=gk.example.com&tls=inspect&gatekeeper.alias=1&calledNumber=77&holdSeconds=9`,
  );
  const { page } = opened;
  const outcome = { stage: "tls", code: "not-tls", text: "It is not TLS.", advice: [] };
  const paths = await answered(page, { success: false, outcome });
  await page.getByRole("button", { name: "Register only" }).click();
  const remedy = page.locator("#result .remedies button").first();
  await remedy.waitFor();
  const asked = page.waitForRequest("**/api/h323/*");
  await remedy.click();
  await asked;
  await page.locator("#cancel").waitFor({ state: "hidden" });
  assert.equal(await page.locator("#submit").textContent(), "Register again");
  assert.deepEqual(paths, ["/api/h323/register", "/api/h323/register"]);
  // The fields of a call have nothing to do with it, and stay as the user had them.
  assert.equal(await control(page, "calledNumber").inputValue(), "77");
  assert.equal(await control(page, "holdSeconds").inputValue(), "9");
  assert.equal(await control(page, "tls").inputValue(), "off", "what was to be tried");
  await opened.close();
});
