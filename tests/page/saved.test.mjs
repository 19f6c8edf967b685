/** That a saved call keeps everything that a report can say. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanReport, parseSaved } from "../../static/export/saved.js";

const { schemas } = JSON.parse(
  readFileSync(new URL("../../static/api/openapi.json", import.meta.url), "utf8"),
).components;

/** Texts with a form of their own, by the name of their field. @type {Record<string, unknown>} */
const FORMED = {
  hex: "00",
  href: "/docs/firewalls.md",
  startedAt: "2026-01-02T03:04:05.678Z",
  decoded: { a: [1] },
};

/**
 * A value with all that its schema names.
 * @param {Record<string, any>} schema
 * @param {string} [name] of its field
 * @returns {unknown}
 */
function sample(schema, name = "") {
  if (Object.hasOwn(FORMED, name)) return FORMED[name];
  if (schema.$ref) return sample(schemas[schema.$ref.split("/").at(-1)], name);
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const one = schema.oneOf ?? schema.anyOf;
  if (one && !schema.properties) return sample(one[0], name);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "array") return [sample(schema.items ?? { type: "string" })];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "string") return "x";
  const fields = Object.entries(schema.properties ?? {});
  return Object.fromEntries(fields.map(([field, inner]) => [field, sample(inner, field)]));
}

test("a report with everything that the API describes comes back whole", () => {
  const report = /** @type {Record<string, any>} */ (sample(schemas.CallReport));
  assert.ok(Object.keys(report.h245.capabilities[0]).length > 10, "the sample goes to the leaves");
  assert.deepEqual(cleanReport(report), report);
});

test("the stream of a registration is read, and a file without a version is told what it lacks", () => {
  const report = { success: true, outcome: { code: "registered", text: "Registered.", advice: [] }, trace: [] };
  const lines = [
    { type: "register_start", data: {} },
    { type: "register_end", data: report },
  ];
  const { outcome } = parseSaved(lines.map((line) => JSON.stringify(line)).join("\n")).report;
  assert.equal(outcome.code, "registered");
  assert.throws(() => parseSaved('{"tool":"h323-edge-tester"}'), /without a version/);
});
