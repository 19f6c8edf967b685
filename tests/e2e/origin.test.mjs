/** Whose request it is: a program's, our own page's, or that of a page which its reader trusts too much. */

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { checkAnswer } from "../support/schema.mjs";
import { HOST, checkHeaders, request } from "./api.mjs";
import { answer as pickUp, startEndpoint } from "./endpoint.mjs";

const TOKEN = "s3cret-of-the-tests";
const AUDIENCE = "0123456789abcdef";
const JSON_TYPE = { "Content-Type": "application/json" };
const PATHS = ["/api/h323/call", "/api/h323/decode"];

let local;
let deployed;
let endpoint;

before(async () => {
  local = await startWorker();
  deployed = await startWorker({ allowPrivate: false });
  endpoint = await startEndpoint(pickUp);
});

after(() => Promise.all([local, deployed, endpoint].map((service) => service?.stop())));

/** Posts with headers that `fetch` does not let a program set, `Host` among them. */
async function post(worker, path, headers, body = JSON.stringify({ server: HOST, port: endpoint.port })) {
  const sent = httpRequest(new URL(path, worker.url), { method: "POST", headers });
  sent.end(body);
  const [response] = await once(sent, "response");
  const text = Buffer.concat(await Array.fromAsync(response)).toString();
  const answer = { status: response.statusCode, headers: new Headers(response.headers), text };
  checkAnswer({ path, method: "post" }, answer);
  return { ...answer, json: JSON.parse(text) };
}

/** Posts what must be refused with that status, and must not ring. */
async function refused(status, reason, worker, path, headers, body) {
  const rung = endpoint.calls.length;
  const answer = await post(worker, path, headers, body);
  assert.equal(answer.status, status, `${JSON.stringify(headers)}: ${answer.text}`);
  checkHeaders(answer);
  assert.match(answer.json.error, reason);
  assert.equal(endpoint.calls.length, rung, "nothing rang");
  return answer;
}

describe("what a page of another site can have a browser send", () => {
  for (const headers of [
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" },
  ]) {
    test(`${JSON.stringify(headers)} is refused`, async () => {
      for (const worker of [local, deployed]) {
        for (const path of PATHS) {
          await refused(403, /^This request came from the page of another site/, worker, path, {
            ...JSON_TYPE,
            ...headers,
          });
        }
      }
    });
  }

  for (const type of [
    "text/plain",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    undefined,
  ]) {
    test(`a body of type ${type} is no call`, async () => {
      const headers = type === undefined ? {} : { "Content-Type": type };
      const reason = /add -H 'Content-Type: application\/json'/;
      for (const worker of [local, deployed]) await refused(415, reason, worker, PATHS[0], headers);
    });
  }
});

describe("what a program or our own page sends", () => {
  for (const headers of [
    {},
    { "Content-Type": "application/json; charset=utf-8" },
    { "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "none" },
    { Host: "localhost:8787", Origin: "http://localhost:8787" },
    { Host: "[::1]:8787" },
  ]) {
    test(`${JSON.stringify(headers)} is a call`, async () => {
      const answer = await post(local, PATHS[0], { ...JSON_TYPE, ...headers });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.success, true);
    });
  }

  test("octets of any type are decoded", async () => {
    for (const type of ["text/plain", "application/octet-stream"]) {
      const answer = await post(local, PATHS[1], { "Content-Type": type }, "0300000d080280015a08028091");
      assert.equal(answer.status, 200, answer.text);
    }
  });
});

describe("a Worker that may dial its own machine", () => {
  for (const host of ["evil.example.com", "127.0.0.1.evil.example:8787", "10.0.0.1"]) {
    test(`does nothing for a request to ${host}`, async () => {
      for (const path of PATHS) {
        const headers = { ...JSON_TYPE, Host: host, Origin: `http://${host}`, "Sec-Fetch-Site": "same-origin" };
        await refused(403, /^This Worker may call private addresses/, local, path, headers);
      }
    });
  }

  test("is the only one that minds its name", async () => {
    const headers = { ...JSON_TYPE, Host: "tester.example", Origin: "https://tester.example" };
    const answer = await post(deployed, PATHS[0], headers);
    assert.equal(answer.json.outcome.code, "target-not-allowed", "it got as far as the target");
  });
});

describe("pages of other sites may read", () => {
  for (const path of ["/api/h323/health", "/api/openapi.json"]) {
    test(path, async () => {
      const { status, headers } = await request(local, path, { headers: { Origin: "https://other.example" } });
      assert.equal(status, 200);
      assert.equal(headers.get("access-control-allow-origin"), "*");
    });
  }

  test("health, also with headers of their own", async () => {
    const headers = { Origin: "https://other.example", "Access-Control-Request-Method": "GET" };
    const answer = await request(local, "/api/h323/health", { method: "OPTIONS", headers });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(answer.headers.get("access-control-allow-methods"), "GET, HEAD");
  });

  test("nothing else", async () => {
    for (const path of PATHS) {
      for (const method of ["OPTIONS", "GET"]) {
        const answer = await request(local, path, { method, headers: { Origin: "https://other.example" } });
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.get("access-control-allow-origin"), null);
      }
      const answer = await post(local, path, JSON_TYPE, "{}");
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
    }
  });
});

