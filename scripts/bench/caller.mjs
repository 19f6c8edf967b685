/** Requests to the Worker, and the endpoint for its calls. */

import { PEER_RELEASE } from "../lib/paths.mjs";
import { startPeer, startWrangler, withoutLimits } from "../lib/services.mjs";
import { builtWorker, startWorkerd } from "./workerd.mjs";

/**
 * Starts the optimised endpoint, which answers without a wait, and the Worker twice: in workerd alone,
 * and under wrangler. The Worker of another build is a third.
 * @param {string} [against] the folder of the other build
 * @returns {Promise<{ peer: object, workers: Record<string, object>, stop: () => Promise<void> }>}
 */
export async function startAll(against) {
  const peer = await startPeer({ program: PEER_RELEASE, args: ["--pace", "0"] });
  const alone = await startWorkerd(builtWorker());
  const other = against && (await startWorkerd(builtWorker(against)));
  const wrangler = await startWrangler({ configure: withoutLimits });
  const workers = { "workerd alone": alone, ...(other && { "the other build": other }), "wrangler dev": wrangler };
  const stop = async () => void (await Promise.all([peer, ...Object.values(workers)].map((service) => service.stop())));
  return { peer, workers, stop };
}

/**
 * The smallest request to the Worker: the cost of HTTP and the runtime alone.
 * @param {{ url: string }} worker
 */
export async function health(worker) {
  const answer = await fetch(new URL("/api/h323/health", worker.url));
  await answer.text();
  if (!answer.ok) throw new Error(`GET /api/h323/health answered ${answer.status}`);
}

/**
 * Places a call, which must be answered.
 * @param {{ url: string }} worker
 * @param {{ host: string, port: number }} peer
 * @param {object} [fields] of the request
 * @returns {Promise<any>} the report
 */
export async function call(worker, { host, port }, fields = {}) {
  const body = JSON.stringify({ server: host, port, ...fields });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(new URL("/api/h323/call", worker.url), { method: "POST", headers, body });
  const report = await answer.json();
  if (!report.success) throw new Error(`the call was not answered: ${report.error}`);
  return report;
}

/**
 * @param {() => Promise<unknown>} action
 * @returns {Promise<number>} its time in milliseconds
 */
export async function timed(action) {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/**
 * Runs an action many times.
 * @param {number} times
 * @param {() => Promise<unknown>} action
 * @param {number} [atOnce] how many of them run at the same time
 */
export async function repeat(times, action, atOnce = 1) {
  let left = times;
  const lane = async () => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
