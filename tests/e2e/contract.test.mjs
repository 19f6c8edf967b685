/** The HTTP contract, as far as it needs nobody to call. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, call, checkHeaders, closedPort, post, request } from "./api.mjs";

const BODY_LIMIT = 16 * 1024;

/** Milliseconds that the Worker's clock, which only advances with I/O, may be away from ours. */
const CLOCKS_APART = 60_000;

let worker;
let rude;

before(async () => {
  worker = await startWorker();
});

after(() => {
  rude?.close();
  return worker?.stop();
});

/** A port of this machine where every connection is closed as soon as it says something. */
async function closesAtOnce() {
  rude = createServer((socket) => socket.on("error", () => {}).once("data", () => socket.end())).listen(0, HOST);
  await once(rude, "listening");
  return rude.address().port;
}

/** A request that must be refused with that status. */
async function refused(status, body, options) {
  const answer = await post(worker, body, options);
  assert.equal(answer.status, status, answer.text);
  checkHeaders(answer);
  assert.equal(answer.json.success, false);
  assert.ok(answer.json.error.length > 0);
  return answer.json;
}

/** A request that must be refused because of its body. */
async function badInput(body) {
  const refusal = await refused(400, body);
  const { stage, code, text } = refusal.outcome;
  assert.deepEqual({ stage, code, text }, { stage: "input", code: "bad-request", text: refusal.error });
  return refusal;
}

/** A body of that length that is valid JSON but for the limit. */
function bodyOfLength(length) {
  return `{"server":""}`.padEnd(length);
}

/** Posts a body in chunks, with no word of its length beforehand. */
function postChunked(chunks) {
  return new Promise((done, fail) => {
    const sent = httpRequest(new URL("/api/h323/call", worker.url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
    });
    sent.on("error", fail);
    sent.on("response", async (response) => {
      const parts = await Array.fromAsync(response);
      done({ status: response.statusCode, text: Buffer.concat(parts).toString() });
    });
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

describe("health", () => {
  test("GET says that the Worker is up, and which version it is", async () => {
    const answer = await request(worker, "/api/h323/health");
    assert.equal(answer.status, 200);
    checkHeaders(answer);
    const health = JSON.parse(answer.text);
    assert.equal(health.status, "ok");
    assert.equal(health.name, "h323-edge-tester");
    assert.match(health.version, /^\d+\.\d+\.\d+$/);
  });

  test("HEAD has the same headers and no body", async () => {
    const answer = await request(worker, "/api/h323/health", { method: "HEAD" });
    assert.equal(answer.status, 200);
    checkHeaders(answer);
    assert.equal(answer.text, "");
  });
});

describe("when and where", () => {
  test("a report has the moment it started, and which version placed it", async () => {
    const health = JSON.parse((await request(worker, "/api/h323/health")).text);
    const before = Date.now();
    const report = await call(worker, { port: await closedPort() });
    const started = Date.parse(report.startedAt);
    assert.ok(before - CLOCKS_APART <= started && started <= Date.now() + CLOCKS_APART, report.startedAt);
    assert.deepEqual(report.tester, { name: health.name, version: health.version });
  });

  test("the data centre is told on Cloudflare's network, and the client's country never", async () => {
    const port = await closedPort();
    const here = await call(worker, { port });
    assert.equal("colo" in here, false, "wrangler dev is no data centre");
    // The stand-in of wrangler dev names a data centre, and a country for the client.
    const headers = { "CF-Ray": "8f0e3c5d2b1a4c7e-AMS" };
    const { json } = await post(worker, { server: HOST, port }, { headers });
    assert.match(json.colo, /^[A-Z]{3}$/);
    assert.equal("country" in json, false);
  });
});

describe("the document that advice links to", () => {
  test("is as it is in the repository, in a form that browsers show", async () => {
    const { outcome } = await call(worker, { port: await closesAtOnce() });
    assert.equal(outcome.code, "closed-at-once");
    const [{ text, href }] = outcome.links;
    assert.match(text, /H\.323 inspection/);
    const answer = await request(worker, href);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(answer.text, readFileSync(new URL(`../..${href}`, import.meta.url), "utf8"));
  });
});

describe("methods and paths", () => {
  for (const [path, allowed, methods] of [
    ["/docs/firewalls.md", "GET, HEAD", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]],
    ["/api/h323/health", "GET, HEAD, OPTIONS", ["POST", "PUT", "PATCH", "DELETE"]],
    ["/api/h323/call", "POST", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]],
  ]) {
    for (const method of methods) {
      test(`${method} ${path} is not allowed`, async () => {
        const answer = await request(worker, path, { method });
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.get("allow"), allowed);
        checkHeaders(answer);
        if (method === "HEAD") assert.equal(answer.text, "");
        else assert.deepEqual(JSON.parse(answer.text), { success: false, error: "Method not allowed" });
      });
    }
  }

  for (const path of ["/api", "/api/", "/api/h323", "/api/h323/calls", "/api/h323/call/", "/api/h323/health/x"]) {
    for (const method of ["GET", "POST"]) {
      test(`${method} ${path} is not found, in JSON`, async () => {
        // What a browser says when somebody types the address.
        const headers = { Accept: "text/html", "Sec-Fetch-Mode": "navigate" };
        const answer = await request(worker, path, { method, headers });
        assert.equal(answer.status, 404);
        checkHeaders(answer);
        assert.deepEqual(JSON.parse(answer.text), { success: false, error: "Not found" });
      });
    }
  }

  test("a query does not matter", async () => {
    const answer = await request(worker, "/api/h323/health?verbose=1");
    assert.equal(answer.status, 200);
  });

  test("the page is at the root", async () => {
    const answer = await request(worker, "/");
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type"), /^text\/html/);
    assert.match(answer.text, /H\.323/);
  });
});

