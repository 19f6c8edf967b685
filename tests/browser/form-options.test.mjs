/** What each option makes of the request that leaves the page. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { LABELS, catchCalls, closeOptions, control, openOptions, reset, submit } from "./form-page.mjs";
import { fill, openPage } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await shared?.close();
  await browser?.close();
  await worker?.stop();
});

const BASIC = { server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "2000" };

/** Opens the page with a server in the form and the dialog open. */
async function openForm(query = "") {
  const opened = await openPage(browser, `${worker.url}/${query}`);
  const asked = await catchCalls(opened.page);
  await fill(opened.page, { [LABELS.server]: "gw.example.com" });
  await openOptions(opened.page);
  return { ...opened, asked };
}

const pick = (name, word) => (page) => control(page, name).selectOption(word);
const type = (name, text) => (page) => control(page, name).fill(text);
const tick = (name) => (page) => control(page, name).check();
const press =
  (name, nth = 0) =>
  (page) =>
    page.getByRole("button", { name, exact: true }).nth(nth).click();

/** What is done, and what the request then has beside or instead of the four fields. */
const CHANGES = [
  [[tick("noCallingNumber")], { callingNumber: null }],
  [[tick("noCalledNumber")], { calledNumber: null }],
  [[pick("callingNumberType", "unknown")], { callingNumberType: "unknown" }],
  [[pick("calledNumberType", "national")], { calledNumberType: "national" }],
  [[pick("callingNumberPlan", "private")], { callingNumberPlan: "private" }],
  [[pick("calledNumberPlan", "unknown")], { calledNumberPlan: "unknown" }],
  [[press("Remove alias 1")], { callingAliases: [] }],
  [
    [press("Add an alias"), type("callingAliases[1].value", " Zoë ")],
    {
      callingAliases: [
        { type: "h323-ID", value: "H.323 Tester" },
        { type: "h323-ID", value: "Zoë" },
      ],
    },
  ],
  [
    [
      ...[
        press("Add an alias", 1),
        pick("calledAliases[0].type", "url-ID"),
        type("calledAliases[0].value", "h323:a@b"),
      ],
      ...[press("Add an alias", 1), pick("calledAliases[1].type", "dialedDigits"), type("calledAliases[1].value", "7")],
      ...[press("Add an alias", 1), type("calledAliases[2].value", "third")],
      press("Remove alias 2"),
    ],
    {
      calledAliases: [
        { type: "url-ID", value: "h323:a@b" },
        { type: "h323-ID", value: "third" },
      ],
    },
  ],
  [[type("overlapDigits", "34")], { overlapDigits: "34" }],
  [
    [type("overlapDigits", "34"), (page) => control(page, "sendingComplete").uncheck()],
    { overlapDigits: "34", sendingComplete: false },
  ],
  [[type("display", " Test ")], { display: "Test" }],
  [[tick("noDisplay")], { display: null }],
  [[pick("bearer", "video")], { bearer: "video" }],
  [[pick("bearer", "video"), type("bearerRate", "512")], { bearer: "video", bearerRate: 512 }],
  [[pick("callType", "nToN")], { callType: "nToN" }],
  [[pick("h225Version", "4")], { h225Version: 4 }],
  [
    [
      ...[type("vendor.t35CountryCode", "9"), type("vendor.t35Extension", "0"), type("vendor.manufacturerCode", "61")],
      ...[type("vendor.productId", "P"), type("vendor.versionId", "1.0")],
    ],
    { vendor: { t35CountryCode: 9, t35Extension: 0, manufacturerCode: 61, productId: "P", versionId: "1.0" } },
  ],
  [[pick("h245", "separate")], { h245: "separate" }],
  [
    [
      press("Move g722 up"),
      press("Move h261 down"),
      (page) => page.getByLabel("g729", { exact: true }).uncheck(),
      (page) => page.getByLabel("h264", { exact: true }).uncheck(),
    ],
    { codecs: ["g711a", "g722", "g711u", "h263", "h261"] },
  ],
  [[tick("fastStart")], { fastStart: true }],
  [[pick("channels", "offer")], { channels: "offer" }],
  [[type("userInput.digits", " 12,3# ")], { userInput: { digits: "12,3#" } }],
  [
    [type("userInput.digits", "1"), pick("userInput.as", "signal"), type("userInput.afterSeconds", "5")],
    { userInput: { digits: "1", as: "signal", afterSeconds: 5 } },
  ],
  [[pick("requestMode.codec", "g711u")], { requestMode: { codec: "g711u" } }],
  [[type("firstAnswerSeconds", "60")], { firstAnswerSeconds: 60 }],
  [[type("ringSeconds", "120")], { ringSeconds: 120 }],
  [[type("holdSeconds", "5")], { holdSeconds: 5 }],
  [
    [pick("keepAlive", "facilityEmpty"), type("keepAliveSeconds", "3")],
    { keepAlive: "facilityEmpty", keepAliveSeconds: 3 },
  ],
  [[pick("tls", "inspect")], { tls: "inspect", port: undefined }],
  [[pick("srv", "off")], { srv: "off" }],
  [[tick("followRedirects")], { followRedirects: true }],
];

