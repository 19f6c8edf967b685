/** A client that begins a body and never finishes it. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
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

describe("very many bodies that are not finished", () => {
  const LENGTH = 1 << 20;

  /** Sends a body without its last octet. */
  async function hold() {
    const { hostname, port, host } = new URL(worker.url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, "connect");
    // The Worker may answer and close first.
    socket.on("error", () => undefined);
    const head = `POST /api/h323/decode HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/plain\r\nContent-Length: ${LENGTH}\r\n\r\n`;
    socket.write(head + "0".repeat(LENGTH - 1));
    return socket;
  }

  const decode = () =>
    fetch(new URL("/api/h323/decode", worker.url), {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: "03000004".padEnd(LENGTH >> 1, "\n"),
    });

  test("are as large as what is in them, if they are packed", { timeout: 60_000 }, async () => {
    // A mebibyte of messages that takes a thousandth of that, and answers beyond what a socket holds.
    const packet = Buffer.alloc(1 << 15, 0xa1);
    Buffer.from([3, 0, 0x80, 0, 8, 2, 0, 1, 5]).copy(packet);
    const body = gzipSync(Buffer.alloc(LENGTH, packet));
    assert.ok(body.length < 10_000);
    const ask = () =>
      new Promise((resolve, reject) => {
        const asked = request(new URL("/api/h323/decode", worker.url), { method: "POST" });
        asked.once("response", resolve).once("error", reject);
        asked.end(body);
      });
    const untaken = [];
    let answer = await ask();
    for (; answer.statusCode === 200 && untaken.length < 16; answer = await ask()) untaken.push(answer);
    assert.equal(answer.statusCode, 503);
    assert.equal(untaken.length, 8);
    for (const response of untaken) response.destroy();
    do {
      await pause(200);
      answer = await ask();
      answer.destroy();
    } while (answer.statusCode === 503);
    assert.equal(answer.statusCode, 200);
  });

  test("leave room for calls: another body is refused, and taken when they have gone", {
    timeout: 60_000,
  }, async () => {
    const sockets = [];
    let answer = await decode();
    assert.equal(answer.status, 200);
    await answer.text();
    while (answer.status === 200 && sockets.length < 16) {
      sockets.push(await hold());
      await pause(200);
      answer = await decode();
      await answer.text();
    }
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("Retry-After"), "5");
    const call = await fetch(new URL("/api/h323/call", worker.url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"server":""}',
    });
    assert.equal(call.status, 400, "the body of a call is read");
    await call.text();
    assert.ok(sockets.length >= 6, `${sockets.length} of them were taken`);
    for (const socket of sockets) socket.destroy();
    do {
      await pause(200);
      answer = await decode();
      await answer.text();
    } while (answer.status === 503);
    assert.equal(answer.status, 200);
  });
});
