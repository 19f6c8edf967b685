/** Two calls side by side. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aligned, compareReports } from "../../static/tools/differences.js";
import { cleanReport } from "../../static/export/saved.js";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { barriers, fill, openPage, openView, overflow, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;
let answer;
let busy;

before(async () => {
  [worker, browser, answer, busy] = await Promise.all([
    startWorker(),
    launchBrowser(),
    startPeer({ scenario: "answer" }),
    startPeer({ scenario: "busy" }),
  ]);
});

after(async () => {
  await browser?.close();
  await answer?.stop();
  await busy?.stop();
  await worker?.stop();
});

/** A message as it is in a trace. */
const message = (type, decoded, fields = {}) => ({
  t: 1,
  direction: "received",
  channel: "callSignalling",
  type,
  summary: "",
  hex: "03000004",
  decoded,
  ...fields,
});

/** The rows of one section of a comparison. */
function section(title, first, second) {
  const sections = compareReports(cleanReport({ outcome: {}, ...first }), cleanReport({ outcome: {}, ...second }));
  return sections.find((made) => made.title === title)?.rows ?? [];
}

test("lists are aligned by what they have in common", () => {
  const pairs = (first, second) =>
    aligned([...first], [...second])
      .map(([a, b]) => `${first[a] ?? "-"}${second[b] ?? "-"}`)
      .join(" ");
  assert.equal(pairs("abcd", "abcd"), "aa bb cc dd");
  assert.equal(pairs("abd", "acd"), "aa b- -c dd");
  assert.equal(pairs("", "ab"), "-a -b");
  assert.equal(pairs("xabc", "abc"), "x- aa bb cc");
  assert.equal(aligned(Array(3000).fill("a"), Array(2999).fill("a")).length, 3000);
});

test("messages are compared by their fields, but for identifiers and random numbers", () => {
  const decoded = (more) => ({
    callReference: { length: 2, flag: 1, value: Math.random() },
    informationElements: [
      { element: "Display", id: 40, value: "“A”", hex: "41" },
      { element: "User-user", id: 126 },
    ],
    "H323-UserInformation": {
      "h323-uu-pdu": {
        "h323-message-body": {
          connect: {
            conferenceID: String(Math.random()),
            callIdentifier: { guid: String(Math.random()) },
            multipleCalls: false,
            ...more,
          },
        },
      },
    },
  });
  const [same] = section(
    "Messages",
    { trace: [message("CONNECT", decoded())] },
    { trace: [message("CONNECT", decoded(), { t: 900 })] },
  );
  assert.deepEqual([same.state, same.notes], ["same", []]);
  const [differs] = section(
    "Messages",
    { trace: [message("CONNECT", decoded())] },
    { trace: [message("CONNECT", decoded({ multipleCalls: true, extra: [1] }))] },
  );
  assert.deepEqual(differs.notes, ["connect.multipleCalls: false → true", "connect.extra.0: absent → 1"]);

  const other = decoded();
  other.informationElements.unshift({ element: "Cause", id: 8, value: "16 normal call clearing", hex: "8090" });
  other.informationElements[1].value = "“B”";
  const [elements] = section(
    "Messages",
    { trace: [message("CONNECT", decoded())] },
    { trace: [message("CONNECT", other)] },
  );
  assert.deepEqual(elements.notes, [
    'informationElements.Display.value: "“A”" → "“B”"',
    'informationElements.Cause.value: absent → "16 normal call clearing"',
  ]);

  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, at]));
  const [cut] = section("Messages", { trace: [message("X", {})] }, { trace: [message("X", many)] });
  assert.equal(cut.notes.length, 9);
  assert.match(cut.notes[8], /^and 1[0-9] more fields$/);
});

test("H.245 is compared by its messages, whatever carried them", () => {
  const inner = (name, more = {}) => ({ MultimediaSystemControlMessage: { request: { [name]: more } } });
  const names = ["terminalCapabilitySet", "masterSlaveDetermination"];
  const inside = names.map((type) => ({ type, kind: "request" }));
  const facility = (reason) => ({
    messageType: "FACILITY",
    "H323-UserInformation": {
      "h323-uu-pdu": {
        "h323-message-body": { facility: { reason } },
        h245Control: ["0270", "0100"],
        h245Tunnelling: true,
      },
    },
    h245Control: names.map((name) => inner(name)),
  });
  const inTunnel = [message("FACILITY", facility("transportedInformation"), { tunnelled: inside })];
  const separate = names.map((name, at) =>
    message(name, { h245: [inner(name)] }, { channel: "h245Control", messages: [inside[at]], t: 7 }),
  );
  const told = (rows) => rows.map(({ name, state, notes }) => [name, state, ...notes].join(": "));
  const same = names.map((name) => `${name} received: same`);
  assert.deepEqual(told(section("Messages", { trace: inTunnel }, { trace: separate })), same);
  // The transport is told once.
  const h245 = (mode) => ({ h245: { mode } });
  assert.deepEqual(told(section("H.245", h245("tunnelled"), h245("separate"))), ["Transport: differs"]);

  // A difference inside is found across carriers.
  const other = structuredClone(separate);
  other[0].decoded.h245[0] = inner(names[0], { sequenceNumber: 7 });
  const [differs] = section("Messages", { trace: inTunnel }, { trace: other });
  assert.equal(differs.state, "differs");
  assert.ok(
    differs.notes.some((note) => note.endsWith("sequenceNumber: absent → 7")),
    differs.notes.join(),
  );

  // A Facility that says something of its own is a message beside those in it.
  const forwarded = [message("FACILITY", facility("callForwarded"), { tunnelled: inside })];
  assert.deepEqual(told(section("Messages", { trace: forwarded }, { trace: separate })), [
    "FACILITY received: first",
    ...same,
  ]);
});

