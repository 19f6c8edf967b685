/** The CPU time of a call in workerd, as the kernel counts it for the process (Linux only). */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { capture } from "../lib/process.mjs";
import { call, health, repeat } from "./caller.mjs";
import { short, table } from "./figures.mjs";

const WARM_UP = 100;
const TIMES = 400;
const AT_ONCE = [1, 8];

/** Fields of /proc/PID/stat, counted from the field after the name in parentheses. */
const GROUP = 2;
const USER = 11;
const SYSTEM = 12;

/** The kernel's figures for a process; undefined if it has ended. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    return { name, group: fields[GROUP], ticks: fields[USER] + fields[SYSTEM] };
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

/** The clock ticks that workerd has used in a process group; wrangler adds a second one. */
function ticksOf(group) {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(stat);
  const workerds = processes.filter((process) => process?.name === "workerd" && process.group === group);
  if (workerds.length === 0) throw new Error("no workerd is running");
  return workerds.reduce((sum, { ticks }) => sum + ticks, 0);
}

/**
 * @param {{ workers: Record<string, { url: string, pid: number }>, peer: { host: string, port: number } }} services
 * @returns {Promise<string>} the results in Markdown
 */
export async function cpuTime({ workers, peer }) {
  if (!existsSync("/proc/self/stat")) return "Not measured: this system has no /proc.";
  const perSecond = Number(await capture("getconf", ["CLK_TCK"]));
  const milliseconds = async ({ pid }, action, atOnce) => {
    const before = ticksOf(pid);
    await repeat(TIMES, action, atOnce);
    return ((ticksOf(pid) - before) / perSecond / TIMES) * 1000;
  };
  const rows = [];
  for (const [name, worker] of Object.entries(workers)) {
    const [place, ask] = [() => call(worker, peer), () => health(worker)];
    for (const action of [place, ask]) await repeat(WARM_UP, action, Math.max(...AT_ONCE));
    for (const atOnce of AT_ONCE) {
      const calls = await milliseconds(worker, place, atOnce);
      const least = await milliseconds(worker, ask, atOnce);
      rows.push([name, String(atOnce), ...[calls, least, calls - least].map((value) => `${short(value)} ms`)]);
    }
  }
  return table(["", "at a time", "a call", "a health request", "difference"], rows);
}
