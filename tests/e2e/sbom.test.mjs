/** The bill of materials names what cargo compiles into the Worker, and the files of it name no folder. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DECODER, OUTPUT, linkedCrates } from "../../scripts/build.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { decoderBill, workerBill } from "../../scripts/lib/sbom.mjs";

const BESIDES = ["rust-std", "wasm-bindgen-cli-support", "worker-build"];

for (const [what, crate, bill] of /** @type {const} */ ([
  ["Worker", "h323-edge-tester", workerBill],
  ["page's decoder", "h323-browser", decoderBill],
])) {
  test(`the bill of materials names every crate that the ${what} links, and no other`, async () => {
    const { metadata, components } = await bill();
    const named = [metadata.component, ...components].filter(({ name }) => !BESIDES.includes(name));
    assert.deepEqual(named.map(({ name, version }) => `${name} ${version}`).sort(), await linkedCrates(crate));
  });
}

test("what is uploaded says nothing of the machine that built it", () => {
  for (const path of [...Object.values(OUTPUT), ...Object.values(DECODER)]) {
    const octets = readFileSync(path);
    // With the separator: a crate has a file `src/roots.rs`, and `/root` is some users' home.
    for (const folder of [ROOT, homedir()])
      assert.equal(octets.indexOf(join(folder, "/")), -1, `${path} names ${folder}`);
  }
});
