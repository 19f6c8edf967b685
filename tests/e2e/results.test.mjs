/** Results that are stored on the server, where that is switched on. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { checkAnswer } from "../support/schema.mjs";
import { call, checkHeaders, closedPort, request } from "./api.mjs";

const PATH = "/api/h323/results";
const ONE = `${PATH}/{id}`;
const DAYS = "30";
const DAY = 86_400_000;
const BODY_LIMIT = 1 << 20;
const TOKEN = "s3cret-of-the-tests";

/** Milliseconds that the Worker's clock may be away from ours. */
const CLOCKS_APART = 60_000;

let worker;
let off;
let report;

before(async () => {
  worker = await startWorker({ vars: { STORED_RESULT_DAYS: DAYS } });
  off = await startWorker();
  report = await call(worker, { port: await closedPort() });
});

after(() => Promise.all([worker, off].map((service) => service?.stop())));

/** A file of the page. */
const saved = (fields = {}) =>
  JSON.stringify({ tool: "h323-edge-tester", version: 1, request: null, startedAt: null, report, ...fields });

/** A result of so many octets. */
function ofLength(length) {
  const empty = saved({ more: "" });
  return saved({ more: "x".repeat(length - Buffer.byteLength(empty)) });
}

async function store(body, { at = worker, headers } = {}) {
  const answer = await request(at, PATH, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body,
  });
  checkAnswer({ path: PATH, method: "post" }, answer);
  checkHeaders(answer);
  return { ...answer, json: JSON.parse(answer.text) };
}

async function one(method, id, { at = worker, headers } = {}) {
  const answer = await request(at, `${PATH}/${id}`, { method, headers });
  checkAnswer({ path: ONE, method: method.toLowerCase() }, answer);
  if (answer.text !== "") checkHeaders(answer);
  return answer;
}

const read = (id, options) => one("GET", id, options);

const erase = (id, key, options = {}) =>
  one("DELETE", id, { ...options, headers: { "Delete-Key": key, ...options.headers } });

describe("a stored result", () => {
  test("has an address, an end and a delete key, and comes back as it was sent", async () => {
    const begun = Date.now();
    const body = saved({ request: { server: "bücher.example", more: "日本語" } });
    const { status, headers, json } = await store(body);
    assert.equal(status, 201);
    assert.match(json.id, /^[0-9a-f]{32}$/);
    assert.match(json.deleteKey, /^[0-9a-f]{32}$/);
    assert.notEqual(json.id, json.deleteKey);
    assert.equal(json.address, `${new URL(worker.url).origin}/#result=${json.id}`);
    assert.equal(headers.get("location"), `${PATH}/${json.id}`);
    assert.equal(new Date(json.until).toISOString(), json.until);
    const apart = Date.parse(json.until) - begun - Number(DAYS) * DAY;
    assert.ok(Math.abs(apart) < CLOCKS_APART, json.until);

    const answer = await read(json.id);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, body);
    assert.equal(answer.headers.get("x-robots-tag"), "noindex");
    assert.equal(Math.trunc(Date.parse(json.until) / 1000), Date.parse(answer.headers.get("sunset")) / 1000);
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
    assert.doesNotMatch(JSON.stringify([...answer.headers]) + answer.text, new RegExp(json.deleteKey));
    const head = await one("HEAD", json.id);
    assert.deepEqual([head.status, head.text], [200, ""]);
  });

  test("has an address of its own each time", async () => {
    const [first, second] = [await store(saved()), await store(saved())];
    assert.notEqual(first.json.id, second.json.id);
    assert.notEqual(first.json.deleteKey, second.json.deleteKey);
  });

  test("can be an answer of the API as curl got it", async () => {
    const { status, json } = await store(JSON.stringify(report));
    assert.equal(status, 201);
    assert.deepEqual(JSON.parse((await read(json.id)).text), report);
  });

  test("is deleted by its key alone, once", async () => {
    const { json } = await store(saved());
    const other = await store(saved());
    const near = json.deleteKey.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    for (const key of [undefined, "", "0".repeat(32), other.json.deleteKey, json.id, near, `${json.deleteKey}0`]) {
      const answer = await one("DELETE", json.id, { headers: key === undefined ? {} : { "Delete-Key": key } });
      assert.equal(answer.status, 403, String(key));
      assert.match(JSON.parse(answer.text).error, /^The delete key is wrong/);
    }
    assert.equal((await read(json.id)).status, 200);
    const answer = await erase(json.id, json.deleteKey);
    assert.deepEqual([answer.status, answer.text], [204, ""]);
    for (const gone of [await read(json.id), await erase(json.id, json.deleteKey)]) {
      assert.equal(gone.status, 404);
      assert.match(JSON.parse(gone.text).error, /has ended, was deleted, or never was$/);
    }
    assert.equal((await read(other.json.id)).status, 200, "the other one stays");
  });

  test("that nobody has stored is not found", async () => {
    assert.equal((await read("0123456789abcdef".repeat(2))).status, 404);
    assert.equal((await erase("0123456789abcdef".repeat(2), "0".repeat(32))).status, 404);
    for (const id of ["", "x", "shelf", "A".repeat(32), "a".repeat(33), `${"a".repeat(32)}/`]) {
      const answer = await request(worker, `${PATH}/${id}`);
      assert.equal(answer.status, 404, id);
      assert.equal(JSON.parse(answer.text).success, false);
    }
  });
});

