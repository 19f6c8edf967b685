/** That the form's rules are the Worker's, in the Worker's words but for the names of fields, for every field there is. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { EVERY, atField, catchCalls, control, errorAt, openOptions, reach, refusal, submit } from "./form-page.mjs";
import { openPage } from "./page.mjs";

const { CallRequest, Vendor } = JSON.parse(
  await readFile(new URL("../../static/api/openapi.json", import.meta.url), "utf8"),
).components.schemas;

/** Addresses, and what is right and wrong with them, for the Worker and the command line too. */
const ADDRESSES = JSON.parse(await readFile(new URL("../addresses.json", import.meta.url), "utf8"));

let worker;
let browser;
let opened;
let page;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
  opened = await openPage(browser, worker.url);
  page = opened.page;
  await openOptions(page);
  await page.getByRole("button", { name: "Add an alias" }).last().click();
  await control(page, "bearer").selectOption("video");
  await control(page, "keepAlive").selectOption("tpkt");
});

after(async () => {
  await opened?.close();
  await browser?.close();
  await worker?.stop();
});

const numbers = (name, texts) => texts.map((text) => [name, text, text === "" ? null : Number(text)]);
const texts = (name, list) => list.map((text) => [name, text, text]);

/** Of a field: what is typed, and the same in a request. Both sides must refuse it. */
const WRONG = [
  ...texts("server", [
    "",
    "   ",
    ...ADDRESSES.wrong.map(({ server }) => server),
    `${"会".repeat(257)}@gw`,
    `gw##${"x".repeat(257)}`,
    `h323:${"会".repeat(256)}@gw`,
    `h323:x@gw;${"y".repeat(503)}`,
    `${"a.".repeat(127)}a`,
    "é".repeat(127),
    "é".repeat(515),
  ]),
  ...numbers("port", ["", "0", "65536", "-1", "17.5"]),
  ...texts("callingNumber", ["", "+", "1".repeat(33), `+${"1".repeat(32)}`]),
  ...texts("calledNumber", ["12a", "1+2", "12 34", "١"]),
  ...texts("overlapDigits", ["12a", "+12", "1".repeat(33)]),
  ...texts("display", ["Zoë", "x".repeat(81)]),
  ...numbers("bearerRate", ["", "0", "65", "1984", "-64", "64.5"]),
  ...numbers("vendor.t35CountryCode", ["256", "-1", "0.5"]),
  ...numbers("vendor.t35Extension", ["256", "-1"]),
  ...numbers("vendor.manufacturerCode", ["65536", "-1"]),
  ...texts("vendor.productId", ["é".repeat(129), "x".repeat(257)]),
  ...texts("vendor.versionId", ["x".repeat(257)]),
  ...texts("userInput.digits", ["12a", "+1", ",,", "1 2", "1".repeat(33)]),
  ...numbers("userInput.afterSeconds", ["", "61", "-1"]),
  ...numbers("firstAnswerSeconds", ["", "0", "61"]),
  ...numbers("ringSeconds", ["", "0", "121"]),
  ...numbers("holdSeconds", ["", "61", "-1", "0.5"]),
  ...numbers("keepAliveSeconds", ["", "0", "61"]),
];

const RIGHT = [
  ...texts("server", [
    ...ADDRESSES.right.map(({ server }) => server),
    " GW.Example.com. ",
    `${"a".repeat(63)}.example`,
    // The longest of each part: octets of the alias, of the name, of the port.
    `${"会".repeat(256)}@${"a.".repeat(126)}a.:65535`,
    `h323:x@gw;${"y".repeat(502)}`,
    // The last, for the rows below.
    "gw.example.com",
  ]),
  ...numbers("port", ["1", "65535"]),
  ...texts("callingNumber", ["+4930123456", "1".repeat(32)]),
  ...texts("calledNumber", ["*31#,2"]),
  ...texts("overlapDigits", ["", "1".repeat(32), "*#,"]),
  ...texts("display", ["", "~ x".repeat(26)]),
  ...numbers("bearerRate", ["64", "1920", "384"]),
  ...numbers("vendor.t35CountryCode", ["", "0", "255"]),
  ...numbers("vendor.t35Extension", ["", "255"]),
  ...numbers("vendor.manufacturerCode", ["", "65535"]),
  ...texts("vendor.productId", ["", "é".repeat(128)]),
  ...texts("vendor.versionId", ["", "1"]),
  ...texts("userInput.digits", ["", "1", ",1,2#", "1".repeat(32)]),
  ...numbers("userInput.afterSeconds", ["0", "60"]),
  ...numbers("firstAnswerSeconds", ["1", "60"]),
  ...numbers("ringSeconds", ["1", "120"]),
  ...numbers("holdSeconds", ["0", "60"]),
  ...numbers("keepAliveSeconds", ["1", "60"]),
];

