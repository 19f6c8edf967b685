/** The form in the address bar, on the clipboard and in the browser's memory. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { LABELS, catchCalls, control, errorAt, openOptions, submit } from "./form-page.mjs";
import { fill, openPage, overflow } from "./page.mjs";

const KEY = "h323-tester.form";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** What is in every control, by name and place. */
const state = (page) =>
  page.evaluate(() =>
    [...document.querySelector("#call-form").elements]
      .filter(({ name, type }) => name && type !== "fieldset")
      .map(({ name, type, value, checked, disabled }) => [name, value, type === "checkbox" && checked, disabled]),
  );

const search = (page) => new URL(page.url()).search;
const waitForSearch = (page, wanted) => page.waitForURL((url) => url.search === wanted);

const EVERYTHING =
  "?server=room.1@gw.example.com&port=1721&callingNumber=%2B49&calledNumber=12a&noCallingNumber=true&callingNumberType=unknown" +
  "&calledNumberPlan=private&callingAliases=&calledAliases=h323-ID:Zo%C3%AB%20%26%20%3D&calledAliases=url-ID:h323:a@b" +
  "&overlapDigits=*%23,1&sendingComplete=false&display=a%20%2B%20b&noDisplay=true&bearer=video&bearerRate=512&callType=nToN" +
  "&h225Version=4&vendor.t35CountryCode=9&vendor.productId=100%25&h245=separate&codecs=h264,g722&fastStart=true&channels=offer" +
  "&firstAnswerSeconds=999&ringSeconds=&holdSeconds=5&keepAlive=tpkt&keepAliveSeconds=3&followRedirects=true";

test("a link fills the form, and the form gives the same link back", async () => {
  const opened = await openPage(browser, `${worker.url}/${EVERYTHING}`);
  const { page } = opened;
  const asked = await catchCalls(page);
  assert.equal(await page.locator("#link-note").textContent(), "");
  const filled = await state(page);
  assert.equal(await control(page, "calledAliases[0].value").inputValue(), "Zoë & =");
  assert.equal(await control(page, "vendor.productId").inputValue(), "100%");
  assert.equal(
    await errorAt(page, "firstAnswerSeconds").textContent(),
    "“First answer within, s” must be a whole number from 1 to 60",
  );
  assert.equal(await page.locator("#more-wrong").textContent(), "1 to correct", "with the dialog closed");

  // Something is changed and changed back, so that the address is written anew.
  await page.getByLabel(LABELS.port).fill("1722");
  await page.waitForURL("**port=1722**");
  await page.getByLabel(LABELS.port).fill("1721");
  await waitForSearch(page, EVERYTHING);

  await page.reload();
  await page.locator("#submit:enabled").waitFor();
  assert.deepEqual(await state(page), filled);
  assert.deepEqual(asked, [], "a link places no call");
  await opened.close();
});

test("the address follows the typing and adds nothing to the history", async () => {
  const opened = await openPage(browser, `${worker.url}/#rings`);
  const { page } = opened;
  const entries = await page.evaluate(() => history.length);
  assert.equal(search(page), "", "as long as nothing is asked for");
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await waitForSearch(page, "?server=gw.example.com");
  await openOptions(page);
  await control(page, "h245").selectOption("separate");
  await waitForSearch(page, "?server=gw.example.com&h245=separate");
  await control(page, "h245").selectOption("auto");
  await waitForSearch(page, "?server=gw.example.com");
  assert.equal(new URL(page.url()).hash, "#rings");
  assert.equal(await page.evaluate(() => history.length), entries);
  await opened.close();
});

test("the last values are there again after a visit without a link", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { [LABELS.server]: "gw.example.com", [LABELS.port]: "1721" });
  await openOptions(page);
  await control(page, "codecs").first().uncheck();
  await waitForSearch(page, "?server=gw.example.com&port=1721&codecs=g711u,g722,g729,h261,h263,h264");
  const filled = await state(page);

  await page.goto(worker.url);
  await page.locator("#submit:enabled").waitFor();
  assert.deepEqual(await state(page), filled);
  await waitForSearch(page, "?server=gw.example.com&port=1721&codecs=g711u,g722,g729,h261,h263,h264");
  await opened.close();
});

test("a link beats what was remembered, and leaves it alone until something is changed", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const remembered = () => page.evaluate((key) => localStorage.getItem(key), KEY);
  await fill(page, { [LABELS.server]: "mine.example.com", [LABELS.port]: "1721" });
  await page.waitForURL("**port=1721");

  await page.goto(`${worker.url}/?server=theirs.example.com`);
  await page.locator("#submit:enabled").waitFor();
  assert.equal(await page.getByLabel(LABELS.server).inputValue(), "theirs.example.com");
  assert.equal(await page.getByLabel(LABELS.port).inputValue(), "1720");
  assert.equal(await remembered(), "server=mine.example.com&port=1721");
  await fill(page, { [LABELS.calledNumber]: "3000" });
  await page.waitForURL("**calledNumber=3000");
  assert.equal(await remembered(), "server=theirs.example.com&calledNumber=3000");
  await opened.close();
});

