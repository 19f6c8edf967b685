/**
 * Sets up and runs every check, and stops at the first that fails.
 *   npm test
 *   npm test -- --only e2e,browser
 */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DECODER, build, sizeOf } from "./build.mjs";
import { auditNpm } from "./lib/audit.mjs";
import { cargo } from "./lib/cargo.mjs";
import { ROOT, VENV, npmBin } from "./lib/paths.mjs";
import { run, stopOnSignals } from "./lib/process.mjs";
import { begin, done, failed, runScript, since } from "./lib/report.mjs";
import { startWrangler, withoutLimits } from "./lib/services.mjs";
import { cargoDeny } from "./lib/toolchain.mjs";
import { setup } from "./setup.mjs";

/**
 * The limit for the whole Worker, in octets with gzip; a third of it is TLS (docs/size.md). The free plan
 * allows nearly three times as much.
 */
const SIZE_BUDGET = 1_170_000;
/** The same for the page's decoder, which comes with the first file. */
const DECODER_BUDGET = 320_000;
const ADVISORY_FETCH_MS = 60_000;
const TEST_TIMEOUT_MS = 180_000;

/** Runs its function once, on the first request. */
function once(make) {
  let made;
  return () => (made ??= make());
}

const buildWorker = once(build);
const buildPeer = once(() => cargo("build", ["-p", "h323-peer"]));
const sharedWorker = once(() => startWrangler({ configure: withoutLimits }));

/**
 * Checks all crates. The command of wasm-bindgen is not published, so for it only sources and
 * vulnerabilities are checked.
 */
async function denyCrates() {
  const brief = "--hide-inclusion-graph";
  const all = ["--workspace"];
  const tool = ["--manifest-path", join("scripts", "tools", "wasm-bindgen", "Cargo.toml"), "--config", "deny.toml"];
  await run(cargoDeny(), [...all, "check", brief, "licenses", "bans", "sources"]);
  await run(cargoDeny(), [...tool, "check", brief, "sources"]);
  try {
    await run(cargoDeny(), ["fetch", "db"], { quiet: true, timeoutMs: ADVISORY_FETCH_MS });
  } catch (error) {
    console.log(`advisories: SKIPPED, the database could not be fetched\n${error.message}`);
    return;
  }
  for (const flags of [all, tool]) await run(cargoDeny(), [...flags, "check", brief, "advisories"]);
}

async function deny() {
  await denyCrates();
  await auditNpm();
}

async function size() {
  await buildWorker();
  const { raw, gzip } = sizeOf();
  const share = ((gzip / SIZE_BUDGET) * 100).toFixed(1);
  console.log(`Worker: ${raw} octets, ${gzip} with gzip; ${share} % of the budget of ${SIZE_BUDGET}`);
  if (gzip > SIZE_BUDGET) throw new Error("the Worker is over its size budget");
  const decoder = sizeOf(DECODER);
  console.log(`Decoder of the page: ${decoder.raw} octets, ${decoder.gzip} with gzip of ${DECODER_BUDGET}`);
  if (decoder.gzip > DECODER_BUDGET) throw new Error("the page's decoder is over its size budget");
}

async function oracles() {
  await run(join(VENV, "bin", "python"), [join("tests", "oracle", "run.py")]);
}

/** Runs the test files of a folder under tests/. */
async function nodeTests(folder, env = {}) {
  const path = join("tests", folder);
  const files = readdirSync(join(ROOT, path))
    .filter((name) => name.endsWith(".test.mjs"))
    .sort();
  if (files.length === 0) throw new Error(`${path} has no test`);
  const args = ["--test", "--test-reporter=spec", "--test-concurrency=1", `--test-timeout=${TEST_TIMEOUT_MS}`];
  await run(npmBin("node"), [...args, ...files.map((name) => join(path, name))], { env });
}

/** The same, with the built endpoint and one Worker for all files. */
async function withWorker(folder) {
  await buildPeer();
  await buildWorker();
  const worker = await sharedWorker();
  try {
    await nodeTests(folder, { H323_TEST_WORKER: worker.url });
  } catch (error) {
    console.error(`The Worker's last lines:\n${worker.output()}`);
    throw error;
  }
}

const WASM = ["--target", "wasm32-unknown-unknown"];
const BARE = ["--target", "thumbv7em-none-eabi"];

const STEPS = {
  scripts: ["these scripts", () => nodeTests("scripts")],
  page: [
    "types, lints and style sheets of the page, and of these scripts",
    async () => {
      await run(npmBin("biome"), ["check", "--error-on-warnings"]);
      await run(npmBin("tsc"), ["-p", "jsconfig.json"]);
      await run(npmBin("tsc"), ["-p", join("scripts", "jsconfig.json")]);
      await nodeTests("page");
    },
  ],
  fmt: ["formatting", () => run("cargo", ["fmt", "--all", "--check"])],
  clippy: [
    "lints, for this machine and for the Worker",
    async () => {
      await cargo("clippy", ["--workspace", "--all-targets", "--", "-D", "warnings"]);
      await cargo("clippy", ["--lib", ...WASM, "--", "-D", "warnings"]);
      await cargo("clippy", ["-p", "h323-browser", "--lib", ...WASM, "--", "-D", "warnings"]);
      await cargo("clippy", ["--lib", ...WASM, "--no-default-features", "--", "-D", "warnings"]);
    },
  ],
  bare: [
    "protocol crates without std",
    () => cargo("check", ["-p", "h323-asn1", "-p", "h323-proto", "-p", "h323-scenario", ...BARE]),
  ],
  deny: ["licences, sources, advisories", deny],
  doc: [
    "documentation",
    async () => {
      const strict = { RUSTDOCFLAGS: "-D warnings" };
      await cargo("doc", ["--workspace", "--exclude", "h323-edge-tester", "--no-deps"], { env: strict });
      // The Worker is not a library, so its documentation is about private items.
      const worker = { RUSTDOCFLAGS: "-D warnings -A rustdoc::private_intra_doc_links" };
      await cargo("doc", ["--lib", "--no-deps", "--document-private-items", ...WASM], { env: worker });
    },
  ],
  rust: ["Rust tests", () => cargo("test", ["--workspace"])],
  size: ["size of the Worker", size],
  oracles: ["pycrate and tshark on every PDU", oracles],
  e2e: ["end to end, in workerd", () => withWorker("e2e")],
  browser: ["the page, in Chromium", () => withWorker("browser")],
};

function selected() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  if (values.only === undefined) return Object.keys(STEPS);
  const names = values.only.split(",");
  const unknown = names.find((name) => !Object.hasOwn(STEPS, name));
  if (unknown !== undefined) throw new Error(`no step "${unknown}"; there are ${Object.keys(STEPS).join(", ")}`);
  return names;
}

stopOnSignals();

await runScript(async () => {
  const started = performance.now();
  const names = selected();
  await setup({ forTests: true });
  const summary = [];
  for (const name of names) {
    const [title, check] = STEPS[name];
    const stepStarted = performance.now();
    console.log();
    begin(`${name}: ${title}`);
    try {
      await check();
    } catch (error) {
      failed(error.message);
      console.error(`\n${summary.join("\n")}\n✘ ${name}: failed after ${since(stepStarted)}`);
      console.error(`Again, this step alone: npm test -- --only ${name}`);
      process.exit(1);
    }
    summary.push(`✔ ${name}: ${since(stepStarted)}`);
  }
  console.log(`\n${summary.join("\n")}`);
  done(`All ${names.length} steps in ${since(started)}`);
  // The shared Worker ends with this process.
  process.exit(0);
});
