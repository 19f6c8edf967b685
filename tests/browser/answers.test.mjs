/**
 * What the page makes of answers that the Worker on this machine does not give: of a hostile
 * endpoint at its worst, of a network in between, of limits not reached here.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { openPage, overflow, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** Opens the page with the API answered by `answer` and places a call. */
async function callAnsweredBy(answer, options) {
  const opened = await openPage(browser, worker.url, options);
  await opened.page.route("**/api/h323/call", answer);
  await placeCall(opened.page, { port: 1720 });
  return opened;
}

test("markup, invisible characters and endless words from the wire stay text", async () => {
  const hostile = `<img src=x onerror="alert(1)"><script>alert(2)</script>\u202egnp.exe\u0000${"W".repeat(5000)}`;
  const report = {
    success: true,
    callSetup: true,
    messages: [hostile],
    outcome: {
      stage: hostile,
      code: hostile,
      text: hostile,
      advice: [hostile],
      links: [null, { text: hostile, href: "/docs/firewalls.md" }, { text: hostile, href: "javascript:alert(3)" }],
    },
    timing: { [hostile]: 12, connect: "soon", released: -1 },
    peer: {
      vendor: hostile,
      product: { [hostile]: hostile },
      aliases: [hostile, null],
      features: [{ id: "H.460.18", name: "through NAT" }, null, { id: hostile, name: hostile }],
      [hostile]: hostile,
    },
    release: { by: hostile, cause: hostile, causeText: hostile, reason: hostile },
    warnings: [{ code: hostile, text: hostile, clause: hostile }, null],
    trace: [
      {
        t: hostile,
        direction: hostile,
        channel: hostile,
        type: hostile,
        summary: hostile,
        hex: hostile,
        decoded: { [hostile]: [hostile] },
      },
      null,
    ],
    startedAt: "2026-11-27T20:00:00.007Z",
    tester: { name: hostile, version: null },
    colo: { hostile },
    callIdentifier: hostile,
    conferenceId: { hostile },
  };
  const opened = await callAnsweredBy((route) => route.fulfill({ json: report }), { width: 360 });
  const { page } = opened;
  for (const row of await page.locator(".ladder button.row-line").all()) await row.click();
  await page.locator(".ladder .detail .nothing").waitFor();
  await page.locator(".ladder .detail .octet-row").first().waitFor();

  const text = await page.locator("#result").textContent();
  assert.ok(text.includes('<img src=x onerror="alert(1)">'));
  assert.ok(text.includes("\\u{202e}gnp.exe\\u{0}"), "characters that hide or reorder text are written out");
  assert.doesNotMatch(text, /[\u0000\u202e]/);
  assert.ok(text.includes("H.460.18 – through NAT"));
  assert.equal(await page.locator("#result img, #result script").count(), 0);
  assert.deepEqual(
    await page.locator("#result a[target]").evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href"))),
    ["/docs/firewalls"],
  );
  assert.equal(await overflow(page), 0);
  await screenshot(page, "hostile");
  await opened.close();
});

test("an answer with nothing in it is still a failed call", async () => {
  const opened = await callAnsweredBy((route) => route.fulfill({ json: {} }));
  assert.equal(await opened.page.locator("#result h2").textContent(), "The call failed. ✗ Call Failed");
  assert.equal(await opened.page.locator("#result h3").count(), 0);
  await opened.close();
});

const NOT_KNOWN = "The result is not known";

for (const [name, answer, title, expected] of [
  ["a connection that breaks", (route) => route.abort(), NOT_KNOWN, /tester did not answer/],
  [
    "a page of HTML",
    (route) => route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" }),
    NOT_KNOWN,
    /HTTP 502, and the answer is not a JSON object/,
  ],
  [
    "JSON of another shape",
    (route) => route.fulfill({ json: [1] }),
    NOT_KNOWN,
    /HTTP 200, and the answer is not a JSON object/,
  ],
  [
    "a refusal",
    (route) => route.fulfill({ status: 403, json: { error: "Not there" } }),
    "No call was placed",
    /Not there/,
  ],
  [
    "a failure of the Worker",
    (route) => route.fulfill({ status: 500, json: { error: "Broken" } }),
    "The tester failed",
    /Broken.*not known/s,
  ],
]) {
  test(`${name} is told apart from a failed call`, async () => {
    const opened = await callAnsweredBy(answer);
    assert.equal(await opened.page.locator("#result h2").textContent(), title);
    assert.equal(await opened.page.locator("#result .neutral").count(), 1);
    assert.match(await opened.page.locator("#result").textContent(), expected);
    assert.ok(await opened.page.locator("#submit").isEnabled());
    await opened.close();
  });
}

