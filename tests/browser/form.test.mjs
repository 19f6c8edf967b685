/** The form: its fields as the product has them, its buttons and keys, where a mistake is shown. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { LABELS, catchCalls, closeOptions, control, errorAt, openOptions, submit } from "./form-page.mjs";
import { fill, openPage, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

test("the page starts with the product's fields, values and boxes", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  assert.equal(await page.title(), "H.323 Tester");
  assert.deepEqual(await page.locator("h1").allTextContents(), ["H.323 Tester"]);
  for (const [label, value, placeholder] of [
    [LABELS.server, "", "gatekeeper.example.com"],
    [LABELS.port, "1720", "1720"],
    [LABELS.callingNumber, "1000", "1000"],
    [LABELS.calledNumber, "2000", "2000"],
  ]) {
    const field = page.getByLabel(label, { exact: true });
    assert.equal(await field.inputValue(), value, label);
    assert.equal(await field.getAttribute("placeholder"), placeholder, label);
    assert.ok(await field.evaluate((node) => node.required), label);
  }
  assert.equal(await page.locator("#submit").textContent(), "Initiate Call");
  assert.deepEqual(await page.locator(".info h2").allTextContents(), [
    "H.323 Call Flow",
    "H.323 Components",
    "H.323 vs SIP",
    "Legacy Status",
  ]);
  assert.deepEqual(await page.locator("#steps strong").allTextContents(), [
    "Setup:",
    "Call Proceeding:",
    "Alerting:",
    "Connect:",
    "H.245 Open:",
    "Capabilities Exchange:",
    "Master/Slave:",
    "Open Logical Channels:",
    "Media Transfer:",
    "Release Complete:",
  ]);
  assert.deepEqual(await page.locator(".terms dt").allTextContents(), ["Terminal:", "Gateway:", "Gatekeeper:", "MCU:"]);
  await screenshot(page, "start");
  await opened.close();
});

test("a form with mistakes sends nothing and leads to the first of them", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") sent += 1;
  });
  await fill(page, { [LABELS.port]: "", [LABELS.calledNumber]: "abc" });
  await page.getByRole("button", { name: "Initiate Call" }).click();

  assert.equal(await page.locator("#server-error").textContent(), "Server is required");
  assert.equal(await page.locator("#port-error").textContent(), "“Port” must be a whole number from 1 to 65535");
  assert.ok(await page.getByLabel(LABELS.server).evaluate((node) => node === document.activeElement));
  assert.equal(sent, 0);
  assert.ok(await page.locator("#result").isHidden());
  await screenshot(page, "mistakes");
  await opened.close();
});

test("a call is asked for with the fields as typed", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false } }));
  await fill(page, {
    [LABELS.server]: " gw.example.com ",
    [LABELS.port]: "01721",
    [LABELS.callingNumber]: "+49",
    [LABELS.calledNumber]: "5#",
  });
  const asked = page.waitForRequest("**/api/h323/call");
  await page.getByRole("button", { name: "Initiate Call" }).click();
  const request = await asked;
  assert.equal(request.method(), "POST");
  assert.deepEqual(request.postDataJSON(), {
    server: "gw.example.com",
    port: 1721,
    callingNumber: "+49",
    calledNumber: "5#",
  });
  await opened.close();
});

test("Enter places the call, and again with the same values", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const asked = await catchCalls(page);
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await page.keyboard.press("Enter");
  await page.locator("#result h2").waitFor();
  await submit(page);
  assert.equal(asked.length, 2);
  assert.deepEqual(asked[1], asked[0]);
  await opened.close();
});

test("Escape hangs up while a call runs, and only then", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", () => {});
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#status").textContent(), "");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Hang up and report" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#submit:enabled").waitFor();
  assert.match(await page.getByRole("status").textContent(), /^Cancelled after/);
  await opened.close();
});

for (const server of ["10.1.2.3##7001", "room.1@gw.example.com", "7001@gw.example.com", "h323:room.1@gw.example.com"]) {
  test(`a server that says whom to call (${server}) takes the place of the called number`, async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    const asked = await catchCalls(page);
    await fill(page, { [LABELS.calledNumber]: "12a", [LABELS.server]: server });
    const called = page.getByLabel(LABELS.calledNumber);
    assert.ok(await called.isDisabled());
    assert.match(await called.getAttribute("aria-describedby"), /calledNumber-why/);
    assert.equal(
      await page.locator("#calledNumber-why").textContent(),
      "Not used: the server above includes the number or alias to call.",
    );
    assert.equal(await errorAt(page, "calledNumber").textContent(), "", "what is not sent is not wrong");
    await submit(page);
    assert.deepEqual(asked, [{ server, port: 1720, callingNumber: "1000" }]);

    await fill(page, { [LABELS.server]: "gw.example.com" });
    assert.ok(await called.isEnabled());
    assert.equal(await called.inputValue(), "12a");
    assert.equal(await page.locator("#calledNumber-why").textContent(), "");
    await opened.close();
  });
}

