/** That the page's defaults and limits are the Worker's. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEFAULTS, LIMITS } from "../../static/base/defaults.js";
import { timerOf } from "../../static/ladder/waiting.js";
import { GROUPS } from "../../static/rules/option-groups.js";

/** @param {string} path from the root of the repository */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const { schemas } = JSON.parse(read("static/api/openapi.json")).components;

/** @param {Record<string, any>} properties of a schema @returns {Record<string, unknown>} their defaults by name */
const defaultsOf = (properties) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, schema]) => "default" in schema)
      .map(([name, schema]) => [name, schema.default]),
  );

test("the defaults are those of the API", () => {
  assert.deepEqual(DEFAULTS, defaultsOf(schemas.CallRequest.properties));
});

test("the members of objects in the form have the API's defaults", () => {
  const [, userInput] = schemas.CallRequest.properties.userInput.oneOf;
  const expected = defaultsOf(userInput.properties);
  for (const name of ["as", "afterSeconds"]) {
    const option = GROUPS.flatMap(({ options }) => options).find((one) => one.name === `userInput.${name}`);
    assert.equal(option?.initial, String(expected[name]), name);
  }
});

test("the timers that a request may change start from the defaults", () => {
  assert.deepEqual(timerOf(1, {}), { name: "T303", seconds: DEFAULTS.firstAnswerSeconds });
  assert.deepEqual(timerOf(4, {}), { name: "T301", seconds: DEFAULTS.ringSeconds });
  assert.deepEqual(timerOf(4, { ringSeconds: 90 }), { name: "T301", seconds: 90 });
});

test("the timers that no request changes are those of the engine", () => {
  const config = read("crates/h323-proto/src/call/config.rs");
  const hard = (/** @type {string} */ timer) => {
    const limit = `${timer.toLowerCase()}: Limit(?:::hard\\(|\\s*\\{[^}]*hard: )Duration::from_secs\\(([0-9]+)\\)`;
    return Number(new RegExp(limit).exec(config)?.[1]);
  };
  for (const [timer, seconds] of Object.entries(LIMITS)) {
    assert.equal(seconds, hard(timer), timer);
    const state = { T304: 2, T310: 3 }[timer];
    assert.deepEqual(timerOf(state, {}), { name: timer, seconds });
  }
});
