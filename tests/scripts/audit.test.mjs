/** What is made of the answers of npm's registry. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAdvisories, readSignatures } from "../../scripts/lib/audit.mjs";

test("npm's advisories: grave ones fail, others are told, no answer is told as that", () => {
  const text = JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      bad: { name: "bad", severity: "critical", range: "<2" },
      so: { name: "so", severity: "moderate", range: "*" },
    },
  });
  assert.deepEqual(readAdvisories(text), { faults: ["bad <2: critical"], notes: ["so *: moderate"] });
  assert.deepEqual(readAdvisories('{"auditReportVersion":2,"vulnerabilities":{}}'), { faults: [], notes: [] });
  const refused = JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405 });
  assert.equal(readAdvisories(refused).skipped, "405 Method Not Allowed");
  for (const nothing of ["", "oops", "{}"]) assert.match(readAdvisories(nothing).skipped, /./);
});

test("npm's signatures: an invalid or missing one fails, no answer is told as that", () => {
  const entry = (name) => ({ name, version: "1.0.0", registry: "https://registry.example/" });
  assert.deepEqual(readSignatures(JSON.stringify({ invalid: [entry("a")], missing: [entry("b")] })).faults, [
    "a@1.0.0: signature invalid",
    "b@1.0.0: signature missing",
  ]);
  assert.deepEqual(readSignatures('{"invalid":[],"missing":[]}'), { faults: [], notes: [] });
  const unreachable = JSON.stringify({ error: { code: "ENOTFOUND", summary: "no such host" } });
  assert.equal(readSignatures(unreachable).skipped, "no such host");
});
