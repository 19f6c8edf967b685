/**
 * Measures the figures of docs/bench.md and prints them in Markdown. It is not a test: it judges
 * nothing.
 *   npm run bench
 *   npm run bench -- --only codec,latency
 *   npm run bench -- --write               puts the figures into docs/bench.md
 *   npm run bench -- --against FOLDER      measures another commit's build/ beside this one
 */

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { admission } from "./bench/admission.mjs";
import { startAll } from "./bench/caller.mjs";
import { codecRates } from "./bench/codec.mjs";
import { cpuTime } from "./bench/cpu.mjs";
import { floods } from "./bench/flood.mjs";
import { latency } from "./bench/latency.mjs";
import { load } from "./bench/load.mjs";
import { startUp } from "./bench/startup.mjs";
import { worstBodies } from "./bench/worst.mjs";
import { build } from "./build.mjs";
import { ROOT } from "./lib/paths.mjs";
import { cargo } from "./lib/cargo.mjs";
import { stopOnSignals } from "./lib/process.mjs";
import { begin, done, failed, runScript, since } from "./lib/report.mjs";
import { setup } from "./setup.mjs";

const PAGE = join(ROOT, "docs", "bench.md");

/** How long we watch the cores, and the most time that other programs may take. */
const WATCH_MS = 2000;
const BUSY = 0.05;

/** Warns if other programs use the cores: the figures would not be worth keeping. */
async function checkIdle() {
  const times = () => cpus().map((core) => Object.values(core.times).reduce((sum, time) => sum + time, 0));
  const idle = () => cpus().map((core) => core.times.idle);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const before = { all: sum(times()), idle: sum(idle()) };
  await pause(WATCH_MS);
  const busy = 1 - (sum(idle()) - before.idle) / (sum(times()) - before.all);
  if (busy > BUSY)
    failed(`Other programs take ${Math.round(busy * 100)} % of the cores: measure again when they are idle`);
}

async function withAll(measure, against) {
  const services = await startAll(against);
  try {
    return await measure(services);
  } finally {
    await services.stop();
  }
}

/** The parts, named like their places in docs/bench.md. */
const PARTS = {
  codec: ["rates of the codec", codecRates],
  cpu: ["CPU time of a call in workerd", (against) => withAll(cpuTime, against)],
  latency: ["latency that the Worker adds", (against) => withAll(latency, against)],
  admission: ["time until a gatekeeper admits the call", (against) => withAll(admission, against)],
  startup: ["start-up of the Worker", startUp],
  load: ["many calls at a time", load],
  flood: ["what a hostile endpoint costs", floods],
  worst: ["the worst bodies to decode", () => worstBodies()],
};

function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      write: { type: "boolean", default: false },
      against: { type: "string" },
    },
  });
  const names = values.only?.split(",") ?? Object.keys(PARTS);
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`no part "${unknown}"; there are ${Object.keys(PARTS).join(", ")}`);
  return { names, write: values.write, against: values.against };
}

/** Puts figures between the two comments of docs/bench.md that have the part's name. */
function writeDown(name, figures) {
  const text = readFileSync(PAGE, "utf8");
  const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
  if (!place.test(text)) throw new Error(`docs/bench.md has no place for ${name}`);
  writeFileSync(
    PAGE,
    text.replace(place, (_, start, end) => `${start}${figures}\n${end}`),
  );
}

stopOnSignals();

await runScript(async () => {
  const started = performance.now();
  const { names, write, against } = options();
  await setup({ quiet: true });
  begin("Endpoint: compiling with optimisation");
  await cargo("build", ["--release", "-p", "h323-peer"]);
  await build();
  await checkIdle();
  const results = [];
  for (const name of names) {
    const [title, measure] = PARTS[name];
    begin(`${name}: ${title}`);
    const figures = await measure(against);
    results.push(`## ${name}: ${title}\n\n${figures}\n`);
    if (write) writeDown(name, figures);
  }
  console.log(`\n${results.join("\n")}`);
  done(`Measured in ${since(started)}`);
  process.exit(0);
});