/** Of an alias: its type and its value. */
const WRONG_ALIASES = [
  ["dialedDigits", ""],
  ["dialedDigits", "+1"],
  ["dialedDigits", "1".repeat(129)],
  ["h323-ID", ""],
  ["h323-ID", "é".repeat(257)],
  ["h323-ID", "😀".repeat(129)],
  ["url-ID", ""],
  ["url-ID", "h323:zoë@x"],
  ["url-ID", "x".repeat(513)],
  ["email-ID", ""],
  ["email-ID", "zoë@x"],
  ["transportID", ""],
  ["transportID", "gw:1720"],
  ["transportID", "192.0.2.1"],
  ["transportID", "192.0.2.1:0"],
  ["transportID", "192.0.2.1:65536"],
  ["transportID", "192.0.2.1:x"],
  ["transportID", "192.0.2.256:1720"],
  ["transportID", "2001:db8::1:1720"],
  ["transportID", "[2001:db8::g]:1720"],
  ["transportID", "[192.0.2.1]:1720"],
  ["transportID", "[fe80::1%eth0]:1720"],
  ["partyNumber", "+"],
  ["partyNumber", "+12a"],
  ["partyNumber", "++1"],
  ["partyNumber", `+${"1".repeat(129)}`],
];

const RIGHT_ALIASES = [
  ["dialedDigits", "1".repeat(128)],
  ["h323-ID", "😀".repeat(128)],
  ["url-ID", "x".repeat(512)],
  ["email-ID", "room.1@mcu.example.com"],
  ["transportID", "192.0.2.1:1720"],
  ["transportID", "192.0.2.1:01720"],
  ["transportID", "[2001:db8::1]:1720"],
  ["transportID", "[fe80::1%5]:1720"],
  ["partyNumber", `+${"1".repeat(128)}`],
];

/** What a member goes with in its object. */
const WITHIN = { "userInput.afterSeconds": { digits: "1" } };

/** One field as a request has it. */
function asFields(name, json) {
  const [whole, member] = name.split(".");
  return member ? { [whole]: { ...WITHIN[name], [member]: json } } : { [whole]: json };
}

/** What a field goes with, so that nothing else is wrong. */
const BESIDE = { bearerRate: { bearer: "video" } };

for (const [name, text, json] of WRONG) {
  test(`${name} ${JSON.stringify(text.slice(0, 40))} is refused while typing, in the Worker's words`, async () => {
    const { error, field } = await refusal(worker.url, { ...BESIDE[name], ...asFields(name, json) });
    assert.equal(field, name);
    await reach(page, name);
    // Something else first, so that typing nothing is a change.
    await control(page, name).fill("7");
    await control(page, name).fill(text);
    assert.equal(await errorAt(page, name).textContent(), atField(error));
    assert.equal(await control(page, name).getAttribute("aria-invalid"), "true");
    assert.match(
      await control(page, name).getAttribute("aria-describedby"),
      new RegExp(`${name.replace(".", "-")}-error$`),
    );
  });
}

/** Shows that the Worker takes these fields: what it finds fault with is what it looks at last. */
async function taken(fields) {
  const { field } = await refusal(worker.url, { ...fields, followRedirects: "?" });
  assert.equal(field, "followRedirects", JSON.stringify(fields).slice(0, 100));
}

test("what the Worker takes is not refused while typing", async () => {
  for (const [name, text, json] of RIGHT) {
    // An option that is empty is left out.
    if (text !== "") await taken({ ...BESIDE[name], ...asFields(name, json) });
    await reach(page, name);
    await control(page, name).fill(text);
    assert.equal(await errorAt(page, name).textContent(), "", `${name} ${JSON.stringify(text)}`);
    assert.notEqual(await control(page, name).getAttribute("aria-invalid"), "true");
  }
});

