/** A saved call, opened again: what was saved, and whatever else a file may hold. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { LARGEST_FILE, parseSaved, savedText } from "../../static/export/saved.js";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import {
  barriers,
  fill,
  openExport,
  openPage,
  openView,
  overflow,
  placeCall,
  pressExport,
  screenshot,
} from "./page.mjs";

let worker;
let browser;
let answer;

before(async () => {
  [worker, browser, answer] = await Promise.all([startWorker(), launchBrowser(), startPeer({ scenario: "answer" })]);
});

after(async () => {
  await browser?.close();
  await answer?.stop();
  await worker?.stop();
});

/** A report of the least that a report has, with these fields. */
const least = (fields = {}) => ({
  success: false,
  outcome: { stage: "tcp", code: "connect-failed", text: "No way.", advice: [] },
  trace: [],
  ...fields,
});

/** The saved call that the page downloads. */
async function savedCall(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, "Download JSON")]);
  return file.path();
}

/** Gives the page a file of that text. */
async function load(page, text, name = "call.json") {
  await openView(page, "history");
  await page.getByLabel("Saved call").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

test("a call that was saved is shown as it was", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await placeCall(page, answer);
  const parts = () =>
    page.locator("#result").locator(".chips, .messages, .note, .panels, .capabilities").allInnerTexts();
  const shown = await parts();
  const path = await savedCall(page);
  await page.reload();

  await page.getByRole("link", { name: "History" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Saved call").setInputFiles(path);
  await page.locator(".saved-banner time").waitFor();
  assert.match(await page.locator(".saved-banner").textContent(), /^Saved call of .*20[0-9]{2}/);
  assert.match(await page.locator("#result h2").textContent(), /✓ Call Setup Successful$/);
  assert.ok(await page.locator("#result h2").evaluate((node) => node === document.activeElement));
  assert.equal(shown.length, 6);
  assert.deepEqual(await parts(), shown);
  assert.ok((await page.locator("#steps .reached").count()) > 5);
  assert.match(await page.locator("#steps-note").textContent(), /saved call/);
  assert.match(await page.locator("#tool-load [role=status]").textContent(), /is shown as the result/);
  await screenshot(page, "loaded");

  // And it can be saved again, with the time and the request that it had.
  const { startedAt, request } = parseSaved(await readFile(path, "utf8"));
  const again = parseSaved(await readFile(await savedCall(page), "utf8"));
  assert.deepEqual([again.startedAt, again.request], [startedAt, request]);
  await opened.close();
});

test("an answer as curl got it is shown too, with its date and without a command", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const body = JSON.stringify({ server: "127.0.0.1", port: answer.port, calledNumber: "31" });
  const get = (headers) =>
    fetch(new URL("/api/h323/call", worker.url), {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body,
    }).then((response) => response.text());

  await load(page, await get({}));
  await page.locator(".saved-banner").waitFor();
  assert.match(await page.locator(".saved-banner").textContent(), /^Saved call of .*20[0-9]{2}/);
  const moment = await page.locator(".saved-banner time").getAttribute("datetime");
  assert.equal(await page.locator(".origin time").textContent(), moment.replace("T", " ").replace("Z", " UTC"));
  assert.match(await page.locator(".placed").textContent(), new RegExp(`127\\.0\\.0\\.1:${answer.port}.*1000 → 31`));
  await openExport(page);
  assert.equal(await page.getByRole("button", { name: "Copy curl command" }).count(), 0);
  assert.ok(await page.getByRole("button", { name: "Download capture" }).isVisible());

  const lines = ['{"type":"call_start","data":{}}', "", JSON.stringify({ type: "call_end", data: least() })].join("\n");
  await load(page, lines, "stream.ndjson");
  await page.getByText("No way.").waitFor();
  assert.match(await page.locator(".saved-banner").textContent(), /^Saved call \(its date is not known\)/);
  assert.equal(await page.locator(".origin").count(), 0);
  await opened.close();
});

test("advice of a saved call leads to documents of the tester and nowhere else", async () => {
  const links = [
    "/docs/firewalls.md",
    "javascript:alert(1)",
    "https://evil.example/docs/firewalls.md",
    "//evil.example/docs/a.md",
    "/docs/../api",
    5,
  ].map((href, at) => ({ text: `Link ${at}`, href }));
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await load(
    page,
    JSON.stringify(
      least({
        outcome: { stage: "tpkt", code: "silent", text: "No way.", advice: ["Look."], links: [...links, null, "x"] },
      }),
    ),
  );
  await page.locator(".saved-banner").waitFor();
  assert.deepEqual(
    await page.locator("#result .advice a").evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href"))),
    ["/docs/firewalls"],
  );
  await opened.close();
});

test("a file that is no saved call is refused with the reason, and the result stays", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await placeCall(page, answer);
  for (const [text, reason] of [
    ["", /This file is not JSON/],
    ["<html>", /This file is not JSON/],
    ["[1]", /must hold a JSON object/],
    ["null", /must hold a JSON object/],
    ['{"a":1}', /does not hold a call/],
    ['{"error":"port is wrong"}', /holds an error answer/],
    ['{"tool":"h323-edge-tester","version":2,"report":{}}', /version 2 of the format/],
    ['{"tool":"h323-edge-tester","version":1}', /does not hold the report/],
    ['{"tool":"h323-edge-tester","version":1,"report":{"trace":{},"outcome":[]}}', /does not hold the report/],
    [" ".repeat(LARGEST_FILE + 1), /over 16 MiB/],
  ]) {
    await load(page, text);
    await page.locator("#tool-load [role=alert]").filter({ hasText: reason }).waitFor();
    assert.equal(await page.locator(".saved-banner").count(), 0);
    assert.match(await page.locator("#result h2").textContent(), /✓ Call Setup Successful$/);
  }
  await opened.close();
});