/** One page for all of them: that Reset brings the start back is tested below. */
let shared;

for (const [steps, expected] of CHANGES) {
  test(`${JSON.stringify(expected)} is asked for, and nothing else`, async () => {
    shared ??= await openForm();
    const { page, asked } = shared;
    asked.length = 0;
    await reset(page);
    await openOptions(page);
    for (const step of steps) await step(page);
    // The usual port is not for TLS.
    const count = Object.entries(JSON.parse(JSON.stringify(expected))).flatMap(([name, value]) =>
      ["vendor", "userInput", "requestMode"].includes(name) ? Object.keys(value) : [name],
    ).length;
    assert.deepEqual(
      (await page.locator(".badge").allTextContents()).filter((text) => text !== ""),
      [`${count} changed`],
    );
    await submit(page);
    assert.deepEqual(asked, [JSON.parse(JSON.stringify({ ...BASIC, ...expected }))]);
  });
}

test("the usual port is left out of a call over TLS, and the form says so", async () => {
  const { page, asked, close } = await openForm();
  await pick("tls", "verify")(page);
  await closeOptions(page);
  assert.match(await page.locator("#port-why").textContent(), /with TLS the port is 1300/);
  await control(page, "port").fill("1301");
  assert.equal(await page.locator("#port-why").textContent(), "");
  await submit(page);
  assert.deepEqual(asked, [{ ...BASIC, port: 1301, tls: "verify" }]);
  await close();
});

test("with every option at its default only the four fields are sent", async () => {
  const { page, asked, close } = await openForm();
  assert.equal((await page.locator(".badge").allTextContents()).join(""), "");
  await submit(page);
  assert.deepEqual(asked, [BASIC]);
  await close();
});

/** Options that say nothing beside others: whether they can be reached, and that they are not sent. */
for (const [name, value, beside, word] of [
  ["bearerRate", "512", "bearer", "video"],
  ["keepAliveSeconds", "3", "keepAlive", "tpkt"],
]) {
  test(`${name} waits for ${beside}`, async () => {
    const { page, asked, close } = await openForm(`?${name}=${value}`);
    assert.ok(await control(page, name).isDisabled());
    assert.equal((await page.locator(".badge").allTextContents()).join(""), "");
    await submit(page);
    assert.deepEqual(asked[0], BASIC);
    await openOptions(page);
    await control(page, beside).selectOption(word);
    assert.ok(await control(page, name).isEnabled());
    await submit(page);
    assert.deepEqual(asked[1], { ...BASIC, [beside]: word, [name]: Number(value) });
    await close();
  });
}

test("sendingComplete waits for digits, a number that is not sent is out of reach and not checked", async () => {
  const { page, asked, close } = await openForm("?sendingComplete=false&callingNumber=abc&noCallingNumber=true");
  assert.ok(await control(page, "sendingComplete").isDisabled());
  assert.ok(await page.getByLabel(LABELS.callingNumber).isDisabled());
  assert.match(
    await page.locator("#callingNumber-why").textContent(),
    /“Send no calling number” is ticked under “More options…”/,
  );
  assert.equal(await control(page, "display").getAttribute("placeholder"), "none");
  await submit(page);
  assert.deepEqual(asked, [{ ...BASIC, callingNumber: null }]);
  await close();
});

test("Reset puts everything back but the server", async () => {
  const { page, asked, close } = await openForm(
    "?port=1721&callingNumber=5&calledNumber=6&codecs=h264&callingAliases=&calledAliases=h323-ID:x&fastStart=true&ringSeconds=999&vendor.productId=P",
  );
  await reset(page);
  assert.match(await page.locator("#tools-note").textContent(), /except the server/);
  assert.equal((await page.locator(".badge").allTextContents()).join(""), "");
  assert.equal((await page.locator(".field-error").allTextContents()).join(""), "");
  assert.equal(new URL(page.url()).search, "?server=gw.example.com");
  await submit(page);
  assert.deepEqual(asked, [BASIC]);
  await close();
});

test("the hint says so when an answered call is held", async () => {
  const { page, close } = await openForm();
  const hint = page.locator("#rings");
  assert.match(await hint.textContent(), /released as soon as it is answered/);
  await control(page, "holdSeconds").fill("5");
  assert.match(await hint.textContent(), /released some time after it is answered/);
  await control(page, "holdSeconds").fill("0");
  await control(page, "userInput.digits").fill("1#");
  assert.match(await hint.textContent(), /released some time after it is answered/);
  await close();
});

