/**
 * What the Worker adds to each message of a call, held against a client with a bare socket.
 *
 * The times in a report are no measure: a Worker's clock stands still between I/O and has
 * milliseconds. So whole calls are timed, from outside. On the Worker's side that is the request for
 * a call less the median of health requests, which pass through the same HTTP client and the same
 * runtime; on the other side it is opening the connection, the messages, and the endpoint's closing.
 *
 * Both have the same endpoint, which does not wait, say the same octets, and wait for the same
 * messages before they go on: what the endpoint takes is in both. They take turns, so that whatever
 * else the machine does falls on all alike.
 */

import { replay, scriptOf } from "./bare.mjs";
import { call, health, repeat, timed } from "./caller.mjs";
import { median, quantile, short, table } from "./figures.mjs";

const WARM_UP = 50;
const TIMES = 300;

/** A call in which the Worker became master: one in two. */
async function modelCall(worker, peer) {
  for (;;) {
    const report = await call(worker, peer);
    if (report.h245.masterSlave === "master") return report;
  }
}

function figures(times) {
  return [median(times), quantile(times, 0.95)];
}

function row(name, times, count, bare) {
  const calls = figures(times);
  const milliseconds = [...calls, ...calls.map((time) => time / count)].map((time) => `${short(time)} ms`);
  const ratios = figures(bare).map((time, index) => short(calls[index] / time));
  return [name, ...milliseconds, ...ratios];
}

/**
 * @param {{ workers: Record<string, { url: string }>, peer: { host: string, port: number } }} services
 * @returns {Promise<string>} what was measured, in Markdown
 */
export async function latency({ workers, peer }) {
  const sides = Object.entries(workers).map(([name, worker]) => ({ name, worker, health: [], calls: [] }));
  for (const { worker } of sides) await repeat(WARM_UP, () => call(worker, peer));
  const script = scriptOf(await modelCall(sides[0].worker, peer));
  const bare = [];
  await repeat(WARM_UP, () => replay(script, peer));
  await repeat(TIMES, async () => {
    for (const side of sides) {
      side.health.push(await timed(() => health(side.worker)));
      side.calls.push(await timed(() => call(side.worker, peer)));
    }
    bare.push(await timed(() => replay(script, peer)));
  });
  const count = script.length;
  const rows = [row("bare socket", bare, count, bare)];
  for (const { name, ...side } of sides) {
    const baseline = median(side.health);
    rows.push(
      row(
        `Worker, ${name}`,
        side.calls.map((time) => time - baseline),
        count,
        bare,
      ),
    );
  }
  const head = ["a call, median", "95 %", "a message, median", "95 %", "times the bare socket, median", "95 %"];
  const least = sides.map(({ name, health: times }) => `${short(median(times))} ms in ${name}`);
  const text = `${count} messages in a call. Taken off for a health request: ${least.join(", ")}.`;
  return [table(["", ...head], rows), text].join("\n\n");
}
