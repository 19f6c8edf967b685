/**
 * Measures how many lines of each reader of octets the Rust tests run, the kept corpora of fuzz/ among
 * them, and prints the figures in Markdown. It judges nothing.
 *   npm run coverage
 *   npm run coverage -- --write        puts the figures into docs/fuzzing.md
 *   npm run coverage -- --lines        also names the lines that no test runs
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { table } from "./bench/figures.mjs";
import { ROOT, TARGET } from "./lib/paths.mjs";
import { run, stopOnSignals } from "./lib/process.mjs";
import { begin, done, runScript, since } from "./lib/report.mjs";
import { cargoLlvmCov, toCover } from "./lib/toolchain.mjs";
import { provide } from "./setup.mjs";

const PAGE = join(ROOT, "docs", "fuzzing.md");
const BUILD = join(TARGET, "coverage");
const REPORT = join(BUILD, "lines.json");

/** The readers, by the files that they are in. @type {[string, RegExp][]} */
const READERS = [
  ["ASN.1, aligned PER", /^crates\/h323-asn1\/src\/codec(\.rs|\/(read|reader|tree|value)\.rs)$/],
  ["TPKT", /^crates\/h323-proto\/src\/tpkt/],
  ["Q.931", /^crates\/h323-proto\/src\/q931/],
  ["H.225.0", /^crates\/h323-proto\/src\/h225/],
  ["H.245", /^crates\/h323-proto\/src\/h245/],
  ["H.450", /^crates\/h323-proto\/src\/h450/],
  ["RAS", /^crates\/h323-proto\/src\/ras/],
  ["captures and dumps", /^crates\/h323-capture\/src/],
  ["requests", /^crates\/h323-request\/src/],
  ["a call's intake and verdicts", /^crates\/h323-proto\/src\/call/],
];

/** Test modules are not what is measured. */
const TESTS = /(^|\/)tests(\/|\.rs$)/;

/**
 * @param {{ segments: [number, number, number, boolean, boolean, boolean][] }} file as llvm-cov exports it
 * @returns {number[]} the lines at which a region begins that no test entered
 */
function untouched({ segments }) {
  const lines = segments.filter(([, , count, has, entry]) => has && entry && count === 0).map(([line]) => line);
  return [...new Set(lines)];
}

function figures(files) {
  const rows = READERS.map(([name, place]) => {
    const lines = files.filter(({ path }) => place.test(path)).map(({ summary }) => summary.lines);
    const sum = (field) => lines.reduce((total, each) => total + each[field], 0);
    return { name, count: sum("count"), covered: sum("covered") };
  }).filter(({ count }) => count > 0);
  const all = ["all of these", ...["count", "covered"].map((field) => rows.reduce((sum, row) => sum + row[field], 0))];
  const shown = [...rows.map(({ name, count, covered }) => [name, count, covered]), all];
  const share = (count, covered) => `${((100 * covered) / count).toFixed(1)} %`;
  return table(
    ["reader", "lines", "run", "share"],
    shown.map(([name, count, covered]) => [name, String(count), String(covered), share(count, covered)]),
  );
}

function writeDown(text) {
  const page = readFileSync(PAGE, "utf8");
  const place = /(<!-- coverage -->\n).*?(<!-- \/coverage -->)/s;
  if (!place.test(page)) throw new Error("docs/fuzzing.md has no place for the coverage");
  writeFileSync(
    PAGE,
    page.replace(place, (_, start, end) => `${start}${text}\n${end}`),
  );
}

stopOnSignals();

await runScript(async () => {
  const started = performance.now();
  const { values } = parseArgs({
    options: { write: { type: "boolean", default: false }, lines: { type: "boolean", default: false } },
  });
  await provide(toCover(), { quiet: true });
  mkdirSync(BUILD, { recursive: true });
  begin("the Rust tests, with counters in the code");
  const what = ["--workspace", "--exclude", "h323-edge-tester", "--locked"];
  // A program that a test ends in the middle leaves counters that cannot be read.
  what.push("--failure-mode", "all");
  await run(cargoLlvmCov(), ["llvm-cov", "test", ...what, "--json", "--output-path", REPORT], {
    env: { CARGO_LLVM_COV_TARGET_DIR: BUILD },
  });
  const { data } = JSON.parse(readFileSync(REPORT, "utf8"));
  const files = data[0].files
    .map((file) => ({ ...file, path: relative(ROOT, file.filename) }))
    .filter(({ path }) => !TESTS.test(path) && READERS.some(([, place]) => place.test(path)));
  const text = figures(files);
  if (values.lines)
    for (const file of files) {
      const lines = untouched(file);
      if (lines.length > 0) console.log(`${file.path}: ${lines.join(", ")}`);
    }
  if (values.write) writeDown(text);
  console.log(`\n${text}\n`);
  done(`Measured in ${since(started)}`);
});
