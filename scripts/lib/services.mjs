/** The two programs of the product: the answering endpoint and the Worker in workerd. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILD, PEER, ROOT, npmBin } from "./paths.mjs";
import { startService } from "./process.mjs";

const PEER_READY_MS = 10_000;
const NOT_BUILT = "h323-peer is not built: run `cargo build -p h323-peer`";
const WORKER_READY_MS = 60_000;
const HEALTH_MS = 15_000;

/**
 * Starts `h323-peer listen` on this machine.
 * @param {{ scenario?: string, port?: number, args?: string[], program?: string, onLine?: (line:
 *   string) => void }} [options] port 0, the default, takes a free port; `args` are further arguments;
 *   `program` is another build of the endpoint
 * @returns {Promise<{ host: string, port: number, output: () => string, ended: Promise<object>, stop: () => Promise<void> }>}
 */
export async function startPeer({ scenario = "answer", port = 0, args = [], program = PEER, onLine } = {}) {
  if (!existsSync(program)) throw new Error(NOT_BUILT);
  const service = await startService({
    name: `h323-peer (${scenario})`,
    command: program,
    args: ["listen", "--address", `127.0.0.1:${port}`, "--scenario", scenario, ...args],
    ready: /^listening on (\S+):(\d+)$/,
    timeoutMs: PEER_READY_MS,
    onLine,
  });
  const { match, ...rest } = service;
  return { ...rest, host: match[1], port: Number(match[2]) };
}

/**
 * Starts `h323-peer gatekeeper` on this machine.
 * @param {{ scenario?: string, port?: number, rasPort?: number, args?: string[], program?: string, onLine?: (line:
 *   string) => void }} [options] port 0, the default of both, takes a free port; the others as for the endpoint
 * @returns {Promise<{ port: number, tlsPort: number, output: () => string, ended: Promise<object>, stop: () => Promise<void> }>}
 *   `port` is that of H.460.17 and calls; with `--tls`, `tlsPort` is its port over TLS
 */
export async function startGatekeeper({
  scenario = "serve",
  port = 0,
  rasPort = 0,
  args = [],
  program = PEER,
  onLine,
} = {}) {
  if (!existsSync(program)) throw new Error(NOT_BUILT);
  const ports = ["--port", String(port), "--ras-port", String(rasPort)];
  const service = await startService({
    name: `h323-peer gatekeeper (${scenario})`,
    command: program,
    args: ["gatekeeper", ...ports, "--scenario", scenario, ...args],
    ready: /^gatekeeper on \S+ \(RAS over UDP\)(?: and|,) \S+:(\d+) \(H\.460\.17 and calls\)(?: and \S+:(\d+) )?/,
    timeoutMs: PEER_READY_MS,
    onLine,
  });
  const { match, ...rest } = service;
  return { ...rest, port: Number(match[1]), tlsPort: Number(match[2]) };
}

async function waitForHealth(url) {
  const answer = await fetch(new URL("/api/h323/health", url), { signal: AbortSignal.timeout(HEALTH_MS) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`GET /api/h323/health answered ${answer.status}: ${text.slice(0, 500)}`);
}

/**
 * A copy of wrangler.toml in a folder of its own, without the build command: a test must not start a
 * build of several minutes, and must not lose its Worker when a source changes.
 * @param {string} folder
 * @param {(text: string) => string} configure changes it
 * @returns {string} its path
 */
function copiedConfiguration(folder, configure) {
  const deployed = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  const path = join(folder, "wrangler.toml");
  const absolute = (/** @type {string} */ text) =>
    text
      .replace(/^\[build\]\n(?:[a-z_]+ = .*\n)+/m, "")
      .replace(/^(main|directory) = "(.*)"$/gm, (_, key, value) => `${key} = ${JSON.stringify(join(ROOT, value))}`);
  writeFileSync(path, absolute(configure(deployed)));
  return path;
}

/**
 * wrangler.toml without the limit on a client's requests, for tests that send many.
 * @param {string} text
 */
export function withoutLimits(text) {
  return text.replaceAll(/\blimit = \d+/g, "limit = 1000000");
}

/**
 * Starts `wrangler dev` on this machine with the Worker that scripts/build.mjs built, and waits
 * until it answers.
 * @param {object} [options]
 * @param {number} [options.port] 0, the default, takes a free port
 * @param {boolean} [options.allowPrivate] whether calls may go to this machine and its network
 * @param {(text: string) => string} [options.configure] changes a copy of wrangler.toml, which is used
 *   unless the Worker is rebuilt
 * @param {boolean} [options.rebuild] whether wrangler builds it now, and again whenever its source
 *   changes
 * @param {Record<string, string>} [options.vars] further variables of the Worker
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<{ url: string, pid: number, output: () => string, ended: Promise<object>, stop: () => Promise<void> }>}
 */
export async function startWrangler({
  port = 0,
  allowPrivate = true,
  configure = (text) => text,
  rebuild = false,
  vars = {},
  onLine,
} = {}) {
  if (!existsSync(join(BUILD, "index.js"))) throw new Error("the Worker is not built: run `npm run build`");
  const args = [
    join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js"),
    ...["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
    "--show-interactive-dev-session=false",
  ];
  if (allowPrivate) args.push("--var", "ALLOW_PRIVATE_TARGETS:true");
  for (const [name, value] of Object.entries(vars)) args.push("--var", `${name}:${value}`);
  // The runtime keeps a database that two Workers cannot share at the same time.
  const state = mkdtempSync(join(tmpdir(), "h323-edge-tester-"));
  process.once("exit", () => rmSync(state, { recursive: true, force: true }));
  args.push("--persist-to", state);
  if (!rebuild) args.push("--config", copiedConfiguration(state, configure));
  const service = await startService({
    name: "wrangler dev",
    command: npmBin("node"),
    args,
    ready: /Ready on (http:\/\/127\.0\.0\.1:\d+)/,
    timeoutMs: WORKER_READY_MS,
    // Local calls need nothing from Request.cf, and fetching it takes seconds without a network.
    env: {
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
    onLine,
  });
  const { match, ...rest } = service;
  try {
    await waitForHealth(match[1]);
  } catch (error) {
    await service.stop();
    throw new Error(`the Worker started but is not healthy: ${error.message}\n${service.output()}`);
  }
  return { ...rest, url: match[1] };
}
