/** Child processes: commands that end on their own, and services that run until we stop them. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ROOT, pathWithLocal } from "./paths.mjs";

const KEPT_LINES = 200;
const KILL_AFTER_MS = 4000;

/** The leaders of running process groups, so that this process leaves none behind, however it ends. */
const live = new Set();

/** Set by a signal. From then on only its handler acts; all other code waits forever. */
let interrupted = false;
const never = new Promise(() => {});

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The group has ended. macOS says EPERM while its members wait to be reaped.
    if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
  }
}

process.on("exit", () => {
  for (const child of live) signalGroup(child, "SIGKILL");
});

/** @typedef {{ error?: Error, code?: number, signal?: string }} End of a child */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, stdio: any[], cwd?: string }} options
 */
function launch(command, args, { env, stdio, cwd = ROOT }) {
  // A process group of its own: Ctrl-C in a terminal then reaches only this process. It ends the group
  // in order, with all children of its members (wrangler starts workerd).
  const spawned = spawn(command, args, {
    cwd,
    detached: true,
    env: { ...process.env, PATH: pathWithLocal(), ...env },
    stdio,
  });
  /** @type {Promise<End>} */
  const ended = new Promise((done) => {
    spawned.once("error", (error) => done({ error }));
    spawned.once("close", (code, signal) => done({ code, signal }));
  });
  const child = Object.assign(spawned, { ended });
  if (child.pid) {
    live.add(child);
    child.once("exit", () => {
      // Its children may outlive it and keep its output open.
      signalGroup(child, "SIGKILL");
      live.delete(child);
    });
  }
  return child;
}

async function endOf(child) {
  const end = await child.ended;
  return interrupted ? never : end;
}

async function endGroup(child) {
  if (!child.pid) return;
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), KILL_AFTER_MS);
  await child.ended;
  clearTimeout(timer);
}

function describe(command, args, { error, code, signal }) {
  const line = [command, ...args].join(" ");
  if (error) return `${line}: ${error.message}`;
  return signal ? `${line}: ended by ${signal}` : `${line}: exit code ${code}`;
}

/**
 * On Ctrl-C or SIGTERM: ends every child, then this process with the shell's code for the signal.
 * @param {() => Promise<void>} [first] what to do before
 */
export function stopOnSignals(first = async () => {}) {
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])) {
    process.on(signal, async () => {
      // A second signal ends this process at once. The exit handler kills the rest.
      if (interrupted) process.exit(code);
      interrupted = true;
      await first();
      await Promise.all([...live].map(endGroup));
      process.exit(code);
    });
  }
}

/**
 * Runs a command to its end, with its output on that of this process.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, quiet?: boolean, timeoutMs?: number }}
 *   [options] `quiet` keeps the output and puts it into the error, if there is one
 * @returns {Promise<void>} rejects if the command cannot be started, fails, or takes longer than `timeoutMs`
 */
export async function run(command, args, options = {}) {
  const child = launch(command, args, {
    ...options,
    stdio: options.quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  const output = [];
  if (options.quiet) {
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  }
  let expired = false;
  const timer =
    options.timeoutMs &&
    setTimeout(() => {
      expired = true;
      signalGroup(child, "SIGKILL");
    }, options.timeoutMs);
  const end = await endOf(child);
  clearTimeout(timer);
  if (end.code === 0) return;
  const reason = expired ? `${command}: not done after ${options.timeoutMs / 1000} s` : describe(command, args, end);
  throw new Error([reason, Buffer.concat(output).toString().trimEnd()].filter(Boolean).join("\n"));
}

/**
 * Runs a command and returns its standard output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, evenIfItFails?: boolean }} [options]
 * @returns {Promise<string | undefined>} trimmed; undefined if the command is missing, or if it fails
 *   without `evenIfItFails`
 */
export async function capture(command, args, options = {}) {
  const child = launch(command, args, { ...options, stdio: ["ignore", "pipe", "ignore"] });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  const { code } = await endOf(child);
  return code === 0 || (options.evenIfItFails && code !== undefined)
    ? Buffer.concat(chunks).toString().trim()
    : undefined;
}

/**
 * Starts a program that runs until we stop it, and waits until it is ready.
 * @param {object} options
 * @param {string} options.name for messages
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {RegExp} options.ready matches the line of its output that says that it is ready
 * @param {number} options.timeoutMs the longest time until then
 * @param {Record<string, string>} [options.env]
 * @param {(line: string) => void} [options.onLine] gets every line of output
 * @returns {Promise<{
 *   match: RegExpMatchArray,
 *   pid: number,
 *   output: () => string,
 *   ended: Promise<{ code?: number, signal?: string }>,
 *   stop: () => Promise<void>,
 * }>} `pid` is also the id of the group of all that it starts; `output` gives the last lines; `ended`
 *   stays open if a signal to this process is what ends the program; `stop` resolves when the program
 *   and all it started are gone
 */
export async function startService({ name, command, args, ready, timeoutMs, env, onLine }) {
  const child = launch(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  let timer;
  const isReady = new Promise((done, fail) => {
    const onText = (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line);
      const match = line.match(ready);
      if (match) done(match);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onText);
    timer = setTimeout(() => fail(new Error(`${name} was not ready after ${timeoutMs / 1000} s`)), timeoutMs);
    void endOf(child).then((end) => fail(new Error(`${name} did not start: ${describe(command, args, end)}`)));
  });
  try {
    const match = await isReady;
    return { match, pid: child.pid, output: () => lines.join("\n"), ended: endOf(child), stop: () => endGroup(child) };
  } catch (error) {
    await endGroup(child);
    throw new Error([error.message, ...lines].join("\n"));
  } finally {
    clearTimeout(timer);
  }
}