test("whatever a saved call holds, the page shows it and does nothing else", async () => {
  const hostile = `<img src=x onerror="alert(1)">\u202egnp.exe\u0000${"W".repeat(3000)}`;
  const any = [null, -1, hostile, [null], { a: [{ b: hostile }] }];
  const fields = [
    "success",
    "callSetup",
    "error",
    "messages",
    "timing",
    "peer",
    "h245",
    "fastStart",
    "redirects",
    "release",
    "warnings",
    "messagesReceived",
    "callIdentifier",
    "conferenceId",
    "startedAt",
    "tester",
    "colo",
  ];
  const reports = [
    ...any.map((value) => JSON.stringify(least(Object.fromEntries(fields.map((field) => [field, value]))))),
    ...any.map((value) =>
      JSON.stringify(
        least({
          trace: [
            value,
            {
              t: value,
              direction: value,
              channel: value,
              type: value,
              summary: value,
              hex: value,
              hop: value,
              fault: value,
              tunnelled: [value, { type: value, kind: value, summary: value, fault: value }],
              messages: value,
              decoded: value,
              fields: value,
            },
          ],
          outcome: {
            stage: value,
            code: value,
            text: value,
            advice: value,
            links: [value, { text: value, href: value }],
          },
        }),
      ),
    ),
    ...any.map((value) =>
      JSON.stringify(
        least({
          h245: {
            capabilities: [value, { number: value, codec: value }],
            commonCodecs: [value],
            channels: [value],
            endSession: value,
            mode: value,
            error: value,
          },
          timing: { connect: value, [hostile]: 3, constructor: 5, __proto__: 6 },
          peer: { aliases: [value], toString: hostile },
          warnings: [{ t: value, text: value, after: value }],
          redirects: [value, { followed: value, address: value }],
        }),
      ),
    ),
    '{"success":true,"outcome":{},"__proto__":{"polluted":1},"trace":[{"t":1,"direction":"sent","type":"SETUP","hex":"0300","decoded":{"__proto__":{"polluted":1}}}]}',
    JSON.stringify(least({ trace: Array(5000).fill({ t: 1, direction: "received", type: hostile, hex: "00" }) })),
  ];
  const opened = await openPage(browser, worker.url, { width: 360 });
  const { page } = opened;
  for (const [index, report] of reports.entries()) {
    for (const text of [
      report,
      `{"tool":"h323-edge-tester","version":1,"request":${JSON.stringify({ server: hostile, port: any[index % any.length], callingNumber: any[index % any.length] })},"startedAt":${JSON.stringify(any[index % any.length])},"report":${report}}`,
    ]) {
      await page.evaluate(() => document.querySelector("#result").replaceChildren());
      await load(page, text);
      await page.locator(".saved-banner").waitFor();
      assert.equal(await page.locator("#tool-load [role=alert]").textContent(), "", text.slice(0, 300));
      assert.equal(await page.locator("#result h2").count(), 1);
      assert.doesNotMatch(await page.locator("#result").textContent(), /[\u0000\u202e]/);
    }
  }
  assert.equal(await page.locator("#result img, #result script").count(), 0);
  assert.equal(await overflow(page), 0);
  assert.equal(await page.evaluate(() => "polluted" in {}), false);
  // The tools take what was loaded as calmly.
  await openView(page, "compare");
  await page.getByLabel("Differences only").uncheck();
  await page.locator(".compare").first().waitFor();
  assert.equal(await overflow(page), 0);
  await opened.close();
});

