/**
 * Builds the Worker into build/: cargo, then worker-build (wasm-bindgen, wasm-opt, esbuild); the page's
 * decoder into static/wasm/: cargo, wasm-bindgen, wasm-opt; and the documents as pages. It is wrangler.toml's build command, so it checks and gets its tools itself.
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
/** The decoder of files that the page loads on demand. */
const DECODER_FOLDER = join(ROOT, "static", "wasm");
export const DECODER = {
  script: join(DECODER_FOLDER, "h323_browser.js"),
  wasm: join(DECODER_FOLDER, "h323_browser_bg.wasm"),
};
// Not beside them: everything in static/ is served.
const DECODER_FINGERPRINT = join(BUILD, ".decoder-fingerprint");
const WASM = join(TARGET, "wasm32-unknown-unknown", "release");
const COMPILED = join(WASM, "h323_edge_tester.wasm");
const DECODER_COMPILED = join(WASM, "h323_browser.wasm");

/**
 * rustc's flags for the Worker: first those from the environment, then path prefixes. Panic messages
 * name source files, and those of dependencies lie in the builder's home folder. That path is private,
 * and would make the same sources build another Worker on another machine.
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
  // worker-build sets this for cargo; without it here, the two runs of cargo could differ.
  WASM_BINDGEN_USE_JS_SYS: "1",
};

/** A deployer who wants the smaller Worker sets this (docs/size.md). */
const FEATURES = process.env.WITHOUT_TLS ? ["--no-default-features"] : [];

const RELEASE = ["--lib", "--release", "--target", "wasm32-unknown-unknown"];
const COMPILE = [...RELEASE, ...FEATURES];
const COMPILE_DECODER = ["-p", "h323-browser", ...RELEASE];

// Measurements (docs/setup.md) show that -O and -Oz take longer, and that the code which they inline
// compresses worse. We run wasm-opt here because worker-build would keep the names of all functions: a
// quarter of the Worker. The features are those that worker-build enables.
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

/**
 * "name version" from cargo's id of a package. If the name equals the folder's, the id has it only
 * once.
 */
function crateOf(id) {
  const [, folder, name, version] = id.match(/([^/#]+)#(?:(.+)@)?([^@]+)$/);
  return `${name ?? folder} ${version}`;
}

/** The inputs of the steps after cargo: cargo's output, and the versions and settings of the steps. */
function fingerprint(compiled) {
  const hash = createHash("sha256");
  for (const path of [compiled, join(ROOT, "package-lock.json")]) hash.update(readFileSync(path));
  return hash.update([wasmBindgen(), workerBuild(), ...OPTIMISE].join()).digest("hex");
}

/**
 * @param {{ script: string, wasm: string }} [output]
 * @returns {{ raw: number, gzip: number }} octets of a script and its wasm, as we upload them
 */
export function sizeOf(output = OUTPUT) {
  const files = Object.values(output).map((path) => readFileSync(path));
  const sum = (lengths) => lengths.reduce((total, length) => total + length, 0);
  return { raw: sum(files.map((file) => file.length)), gzip: sum(files.map((file) => gzipSync(file).length)) };
}

/**
 * The crates that cargo compiles into the Worker, or into the page's decoder, from cargo's messages;
 * compiles it if necessary.
 * @param {"h323-edge-tester" | "h323-browser"} crate
 * @returns {Promise<string[]>} crates as "name version", in order, without macros and build scripts
 */
export async function linkedCrates(crate) {
  const compile = crate === "h323-browser" ? COMPILE_DECODER : COMPILE;
  const args = ["build", "--locked", ...compile, "--message-format=json"];
  const messages = await capture("cargo", args, { env: ENV });
  if (messages === undefined) throw new Error("it does not compile: `npm run build` says why");
  const crates = messages
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(
      ({ reason, filenames }) => reason === "compiler-artifact" && filenames.some((path) => path.startsWith(WASM)),
    )
    .map(({ package_id: id }) => crateOf(id));
  return [...new Set(crates)].sort();
}

/** Builds the parts that have changed. */
export async function build() {
  const started = performance.now();
  // Not imported above: it uses an npm package, and on a fresh machine the set-up installs those first.
  const { buildDocs } = await import("./docs.mjs");
  buildDocs();
  begin("Worker: compiling to WebAssembly");
  await cargo("build", COMPILE, { env: ENV });
  const worker = await unlessCurrent({ stamp: FINGERPRINT, compiled: COMPILED, output: OUTPUT }, async () => {
    // cargo gets the arguments after --.
    await run(workerBuild(), ["--release", "--no-opt", "--", "--locked", ...FEATURES], { env: ENV });
    begin("Worker: optimising");
  });
  told("Worker", worker, OUTPUT, started);
  await buildDecoder();
}

async function buildDecoder() {
  const started = performance.now();
  begin("Decoder of the page: compiling to WebAssembly");
  await cargo("build", COMPILE_DECODER, { env: ENV });
  const parts = { stamp: DECODER_FINGERPRINT, compiled: DECODER_COMPILED, output: DECODER };
  const state = await unlessCurrent(parts, async () => {
    const flags = ["--target", "web", "--no-typescript", "--out-dir", DECODER_FOLDER, "--out-name", "h323_browser"];
    await run(wasmBindgen(), [...flags, DECODER_COMPILED]);
  });
  told("Decoder of the page", state, DECODER, started);
}

/**
 * Makes a script and its wasm again if what they are made of has changed, and optimises them.
 * @param {{ stamp: string, compiled: string, output: { script: string, wasm: string } }} parts
 * @param {() => Promise<void>} make
 */
async function unlessCurrent({ stamp, compiled, output }, make) {
  const wanted = fingerprint(compiled);
  const whole = existsSync(stamp) && Object.values(output).every((path) => existsSync(path));
  if (whole && readFileSync(stamp, "utf8") === wanted) return "unchanged";
  rmSync(stamp, { force: true });
  await make();
  await run(npmBin("wasm-opt"), [output.wasm, "-o", output.wasm, ...OPTIMISE]);
  // Computed again: the sources may have changed meanwhile, and worker-build runs cargo again.
  writeFileSync(stamp, fingerprint(compiled));
  return "built";
}

function told(name, state, output, started) {
  const { raw, gzip } = sizeOf(output);
  done(`${name}: ${state}, ${raw} octets, ${gzip} with gzip (${since(started)})`);
}

// wrangler runs this file as a program, by wrangler.toml.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopOnSignals();
  await runScript(async () => {
    await setup({ quiet: true });
    await build();
  });
}
