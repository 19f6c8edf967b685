/**
 * Runs the tester on this machine, with an H.323 endpoint that answers its calls and a gatekeeper.
 *   npm start -- --port 8788 --peer-port 1730 --gatekeeper-port 1731 --ras-port 1729 --tls-port 1310
 */

import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { cargo } from "./lib/cargo.mjs";
import { stopOnSignals } from "./lib/process.mjs";
import { begin, done, failed, runScript, since } from "./lib/report.mjs";
import { startGatekeeper, startPeer, startWrangler } from "./lib/services.mjs";
import { setup } from "./setup.mjs";

const HOST = "127.0.0.1";

/** The ports by their options: the default, and the variable that sets another. */
const PORTS = /** @type {const} */ ({
  port: ["8787", "PORT"],
  "peer-port": ["1720", "PEER_PORT"],
  "gatekeeper-port": ["1721", "GATEKEEPER_PORT"],
  "ras-port": ["1719", "RAS_PORT"],
  "tls-port": ["1300", "TLS_PORT"],
});

/** @typedef {keyof typeof PORTS} PortOption */

function portOf(text, option) {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1 && port <= 65535)) throw new Error(`--${option} is a port, 1 to 65535; it was "${text}"`);
  return port;
}

function readPorts() {
  const names = /** @type {PortOption[]} */ (Object.keys(PORTS));
  const options = names.map((option) => {
    const [usual, variable] = PORTS[option];
    return [option, { type: /** @type {const} */ ("string"), default: process.env[variable] || usual }];
  });
  const { values } = parseArgs({ options: Object.fromEntries(options) });
  const ports = /** @type {Record<PortOption, number>} */ ({});
  for (const option of names) ports[option] = portOf(values[option], option);
  return ports;
}

/** Checks a port before the long build, and reports it if it cannot be used. */
async function checkPort(port, option) {
  const problem = await new Promise((answer) => {
    const failed = (/** @type {NodeJS.ErrnoException} */ error) => answer(error.code);
    if (option === "ras-port") {
      const socket = createSocket("udp4").once("error", failed);
      socket.bind(port, HOST, () => socket.close(() => answer(undefined)));
    } else {
      const server = createServer().once("error", failed);
      server.listen(port, HOST, () => server.close(() => answer(undefined)));
    }
  });
  if (!problem) return;
  const reason = problem === "EADDRINUSE" ? "is taken" : `cannot be had (${problem})`;
  const example = option === "port" ? port + 1 : port + 10;
  throw new Error(`Port ${port} ${reason}. Choose another: npm start -- --${option} ${example}`);
}

function prefixed(name) {
  return (line) => console.log(`${name.padEnd(6)} │ ${line}`);
}

stopOnSignals(async () => console.log("\nStopping."));

await runScript(async () => {
  const started = performance.now();
  const ports = readPorts();
  for (const [option, port] of Object.entries(ports)) await checkPort(port, option);
  const { port, "peer-port": peerPort, "gatekeeper-port": gatekeeperPort } = ports;
  await setup();
  begin("Endpoint: compiling");
  await cargo("build", ["-p", "h323-peer"]);
  await build();

  const peer = await startPeer({ port: peerPort, args: ["--by-number"], onLine: prefixed("peer") });
  const gatekeeper = await startGatekeeper({
    port: gatekeeperPort,
    rasPort: ports["ras-port"],
    // Calls for numbers which nobody has go to the answering endpoint.
    args: [
      ...["--address", HOST, "--by-alias", "--endpoint", `*=${HOST}:${peerPort}`],
      ...["--tls", "--tls-port", String(ports["tls-port"])],
    ],
    onLine: prefixed("gk"),
  });
  const worker = await startWrangler({ port, rebuild: true, onLine: prefixed("worker") });

  const body = { server: HOST, port: peerPort, callingNumber: "1000", calledNumber: "2000" };
  const behind = { server: HOST, port: gatekeeperPort, calledNumber: "2000", gatekeeper: { alias: "1000" } };
  done(`Ready after ${since(started)}. Ctrl-C stops it.

  H.323 tester        http://localhost:${port}/
  answering endpoint  ${HOST}:${peerPort} (2000 answers, 2001 rings, 2002 is busy, …: docs/peer.md)
  gatekeeper          ${HOST}:${gatekeeperPort} (H.460.17), ${ports["tls-port"]} (over TLS), UDP ${ports["ras-port"]} (RAS)
                      register as any number or name; as 3001 it is silent, as 3204 your alias is taken, …

  curl -X POST http://localhost:${port}/api/h323/call \\
    -H "Content-Type: application/json" \\
    -d '${JSON.stringify(body)}'

  curl -X POST http://localhost:${port}/api/h323/call \\
    -H "Content-Type: application/json" \\
    -d '${JSON.stringify(behind)}'
`);

  // Both run until they are stopped or fail.
  const name = await Promise.race([
    peer.ended.then(() => "The answering endpoint"),
    gatekeeper.ended.then(() => "The gatekeeper"),
    worker.ended.then(() => "wrangler dev"),
  ]);
  failed(`${name} ended; stopping.`);
  await Promise.all([peer.stop(), gatekeeper.stop(), worker.stop()]);
  process.exit(1);
});