test("nothing in a saved call is deeper than it can be shown", () => {
  const deep = `${'{"a":['.repeat(20_000)}1${"]}".repeat(20_000)}`;
  const { report, request } = parseSaved(
    `{"tool":"h323-edge-tester","version":1,"request":{"server":"a","vendor":${deep}},"report":{"outcome":{},"trace":[{"decoded":${deep},"fields":${deep}}]}}`,
  );
  const depth = (value) =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
  assert.ok(depth(report) < 200 && depth(request) < 200);
});

test("the form takes the request of a saved call", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await load(page, savedText({ report: least(), request: { server: "gw.example.com", port: 1722 }, startedAt: null }));
  await page.locator(".saved-banner").waitFor();
  await page.getByRole("button", { name: "Fill in the form" }).click();
  await page.getByText("The form is filled in.").waitFor();
  assert.equal(await page.locator("#server").inputValue(), "gw.example.com");
  assert.equal(await page.locator("#port").inputValue(), "1722");
  await opened.close();
});

/** The report of a registration, which calls nobody. */
const registration = () =>
  least({
    success: true,
    outcome: { stage: "ras", code: "registered", text: "The gatekeeper registered the tester.", advice: [] },
    timing: { connected: 3, registered: 12, ended: 40 },
    peer: { address: "192.0.2.7:1719" },
    registration: { registered: true, unregistered: true, aliases: ["4711"] },
  });

/** What was asked for: a page of today keeps no number, an older one a default. */
for (const [name, numbers] of [
  ["kept without numbers", {}],
  ["kept with the default number of a call", { callingNumber: "1000" }],
]) {
  test(`a saved registration is one again: its banner, its command, its form (${name})`, async () => {
    const opened = await openPage(browser, worker.url);
    const { page } = opened;
    // The command is shown where the clipboard is closed.
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.reload();
    const request = { server: "gk.example.com", port: 1719, gatekeeper: { alias: "4711" }, ...numbers };
    await load(page, savedText({ report: registration(), request, startedAt: "2026-01-02T03:04:05.000Z" }));
    await page.locator(".saved-banner").waitFor();
    assert.match(await page.locator(".saved-banner").textContent(), /^Saved registration of .*2026/);
    assert.match(await page.locator(".placed").textContent(), /gk\.example\.com:1719.*registration/);
    await pressExport(page, "Copy curl command");
    const command = await page.getByLabel("The curl command").inputValue();
    assert.match(command, /\/api\/h323\/register' /);
    assert.deepEqual(JSON.parse(/--data-raw '(.*)'$/.exec(command)[1]), {
      server: "gk.example.com",
      port: 1719,
      gatekeeper: { alias: "4711" },
    });

    await page.getByRole("button", { name: "Fill in the form" }).click();
    await page.getByText("The form is filled in.").waitFor();
    assert.equal(await page.locator('[name="gatekeeper.alias"]').inputValue(), "4711");
    assert.ok(await page.locator("#register").isVisible());
    const [asked] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === "POST"),
      page.locator("#register").click(),
    ]);
    assert.match(asked.url(), /\/api\/h323\/register$/);
    assert.equal(asked.postDataJSON().callingNumber, undefined);
    await page.locator("#cancel").waitFor({ state: "hidden" });
    await opened.close();
  });
}

