/**
 * Writes bills of materials (CycloneDX, JSON): the parts of the Worker and of the page's
 * decoder, and the npm packages that build and test them.
 *   npm run sbom
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT, pathWithoutLocal } from "./lib/paths.mjs";
import { capture, stopOnSignals } from "./lib/process.mjs";
import { done, runScript } from "./lib/report.mjs";
import { decoderBill, workerBill } from "./lib/sbom.mjs";
import { setup } from "./setup.mjs";

const FOLDER = join(ROOT, "test-results", "sbom");

async function npmBill() {
  const env = { PATH: pathWithoutLocal() };
  const text = await capture("npm", ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"], { env });
  if (text === undefined) throw new Error("npm cannot list its packages: see `npm sbom --sbom-format=cyclonedx`");
  return JSON.parse(text);
}

stopOnSignals();

await runScript(async () => {
  await setup({ quiet: true });
  mkdirSync(FOLDER, { recursive: true });
  const bills = {
    "worker.cdx.json": await workerBill(),
    "decoder.cdx.json": await decoderBill(),
    "npm.cdx.json": await npmBill(),
  };
  for (const [name, bill] of Object.entries(bills)) {
    const path = join(FOLDER, name);
    writeFileSync(path, `${JSON.stringify(bill, undefined, 2)}\n`);
    done(`${relative(ROOT, path)}: ${bill.components.length} parts`);
  }
});