describe("the body", () => {
  test("may have 1 MiB and not an octet more", async () => {
    const { status, json } = await store(ofLength(BODY_LIMIT));
    assert.equal(status, 201);
    assert.equal((await read(json.id)).text.length, BODY_LIMIT);
    const refused = await store(ofLength(BODY_LIMIT + 1));
    assert.equal(refused.status, 413);
    assert.equal(refused.json.error, `The body must be at most ${BODY_LIMIT} octets`);
  });

  for (const [what, body, reason] of [
    ["nothing", "", /not valid JSON/],
    ["a page", "<html><script>alert(1)</script>", /not valid JSON/],
    ["octets that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), /not valid JSON/],
    ["brackets without end", "[".repeat(BODY_LIMIT), /not valid JSON/],
    ["brackets at any depth", "[".repeat(BODY_LIMIT / 2) + "]".repeat(BODY_LIMIT / 2), /it is not an object/],
    ["any object", '{"a":1}', /outcome is missing/],
    ["an error of the API", '{"success":false,"error":"Not found"}', /outcome is missing/],
    ["a request", '{"server":"gw.example.com"}', /outcome is missing/],
    ["a file of another version", '{"tool":"h323-edge-tester","version":2}', /version must be 1/],
    ["a trace without messages", '{"outcome":{"stage":"","code":"","text":""},"trace":[{}]}', /trace\[0\]\.type is/],
  ]) {
    test(`is refused if it is ${what}`, async () => {
      const { status, json } = await store(body);
      assert.equal(status, 400);
      assert.match(json.error, reason);
      assert.ok(json.error.length < 300, "what was sent is not repeated");
    });
  }

  for (const [what, request] of [
    ["of a gatekeeper", { server: "gk.example.com", gatekeeper: { alias: "4711", password: TOKEN } }],
    ["anywhere else", { server: "gk.example.com", more: [{ Password: TOKEN }] }],
  ]) {
    test(`is refused if its request has the password ${what}`, async () => {
      const { status, json, text } = await store(saved({ request }));
      assert.deepEqual([status, json.field], [400, "request"]);
      assert.match(json.error, /has a password/);
      assert.doesNotMatch(text, new RegExp(TOKEN));
    });
  }

  test("is given back as JSON whatever texts it has", async () => {
    const hostile = `</script><img src=x onerror="alert(1)">\u202e\u0000`;
    const { json } = await store(saved({ report: { ...report, error: hostile } }));
    const answer = await read(json.id, { headers: { Accept: "text/html" } });
    assert.equal(answer.headers.get("content-type"), "application/json; charset=utf-8");
    assert.match(answer.headers.get("content-security-policy"), /\bsandbox$/);
    assert.equal(JSON.parse(answer.text).report.error, hostile);
  });
});

describe("who may", () => {
  test("a page of another site may neither store, read nor delete", async () => {
    const { json } = await store(saved());
    for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { Origin: "https://evil.example" }]) {
      assert.equal((await store(saved(), { headers })).status, 403);
      assert.equal((await read(json.id, { headers })).status, 403);
      assert.equal((await erase(json.id, json.deleteKey, { headers })).status, 403);
    }
    assert.equal((await store(saved(), { headers: { "Content-Type": "text/plain" } })).status, 415);
    assert.equal((await read(json.id)).status, 200);
  });

  test("where a token is set it is needed to store; the address is enough to read, and the key to delete", async () => {
    const guarded = await startWorker({ vars: { STORED_RESULT_DAYS: "1", API_TOKEN: TOKEN } });
    try {
      assert.equal((await store(saved(), { at: guarded })).status, 401);
      const { json } = await store(saved(), { at: guarded, headers: { Authorization: `Bearer ${TOKEN}` } });
      assert.equal((await read(json.id, { at: guarded })).status, 200);
      assert.equal((await erase(json.id, json.deleteKey, { at: guarded })).status, 204);
    } finally {
      await guarded.stop();
    }
  });

  test("other methods are not allowed", async () => {
    for (const [path, methods, allow] of [
      [PATH, ["GET", "PUT", "DELETE", "OPTIONS"], "POST"],
      [`${PATH}/${"a".repeat(32)}`, ["POST", "PUT", "OPTIONS"], "GET, HEAD, DELETE"],
    ]) {
      for (const method of methods) {
        const answer = await request(worker, path, { method });
        assert.deepEqual([answer.status, answer.headers.get("allow")], [405, allow], `${method} ${path}`);
      }
    }
  });

  test("one client may store six results a minute", async () => {
    const limited = await startWorker({ rateLimited: true, vars: { STORED_RESULT_DAYS: "1" } });
    try {
      const headers = { "CF-Connecting-IP": "203.0.113.21" };
      let stored = 0;
      let answer = await store(saved(), { at: limited, headers });
      for (; answer.status === 201 && stored < 18; stored += 1) answer = await store(saved(), { at: limited, headers });
      // Should a new minute begin in between, the count begins again.
      assert.ok(answer.status === 429 && stored >= 6, `${answer.status} after ${stored}`);
      assert.match(answer.json.error, /^Too many results to store from this address/);
      assert.equal(
        (await store(saved(), { at: limited, headers: { "CF-Connecting-IP": "203.0.113.22" } })).status,
        201,
      );
    } finally {
      await limited.stop();
    }
  });
});

