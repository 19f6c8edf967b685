/**
 * The inside of a message. The decoder is a stub that knows the octets of Q.931 and no more; without
 * it the page has the fields of the report, and no octets of theirs.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { entry } from "./lines.mjs";
import { barriers, openPage, overflow, placeCall, screenshot } from "./page.mjs";

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** Call Proceeding with a Display “box”, and an element that says 9 octets where 2 are left. */
const HEX = "03000013080292340228" + "03626f78" + "1e098088" + "ff";

const FIELDS = {
  name: "CALL PROCEEDING",
  at: 0,
  length: 19,
  children: [
    {
      name: "TPKT",
      at: 0,
      length: 4,
      children: [
        { name: "version", value: 3, at: 0, length: 1 },
        { name: "length", value: 19, at: 2, length: 2 },
      ],
    },
    { name: "protocolDiscriminator", value: "8", at: 4, length: 1 },
    {
      name: "callReference",
      at: 5,
      length: 3,
      children: [
        { name: "flag", value: 1, at: 6, length: 1 },
        { name: "value", value: 0x1234, at: 6, length: 2 },
      ],
    },
    { name: "messageType", value: "CALL PROCEEDING", at: 8, length: 1 },
    { name: "Display", at: 9, length: 5, children: [{ name: "text", value: "box <b>\u202e", at: 11, length: 3 }] },
    { name: "Progress indicator", at: 14, length: 5, fault: "says 9 octets, 3 left in the message" },
  ],
};

const DECODED = {
  messageType: "CALL PROCEEDING",
  informationElements: [{ element: "Display", id: 40, value: "“box”" }],
  error: { layer: "Q.931", octet: 10, text: "Q.931, octet 10: element Progress indicator says 9 octets" },
};

/** Opens the first row of a report with that entry. */
async function detailOf(message, { decoder, ...how } = {}) {
  const opened = await openPage(browser, worker.url, how);
  const { page } = opened;
  await page.route("**/api/h323/call", (route) =>
    route.fulfill({ json: { success: false, error: "No", trace: [message] } }),
  );
  const asked = [];
  await page.route("**/api/h323/decode", async (route) => {
    asked.push(route.request().postDataJSON());
    await decoder(route);
  });
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  await page.locator(".ladder .row-line").click();
  await page.locator(".ladder .detail .detail-tools").waitFor();
  return { ...opened, asked };
}

const message = entry({ t: 7, type: "CALL PROCEEDING", hex: HEX, decoded: DECODED });
const answers = (route) =>
  route.fulfill({ json: { source: "hex", messages: [{ ...message, fields: FIELDS }], notes: [], leftOut: 0 } });

/** @returns {Promise<string>} the octets that are marked */
function marked(page) {
  return page.locator(".octet-row .hex .mark").evaluateAll((spans) => spans.map((span) => span.textContent).join(" "));
}

/** @returns {import("playwright-core").Locator} the line of the field of that name */
function field(page, name) {
  return page.locator(".tree .tree-line").filter({ has: page.locator(`.tree-name:text-is("${name}")`) });
}

test("fields and octets point at each other", async () => {
  const { page, asked, close } = await detailOf(message, { decoder: answers });
  assert.deepEqual(asked, [{ hex: HEX, as: "tpkt" }]);
  assert.equal(
    await page.locator(".octet-row").first().textContent(),
    "000003 00 00 13 08 02 92 34 02 28 03 62 6f 78 1e 09 .......4.(.box..",
  );
  assert.equal(await page.locator(".octet-row .offset").nth(1).textContent(), "0010");

  await field(page, "text").hover();
  assert.equal(await marked(page), "62 6f 78");
  assert.equal(await page.locator(".octet-row .ascii .mark").count(), 3);
  assert.equal(await page.locator(".where").textContent(), "CALL PROCEEDING › Display › text · octets 11–13");
  await page.locator("#result h2").hover();
  assert.equal(await marked(page), "");

  // The innermost field, and of two that share an octet the shorter.
  for (const [octet, name] of [
    ["3", "length"],
    ["5", "callReference"],
    ["6", "flag"],
    ["7", "value"],
    ["12", "text"],
  ]) {
    await page.locator(`.octet-row .hex [data-at="${octet}"]`).hover();
    assert.equal(await page.locator(".tree .mark .tree-name").textContent(), name, `octet ${octet}`);
  }
  await page.locator('.octet-row .ascii [data-at="11"]').click();
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    "text, box <b>\\u{202e}, octets 11 to 13",
  );
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-level")), "3");
  await screenshot(page, "ladder-detail");
  await close();
});

