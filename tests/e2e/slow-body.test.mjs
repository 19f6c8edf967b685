/** A client that begins a body and never finishes it. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { checkAnswer } from "../support/schema.mjs";

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/** Sends half a body and waits for what comes of it. */
async function half(path) {
  const { hostname, port, host } = new URL(worker.url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n{"server":`,
  );
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    const at = text.indexOf("\r\n\r\n");
    if (at >= 0 && text.includes("}", at)) break;
  }
  socket.destroy();
  return text;
}

describe("half a body", { concurrency: true }, () => {
  for (const path of ["/api/h323/call", "/api/h323/decode"]) {
    test(`${path}: the client is told, and nothing is kept for it`, async () => {
      const text = await half(path);
      assert.match(text, /^HTTP\/1\.1 408 /);
      const body = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
      assert.equal(JSON.parse(body).error, "The body did not come in 15 s");
      const headers = new Headers({ "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
      checkAnswer({ path, method: "post" }, { status: 408, headers, text: body });
    });
  }
});
