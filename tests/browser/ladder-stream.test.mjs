/** Streams that the Worker on this machine does not give: that break off, that stall, that flood. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { entry, rowNames, writeStream } from "./lines.mjs";
import { fill, openPage, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

const SETUP = entry({ t: 3, direction: "sent", type: "SETUP", summary: "from 1000" });

/** Starts a call on a fresh page, whose stream is the test's. */
async function started(how) {
  const opened = await openPage(browser, worker.url, how);
  const stream = await writeStream(opened.page);
  await fill(opened.page, { "H.323 Gateway/Gatekeeper": "gw.example.com", Port: 1720 });
  await opened.page.locator("#submit").click();
  await stream.asked;
  stream.send("call_start", { server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "2000" });
  return {
    ...opened,
    stream,
    async close() {
      stream.close();
      await opened.close();
    },
  };
}

for (const [name, end] of [
  ["breaks", (stream) => stream.breakOff()],
  ["ends too early", (stream) => stream.end()],
]) {
  test(`a stream that ${name} keeps what was seen and says that the rest is not known`, async () => {
    const { page, stream, close } = await started();
    stream.send("message", SETUP);
    stream.send("state", { t: 3, state: 1, name: "U1 Call initiated" });
    await page.locator("#live .row-line").waitFor();
    end(stream);
    await page.locator("#result h2").waitFor();
    assert.equal(await page.locator("#result h2").textContent(), "The result is not known");
    assert.match(await page.locator("#result").textContent(), /tester did not answer properly/);
    assert.deepEqual(await rowNames(page), ["3 ms, sent, SETUP, from 1000, signalling"]);
    assert.match(await page.locator(".ladder-rows > li").last().textContent(), /broke off here.*not known/);
    await screenshot(page, "ladder-broken");
    await close();
  });
}

test("a line that is no line ends the call, one of a kind that is new does not", async () => {
  const { page, stream, close } = await started();
  stream.send("message", SETUP);
  stream.send("toString", { t: 4 });
  stream.send("message", entry({ t: 5, type: "PROGRESS" }));
  await page.locator("#live .row-line").nth(1).waitFor();
  stream.send("message", "no object");
  await page.locator("#result h2").waitFor();
  assert.match(await page.locator("#result .error").textContent(), /line of the answer cannot be read/);
  assert.equal(await page.locator(".ladder .row-line").count(), 2);
  await close();
});

test("a network that is down, a limit and a refusal show no ladder", async () => {
  for (const [answer, expected] of [
    [(route) => route.abort("internetdisconnected"), /tester did not answer/],
    [
      (route) =>
        route.fulfill({
          status: 429,
          headers: { "Retry-After": "9" },
          json: { success: false, error: "Too many calls" },
        }),
      /^No call was placed.*Too many calls/,
    ],
    [
      (route) =>
        route.fulfill({ status: 403, json: { success: false, error: "10.0.0.1 is private", field: "server" } }),
      /10\.0\.0\.1 is private/,
    ],
  ]) {
    const opened = await openPage(browser, worker.url);
    await opened.page.route("**/api/h323/call", answer);
    await placeCall(opened.page, { port: 1720, server: "gw.example.com" });
    assert.match(await opened.page.locator("#result").textContent(), expected);
    assert.equal(await opened.page.locator(".ladder:visible").count(), 0);
    assert.ok(await opened.page.locator("#live").isHidden());
    await opened.close();
  }
});

test("a warning before any message is told once, and makes no ladder", async () => {
  const { page, stream, close } = await started();
  const warning = { t: 3, code: "odd", text: "It is odd." };
  stream.send("warning", warning);
  stream.send("call_end", { success: false, error: "No", trace: [], warnings: [warning] });
  stream.end();
  await page.locator("#result h2").waitFor();
  assert.equal((await page.locator("#result").textContent()).split("It is odd.").length - 1, 1);
  assert.equal(await page.locator(".ladder:visible").count(), 0);
  await close();
});

