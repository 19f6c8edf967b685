/** workerd without wrangler, which otherwise starts this runtime and adds its own layers. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILD, ROOT, npmBin } from "../lib/paths.mjs";
import { startService } from "../lib/process.mjs";

const READY_MS = 30_000;
const MODULES = { "index.js": "esModule", "index_bg.wasm": "wasm" };
const EMPTY = 'export default { fetch() { return new Response("ok"); } };\n';

function compatibilityDate() {
  const text = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  return text.match(/^compatibility_date = "([^"]+)"/m)[1];
}

/** The Worker may dial this machine, as under `wrangler dev` in the tests. */
function configuration(files) {
  const modules = files.map((file) => `(name = "${file}", ${MODULES[file]} = embed "${file}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  compatibilityDate = "${compatibilityDate()}",
  bindings = [(name = "ALLOW_PRIVATE_TARGETS", text = "true")],
);
`;
}

function folderWith(files, fill) {
  const folder = mkdtempSync(join(tmpdir(), "h323-edge-tester-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  fill(folder);
  writeFileSync(join(folder, "config.capnp"), configuration(files));
  return folder;
}

/**
 * @param {string} [build] where scripts/build.mjs of this or another commit has put a Worker
 * @returns {string} a folder for `startWorkerd` with that Worker
 */
export function builtWorker(build = BUILD) {
  const files = Object.keys(MODULES);
  return folderWith(files, (folder) => {
    for (const file of files) copyFileSync(join(build, file), join(folder, file));
  });
}

/** @returns {string} the same with an empty Worker */
export function emptyWorker() {
  return folderWith(["index.js"], (folder) => writeFileSync(join(folder, "index.js"), EMPTY));
}

/**
 * Starts workerd and waits until it listens.
 * @param {string} folder
 * @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>}
 */
export async function startWorkerd(folder) {
  const { match, ...rest } = await startService({
    name: "workerd",
    command: npmBin("workerd"),
    // workerd prints its port on standard output.
    args: ["serve", join(folder, "config.capnp"), "--control-fd=1"],
    ready: /"event":"listen".*"port":(\d+)/,
    timeoutMs: READY_MS,
  });
  return { ...rest, url: `http://127.0.0.1:${match[1]}` };
}