test("a rate limit says once that no call was placed, and counts down to the next", async () => {
  const opened = await callAnsweredBy((route) =>
    route.fulfill({ status: 429, headers: { "Retry-After": "2" }, json: { error: "Too many calls" } }),
  );
  const { page } = opened;
  assert.equal(await page.locator("#result h2").textContent(), "No call was placed");
  assert.equal(await page.locator("#result .verdict p").count(), 2, "whom it was for, and why not");
  const button = page.locator("#submit");
  assert.ok(await button.isDisabled());
  assert.match(await button.textContent(), /^Call again in [12] s$/);
  await page.locator("#submit:enabled").waitFor();
  assert.equal(await button.textContent(), "Initiate Call");
  await opened.close();
});

test("without a network it says that this device is offline, and that no call was placed", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  // The code that places calls is fetched with the first look at the form.
  await page.getByLabel("Port").focus();
  await page.evaluate(() => import("/call.js"));
  await page.context().setOffline(true);
  await placeCall(page, { port: 1720 });
  assert.equal(await page.locator("#result h2").textContent(), "No call was placed");
  assert.match(await page.locator("#result .error").textContent(), /^This device is offline\.$/);
  assert.doesNotMatch(await page.locator("#result").textContent(), /fetch/);
  await opened.close();
});

test("an answered call with a fault behind it says so in its title", async () => {
  for (const [code, title] of [
    ["h245-unreachable", "Answered, but H.245 cannot be reached"],
    ["constructor", "Answered, but something went wrong"],
  ]) {
    const opened = await callAnsweredBy((route) =>
      route.fulfill({ json: { success: true, outcome: { stage: "h245", code, text: "No." } } }),
    );
    assert.equal(await opened.page.locator("#result .attention h2").textContent(), title);
    await opened.close();
  }
});

test("words of a peer that are names of JavaScript’s own stay words", async () => {
  const word = "constructor";
  const report = {
    success: true,
    outcome: { code: word },
    timing: { [word]: 5 },
    peer: { [word]: "x" },
    release: { by: word },
    fastStart: { state: word, channels: [{ direction: word }] },
    h245: { mode: word, channels: [{ offer: word, state: "x" }] },
    trace: [{ t: 1, direction: "received", channel: "callSignalling", type: word, summary: "", hex: "03000004" }],
  };
  const opened = await callAnsweredBy((route) => route.fulfill({ json: report }));
  const text = await opened.page.locator("#result").textContent();
  assert.doesNotMatch(text, /native code|function/);
  assert.match(text, /constructorx/, "a field of that name is shown");
  await opened.close();
});

test("a long text can be had in full", async () => {
  const error = `malformed ${"x".repeat(400)} end`;
  const opened = await callAnsweredBy((route) => route.fulfill({ json: { success: false, error } }));
  const shown = opened.page.locator("#result .error");
  assert.doesNotMatch(await shown.textContent(), /end/);
  await opened.page.getByRole("button", { name: "Show all of it" }).click();
  assert.equal((await shown.textContent()).trim(), error);
  await opened.close();
});

test("an error that names a field appears at that field", async () => {
  const opened = await callAnsweredBy((route) =>
    route.fulfill({ status: 400, json: { error: "calledNumber is not to my taste", field: "calledNumber" } }),
  );
  const field = opened.page.getByLabel("Called Number (To)");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(
    await opened.page.locator("#calledNumber-error").textContent(),
    "“Called Number (To)” is not to my taste",
  );
  assert.ok(await field.evaluate((node) => node === document.activeElement));
  await opened.close();
});