test("the lines ask for a stream, and a whole report in its place is shown as well", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", (route) =>
    route.fulfill({
      json: {
        success: false,
        error: "Call redirected",
        trace: [
          SETUP,
          entry({ t: 9, type: "FACILITY" }),
          { ...SETUP, t: 9, hop: 1 },
          entry({ t: 12, hop: 1, type: "ALERTING" }),
        ],
        redirects: [{ t: 9, reason: "callForwarded", address: "192.0.2.7:1720", followed: true }],
        warnings: [{ t: 9, code: "odd", text: "It is odd.", after: 1 }],
        peer: { address: "192.0.2.7:1720" },
        messagesReceived: 2,
      },
    }),
  );
  const asked = page.waitForRequest("**/api/h323/call");
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  assert.equal((await asked).headers().accept, "application/x-ndjson");
  const rows = await page.locator(".ladder-rows > li").evaluateAll((items) => items.map((item) => item.textContent));
  assert.deepEqual(
    rows.map((text) => /SETUP|FACILITY|ALERTING|Sent on|odd/.exec(text)?.[0]),
    ["SETUP", "FACILITY", "odd", "Sent on", "SETUP", "ALERTING"],
  );
  assert.deepEqual(await page.locator(".lifelines li").evaluateAll((items) => items.map((item) => item.textContent)), [
    "Tester ",
    "Call signalling gw.example.com:1720",
    "Redirect 1 192.0.2.7:1720",
  ]);
  await opened.close();
});

test("rows and steps come from the fields of a line, not from its sentences", async () => {
  const { page, stream, close } = await started();
  stream.send("message", {
    ...SETUP,
    summary: "“masterSlaveDeterminationAck (master)”, terminalCapabilitySet (10 capabilities)",
    tunnelled: [{ type: "terminalCapabilitySet", kind: "request", summary: "10 capabilities" }],
  });
  await page.locator("#live .row.carried").waitFor();
  assert.deepEqual(await rowNames(page), [
    "3 ms, sent, SETUP, “masterSlaveDeterminationAck (master)”, signalling",
    "3 ms, sent, terminalCapabilitySet, in SETUP, 10 capabilities, signalling",
  ]);
  const reached = () =>
    page.locator("#steps .reached").evaluateAll((steps) => steps.map((step) => step.getAttribute("data-step")));
  assert.deepEqual(await reached(), ["setup", "h245"], "a set that we send is not the endpoint's");
  stream.send(
    "message",
    entry({
      t: 5,
      channel: "h245Control",
      type: "terminalCapabilitySet, masterSlaveDeterminationAck",
      messages: [
        { type: "terminalCapabilitySet", kind: "request" },
        { type: "masterSlaveDeterminationAck", kind: "response", fault: "octet 3: ends too early" },
      ],
    }),
  );
  await page.locator("#live .row.faulty").waitFor();
  assert.deepEqual((await reached()).sort(), ["capabilities", "h245", "masterSlave", "setup"]);
  await close();
});

test("a thousand rows at once come in over many frames, and the page stays in reach", async () => {
  const { page, stream, close } = await started();
  await page.locator("#live .ladder-rows").evaluate((rows) => {
    globalThis.most = 0;
    const count = (changes) => changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
    new MutationObserver((changes) => (globalThis.most = Math.max(globalThis.most, count(changes)))).observe(rows, {
      childList: true,
    });
  });
  for (let t = 0; t < 1000; t += 1) stream.send("message", entry({ t, summary: `number ${t}` }));
  await page.locator("#live .row-line").first().waitFor();
  await page.getByLabel("Called Number").fill("123");
  await page.waitForFunction(() => document.querySelectorAll("#live .row-line").length === 1000);
  const most = await page.evaluate(() => globalThis.most);
  assert.ok(most > 0 && most <= 60, `${most} rows in one frame`);
  await page.getByRole("button", { name: "Hang up and report" }).click();
  await page.locator("#submit:enabled").waitFor();

  const rows = page.locator(".ladder button.row-line");
  await rows.nth(150).click();
  await page.locator(".ladder .detail .octet-row").first().waitFor();
  // A way round hundreds of rows for who walks by tabulator.
  const way = page.getByRole("link", { name: "Go to the end of the ladder" });
  await way.focus();
  await page.keyboard.press("Tab");
  assert.ok(await page.locator(".ladder-rows").evaluate((list) => list.contains(document.activeElement)));
  await way.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.className === "ladder-end");
  await close();
});

