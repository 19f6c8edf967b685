/**
 * Builds the Worker into build/: cargo, then worker-build (wasm-bindgen, wasm-opt, esbuild).
 * wrangler.toml's build command, so it makes sure of its tools itself.
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { cargo } from "./lib/cargo.mjs";
import { BUILD, ROOT, TARGET, npmBin } from "./lib/paths.mjs";
import { capture, run, stopOnSignals } from "./lib/process.mjs";
import { begin, done, runScript, since } from "./lib/report.mjs";
import { wasmBindgen, workerBuild } from "./lib/toolchain.mjs";
import { setup } from "./setup.mjs";

/** The script and the wasm that are uploaded. */
export const OUTPUT = { script: join(BUILD, "index.js"), wasm: join(BUILD, "index_bg.wasm") };
const FINGERPRINT = join(BUILD, ".fingerprint");
const WASM = join(TARGET, "wasm32-unknown-unknown", "release");
const COMPILED = join(WASM, "h323_edge_tester.wasm");

/**
 * rustc's flags for the Worker, those of the environment first. Panic messages name source files: those
 * of dependencies lie in the home folder of whoever builds, which is nobody's business, and made the
 * same sources into another Worker on another machine.
 */
function rustFlags() {
  const { CARGO_ENCODED_RUSTFLAGS: encoded, RUSTFLAGS: plain, CARGO_HOME } = process.env;
  const given = encoded ? encoded.split("\x1f") : (plain ?? "").split(/\s+/).filter(Boolean);
  const registry = join(CARGO_HOME || join(homedir(), ".cargo"), "registry", "src");
  return [...given, `--remap-path-prefix=${registry}=crates`, `--remap-path-prefix=${ROOT}=.`].join("\x1f");
}

const ENV = {
  CARGO_ENCODED_RUSTFLAGS: rustFlags(),
  WASM_BINDGEN_BIN: wasmBindgen(),
  ESBUILD_BIN: npmBin("esbuild"),
  // worker-build gives it to cargo; without it here, cargo's two runs could differ.
  WASM_BINDGEN_USE_JS_SYS: "1",
};

const COMPILE = ["--lib", "--release", "--target", "wasm32-unknown-unknown"];

// By measurement (docs/setup.md): -O and -Oz take longer, and what they inline compresses worse.
// wasm-opt runs here, not in worker-build, which would keep the names of all functions: a quarter
// of the Worker. The features are those that worker-build names.
const OPTIMISE = [
  "-O1",
  "--strip-debug",
  ...[
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "bulk-memory",
    "multivalue",
    "reference-types",
    "exception-handling",
  ].map((feature) => `--enable-${feature}`),
];

/** "name version", from cargo's id of a package: a folder's own name is not said again. */
function crateOf(id) {
  const [, folder, name, version] = id.match(/([^/#]+)#(?:(.+)@)?([^@]+)$/);
  return `${name ?? folder} ${version}`;
}

/** What the steps after cargo depend on: its output, their versions and their settings. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of [COMPILED, join(ROOT, "package-lock.json")]) hash.update(readFileSync(path));
  return hash.update([wasmBindgen(), workerBuild(), ...OPTIMISE].join()).digest("hex");
}

/** @returns {{ raw: number, gzip: number }} octets of the script and its wasm, as they are uploaded */
export function workerSize() {
  const files = Object.values(OUTPUT).map((path) => readFileSync(path));
  const sum = (lengths) => lengths.reduce((total, length) => total + length, 0);
  return { raw: sum(files.map((file) => file.length)), gzip: sum(files.map((file) => gzipSync(file).length)) };
}

/**
 * What cargo compiles into the Worker, from cargo's own messages; compiles it if that is not done.
 * @returns {Promise<string[]>} crates as "name version", in order; macros and build scripts are none
 */
export async function linkedCrates() {
  const args = ["build", "--locked", ...COMPILE, "--message-format=json"];
  const messages = await capture("cargo", args, { env: ENV });
  if (messages === undefined) throw new Error("the Worker does not compile: `npm run build` says why");
  const crates = messages
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(
      ({ reason, filenames }) => reason === "compiler-artifact" && filenames.some((path) => path.startsWith(WASM)),
    )
    .map(({ package_id: id }) => crateOf(id));
  return [...new Set(crates)].sort();
}

/** Builds what has changed. */
export async function build() {
  const started = performance.now();
  begin("Worker: compiling to WebAssembly");
  await cargo("build", COMPILE, { env: ENV });
  const wanted = fingerprint();
  const current =
    existsSync(FINGERPRINT) &&
    Object.values(OUTPUT).every((path) => existsSync(path)) &&
    readFileSync(FINGERPRINT, "utf8");
  if (current !== wanted) {
    rmSync(FINGERPRINT, { force: true });
    // What follows -- goes to cargo.
    await run(workerBuild(), ["--release", "--no-opt", "--", "--locked"], { env: ENV });
    begin("Worker: optimising");
    await run(npmBin("wasm-opt"), [OUTPUT.wasm, "-o", OUTPUT.wasm, ...OPTIMISE]);
    // Anew: the sources may have changed since, and worker-build runs cargo again.
    writeFileSync(FINGERPRINT, fingerprint());
  }
  const { raw, gzip } = workerSize();
  const state = current === wanted ? "unchanged" : "built";
  done(`Worker: ${state}, ${raw} octets, ${gzip} with gzip (${since(started)})`);
}

// wrangler.toml has wrangler run this.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopOnSignals();
  await runScript(async () => {
    await setup({ quiet: true });
    await build();
  });
}