/** Parameters that are not ours, and those that no control can hold: the names that the note has of each. */
const HOSTILE = [
  ["foo=1", "foo", ""],
  ["__proto__=1&constructor=2", "__proto__, constructor", ""],
  ["h245=banana", "", "h245"],
  ["foo=1&h245=banana", "foo", "h245"],
  ["fastStart=yes", "", "fastStart"],
  ["port=abc", "", "port"],
  ["port=1&port=2", "", "port"],
  ["codecs=g711a,g711a", "", "codecs"],
  ["codecs=g711a,g728", "", "codecs"],
  ["calledAliases=nonsense", "", "calledAliases"],
  ["calledAliases=x:y", "", "calledAliases"],
  ["calledAliases=&calledAliases=h323-ID:x", "", "calledAliases"],
  [Array(9).fill("calledAliases=h323-ID:x").join("&"), "", "calledAliases"],
  [`display=${"x".repeat(1030)}`, "", "display"],
  ["display=a%0Ab", "", "display"],
  ["vendor=x&vendor.foo=1", "vendor, vendor.foo", ""],
  ["%3Cimg%20src=x&a%E2%80%AEb=1", "<img src, a\\u{202e}b", ""],
];

test("what is not ours in a link, or no control can hold, is ignored and said to be", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const asked = await catchCalls(page);
  for (const [query, unknown, wrong] of HOSTILE) {
    const shown = query.slice(0, 50);
    asked.length = 0;
    await page.goto(`${worker.url}/?${query}&calledNumber=3000`);
    await page.locator("#submit:enabled").waitFor();
    const said = [
      unknown && `Unknown options in the link were ignored: ${unknown}.`,
      wrong && `Impossible values in the link were replaced by the defaults: ${wrong}.`,
    ];
    assert.equal(await page.locator("#link-note").textContent(), said.filter(Boolean).join(" "), shown);
    assert.equal(await page.getByLabel(LABELS.calledNumber).inputValue(), "3000", shown);
    await fill(page, { [LABELS.server]: "gw.example.com" });
    await submit(page);
    assert.deepEqual(
      asked,
      [{ server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "3000" }],
      shown,
    );
    assert.equal(await overflow(page), 0, shown);
  }
  await opened.close();
});

test("a parameter of somebody else’s does not make a link of the address", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { [LABELS.server]: "mine.example.com" });
  await page.waitForURL("**server=mine.example.com");
  await page.goto(`${worker.url}/?utm_source=mail`);
  await page.locator("#submit:enabled").waitFor();
  assert.equal(await page.getByLabel(LABELS.server).inputValue(), "mine.example.com");
  assert.match(await page.locator("#link-note").textContent(), /utm_source\.$/);
  await opened.close();
});

for (const stored of ['{"server":5}', "%%%&&==", "server=gw.example.com&old=1&h245=gone", "\u0000"]) {
  test(`remembered ${JSON.stringify(stored)} does no harm`, async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    await page.evaluate(([key, text]) => localStorage.setItem(key, text), [KEY, stored]);
    await page.goto(worker.url);
    await page.locator("#submit:enabled").waitFor();
    assert.equal(await page.locator("#link-note").textContent(), "");
    assert.equal(
      await page.getByLabel(LABELS.server).inputValue(),
      stored.startsWith("server") ? "gw.example.com" : "",
    );
    const asked = await catchCalls(page);
    await fill(page, { [LABELS.server]: "gw.example.com" });
    await submit(page);
    assert.deepEqual(asked, [{ server: "gw.example.com", port: 1720, callingNumber: "1000", calledNumber: "2000" }]);
    await opened.close();
  });
}

test("where the browser keeps nothing for the page, the form works without", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.reload();
  await page.locator("#submit:enabled").waitFor();
  const asked = await catchCalls(page);
  await fill(page, { [LABELS.server]: "gw.example.com" });
  await waitForSearch(page, "?server=gw.example.com");
  await submit(page);
  assert.equal(asked.length, 1);
  await opened.close();
});

test("Copy link puts the address of this very form on the clipboard, or says why not", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await fill(page, { [LABELS.server]: "gw.example.com", [LABELS.calledNumber]: "12#" });
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#tools-note:not(:empty)").waitFor();
  assert.match(await page.locator("#tools-note").textContent(), /^Link copied/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, `${new URL(worker.url).origin}/?server=gw.example.com&calledNumber=12%23`);
  assert.equal(link, page.url());

  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error("denied"))));
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("The link is in the address bar.").waitFor();
  await opened.close();
});

test("options that cannot be loaded keep a link of them from placing another call", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/form/groups.js", (route) => route.abort());
  await page.goto(`${worker.url}/?server=gw.example.com&h245=off`);
  await page.getByText("The options could not be loaded. Reload the page.").waitFor();
  assert.ok(await page.locator("#submit").isDisabled());

  await page.goto(`${worker.url}/?server=gw.example.com`);
  await page.locator("#submit:enabled").waitFor();
  await context.close();
});