for (const [type, value] of WRONG_ALIASES) {
  test(`an alias ${type} ${JSON.stringify(value.slice(0, 40))} is refused while typing, in the Worker's words`, async () => {
    const { error, field } = await refusal(worker.url, { calledAliases: [{ type, value }] });
    assert.equal(field, "calledAliases[0].value");
    await control(page, "calledAliases[0].type").selectOption(type);
    await control(page, field).fill("7");
    await control(page, field).fill(value);
    assert.equal(await errorAt(page, field).textContent(), atField(error));
    assert.equal(await control(page, field).getAttribute("aria-invalid"), "true");
  });
}

test("an alias that the Worker takes is not refused while typing", async () => {
  for (const [type, value] of RIGHT_ALIASES) {
    await control(page, "calledAliases[0].type").selectOption(type);
    await control(page, "calledAliases[0].value").fill(value);
    assert.equal(await errorAt(page, "calledAliases[0].value").textContent(), "", `${type} ${value}`);
    await taken({ calledAliases: [{ type, value }] });
  }
});

test("a row that was just added is not wrong before something was typed", async () => {
  await page.getByRole("button", { name: "Add an alias" }).last().click();
  assert.equal(await errorAt(page, "calledAliases[1].value").textContent(), "");
  await control(page, "calledAliases[1].value").fill("x");
  await control(page, "calledAliases[1].value").fill("");
  assert.equal(
    await errorAt(page, "calledAliases[1].value").textContent(),
    "Alias 2 of “Aliases to call” must not be empty",
  );
  await page.getByRole("button", { name: "Remove alias 2" }).click();
});

test("there is no place for a ninth alias, which the Worker would refuse", async () => {
  const alias = { type: "h323-ID", value: "x" };
  const { error } = await refusal(worker.url, { callingAliases: Array(9).fill(alias) });
  const add = page.getByRole("button", { name: "Add an alias" }).first();
  while (await add.isEnabled()) await add.click();
  const rows = await page.locator('[name="callingAliases"] li').count();
  assert.equal(error, `callingAliases must have at most ${rows} aliases`);
});

test("no codec at all is refused in the Worker's words", async () => {
  const { error } = await refusal(worker.url, { codecs: [] });
  const boxes = await control(page, "codecs").all();
  for (const box of boxes) await box.uncheck();
  assert.equal(await errorAt(page, "codecs").textContent(), atField(error));
  await boxes[3].check();
  assert.equal(await errorAt(page, "codecs").textContent(), "");
});

test("the ways to type digits and the codecs to ask for are those that the Worker knows", async () => {
  const offered = (name) =>
    control(page, name)
      .locator("option")
      .evaluateAll((options) => options.map(({ value }) => value));
  const forms = await refusal(worker.url, { userInput: { digits: "1", as: "?" } });
  assert.equal(forms.error, `userInput.as must be one of ${(await offered("userInput.as")).join(", ")}`);
  const codecs = await refusal(worker.url, { requestMode: { codec: "?" } });
  assert.equal(
    codecs.error,
    `requestMode.codec must be one of ${(await offered("requestMode.codec")).slice(1).join(", ")}`,
  );
});

/** Of a select: a word that the Worker does not know makes it list those that it does. */
for (const name of [
  ...["callingNumberType", "callingNumberPlan", "calledNumberType", "calledNumberPlan"],
  ...["bearer", "callType", "h245", "channels", "keepAlive"],
]) {
  test(`${name} offers what the Worker knows`, async () => {
    const { error } = await refusal(worker.url, { [name]: "?" });
    const offered = await control(page, name)
      .locator("option")
      .evaluateAll((options) => options.map(({ value }) => value));
    assert.equal(error, `${name} must be one of ${offered.filter((word) => word !== "").join(", ")}`);
  });
}

test("the version, the kinds of alias and the codecs are those that the Worker knows", async () => {
  const values = (selector) => page.locator(selector).evaluateAll((nodes) => nodes.map(({ value }) => value));
  const version = await refusal(worker.url, { h225Version: 1 });
  const versions = await values('[name="h225Version"] option');
  assert.equal(version.error, `h225Version must be a whole number from ${versions[0]} to ${versions.at(-1)}`);
  assert.equal(versions.length, Number(versions.at(-1)) - Number(versions[0]) + 1);

  const alias = await refusal(worker.url, { calledAliases: [{ type: "?", value: "x" }] });
  const types = await values('[name="calledAliases[0].type"] option');
  assert.equal(alias.error, `calledAliases[0].type must be one of ${types.join(", ")}`);

  const codecs = await refusal(worker.url, { codecs: ["?"] });
  assert.equal(
    codecs.error,
    `codecs must be a list of one or more of ${(await values('[name="codecs"]')).join(", ")}, each once`,
  );
});

