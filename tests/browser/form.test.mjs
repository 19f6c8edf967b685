/** The form's fields, and that its rules are the Worker's. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
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

const LABELS = {
  server: "H.323 Gateway/Gatekeeper",
  port: "Port",
  callingNumber: "Calling Number (From)",
  calledNumber: "Called Number (To)",
};

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
  assert.deepEqual(
    await page.locator("#steps strong").allTextContents(),
    [
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
    ],
  );
  assert.deepEqual(await page.locator(".terms dt").allTextContents(), ["Terminal:", "Gateway:", "Gatekeeper:", "MCU:"]);
  await screenshot(page, "start");
  await opened.close();
});

/** Text typed into a field that both sides must refuse, in the same words. */
const WRONG = [
  ["server", ""],
  ["server", "   "],
  ["server", "http://gw.example.com"],
  ["server", "gw.example.com:1720"],
  ["server", "gw.example.com/call"],
  ["server", "user@gw"],
  ["server", "[gw]"],
  ["server", "gw example"],
  ["server", "gätekeeper.example"],
  ["server", "gw..example"],
  ["server", "."],
  ["server", `${"a".repeat(64)}.example`],
  ["server", `${"a.".repeat(127)}a`],
  ["server", "é".repeat(200)],
  ["server", "127.1"],
  ["server", "256.1.1.1"],
  ["server", "01.2.3.4"],
  ["server", "0x7f000001"],
  ["server", "1::2::3"],
  ["port", "0"],
  ["port", "65536"],
  ["port", "-1"],
  ["port", "17.5"],
  ["callingNumber", ""],
  ["callingNumber", "+"],
  ["callingNumber", "1".repeat(33)],
  ["callingNumber", `+${"1".repeat(32)}`],
  ["calledNumber", "12a"],
  ["calledNumber", "1+2"],
  ["calledNumber", "12 34"],
  ["calledNumber", "١"],
];

test("what the Worker refuses is refused while typing, in the Worker's words", async () => {
  const opened = await openPage(browser, worker.url);
  for (const [name, text] of WRONG) {
    const response = await fetch(new URL("/api/h323/call", worker.url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ server: "gw.example.com", [name]: name === "port" ? Number(text) : text }),
    });
    const refusal = await response.json();
    assert.equal(response.status, 400, `${name} ${JSON.stringify(text)}: ${JSON.stringify(refusal)}`);
    assert.equal(refusal.field, name);

    const field = opened.page.getByLabel(LABELS[name], { exact: true });
    // Something else first, so that typing nothing is a change.
    await field.fill("7");
    await field.fill(text);
    assert.equal(await opened.page.locator(`#${name}-error`).textContent(), refusal.error, `${name} ${JSON.stringify(text)}`);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  }
  await opened.close();
});

test("what the Worker takes is not refused while typing", async () => {
  const opened = await openPage(browser, worker.url);
  for (const [name, text] of [
    ["server", "gw.example.com"],
    ["server", " GW.Example.com. "],
    ["server", "192.0.2.1"],
    ["server", "2001:db8::1"],
    ["server", "[2001:db8::1]"],
    ["server", "xn--gtekeeper-v2a.example"],
    ["server", `${"a".repeat(63)}.example`],
    ["port", "1"],
    ["port", "65535"],
    ["callingNumber", "+4930123456"],
    ["callingNumber", "1".repeat(32)],
    ["calledNumber", "*31#,2"],
  ]) {
    const field = opened.page.getByLabel(LABELS[name], { exact: true });
    await field.fill(text);
    assert.equal(await opened.page.locator(`#${name}-error`).textContent(), "", `${name} ${JSON.stringify(text)}`);
    assert.notEqual(await field.getAttribute("aria-invalid"), "true");
  }
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
  assert.equal(await page.locator("#port-error").textContent(), "port must be a whole number from 1 to 65535");
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
