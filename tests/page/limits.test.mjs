/** That the page takes texts as long as the API does, and no longer. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  LONGEST_ALIAS,
  LONGEST_DIGITS,
  LONGEST_DISPLAY,
  LONGEST_KEYS,
  LONGEST_NUMBER,
  LONGEST_URL,
  LONGEST_VENDOR_TEXT,
  MOST_ALIASES,
} from "../../static/rules/limits.js";
import { aliasRule, display, keys, vendorText } from "../../static/rules/option-rules.js";
import { dialled, digits } from "../../static/rules/text.js";

const { schemas } = JSON.parse(
  readFileSync(new URL("../../static/api/openapi.json", import.meta.url), "utf8"),
).components;

const call = schemas.CallRequest.properties;
const vendor = schemas.Vendor.properties;

/** @typedef {{ maxLength?: number, pattern?: string }} Schema */

/** @param {Schema} schema @param {string} text */
const takes = ({ maxLength = Number.POSITIVE_INFINITY, pattern = "" }, text) =>
  text.length <= maxLength && new RegExp(pattern, "u").test(text);

/** @param {string} type of an alias @returns {(text: string) => string | null} */
const alias = (type) => (value) => aliasRule({ type, value });

/** @type {[string, number, Schema, (text: string) => string | null, string][]} */
const TEXTS = [
  ["calledNumber", LONGEST_NUMBER, schemas.Number, dialled, "1"],
  ["overlapDigits", LONGEST_NUMBER, call.overlapDigits, digits, "1"],
  ["display", LONGEST_DISPLAY, call.display, display, "x"],
  ["userInput.digits", LONGEST_KEYS, schemas.Keys, keys, "1"],
  ["vendor.productId", LONGEST_VENDOR_TEXT, vendor.productId, vendorText, "x"],
  ["vendor.versionId", LONGEST_VENDOR_TEXT, vendor.versionId, vendorText, "x"],
  ["dialedDigits", LONGEST_DIGITS, schemas.DialedDigits.properties.value, alias("dialedDigits"), "1"],
  ["partyNumber", LONGEST_DIGITS, schemas.PartyNumber.properties.value, alias("partyNumber"), "1"],
  ["h323-ID", LONGEST_ALIAS, schemas.H323Id.properties.value, alias("h323-ID"), "x"],
  ["url-ID", LONGEST_URL, schemas.UrlId.properties.value, alias("url-ID"), "x"],
  ["email-ID", LONGEST_URL, schemas.EmailId.properties.value, alias("email-ID"), "x"],
];

for (const [name, limit, schema, rule, character] of TEXTS) {
  test(`${name} may be as long here as in the API`, () => {
    const [longest, longer] = [character.repeat(limit), character.repeat(limit + 1)];
    assert.deepEqual([takes(schema, longest), takes(schema, longer)], [true, false], "the API");
    assert.equal(rule(longest), null);
    assert.notEqual(rule(longer), null);
  });
}

test("a side has as many aliases as in the API", () => {
  assert.equal(MOST_ALIASES, schemas.Aliases.maxItems);
});
