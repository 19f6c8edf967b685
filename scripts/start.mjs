/**
 * Runs the tester on this machine, with an H.323 endpoint that answers its calls.
 *   npm start -- --port 8788 --peer-port 1730
 */

import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { cargo } from "./lib/cargo.mjs";
import { stopOnSignals } from "./lib/process.mjs";
import { begin, done, failed, runScript, since } from "./lib/report.mjs";
import { startPeer, startWrangler } from "./lib/services.mjs";
import { setup } from "./setup.mjs";

const HOST = "127.0.0.1";

function portOf(text, option) {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1 && port <= 65535)) throw new Error(`--${option} is a port, 1 to 65535; it was "${text}"`);
  return port;
}

function readPorts() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: process.env.PORT || "8787" },
      "peer-port": { type: "string", default: process.env.PEER_PORT || "1720" },
    },
  });
  return { port: portOf(values.port, "port"), peerPort: portOf(values["peer-port"], "peer-port") };
}

/** Checks a port before the long build, and reports it if it cannot be used. */
async function checkPort(port, option, example) {
  const server = createServer();
  const problem = await new Promise((answer) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => answer(error.code));
    server.listen(port, HOST, () => server.close(() => answer(undefined)));
  });
  if (!problem) return;
  const reason = problem === "EADDRINUSE" ? "is taken" : `cannot be had (${problem})`;
  throw new Error(`Port ${port} ${reason}. Choose another: npm start -- --${option} ${example}`);
}

function prefixed(name) {
  return (line) => console.log(`${name.padEnd(6)} │ ${line}`);
}

stopOnSignals(async () => console.log("\nStopping."));

await runScript(async () => {
  const started = performance.now();
  const { port, peerPort } = readPorts();
  await checkPort(port, "port", port + 1);
  await checkPort(peerPort, "peer-port", peerPort + 10);
  await setup();
  begin("Endpoint: compiling");
  await cargo("build", ["-p", "h323-peer"]);
  await build();

  const peer = await startPeer({ port: peerPort, args: ["--by-number"], onLine: prefixed("peer") });
  const worker = await startWrangler({ port, rebuild: true, onLine: prefixed("worker") });

  const body = { server: HOST, port: peerPort, callingNumber: "1000", calledNumber: "2000" };
  done(`Ready after ${since(started)}. Ctrl-C stops it.

  H.323 tester        http://localhost:${port}/
  answering endpoint  ${HOST}:${peerPort} (2000 answers, 2001 rings, 2002 is busy, …: docs/peer.md)

  curl -X POST http://localhost:${port}/api/h323/call \\
    -H "Content-Type: application/json" \\
    -d '${JSON.stringify(body)}'
`);

  // Both run until they are stopped or fail.
  const name = await Promise.race([
    peer.ended.then(() => "The answering endpoint"),
    worker.ended.then(() => "wrangler dev"),
  ]);
  failed(`${name} ended; stopping.`);
  await Promise.all([peer.stop(), worker.stop()]);
  process.exit(1);
});
