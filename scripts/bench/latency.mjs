/**
 * The time that the Worker adds to each message of a call, compared with a client on a bare socket.
 *
 * The times in a report cannot measure this: a Worker's clock stands still between I/O and counts
 * milliseconds. So we time whole calls from outside. For the Worker we take the time of a call's
 * request and subtract the median of health requests, which pass through the same HTTP client and
 * runtime. For the bare socket we take the connection, the messages, and the close by the endpoint.
 *
 * Both use the same endpoint, which does not wait. Both send the same octets and wait for the same
 * messages, so the endpoint's own time is in both. They take turns, so that other load on the machine
 * affects both alike.
 */

import { replay, scriptOf } from "./bare.mjs";
import { call, health, repeat, timed } from "./caller.mjs";
import { median, quantile, short, table } from "./figures.mjs";

const WARM_UP = 50;
const TIMES = 300;

/** A call in which the Worker became master: every second call on average. */
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
 * @returns {Promise<string>} the results in Markdown
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