test("octets that nobody could read are compared as octets", () => {
  const notes = (first, second) =>
    section(
      "Messages",
      { trace: [message("not H.323", undefined, { hex: first })] },
      { trace: [message("not H.323", undefined, { hex: second })] },
    )[0].notes;
  assert.deepEqual(notes("00aabb", "00aabb"), []);
  assert.deepEqual(notes("00aabb", "00acbd"), ["2 of 3 octets differ, the first at offset 1"]);
  assert.deepEqual(notes("00", "0011"), ["1 octets → 2 octets"]);
});

test("times are marked when they are far apart, and what one call did not reach is said", () => {
  const rows = section(
    "Timing",
    { timing: { connected: 10, alerting: 500, h245: 30 } },
    { timing: { connected: 60, alerting: 300, connect: 7 } },
  );
  assert.deepEqual(
    rows.map(({ name, state, notes }) => [name, state, ...notes]),
    [
      ["TCP connected", "same", "+50 ms"],
      ["Alerting", "differs", "−200 ms"],
      ["H.245", "first"],
      ["Connect", "second"],
    ],
  );
});

test("capabilities and warnings are held against each other by name", () => {
  const capability = (codec, parameters) => ({ number: 1, media: "audio", codec, direction: "receive", parameters });
  const rows = section(
    "Capabilities",
    { h245: { capabilities: [capability("g711Alaw64k", "20"), capability("g729", "2")] } },
    { h245: { capabilities: [capability("g711Alaw64k", "30"), capability("g722-64k")] } },
  );
  assert.deepEqual(
    rows.map(({ name, state }) => [name, state]),
    [
      ["audio g711Alaw64k receive", "differs"],
      ["audio g729 receive", "first"],
      ["audio g722-64k receive", "second"],
    ],
  );
  assert.equal(section("Warnings", { warnings: [{ t: 1, code: "a", text: "b" }] }, {})[0].state, "first");
});

test("what the result has a name for has the same name here, and no word of a peer is taken for one", () => {
  const peer = section("Endpoint", { peer: { vendor: "181", odd: "x" } }, { peer: { terminalType: "50" } });
  assert.deepEqual(
    peer.map(({ name }) => name),
    ["Vendor (T.35)", "odd", "Terminal type"],
  );
  const [features] = section(
    "Endpoint",
    { peer: { features: [{ id: "H.460.18", name: "x" }, { id: "H.460.19" }] } },
    {},
  );
  assert.deepEqual([features.name, features.first], ["Features", "H.460.18, H.460.19"]);
  const [warning] = section("Warnings", { warnings: [{ t: 1, code: "alerting", text: "b" }] }, {});
  assert.equal(warning.name, "alerting");
});

test("the page compares its last two calls, and any others that are chosen", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const tool = page.locator("#tool-compare");
  await openView(page, "compare");
  await page.getByText("Place or load two calls to compare.").waitFor();

  await placeCall(page, answer);
  await openView(page, "compare");
  await page.getByText("Place or load another call to compare.").waitFor();
  const again = async (port) => {
    await fill(page, { Port: port });
    await page.locator("#submit").click();
    await page.locator("#submit:enabled").waitFor();
    await page.locator("#result h2").waitFor();
  };
  await again(busy.port);
  await openView(page, "compare");
  await tool.locator(".compare").first().waitFor();

  const row = (name) => tool.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  assert.match(await row("Answered").textContent(), /yes.*no.*≠differs|yesno/s);
  assert.match(await row("CONNECT received").textContent(), /first only/);
  assert.deepEqual(await tool.getByRole("table", { name: "Outcome" }).getByRole("columnheader").allTextContents(), [
    "Item",
    "First",
    "Second",
    "Difference",
  ]);
  assert.match(await tool.getByRole("status").textContent(), /^[0-9]+ differences\.$/);

  // Differences come first: what is the same is shown when it is asked for.
  assert.ok(await page.getByLabel("Differences only").isChecked());
  assert.ok(await tool.getByText("SETUP sent").isHidden());
  assert.ok(await row("CONNECT received").isVisible());
  await page.getByLabel("Differences only").uncheck();
  assert.match(await row("SETUP sent").textContent(), /the same/);

  // A third call is held against the second; the choice is the reader's.
  await again(answer.port);
  await openView(page, "compare");
  const option = await page.getByLabel("First call").locator("option:checked").textContent();
  assert.match(option, /^2\. 2000, busy, .*[0-9]:[0-9]{2}.*, 127\.0\.0\.1:[0-9]+$/);
  await page.getByLabel("First call").selectOption({ index: 0 });
  assert.equal(await row("CONNECT received").count(), 1);
  assert.match(await row("CONNECT received").textContent(), /the same/);
  await screenshot(page, "compare");
  await opened.close();
});

for (const [scheme, width] of [
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
  ["dark", 360],
]) {
  test(`a comparison can be read by everybody in ${scheme} at ${width} pixels`, async () => {
    const opened = await openPage(browser, worker.url, { scheme, width });
    const { page } = opened;
    await placeCall(page, answer);
    await fill(page, { Port: busy.port });
    await page.locator("#submit").click();
    await page.locator("#result .failure h2").waitFor();
    await openView(page, "compare");
    await page.locator(".compare").first().waitFor();
    assert.deepEqual(await barriers(page), []);
    assert.equal(await overflow(page), 0);
    assert.ok((await page.locator("#tool-compare").getByRole("table").count()) >= 5, "still tables, also when stacked");
    assert.ok((await page.locator("#tool-compare").getByRole("rowheader").count()) > 20);
    await screenshot(page, `compare-${scheme}-${width}`);
    await opened.close();
  });
}
