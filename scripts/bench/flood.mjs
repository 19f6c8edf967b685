/**
 * What a hostile endpoint costs: the CPU time of workerd for one flooded call, and the longest time in
 * which a neighbour in the same isolate had no turn (Linux only).
 */

import { readFileSync, readdirSync } from "node:fs";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { PEER_RELEASE } from "../lib/paths.mjs";
import { startPeer } from "../lib/services.mjs";
import { call, repeat } from "./caller.mjs";
import { median, short, table } from "./figures.mjs";
import { builtWorker, startWorkerd } from "./workerd.mjs";

const WARM_UP = 30;
const TIMES = 5;

/** CPU time of a process in milliseconds: the kernel's nanoseconds of each thread. */
export function cpuOf(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const spent = tasks.map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]));
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}

/** The octets that the flooding endpoint answers with, from a call that was not flooded. */
function recorded({ trace }) {
  const received = trace.filter(({ direction }) => direction === "received");
  const connect = received.findIndex(({ type }) => type === "CONNECT");
  const set = received.find(({ hex }) => hex.includes("0270"));
  const control = set.hex.slice(set.hex.indexOf("0270"));
  const [octets] = set.decoded.h245Control ? [control] : [];
  return { answers: received.slice(0, connect + 1).map(({ hex }) => hex), capabilities: octets };
}

/** How long we watch a neighbour: longer than a flooded call takes. */
const WATCH_MS = 1_500;

/** The longest time in which a neighbour in the isolate had no turn while the action ran. */
async function neighbour(worker, action) {
  const watched = fetch(new URL(`/wait?ms=${WATCH_MS}`, worker.url));
  await action();
  const { longest } = await (await watched).json();
  return longest;
}

/** @returns {Promise<string>} the results in Markdown */
export async function floods() {
  const peer = await startPeer({ program: PEER_RELEASE, args: ["--pace", "0"] });
  const worker = await startWorkerd(builtWorker());
  await repeat(WARM_UP, () => call(worker, peer));
  const thread = new Worker(new URL("flooder.mjs", import.meta.url), {
    workerData: recorded(await call(worker, peer)),
  });
  const [ports] = await once(thread, "message");
  const rows = [];
  for (const [kind, port] of [["nothing: an ordinary call", peer.port], ...Object.entries(ports)]) {
    const [costs, waits, reports] = [[], [], []];
    await repeat(TIMES, async () => {
      const before = cpuOf(worker.pid);
      reports.push(await place(worker, port));
      costs.push(cpuOf(worker.pid) - before);
    });
    await repeat(TIMES, async () => waits.push(await neighbour(worker, () => place(worker, port))));
    const [{ messagesReceived, outcome }] = reports;
    rows.push([
      kind,
      String(messagesReceived),
      outcome.code,
      `${short(median(costs))} ms`,
      `${short(Math.max(...costs))} ms`,
      `${short(median(waits))} ms`,
      `${short(Math.max(...waits))} ms`,
    ]);
  }
  await thread.terminate();
  await Promise.all([peer, worker].map((service) => service.stop()));
  const columns = [
    "a flood of",
    "messages taken",
    "outcome",
    "CPU, median",
    "most",
    "a neighbour waits, median",
    "most",
  ];
  return table(columns, rows);
}

async function place(worker, port) {
  const body = JSON.stringify({ server: "127.0.0.1", port });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(new URL("/api/h323/call", worker.url), { method: "POST", headers, body });
  return answer.json();
}