test("every option of the API is in the form, with a help text", async () => {
  const basic = ["server", "port", "callingNumber", "calledNumber"];
  const members = Object.keys(Vendor.properties).map((member) => `vendor.${member}`);
  // How long tones are is left to the API.
  const during = ["userInput.digits", "userInput.as", "userInput.afterSeconds", "requestMode.codec"];
  const names = Object.keys(CallRequest.properties).filter(
    (name) => !["vendor", "userInput", "requestMode", "gatekeeper"].includes(name),
  );
  // A list of aliases and the prefixes of a gateway are left to the API.
  const registered = ["alias", "password", "user", "auth", "terminalType", "timeToLive", "identifier"];
  const behind = registered.map((member) => `gatekeeper.${member}`);
  for (const name of [...names, ...members, ...during, ...behind]) {
    assert.ok((await control(page, name).count()) > 0, name);
    if (basic.includes(name)) continue;
    const help = await page.locator(`#${name.replace(".", "-")}-help`).textContent();
    assert.ok(help.length > 10, `${name}: ${help}`);
  }
});

/** A name with a dot, one with a capital inside, or a backtick: what the API and documents write, not a form. */
const CODED = /[a-z]\.[a-z]|[a-z][A-Z]|`/;

/** What makes other fields count. */
const ENABLED = {
  "userInput.digits": "1",
  "gatekeeper.alias": "1",
  "gatekeeper.password": "x",
  overlapDigits: "1",
  server: "gw.example.com",
};

test("no mistake that the form finds has a name of the API in it", async () => {
  const opened = await openPage(browser, worker.url);
  const { page: own } = opened;
  await openOptions(own);
  for (const name of ["callingAliases", "calledAliases"]) {
    await own.locator(`[name="${name}"]`).getByRole("button", { name: "Add an alias" }).click();
  }
  await control(own, "bearer").selectOption("video");
  await control(own, "keepAlive").selectOption("tpkt");
  for (const [name, value] of Object.entries(ENABLED)) {
    await reach(own, name);
    await control(own, name).fill(value);
  }
  let seen = 0;
  for (const { name, kind, initial } of EVERY.values()) {
    if (kind === "choice" || kind === "tick") continue;
    await reach(own, name);
    const path = kind === "aliases" ? `${name}[0].value` : name;
    if (kind === "several") for (const box of await control(own, name).all()) await box.uncheck();
    else await control(own, path).fill(kind === "number" ? "-1" : "\u202e".repeat(2000));
    const words = await errorAt(own, path).textContent();
    assert.ok(words.length > 10 && !words.startsWith(name), `${name}: ${words}`);
    assert.doesNotMatch(words, CODED, name);
    if (kind === "number" || kind === "text") await control(own, name).fill(ENABLED[name] ?? initial);
    seen += 1;
  }
  assert.ok(seen > 20, `${seen} fields`);
  await opened.close();
});

test("no mistake that the Worker finds has a name of the API in it, at its field", async () => {
  const opened = await openPage(browser, `${worker.url}/?server=gw.example.com&calledAliases=h323-ID:a`);
  const { page: own } = opened;
  await catchCalls(own);
  const sentences = [...EVERY.values()].map(({ name, kind }) =>
    kind === "aliases"
      ? { field: `${name}[0].value`, error: `${name}[0].value must not be empty` }
      : { field: name, error: `${name} goes with overlapDigits only, and needs a word in gatekeeper.password` },
  );
  for (const { field, error } of [
    ...sentences,
    { field: "userInput", error: "userInput needs H.245, which is off (h245)" },
    { field: "requestMode", error: "requestMode must name one of codecs" },
    { field: "vendor", error: "vendor must be an object" },
  ]) {
    await own.route("**/api/h323/call", (route) => route.fulfill({ status: 400, json: { error, field } }));
    await submit(own);
    const words = await own.locator(".field-error:not(:empty)").allTextContents();
    assert.equal(words.length, 1, `${field}: ${words.join("; ")}`);
    assert.ok(!words[0].startsWith(field), words[0]);
    assert.doesNotMatch(words[0], CODED, field);
    assert.equal(await own.locator("#result .error").textContent(), words[0], "the result says the same");
    await own.unroute("**/api/h323/call");
  }
  await opened.close();
});