test("the end stays in view for who is there, and nobody else is moved", async () => {
  const { page, stream, close } = await started({ height: 600 });
  const body = page.locator("#live .ladder-body");
  const rest = () => body.evaluate((node) => node.scrollHeight - node.clientHeight - node.scrollTop);
  const add = async (from, count) => {
    for (let t = from; t < from + count; t += 1) stream.send("message", entry({ t }));
    await page.waitForFunction((all) => document.querySelectorAll("#live .row-line").length === all, from + count);
    await page.waitForTimeout(100);
  };
  await add(0, 40);
  assert.ok((await rest()) < 2, "at the end");
  assert.equal(await page.evaluate(() => window.scrollY), 0, "the page itself does not move");

  await body.evaluate((node) => (node.scrollTop = 50));
  await page.waitForTimeout(100);
  await add(40, 40);
  assert.equal(await body.evaluate((node) => node.scrollTop), 50);

  await body.evaluate((node) => (node.scrollTop = node.scrollHeight));
  await page.waitForTimeout(100);
  await add(80, 60);
  assert.ok((await rest()) < 2, "at the end again");

  // Who opens a row reads it.
  await page.locator("#live .row-line").last().click();
  await page.locator("#live .detail .octet-row").waitFor();
  const top = await body.evaluate((node) => node.scrollTop);
  await add(140, 20);
  assert.equal(await body.evaluate((node) => node.scrollTop), top);
  await close();
});

test("only milestones are announced", async () => {
  const { page, stream, close } = await started();
  await page.evaluate(() => {
    globalThis.said = [];
    const status = document.getElementById("status");
    new MutationObserver(() => globalThis.said.push(status.textContent)).observe(status, { childList: true });
  });
  stream.send("message", SETUP);
  stream.send("state", { t: 3, state: 1, name: "U1 Call initiated" });
  stream.send("message", entry({ t: 4, type: "CALL PROCEEDING" }));
  stream.send("state", { t: 4, state: 3, name: "U3 Outgoing call proceeding" });
  for (let t = 5; t < 20; t += 1) stream.send("message", entry({ t }));
  stream.send("state", { t: 20, state: 4, name: "U4 Call delivered" });
  stream.send("redirect", { t: 21, reason: "callForwarded", address: "192.0.2.7:1720", followed: true });
  await page.locator("#live .redirect").waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.said), [
    "The endpoint is setting up the call",
    "Ringing",
    "Redirected to another address",
  ]);
  assert.equal(await page.locator("#live [aria-live]:not([aria-live=off])").count(), 0);
  await close();
});

test("without the code that places calls the page says so, and tries again", async () => {
  const opened = await openPage(browser, worker.url);
  const { page, faults } = opened;
  await page.route("**/call.js", (route) => route.abort());
  await fill(page, { "H.323 Gateway/Gatekeeper": "gw.example.com" });
  await page.locator("#submit").click();
  await page.getByText("The part of this page that places calls could not be loaded").waitFor();
  assert.ok(await page.locator("#submit").isEnabled());
  assert.ok(faults.splice(0).every((fault) => /dynamically imported module/.test(fault)));

  await page.unroute("**/call.js");
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false, error: "No" } }));
  await page.locator("#submit").click();
  await page.locator("#result h2").waitFor();
  await opened.close();
});
