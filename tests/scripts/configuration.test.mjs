/** What is deployed is what wrangler.toml says, and it says what docs/limits.md does. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { withoutLimits } from "../../scripts/lib/services.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const configuration = read("wrangler.toml");
const rules = configuration.replaceAll(/^#.*$/gm, "");

/** The limits by their names. */
function limits(text) {
  const found = text.matchAll(/^name = "(\w+_LIMIT)"\n.*\n^simple = \{ limit = (\d+), period = 60 \}/gm);
  return Object.fromEntries(Array.from(found, ([, name, limit]) => [name, Number(limit)]));
}

test("there is one environment: none with other limits can be deployed by its name", () => {
  assert.doesNotMatch(rules, /\[\[?env\b/);
});

test("nothing deployed may call private addresses", () => {
  assert.doesNotMatch(rules, /ALLOW_PRIVATE_TARGETS/);
});

test("the limits are those of docs/limits.md", () => {
  const document = read("docs/limits.md");
  const named = limits(configuration);
  assert.deepEqual(Object.keys(named).sort(), ["CALL_LIMIT", "DECODE_LIMIT", "NUMBER_LIMIT", "STORE_LIMIT"]);
  for (const [name, limit] of Object.entries(named)) {
    const row = document.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${name}\``));
    assert.ok(row?.includes(`| ${limit} a minute |`), `${name}: ${row}`);
  }
});

test("each limit of docs/limits.md has the place where it is tested", () => {
  const rows = read("docs/limits.md")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2);
  assert.ok(rows.length > 20);
  for (const row of rows) {
    const [, file] = /\| `([^`|]+)` \|$/.exec(row) ?? [];
    assert.ok(file && existsSync(new URL(`../../${file}`, import.meta.url)), row);
  }
});

test("what tests are given has none of the limits, and is another text", () => {
  const raised = limits(withoutLimits(configuration));
  for (const limit of Object.values(raised)) assert.ok(limit > 100_000);
  assert.equal(Object.keys(raised).length, 4);
});

test("what the Worker counts with is bound, and calls are logged", () => {
  assert.match(rules, /^class_name = "Switchboard"$/m);
  assert.match(rules, /^new_sqlite_classes = \["Switchboard"\]$/m);
  assert.match(rules, /^\[observability\]\nenabled = true$/m);
  // The platform's own lines have the address of each request and the client's headers.
  assert.match(rules, /^\[observability\.logs\]\nenabled = true\ninvocation_logs = false$/m);
});
