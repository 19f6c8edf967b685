/**
 * Looks with libFuzzer for octets that break an assertion of fuzz/src.
 *   npm run fuzz                       a minute for each target
 *   npm run fuzz -- --minutes 30       that long in all, shared by the targets
 *   npm run fuzz -- --only q931,h245
 *
 * The inputs that it finds are kept under target/fuzz, and the next run starts with them. The code
 * under test has no unsafe block, so it needs no sanitizer, and stable Rust is enough.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT, TARGET } from "./lib/paths.mjs";
import { run, stopOnSignals } from "./lib/process.mjs";
import { begin, done, runScript, since } from "./lib/report.mjs";
import { cargoFuzz, toFuzz } from "./lib/toolchain.mjs";
import { provide } from "./setup.mjs";

const FUZZ = join(ROOT, "fuzz");
const NAMES = [
  "tpkt",
  "q931",
  "h225",
  "h245",
  "ras",
  "fast_start",
  "signalling",
  "capture",
  "decode",
  "request",
  "calling",
  "called",
  "registration",
];

/** Longest input. libFuzzer tries short inputs first. */
const LONGEST = 16_384;

/** An input that takes longer than this is an error. */
const SECONDS_OF_ONE = 10;

function options() {
  const { values } = parseArgs({ options: { minutes: { type: "string" }, only: { type: "string" } } });
  const names = values.only?.split(",") ?? NAMES;
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`no target "${unknown}"; there are ${NAMES.join(", ")}`);
  const minutes = values.minutes === undefined ? names.length : Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes must be a number above 0, not "${values.minutes}"`);
  return { names, seconds: Math.max(1, Math.round((minutes * 60) / names.length)) };
}

/**
 * @param {string} name of a target
 * @param {number} seconds
 */
async function fuzz(name, seconds) {
  begin(`${name}: ${seconds} s`);
  const learnt = join(TARGET, "fuzz", "corpus", name);
  const faults = join(TARGET, "fuzz", "faults", name);
  for (const folder of [learnt, faults]) mkdirSync(folder, { recursive: true });
  const settings = [
    `-max_total_time=${seconds}`,
    `-max_len=${LONGEST}`,
    `-timeout=${SECONDS_OF_ONE}`,
    `-artifact_prefix=${faults}/`,
    "-print_final_stats=1",
    "-verbosity=0",
  ];
  const corpora = [learnt, join(FUZZ, "corpus", name)];
  const program = ["--fuzz-dir", join(FUZZ, "libfuzzer"), "--sanitizer", "none", name];
  await run(cargoFuzz(), ["run", ...program, ...corpora, "--", ...settings], {
    env: { CARGO_TARGET_DIR: join(TARGET, "fuzz", "build") },
  });
}

stopOnSignals();

await runScript(async () => {
  const started = performance.now();
  const { names, seconds } = options();
  await provide(toFuzz(), { quiet: true });
  for (const name of names) await fuzz(name, seconds);
  done(`No fault found in ${since(started)}`);
});