test("what cannot be read is seen on both sides", async () => {
  const { page, close } = await detailOf(message, { decoder: answers });
  const faulty = page.locator(".tree .tree-line.unreadable");
  assert.equal(
    await faulty.textContent(),
    "Progress indicator, ⚠ says 9 octets, 3 left in the message, octets 14 to 18",
  );
  assert.equal(
    await page.locator(".octet-row .hex .fault").evaluateAll((spans) => spans.map((span) => span.textContent).join("")),
    "1e098088ff",
  );
  assert.equal(await page.getByRole("treeitem", { name: /^Progress indicator/ }).count(), 1);
  await close();
});

test("the tree is walked with the arrow keys", async () => {
  const { page, close } = await detailOf(message, { decoder: answers });
  const at = () => page.evaluate(() => document.activeElement.querySelector(".tree-name")?.textContent);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    return at();
  };
  await page.getByLabel(/^Find a field/).focus();
  assert.equal(await press("Tab"), "CALL PROCEEDING");
  assert.equal(await press("ArrowRight"), "TPKT");
  assert.equal(await press("ArrowDown", "ArrowDown"), "length");
  assert.equal(await marked(page), "00 13");
  assert.equal(await press("ArrowLeft"), "TPKT");
  assert.equal(await press("ArrowLeft", "ArrowDown"), "protocolDiscriminator");
  assert.equal(await press("ArrowUp", "Enter", "ArrowDown"), "version");
  assert.equal(await press("End"), "Progress indicator");
  assert.equal(await press("Home"), "CALL PROCEEDING");
  // One stop of the tabulator for the tree, one for the octets.
  await page.keyboard.press("Tab");
  assert.equal(
    await page.evaluate(() => document.activeElement.getAttribute("aria-label")),
    "Octets of CALL PROCEEDING",
  );
  await close();
});

for (const [name, decoder] of [
  ["is not there", (route) => route.fulfill({ status: 404, json: { success: false, error: "no such route" } })],
  ["cannot be reached", (route) => route.abort("internetdisconnected")],
  ["answers something else", (route) => route.fulfill({ json: { messages: [{}] } })],
]) {
  test(`a decoder that ${name} leaves the fields without their octets`, async () => {
    const { page, close } = await detailOf(message, { decoder });
    assert.match(await page.locator(".detail-tools").textContent(), /The octets of each field are not known here/);
    assert.equal(await field(page, "messageType").textContent(), "messageType, CALL PROCEEDING");
    assert.equal(await field(page, "[0] Display").count(), 1);
    assert.match(await page.locator(".tree .tree-line.unreadable").textContent(), /^Q\.931, ⚠ Q\.931, octet 10/);
    assert.equal(await page.locator(".octet-row").count(), 2);
    await field(page, "messageType").hover();
    assert.equal(await marked(page), "");
    assert.equal(await page.locator(".where").textContent(), "messageType");
    await close();
  });
}

test("hostile fields stay text and within bounds", async () => {
  const hostile = `<img src=x onerror="alert(1)">\u202e`;
  let deep = { name: hostile, value: { [hostile]: 1 }, at: -5, length: 1e9, fault: hostile };
  for (let level = 0; level < 300; level += 1) deep = { name: "deep", at: 3, length: 1e9, children: [deep, null, 7] };
  const { page, close } = await detailOf(message, {
    decoder: (route) =>
      route.fulfill({
        json: { messages: [{ fields: [deep, { name: hostile, value: hostile, at: 99, length: "x" }] }] },
      }),
    width: 360,
  });
  assert.ok((await page.locator(".tree").textContent()).includes('<img src=x onerror="alert(1)">\\u{202e}'));
  assert.equal(await page.locator("#result img").count(), 0);
  assert.equal(await overflow(page), 0);
  await close();
});

test("a message of 60,000 octets is shown in parts", async () => {
  const { page, close } = await detailOf(entry({ type: "SETUP", hex: "03".repeat(60_000) }), {
    decoder: (route) => route.abort(),
  });
  assert.equal(await page.locator(".octet-row").count(), 256);
  assert.match(await page.locator(".detail").textContent(), /No fields could be read/);
  await page.getByRole("button", { name: "Show all 60000 octets" }).click();
  assert.equal(await page.locator(".octet-row").count(), 3750);
  await close();
});