test("moving a codec keeps the focus on its row and says where it went", async () => {
  const { page, close } = await openForm();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await page.getByRole("button", { name: "Move g722 up" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Move g722 up");
  assert.equal(await page.locator("#options-control [aria-live].visually-hidden").textContent(), "g722: 2 of 7");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Move g722 down", "at the top there is no way up");
  await close();
});

test("adding and removing aliases keeps the focus in the list", async () => {
  const { page, close } = await openForm();
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("name") ?? document.activeElement?.textContent);
  await press("Add an alias", 1)(page);
  assert.equal(await focused(), "calledAliases[0].value");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Add an alias");
  await close();
});

test("on paper stands what was asked for beside the four fields", async () => {
  const { page, close } = await openForm("?h245=off&callingAliases=&calledAliases=h323-ID:a");
  await closeOptions(page);
  await page.emulateMedia({ media: "print" });
  assert.equal(
    await page.locator(".asked:visible").textContent(),
    "“Aliases of the caller”: none; “Aliases to call”: h323-ID a; “How H.245 travels”: off",
  );
  assert.ok(await page.locator("#more").isHidden());
  await close();
});

test("a request can be put into the form, and comes out as it went in", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // In place of the page's own module: one that keeps what bindForm gives back.
  await page.route("**/index.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `import { bindForm } from "/form/form.js";
        globalThis.asked = [];
        const on = { onCall: (request) => globalThis.asked.push(request), onCancel() {}, onFold() {} };
        globalThis.bound = bindForm(document.querySelector("#call-form"), on);`,
    }),
  );
  await page.goto(worker.url);
  await page.locator("#submit:enabled").waitFor();
  const request = {
    server: "room.1@gw.example.com",
    port: 1721,
    callingNumber: null,
    calledNumberType: "national",
    callingAliases: [],
    calledAliases: [{ type: "transportID", value: "[2001:db8::1]:1720" }],
    display: null,
    bearer: "video",
    bearerRate: 64,
    h225Version: 2,
    vendor: { t35CountryCode: 9, versionId: "1" },
    codecs: ["h264", "g722"],
    fastStart: true,
    holdSeconds: 3,
  };
  const wrong = {
    foo: 1,
    vendor: { product: "x" },
    h245: "?",
    codecs: ["g711a", "g711a"],
    port: {},
    noDisplay: true,
    calledAliases: [{ type: "x", value: "y" }],
  };
  const seen = await page.evaluate(
    async ([first, second]) => {
      const form = document.querySelector("#call-form");
      const ignored = [await globalThis.bound.fillFrom(first)];
      form.requestSubmit();
      ignored.push(await globalThis.bound.fillFrom({ server: "gw.example.com", ...second }));
      form.requestSubmit();
      const known = [globalThis.bound.showError("vendor.foo", "x"), globalThis.bound.showError("foo", "x")];
      return { asked: globalThis.asked, ignored, known };
    },
    [request, wrong],
  );
  assert.deepEqual(seen.asked, [request, BASIC]);
  assert.deepEqual(seen.ignored, [
    [],
    [
      ...["foo", "vendor.product", "“Send no Display”", "“How H.245 travels”", "“Codecs”", "“Port”"],
      "“Aliases to call”",
    ],
  ]);
  assert.deepEqual(seen.known, [false, false]);
  assert.equal(new URL(page.url()).search, "?server=gw.example.com");
  await context.close();
});

test("a call with all options at once is taken by the Worker and answered", async () => {
  const peer = await startPeer({ scenario: "answer", args: ["--tls"] });
  const query =
    "tls=inspect&callingNumber=%2B4930&calledNumber=2000&callingNumberType=national&callingNumberPlan=private" +
    "&calledNumberType=subscriber&calledNumberPlan=unknown&callingAliases=h323-ID:a&callingAliases=email-ID:a@b" +
    "&calledAliases=partyNumber:%2B49&calledAliases=url-ID:h323:c@d&overlapDigits=34&sendingComplete=false&display=Test" +
    "&bearer=video&bearerRate=128&callType=nToN&h225Version=4&vendor.t35CountryCode=9&vendor.t35Extension=0" +
    "&vendor.manufacturerCode=61&vendor.productId=P&vendor.versionId=1&h245=tunnelled&codecs=g722,g711a&fastStart=true" +
    "&channels=reject&firstAnswerSeconds=10&ringSeconds=20&holdSeconds=1&keepAlive=tpkt&keepAliveSeconds=1&srv=off&followRedirects=true";
  const opened = await openPage(browser, `${worker.url}/?server=127.0.0.1&port=${peer.port}&${query}`);
  const { page } = opened;
  assert.equal(await page.locator("#link-note").textContent(), "");
  const asked = page.waitForRequest("**/api/h323/call");
  await submit(page);
  assert.equal(Object.keys((await asked).postDataJSON()).length, 30, "all fields of the request");
  assert.match(await page.locator("#result h2").textContent(), /✓ Call Setup Successful$/);
  const card = page.locator("#result .panel", { has: page.getByRole("heading", { name: "TLS", exact: true }) });
  const text = await card.textContent();
  for (const part of ["TLS 1.3", "it is self-signed", "CN=localhost", "EC P-256"]) assert.ok(text.includes(part), text);
  await opened.close();
  await peer.stop();
});
