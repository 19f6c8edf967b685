/** npm's packages, exactly as in package-lock.json. Only the named install scripts may run. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atLeast } from "./manifest.mjs";
import { ROOT, npmBin, pathWithoutLocal } from "./paths.mjs";
import { capture, run } from "./process.mjs";

const NODE_FOR_WRANGLER = "22";
const FLAGS = ["--loglevel=error", "--no-audit", "--no-fund"];

/** @returns {string[]} the packages whose install scripts may run */
export function allowedScripts() {
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}

/**
 * @param {string} path of a lock file of npm
 * @returns {Record<string, any>} its packages by folder; empty if the file does not exist
 */
export function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

/** Whether the installed packages are those of the lock file. */
function installed() {
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const present = packagesOf(join(ROOT, "node_modules", ".package-lock.json"));
  const same = Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || (present[path] ? present[path].version === version : optional),
  );
  return same ? present : undefined;
}

export const npmPackages = {
  title: "npm packages",
  async find() {
    const present = installed();
    const node = present && (await capture(npmBin("node"), ["--version"]));
    if (!node || !atLeast(node.slice(1), NODE_FOR_WRANGLER)) return undefined;
    return `${Object.keys(present).length} packages, Node ${node.slice(1)}`;
  },
  async get() {
    // npm warns until the Node that wrangler needs is installed; it is one of the packages.
    const env = { PATH: pathWithoutLocal() };
    if (!installed()) await run("npm", ["ci", "--ignore-scripts", ...FLAGS], { env });
    await run("npm", ["rebuild", "--ignore-scripts=false", ...FLAGS, ...allowedScripts()], { env });
  },
  note: "half a minute",
  advice: `see what npm printed. If package-lock.json does not fit package.json: \`npm install --package-lock-only\`, look
  at what that changed, and commit it. If an install script was blocked: ${allowedScripts().join(", ")} need theirs`,
};