test("octets and fields can be copied", async () => {
  const { page, close } = await detailOf(message, { decoder: answers });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const pasted = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy hex" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await pasted(), HEX);
  await page.getByRole("button", { name: "Copy fields as text" }).click();
  await page.getByRole("button", { name: "Copied" }).nth(1).waitFor();
  const lines = (await pasted()).split("\n");
  assert.deepEqual(lines.slice(0, 3), ["CALL PROCEEDING", "  TPKT", "    version: 3"]);
  assert.equal(lines.at(-1), "  Progress indicator (unreadable: says 9 octets, 3 left in the message)");
  await close();
});

test("the row opens and closes, and walks to its neighbours, by the keyboard", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.route("**/api/h323/call", (route) =>
    route.fulfill({ json: { success: false, error: "No", trace: [message, message, message] } }),
  );
  let decoded = 0;
  await page.route("**/api/h323/decode", (route) => {
    decoded += 1;
    return answers(route);
  });
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  const rows = page.locator(".ladder .row-line");
  await rows.first().focus();
  await page.keyboard.press("End");
  assert.ok(await rows.nth(2).evaluate((node) => node === document.activeElement));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.locator(".detail .tree").waitFor();
  assert.equal(await rows.nth(1).getAttribute("aria-expanded"), "true");
  const controlled = await rows.nth(1).getAttribute("aria-controls");
  assert.equal(await page.locator(`#${controlled}`).getAttribute("aria-label"), "Fields and octets of CALL PROCEEDING");
  await page.keyboard.press("Space");
  assert.ok(await page.locator(".detail").isHidden());
  await page.keyboard.press("Space");
  assert.ok(await page.locator(".detail").isVisible());
  assert.equal(decoded, 1, "it is built once");
  await rows.first().click();
  await page.locator(".detail .tree").nth(1).waitFor();
  assert.equal(await page.locator(".detail:visible").count(), 2, "several may be open");
  await opened.close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds no serious barrier in an open row in ${scheme}`, async () => {
    for (const width of [360, 1280]) {
      const { page, close } = await detailOf(message, { decoder: answers, scheme, width });
      await page.locator('.octet-row .hex [data-at="12"]').click();
      assert.deepEqual(await barriers(page), []);
      assert.equal(await overflow(page), 0);
      await screenshot(page, `ladder-detail-${scheme}-${width}`);
      await close();
    }
  });
}

test("a field is found by its name or value, and copied with its path; all can be opened", async () => {
  const { page, close } = await detailOf(message, { decoder: answers });
  const detail = page.locator(".detail");
  const find = page.getByRole("searchbox", { name: "Find a field of CALL PROCEEDING" });
  await find.fill("VALUE");
  await detail.getByText("1 of 1").waitFor();
  assert.match(await detail.locator(".tree-line.mark").textContent(), /^value/);
  assert.match(await detail.locator(".where-line").textContent(), /callReference › value · octets 6–7/);
  await find.fill("length");
  await detail.getByText("1 of 1").waitFor();
  // What is typed is text, and no pattern.
  await find.fill("(.*)[");
  await detail.getByText("No field has this.").waitFor();
  await find.fill("e");
  const first = await detail.locator(".where-line").textContent();
  await find.press("Enter");
  assert.notEqual(await detail.locator(".where-line").textContent(), first);
  await find.press("Shift+Enter");
  assert.equal(await detail.locator(".where-line").textContent(), first);

  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      globalThis.copied = text;
    };
  });
  await find.fill("box");
  await detail.getByRole("button", { name: "Copy path and value" }).click();
  await detail.getByRole("button", { name: "Copied" }).waitFor();
  assert.match(await page.evaluate(() => globalThis.copied), /^CALL PROCEEDING › Display › text: box <b>/);

  const closed = detail.locator('[aria-expanded="false"]');
  await detail.getByRole("treeitem").first().press("ArrowLeft");
  assert.notEqual(await closed.count(), 0);
  await detail.getByRole("button", { name: "Expand all" }).click();
  assert.equal(await closed.count(), 0);
  assert.deepEqual(await barriers(page), []);
  await close();
});
