/** workerd without wrangler, which otherwise starts this runtime and adds its own layers. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { BUILD, ROOT, npmBin } from "../lib/paths.mjs";
import { startService } from "../lib/process.mjs";

const READY_MS = 30_000;
const COLLECT_MS = 2_000;

/** The Worker, and what lets us see its memory; the first is where workerd begins. */
const TAP = ["tap.js", "instances.js"];
const BUILT = ["index.js", "index_bg.wasm"];
const EMPTY = 'export default { fetch() { return new Response("ok"); } };\n';

function compatibilityDate() {
  const text = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  return text.match(/^compatibility_date = "([^"]+)"/m)[1];
}

/** The Worker may dial this machine, as under `wrangler dev` in the tests. */
function configuration(files) {
  const kind = (file) => (file.endsWith(".wasm") ? "wasm" : "esModule");
  const modules = files.map((file) => `(name = "${file}", ${kind(file)} = embed "${file}")`);
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
  return folderWith([...TAP, ...BUILT], (folder) => {
    for (const file of TAP) copyFileSync(join(import.meta.dirname, file), join(folder, file));
    for (const file of BUILT) copyFileSync(join(build, file), join(folder, file));
  });
}

/** @returns {string} the same with an empty Worker */
export function emptyWorker() {
  return folderWith(["index.js"], (folder) => writeFileSync(join(folder, "index.js"), EMPTY));
}

/**
 * @typedef {{ usedSize: number, totalSize: number, backingStorageSize: number }} Heap octets: what
 *   JavaScript's objects take, what the engine has for them, and the ArrayBuffers outside
 */

/**
 * Asks the inspector of workerd, by the protocol of Chrome's developer tools.
 * @param {number} port
 * @returns {Promise<Heap>}
 */
async function heapOf(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/main`);
  await new Promise((done, fail) => {
    socket.onopen = done;
    socket.onerror = () => fail(new Error("workerd's inspector does not answer"));
  });
  try {
    socket.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" }));
    socket.send(JSON.stringify({ id: 2, method: "Runtime.getHeapUsage" }));
    return await new Promise((done) => {
      socket.onmessage = ({ data }) => {
        const { id, result } = JSON.parse(data);
        if (id === 2) done(result);
      };
    });
  } finally {
    socket.close();
  }
}

/**
 * Starts workerd and waits until it listens.
 * @param {string} folder
 * @returns {Promise<{ url: string, pid: number, memory: () => Promise<{ wasm: number, heap: number }>, stop: () => Promise<void> }>}
 *   `memory` is what the isolate itself has, in octets: WebAssembly, which never gives any back, and
 *   JavaScript with its buffers
 */
export async function startWorkerd(folder) {
  let inspector = 0;
  const { match, ...rest } = await startService({
    name: "workerd",
    command: npmBin("workerd"),
    // workerd prints its port on standard output.
    args: ["serve", join(folder, "config.capnp"), "--control-fd=1", "--inspector-addr=127.0.0.1:0"],
    ready: /"event":"listen".*"port":(\d+)/,
    timeoutMs: READY_MS,
    onLine(line) {
      const [, port] = line.match(/"event":"listen-inspector".*"port":(\d+)/) ?? [];
      if (port !== undefined) inspector = Number(port);
    },
  });
  const url = `http://127.0.0.1:${match[1]}`;
  const memory = async () => {
    const { wasm } = await (await fetch(new URL("/memory", url))).json();
    // Garbage is given back some time after it was collected.
    await heapOf(inspector);
    await pause(COLLECT_MS);
    const { usedSize, backingStorageSize } = await heapOf(inspector);
    return { wasm, heap: usedSize + backingStorageSize };
  };
  return { ...rest, url, memory };
}