describe("with a token", () => {
  let guarded;

  before(async () => {
    guarded = await startWorker({ vars: { API_TOKEN: TOKEN } });
  });

  after(() => guarded?.stop());

  for (const [title, headers, reason] of [
    ["none", {}, /^This Worker needs a token: .*-H 'Authorization: Bearer TOKEN'/],
    ["a wrong one", { Authorization: `Bearer ${TOKEN}x` }, /Authorization is wrong/],
    ["a part of it", { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }, /Authorization is wrong/],
    ["another scheme", { Authorization: `Basic ${TOKEN}` }, /Authorization is wrong/],
    ["an assertion that nobody asked for", { "Cf-Access-Jwt-Assertion": TOKEN }, /needs a token/],
  ]) {
    test(`${title} is refused`, async () => {
      for (const path of PATHS) {
        const answer = await refused(401, reason, guarded, path, { ...JSON_TYPE, ...headers });
        assert.equal(answer.headers.get("www-authenticate"), "Bearer");
        assert.doesNotMatch(answer.text, new RegExp(TOKEN));
      }
    });
  }

  test("it places calls, and health needs none", async () => {
    const answer = await post(guarded, PATHS[0], { ...JSON_TYPE, Authorization: `Bearer ${TOKEN}` });
    assert.equal(answer.json.success, true, answer.text);
    assert.equal((await request(guarded, "/api/h323/health")).status, 200);
  });
});

describe("with Cloudflare Access", () => {
  const keys = Object.fromEntries(
    ["ours", "strange"].map((name) => [name, generateKeyPairSync("rsa", { modulusLength: 2048 })]),
  );
  let team;
  let asked = 0;
  let issuer;
  let guarded;

  before(async () => {
    team = createServer((_, response) => {
      asked += 1;
      const jwk = keys.ours.publicKey.export({ format: "jwk" });
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: "ours", alg: "RS256", use: "sig" }] }));
    }).listen(0, HOST);
    await once(team, "listening");
    issuer = `http://${HOST}:${team.address().port}`;
    guarded = await startWorker({ vars: { ACCESS_TEAM: issuer, ACCESS_AUDIENCE: AUDIENCE } });
  });

  after(async () => {
    await guarded?.stop();
    team?.close();
  });

  /** An assertion as Access makes it, but for what is given. */
  function assertion({ key = "ours", kid = "ours", alg = "RS256", spoil = (text) => text, ...claims } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = {
      iss: issuer,
      aud: [AUDIENCE],
      iat: now,
      nbf: now,
      exp: now + 300,
      email: "a@example.com",
      ...claims,
    };
    const signed = `${part({ alg, kid, typ: "JWT" })}.${part(body)}`;
    return spoil(`${signed}.${sign("sha256", Buffer.from(signed), keys[key].privateKey).toString("base64url")}`);
  }

  test("whoever came through it places calls; the team's keys are asked for once", async () => {
    for (let index = 0; index < 3; index += 1) {
      const headers = { ...JSON_TYPE, "Cf-Access-Jwt-Assertion": assertion() };
      const answer = await post(guarded, PATHS[0], headers);
      assert.equal(answer.json.success, true, answer.text);
    }
    assert.equal(asked, 1);
  });

  for (const [title, change, reason] of [
    ["of another application", { aud: ["another"] }, /another application/],
    ["of another team", { iss: "https://other.cloudflareaccess.com" }, /another team/],
    ["of yesterday", { exp: Math.floor(Date.now() / 1000) - 86_400 }, /expired/],
    ["of tomorrow", { nbf: Math.floor(Date.now() / 1000) + 86_400 }, /not hold yet/],
    ["signed with a key of somebody else", { key: "strange" }, /signature is wrong/],
    ["signed with a key that the team has not", { key: "strange", kid: "strange" }, /no key of the team/],
    ["that says it is not signed", { alg: "none" }, /RS256/],
    ["signed with a secret", { alg: "HS256" }, /RS256/],
    [
      "whose claims were changed",
      { spoil: (text) => text.replace(/\.(.)/, (_, c) => `.${c === "e" ? "f" : "e"}`) },
      /./,
    ],
    ["that is none", { spoil: () => "x.y.z" }, /no signed token/],
  ]) {
    test(`an assertion ${title} is refused`, async () => {
      const headers = { ...JSON_TYPE, "Cf-Access-Jwt-Assertion": assertion(change) };
      await refused(401, reason, guarded, PATHS[0], headers);
    });
  }

  test("a request without one is refused", async () => {
    for (const path of PATHS) await refused(401, /^This Worker is behind Cloudflare Access/, guarded, path, JSON_TYPE);
  });
});
