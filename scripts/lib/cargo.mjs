/** Cargo with exactly the versions of Cargo.lock. */

import { run } from "./process.mjs";

const REMEDY = `Cargo.lock does not fit a Cargo.toml. Run \`cargo update --workspace\`, look at what it changed in
Cargo.lock, and commit that with the Cargo.toml.`;

/**
 * Runs a command of cargo that resolves dependencies.
 * @param {string} command such as "build"
 * @param {string[]} [args]
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<void>} rejects if it fails; if the lock file is the cause, the message has the
 *   remedy
 */
export async function cargo(command, args = [], options = {}) {
  try {
    await run("cargo", [command, "--locked", ...args], options);
  } catch (error) {
    throw new Error([error.message, await lockFault(options)].filter(Boolean).join("\n"));
  }
}

/**
 * The remedy, if the lock file is the cause.
 * @param {{ cwd?: string }} options
 */
async function lockFault({ cwd }) {
  try {
    await run("cargo", ["tree", "--locked", "--workspace", "--depth", "0"], { cwd, quiet: true });
  } catch (error) {
    if (error.message.includes("because --locked was passed")) return REMEDY;
  }
  return undefined;
}
