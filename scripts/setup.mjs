/**
 * Checks the tools of the machine and installs the missing ones.
 *   node scripts/setup.mjs          for building and running
 *   node scripts/setup.mjs --test   for the tests too
 */

import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { begin, done, runScript, since } from "./lib/report.mjs";
import { stopOnSignals } from "./lib/process.mjs";
import { toBuild, toTest } from "./lib/toolchain.mjs";

/**
 * @param {import("./lib/toolchain.mjs").Requirement} requirement
 * @returns {Promise<{ line: string, fresh: boolean }>} the tool that is there, and whether it was
 *   installed just now; rejects with advice if it is missing and cannot be installed
 */
export async function satisfy(requirement) {
  const found = await requirement.find();
  if (found) return { line: `${requirement.title}: ${found}`, fresh: false };
  const missing = `${requirement.title} is missing.\n  What to do: ${requirement.advice}`;
  if (!requirement.get) throw new Error(missing);
  const started = performance.now();
  begin(`${requirement.title}: getting it (${requirement.note})`);
  try {
    await requirement.get();
  } catch (error) {
    throw new Error(`${error.message}\n${missing}`);
  }
  const got = await requirement.find();
  if (!got) throw new Error(missing);
  return { line: `${requirement.title}: ${got} (${since(started)})`, fresh: true };
}

/**
 * Checks the requirements in this order, and installs what is missing.
 * @param {import("./lib/toolchain.mjs").Requirement[]} requirements
 * @param {{ quiet?: boolean }} [options] `quiet` prints only the tools that must be installed
 * @returns {Promise<void>} rejects with advice if a tool is missing and cannot be installed
 */
export async function provide(requirements, { quiet = false } = {}) {
  const started = performance.now();
  let got = false;
  for (const requirement of requirements) {
    const { line, fresh } = await satisfy(requirement);
    got ||= fresh;
    if (fresh || !quiet) done(line);
  }
  if (got || !quiet) done(`Set-up: ${since(started)}`);
}

/**
 * The same for all tools for building and running, and for the tests too if wanted.
 * @param {{ forTests?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<void>}
 */
export async function setup({ forTests = false, quiet = false } = {}) {
  await provide([...toBuild(), ...(forTests ? toTest() : [])], { quiet });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopOnSignals();
  await runScript(async () => {
    const { values } = parseArgs({ options: { test: { type: "boolean", default: false } } });
    await setup({ forTests: values.test });
  });
}