describe("the body as a whole", () => {
  for (const [title, body, rule] of [
    ["nothing", "", /not valid JSON/],
    ["half an object", '{"server":', /not valid JSON/],
    ["two values", '{"server":""} {}', /not valid JSON/],
    ["a form", "server=127.0.0.1&port=1720", /not valid JSON/],
    ["octets that are not UTF-8", Buffer.from('{"server":"\xff"}', "latin1"), /not valid JSON/],
    ["a lone surrogate", String.raw`{"server":"\ud800"}`, /not valid JSON/],
    ["too many brackets", "[".repeat(BODY_LIMIT), /not valid JSON/],
    ["an array", '[{"server":"127.0.0.1"}]', /must be a JSON object/],
    ["a string", '"127.0.0.1"', /must be a JSON object/],
    ["null", "null", /must be a JSON object/],
  ]) {
    test(`${title} is refused`, async () => {
      const { error, field } = await badInput(body);
      assert.match(error, rule);
      assert.equal(field, undefined);
    });
  }

  test("16 KiB are read, one octet more is not", async () => {
    // With the limit kept, the next rule is the one that is broken.
    assert.equal((await badInput(bodyOfLength(BODY_LIMIT))).error, "Server is required");
    const refusal = await refused(413, bodyOfLength(BODY_LIMIT + 1));
    assert.match(refusal.error, /^The body must be at most 16384 octets$/);
  });

  test("the limit holds for a body whose length is not said beforehand", async () => {
    const chunk = " ".repeat(1024);
    const fits = await postChunked(['{"server":""}', ...Array(15).fill(chunk)]);
    assert.equal(fits.status, 400, fits.text);
    const tooLong = await postChunked(['{"server":""}', ...Array(16).fill(chunk)]);
    assert.equal(tooLong.status, 413, tooLong.text);
    assert.match(JSON.parse(tooLong.text).error, /16384/);
  });

  test("the limit holds for a body of a megabyte", async () => {
    await refused(413, bodyOfLength(1_000_000));
  });
});