test("a registration out of curl says whom it registered, and is one in a comparison", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await load(page, JSON.stringify(registration()));
  await page.locator(".saved-banner").waitFor();
  assert.match(await page.locator(".saved-banner").textContent(), /^Saved registration \(its date is not known\)/);
  assert.match(await page.locator(".placed").textContent(), /192\.0\.2\.7:1719.*registration/);
  await load(page, JSON.stringify(least()));
  await page.getByText("No way.").waitFor();
  assert.match(await page.locator(".saved-banner").textContent(), /^Saved call/);
  await openView(page, "compare");
  const first = page.locator("#compare-first option").first();
  await first.waitFor({ state: "attached" });
  assert.match(await first.textContent(), /^1\. 192\.0\.2\.7:1719, registered/);
  await opened.close();
});

test("while a call runs no saved one takes its place", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", () => {});
  await fill(page, { "H.323 Gateway/Gatekeeper": "gw.example.com" });
  await page.locator("#submit").click();
  await load(page, JSON.stringify(least()));
  await page.getByText("A call is running.").waitFor();
  assert.ok(await page.locator("#result").isHidden());
  await opened.close();
});

test("a dropped file is loaded wherever it falls, also without a network", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  // The page fetches its tools by itself when it has time.
  const wanted = [
    "load.js",
    "compare.js",
    "differences.js",
    "decode.js",
    "saved.js",
    "pcapng.js",
    "tcpip.js",
    "curl.js",
    "ladder-text.js",
    "takeaway.css",
    "timing.css",
    "listing.css",
  ];
  const here = () =>
    page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)));
  for (let names = []; !wanted.every((name) => names.includes(name)); names = await here())
    await page.waitForTimeout(200);
  await page.waitForTimeout(200);
  await page.context().setOffline(true);

  const call = savedText({
    report: least({
      trace: [{ t: 1, direction: "sent", channel: "callSignalling", type: "SETUP", summary: "", hex: "03000004" }],
    }),
    request: { server: "gw.example.com" },
    startedAt: "2026-01-02T03:04:05.000Z",
  });
  const drop = async (name, text) => {
    const dataTransfer = await page.evaluateHandle(
      ([name, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name));
        return data;
      },
      [name, text],
    );
    await page.dispatchEvent("h1", "dragover", { dataTransfer });
    await page.dispatchEvent("h1", "drop", { dataTransfer });
  };
  await drop("old.json", call);
  await page.locator(".saved-banner").waitFor();
  assert.match(await page.locator(".placed").textContent(), /gw\.example\.com:1720/);
  const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, "Download capture")]);
  assert.equal(file.suggestedFilename(), "h323-gw.example.com-20260102T030405Z.pcapng");
  await opened.close();
});

test("a tool that could not be loaded says so, and comes when it can", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/tools/load.js", (route) => route.abort());
  await openView(page, "history");
  await page.locator("#tool-load [role=alert]").filter({ hasText: "could not be loaded" }).waitFor();
  await page.unroute("**/tools/load.js");
  await openView(page, "history");
  await page.getByLabel("Saved call").waitFor();
  assert.equal(await page.locator("#tool-load").getByText("could not be loaded").count(), 0);
  await opened.close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds no serious barrier in the tools and a loaded call in ${scheme}`, async () => {
    const opened = await openPage(browser, worker.url, { scheme, width: 360 });
    const { page } = opened;
    for (const [view, part] of Object.entries({
      firewall: ".firewall",
      decode: "#decode-text",
      compare: ".compare-controls",
      history: "#load-file",
    })) {
      await openView(page, view);
      await page.locator(part).waitFor({ state: "attached" });
      assert.deepEqual(await barriers(page), [], view);
      assert.equal(await overflow(page), 0, view);
    }
    await load(page, "no");
    await page.locator("#tool-load [role=alert]:not(:empty)").waitFor();
    await load(page, JSON.stringify(least({ success: true, outcome: { text: "Fine." } })));
    await page.locator(".saved-banner").waitFor();
    assert.deepEqual(await barriers(page), [], "loaded");
    assert.equal(await overflow(page), 0);
    await screenshot(page, `tools-${scheme}-360`);
    await opened.close();
  });
}
