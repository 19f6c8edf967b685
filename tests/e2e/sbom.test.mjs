/** The bill of materials names what cargo compiles into the Worker, and the files of it name no folder. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { OUTPUT, linkedCrates } from "../../scripts/build.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { workerBill } from "../../scripts/lib/sbom.mjs";

const BESIDES = ["rust-std", "wasm-bindgen-cli-support", "worker-build"];

test("the bill of materials names every crate that the Worker links, and no other", async () => {
  const { metadata, components } = await workerBill();
  const named = [metadata.component, ...components].filter(({ name }) => !BESIDES.includes(name));
  assert.deepEqual(named.map(({ name, version }) => `${name} ${version}`).sort(), await linkedCrates());
});

test("what is uploaded says nothing of the machine that built it", () => {
  for (const path of Object.values(OUTPUT)) {
    const octets = readFileSync(path);
    // With the separator: a crate has a file `src/roots.rs`, and `/root` is some users' home.
    for (const folder of [ROOT, homedir()])
      assert.equal(octets.indexOf(join(folder, "/")), -1, `${path} names ${folder}`);
  }
});