for (const server of ["gw.example.com:1721", "h323:room.1@gw.example.com:1721"]) {
  test(`a server that says the port (${server}) takes the place of the field for it`, async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    const asked = await catchCalls(page);
    await fill(page, { [LABELS.port]: "0", [LABELS.server]: server });
    assert.ok(await control(page, "port").isDisabled());
    assert.equal(await page.locator("#port-why").textContent(), "Not used: the server above includes the port.");
    assert.equal(await errorAt(page, "port").textContent(), "", "what is not sent is not wrong");
    await submit(page);
    assert.equal(asked[0].server, server);
    assert.ok(!Object.hasOwn(asked[0], "port"), "the Worker would refuse another port");

    await fill(page, { [LABELS.server]: "gw.example.com" });
    assert.ok(await control(page, "port").isEnabled());
    assert.equal(await page.locator("#port-why").textContent(), "");
    await opened.close();
  });
}

/** What the Worker names, and the control that then has the focus. */
const REFUSED = [
  ["ringSeconds", "ringSeconds"],
  ["vendor.productId", "vendor.productId"],
  ["calledAliases[1].value", "calledAliases[1].value"],
  ["calledAliases[1].kind", "calledAliases[0].type", "calledAliases"],
  ["codecs", "codecs"],
];

for (const [named, focused, place = named] of REFUSED) {
  test(`a refusal that names ${named} opens the options and marks it until something is changed`, async () => {
    const opened = await openPage(
      browser,
      `${worker.url}/?server=gw.example.com&calledAliases=h323-ID:a&calledAliases=url-ID:b`,
    );
    const { page } = opened;
    await page.route("**/api/h323/call", (route) =>
      route.fulfill({ status: 400, json: { error: "no such thing", field: named } }),
    );
    assert.ok(await page.locator("#options").isHidden());
    await submit(page);

    assert.ok(await page.locator("#options").isVisible());
    assert.equal(await errorAt(page, place).textContent(), "no such thing");
    assert.equal(await page.locator("#more-wrong").textContent(), "1 to correct");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), focused);
    if (place === named) assert.equal(await control(page, named).first().getAttribute("aria-invalid"), "true");

    await closeOptions(page);
    await page.getByLabel(LABELS.calledNumber).fill("3000");
    assert.equal(await errorAt(page, place).textContent(), "");
    await opened.close();
  });
}

test("a mistake in an option keeps the call from being placed and is led to", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const asked = await catchCalls(page);
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await openOptions(page);
  await control(page, "ringSeconds").fill("");
  await closeOptions(page);
  assert.equal(await page.locator("#more-wrong").textContent(), "1 to correct");
  await page.locator("#submit").click();
  assert.ok(await control(page, "ringSeconds").evaluate((node) => node === document.activeElement));
  assert.deepEqual(asked, []);
  await opened.close();
});

test("the dialog of the options is opened, used and left by the keyboard", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const asked = await catchCalls(page);
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await page.locator("#more").focus();
  await page.keyboard.press("Enter");
  await control(page, "followRedirects").waitFor();
  assert.ok(await page.locator("#options").evaluate((dialog) => dialog.contains(document.activeElement)));

  // Enter is for the option, not for the call.
  await control(page, "holdSeconds").focus();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#options").isHidden());
  assert.equal(await page.evaluate(() => document.activeElement?.id), "more", "the focus comes back");
  assert.equal(await page.locator("#more-changed").textContent(), "1 changed");
  assert.deepEqual(asked, []);
  await opened.close();
});

test("Escape closes the options and lets a call run on", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", () => {});
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Hang up and report" }).waitFor();
  await openOptions(page);
  await page.keyboard.press("Escape");
  await page.locator("#options").waitFor({ state: "hidden" });
  assert.ok(await page.getByRole("button", { name: "Hang up and report" }).isVisible());
  await page.keyboard.press("Escape");
  await page.locator("#submit:enabled").waitFor();
  await opened.close();
});
