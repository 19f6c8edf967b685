/** Many calls at a time, and many in a row: their cost, and whether reports mix up calls. */

import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { PEER_RELEASE } from "../lib/paths.mjs";
import { startPeer } from "../lib/services.mjs";
import { call, repeat, timed } from "./caller.mjs";
import { mebibytes, quantile, short, table } from "./figures.mjs";
import { builtWorker, startWorkerd } from "./workerd.mjs";

const RINGING = 500;

/** An endpoint takes 64 calls at a time. */
const ENDPOINTS = 8;
const NORMAL = 200;
const IN_A_ROW = 10_000;
const AT_ONCE = 8;

/** The time until all calls ring. */
const SETTLE_MS = 5_000;

/** How long they ring: longer than the measurements in that time. */
const RING_SECONDS = 30;

/** @param {number} pid */
function state(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = status.match(/^VmRSS:\s+(\d+)/m) ?? [];
  return { memory: Number(kilobytes) / 1024, sockets: readdirSync(`/proc/${pid}/fd`).length };
}

/** Asserts that a report describes one call only, and no other call's. */
function checkOwn(report, seen) {
  if (seen.has(report.callIdentifier)) throw new Error(`two calls are ${report.callIdentifier}`);
  seen.add(report.callIdentifier);
  const setups = report.trace.filter(({ direction, type }) => direction === "sent" && type === "SETUP");
  if (setups.length !== 1) throw new Error(`${setups.length} Setups in a report`);
  const hex = report.callIdentifier.replaceAll("-", "");
  if (!setups[0].hex.includes(hex)) throw new Error("the Setup of a report is another call's");
}

/** @returns {Promise<string>} the results in Markdown */
export async function load() {
  const start = (scenario) => startPeer({ scenario, program: PEER_RELEASE, args: ["--pace", "0"] });
  const scenarios = ["answer", ...Array.from({ length: ENDPOINTS }, () => "ring")];
  const [answers, ...rings] = await Promise.all(scenarios.map(start));
  const worker = await startWorkerd(builtWorker());
  const seen = new Set();
  const rows = [];
  const normal = async (times) => {
    const took = [];
    await repeat(
      times,
      async () => took.push(await timed(async () => checkOwn(await call(worker, answers), seen))),
      AT_ONCE,
    );
    return took;
  };
  const row = async (name, took) => {
    const { memory, sockets } = state(worker.pid);
    const times =
      took === undefined ? ["", ""] : [quantile(took, 0.5), quantile(took, 0.95)].map((ms) => `${short(ms)} ms`);
    const { wasm, heap } = await worker.memory();
    rows.push([name, ...times, `${short(memory)} MiB`, mebibytes(wasm), mebibytes(heap), String(sockets)]);
  };
  await row("at rest");
  await row(`${NORMAL} calls`, await normal(NORMAL));
  const headers = { "Content-Type": "application/json" };
  const ringing = Array.from({ length: RINGING }, async (_, index) => {
    const { host, port } = rings[index % ENDPOINTS];
    const body = JSON.stringify({ server: host, port, ringSeconds: RING_SECONDS });
    const answer = await fetch(new URL("/api/h323/call", worker.url), { method: "POST", headers, body });
    return answer.json();
  });
  await pause(SETTLE_MS);
  await row(`the same beside ${RINGING} that ring`, await normal(NORMAL));
  const ended = await Promise.all(ringing);
  for (const report of ended) checkOwn(report, seen);
  const wrong = ended.filter(({ outcome }) => outcome.code !== "no-answer").length;
  await row("when those have ended");
  await row(`${IN_A_ROW} in a row`, await normal(IN_A_ROW));
  await Promise.all([worker, answers, ...rings].map((service) => service.stop()));
  const columns = ["", "a call, median", "95 %", "memory of the process", "WebAssembly", "JavaScript", "open files"];
  return `${table(columns, rows)}\n\nOf ${RINGING} ringing calls ${wrong} ended otherwise than unanswered; ${seen.size} calls, each told of itself alone.`;
}
