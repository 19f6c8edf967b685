/**
 * Start-up of the Worker: we start workerd in turn with the Worker and with an empty Worker. The time
 * of the second is workerd's own.
 */

import { health, repeat, timed } from "./caller.mjs";
import { median, quantile, short, table } from "./figures.mjs";
import { builtWorker, emptyWorker, startWorkerd } from "./workerd.mjs";

const TIMES = 20;
const LATER_REQUESTS = 20;

/** Starts workerd once, sends a request, and stops it. */
async function start(folder) {
  const started = performance.now();
  const worker = await startWorkerd(folder);
  try {
    const listening = performance.now() - started;
    const first = await timed(() => health(worker));
    const later = [];
    await repeat(LATER_REQUESTS, async () => later.push(await timed(() => health(worker))));
    return { listening, first, later: median(later) };
  } finally {
    await worker.stop();
  }
}

function row(name, runs) {
  const total = runs.map(({ listening, first }) => listening + first);
  const medians = ["listening", "first", "later"].map((field) => median(runs.map((run) => run[field])));
  const shown = [...medians, median(total), quantile(total, 0.95)];
  return [name, ...shown.map((value) => `${short(value)} ms`)];
}

/**
 * @param {string} [against] the folder of another build
 * @returns {Promise<string>} the results in Markdown
 */
export async function startUp(against) {
  const sides = [
    { name: "the Worker", folder: builtWorker(), runs: [] },
    ...(against ? [{ name: "the other build", folder: builtWorker(against), runs: [] }] : []),
    { name: "an empty Worker", folder: emptyWorker(), runs: [] },
  ];
  // The first start reads the program from the disk.
  for (const { folder } of sides) await start(folder);
  await repeat(TIMES, async () => {
    for (const { folder, runs } of sides) runs.push(await start(folder));
  });
  return table(
    ["", "until it listens", "first request", "a later request", "start to first answer", "the same, 95 %"],
    sides.map(({ name, runs }) => row(name, runs)),
  );
}