describe("health", () => {
  const health = async (at) => {
    const answer = await request(at, "/api/h323/health");
    checkAnswer({ path: "/api/h323/health" }, answer);
    return JSON.parse(answer.text);
  };

  test("says for how many days results are stored, and only then", async () => {
    assert.equal((await health(worker)).storedResultDays, Number(DAYS));
    assert.equal("storedResultDays" in (await health(off)), false);
  });
});

describe("a Worker that stores nothing", () => {
  test("says so, for all that could be stored and read", async () => {
    for (const answer of [await store(saved(), { at: off }), await read("a".repeat(32), { at: off })]) {
      assert.equal(answer.status, 404);
      assert.match(JSON.parse(answer.text).error, /^This Worker does not store results: .*STORED_RESULT_DAYS/);
    }
    assert.equal((await erase("a".repeat(32), "0".repeat(32), { at: off })).status, 404);
  });

  test("because its setting cannot be read does nothing else either", async () => {
    const wrong = await startWorker({ vars: { STORED_RESULT_DAYS: "91" } });
    try {
      const { status, json } = await store(saved(), { at: wrong });
      assert.equal(status, 503);
      assert.match(json.error, /its variable STORED_RESULT_DAYS cannot be used: .* from 1 to 90$/);
      const health = JSON.parse((await request(wrong, "/api/h323/health")).text);
      assert.equal("storedResultDays" in health, false);
    } finally {
      await wrong.stop();
    }
  });

  test("because it cannot count says so", async () => {
    const configure = (text) => text.replace('name = "STORE_LIMIT"', 'name = "ELSEWHERE"');
    const uncounted = await startWorker({ allowPrivate: false, vars: { STORED_RESULT_DAYS: "1" }, configure });
    try {
      const { status, json } = await store(saved(), { at: uncounted });
      assert.equal(status, 503);
      assert.match(json.error, /^This Worker cannot count now, .*STORE_LIMIT/);
    } finally {
      await uncounted.stop();
    }
  });

  test("because its objects are missing says so", async () => {
    const bare = await startWorker({
      vars: { STORED_RESULT_DAYS: "1" },
      configure: (text) => text.replace('name = "RESULTS"', 'name = "ELSEWHERE"'),
    });
    try {
      for (const answer of [await store(saved(), { at: bare }), await read("a".repeat(32), { at: bare })]) {
        assert.equal(answer.status, 503);
        assert.match(JSON.parse(answer.text).error, /RESULTS in wrangler\.toml/);
      }
    } finally {
      await bare.stop();
    }
  });
});
