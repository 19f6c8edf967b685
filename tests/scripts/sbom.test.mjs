/** The Worker's bill of materials. tests/e2e/sbom.test.mjs holds it to what cargo compiles. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bill, checksums, readTree, workerBill } from "../../scripts/lib/sbom.mjs";

const SUM = "ab".repeat(32);
const TREE = `0h323-edge-tester v0.1.0 (/home/user/a folder)\tMIT\t
1old v1.2.3\tMIT/Apache-2.0\thttps://example.com/old
2deep v0.0.1\tMIT\t
1ours v0.1.0 (/home/user/a folder/crates/ours)\tMIT\t
2old v1.2.3\tMIT/Apache-2.0\thttps://example.com/old (*)
`;
const LOCK = ["deep 0.0.1", "old 1.2.3"]
  .map((key) => key.split(" "))
  .map(
    ([name, version]) =>
      `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry+x"\nchecksum = "${SUM}"\n`,
  )
  .join("\n");

test("a crate is named once, with its licence, its hash and what it needs", () => {
  const { metadata, components, dependencies } = bill(readTree(TREE), checksums(LOCK));
  assert.equal(metadata.component.name, "h323-edge-tester");
  const old = components.filter(({ name }) => name === "old");
  assert.deepEqual(old, [
    {
      type: "library",
      "bom-ref": "pkg:cargo/old@1.2.3",
      name: "old",
      version: "1.2.3",
      licenses: [{ expression: "MIT OR Apache-2.0" }],
      purl: "pkg:cargo/old@1.2.3",
      hashes: [{ alg: "SHA-256", content: SUM }],
      externalReferences: [{ type: "vcs", url: "https://example.com/old" }],
    },
  ]);
  const needs = Object.fromEntries(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  assert.deepEqual(needs["ours@0.1.0"], ["pkg:cargo/old@1.2.3"]);
  assert.deepEqual(needs["pkg:cargo/old@1.2.3"], ["pkg:cargo/deep@0.0.1"]);
});

test("a line that cannot be read, or a crate without a hash, is an error and not left out", () => {
  assert.throws(() => readTree("0odd\n"), /cannot be read: 0odd/);
  assert.throws(() => bill(readTree(TREE), new Map()), /no checksum of old 1\.2\.3/);
});

test("the Worker's bill names each part once, no folder of this machine, and only parts that it lists", async () => {
  const { components, dependencies, metadata } = await workerBill();
  const refs = [metadata.component, ...components].map((part) => part["bom-ref"]);
  assert.equal(new Set(refs).size, refs.length);
  assert.ok(refs.length > 50);
  for (const { ref, dependsOn } of dependencies) {
    for (const one of [ref, ...dependsOn]) assert.ok(refs.includes(one), one);
  }
  assert.ok(!JSON.stringify({ components, metadata }).includes(process.cwd()));
  for (const { name, licenses } of components) assert.match(licenses[0].expression, /^[\w.() -]+$/, name);
});