describe("fields", () => {
  for (const [body, field, rule] of [
    [{}, "server", /^Server is required$/],
    [{ server: null }, "server", /^Server is required$/],
    [{ server: "" }, "server", /^Server is required$/],
    [{ server: " \t" }, "server", /^Server is required$/],
    [{ server: 5 }, "server", /^server must be a string$/],
    [{ server: ["127.0.0.1"] }, "server", /^server must be a string$/],
    [{ server: "http://gw.example.com/" }, "server", /^server has a scheme that is not h323: write the host alone/],
    [{ server: "sip:room@gw.example.com" }, "server", /^server is a SIP address: write user@host/],
    [{ server: "gw.example.com:0" }, "server", /^server has a port that is not a whole number from 1 to 65535$/],
    [
      { server: "gw.example.com:1721", port: 1720 },
      "port",
      /^port is 1720, but server has port 1721: give only one of them$/,
    ],
    [{ server: "user@gw.example.com##1" }, "server", /^server names the called party twice/],
    [{ server: "gw.example.com##" }, "server", /extension that must not be empty$/],
    [{ server: "@gw.example.com" }, "server", /alias that must not be empty$/],
    [{ server: "gw.exa mple.com" }, "server", /^server may have letters, digits/],
    [{ server: "gw.example.com\r\nX: y" }, "server", /^server may have letters, digits/],
    [{ server: "gw\u0000.example.com" }, "server", /^server may have letters, digits/],
    [{ server: "bücher.example" }, "server", /xn--/],
    [{ server: "gw..example.com" }, "server", /^server has a label that is empty or longer than 63/],
    [{ server: `${"a".repeat(64)}.example` }, "server", /^server has a label that is empty or longer than 63/],
    [{ server: `${"abcdefgh.".repeat(30)}example` }, "server", /^server must be at most 253 characters$/],
    [{ server: "a".repeat(10_000) }, "server", /^server must be at most 1029 octets$/],
    [{ server: "127.1" }, "server", /^server ends in a number but is not an IPv4 address/],
    [{ server: "0x7f000001" }, "server", /^server ends in a number but is not an IPv4 address/],
    [{ server: "1.2.3.256" }, "server", /^server ends in a number but is not an IPv4 address/],
    [{ port: 0 }, "port", /^port must be a whole number from 1 to 65535$/],
    [{ port: 65_536 }, "port", /^port must be a whole number from 1 to 65535$/],
    [{ port: -1 }, "port", /from 1 to 65535$/],
    [{ port: 1720.5 }, "port", /from 1 to 65535$/],
    [{ port: "1720" }, "port", /from 1 to 65535$/],
    [{ port: null }, "port", /from 1 to 65535$/],
    [{ port: true }, "port", /from 1 to 65535$/],
    [{ callingNumber: 1000 }, "callingNumber", /^callingNumber must be a string or null$/],
    [{ callingNumber: false }, "callingNumber", /^callingNumber must be a string or null$/],
    [{ callingNumber: "" }, "callingNumber", /^callingNumber must not be empty$/],
    [{ calledNumber: " " }, "calledNumber", /^calledNumber must not be empty$/],
    [{ calledNumber: "+" }, "calledNumber", /^calledNumber must not be empty$/],
    [{ calledNumber: "12a4" }, "calledNumber", /^calledNumber may have the digits 0-9/],
    [{ calledNumber: "1+2" }, "calledNumber", /^calledNumber may have the digits 0-9/],
    [{ calledNumber: "12 34" }, "calledNumber", /^calledNumber may have the digits 0-9/],
    [{ calledNumber: "٢٠٠٠" }, "calledNumber", /^calledNumber may have the digits 0-9/],
    [{ calledNumber: "1".repeat(33) }, "calledNumber", /^calledNumber must be at most 32 characters$/],
    [{ callingNumber: "1".repeat(10_000) }, "callingNumber", /^callingNumber must be at most 32 characters$/],
    [{ Port: 1720 }, "Port", /^Unknown field "Port"; did you mean port\?$/],
    [{ faststart: true }, "faststart", /^Unknown field "faststart"; did you mean fastStart\?$/],
    [{ sdp: 1 }, "sdp", /^Unknown field "sdp"; docs\/api.md and \/api\/openapi.json list all there are$/],
    [{ "": 1 }, "", /^Unknown field ""/],
  ]) {
    test(`${JSON.stringify(body).slice(0, 60)} is refused, for ${field || "the empty name"}`, async () => {
      const whole = field === "server" ? body : { server: HOST, ...body };
      const refusal = await badInput(whole);
      assert.equal(refusal.field, field);
      assert.match(refusal.error, rule);
    });
  }

  test("a name that is absurdly long is not repeated in full", async () => {
    const refusal = await badInput({ server: HOST, ["x".repeat(10_000)]: 1 });
    assert.ok(refusal.error.length < 600);
  });

  test("a field's name cannot break out of the sentence that quotes it", async () => {
    const refusal = await badInput({ server: HOST, '"\n<b>\u202e': 1 });
    assert.ok(!/[\n\u202e]/.test(refusal.error), JSON.stringify(refusal.error));
  });
});

describe("a port on which nothing listens", () => {
  test("is a call that failed at TCP, not an error of HTTP", async () => {
    const report = await call(worker, { port: await closedPort() });
    assert.equal(report.success, false);
    assert.match(report.error, /^Connection failed: /);
    // The runtime's own words for it speak of a proxy that nobody here has.
    assert.doesNotMatch(report.error + report.outcome.text, /proxy/);
    assert.deepEqual([report.outcome.stage, report.outcome.code], ["tcp", "connect-failed"]);
    assert.deepEqual(report.messages, []);
    assert.deepEqual(report.trace, []);
    assert.deepEqual(report.timing, {});
    assert.equal(report.release, undefined);
    assert.equal(report.messagesReceived, 0);
  });

  test("the number 1720 is the port unless another is given", async () => {
    // Whether something listens on 1720 here or not, the Worker must have tried to open it.
    const report = await call(worker, {});
    if (report.timing.connected === undefined) assert.equal(report.outcome.stage, "tcp");
    else assert.equal(report.peer.address, `${HOST}:1720`);
  });
});
