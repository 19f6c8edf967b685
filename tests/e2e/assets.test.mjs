/** The page's files as they are served: what a browser is told to forbid them. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { request } from "./api.mjs";

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/** The directives of a Content-Security-Policy by name. */
function directives(policy) {
  return Object.fromEntries(
    policy.split(";").map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(" ")];
    }),
  );
}

for (const path of ["/", "/index.js", "/index.css"]) {
  test(`${path} may load nothing from elsewhere and nothing inline`, async () => {
    const { status, headers } = await request(worker, path);
    assert.equal(status, 200);
    const policy = directives(headers.get("content-security-policy"));
    assert.equal(policy["default-src"], "'none'");
    assert.equal(policy["require-trusted-types-for"], "'script'");
    // One policy, which makes the address of the Worker in static/tools/file.js and nothing else.
    assert.equal(policy["trusted-types"], "file-worker");
    delete policy["require-trusted-types-for"];
    delete policy["trusted-types"];
    for (const [name, sources] of Object.entries(policy)) {
      assert.ok(["'none'", "'self'"].includes(sources), `${name} ${sources}`);
    }
    for (const name of ["script-src", "style-src", "connect-src"]) assert.equal(policy[name], "'self'", name);
    assert.equal(policy["frame-ancestors"], "'none'");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("strict-transport-security"), "max-age=31536000");
    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
  });
}

test("the Worker that decodes files alone may compile WebAssembly, and reaches nothing elsewhere", async () => {
  const { status, headers } = await request(worker, "/tools/file-worker.js");
  assert.equal(status, 200);
  assert.deepEqual(directives(headers.get("content-security-policy")), {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "connect-src": "'self'",
  });
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  const wasm = await request(worker, "/wasm/h323_browser_bg.wasm");
  assert.equal(wasm.headers.get("content-type"), "application/wasm");
});

test("an address that leads nowhere is a page for a person, with the way back", async () => {
  const headers = { Accept: "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate" };
  for (const path of ["/nope", "/docs/nope", "/nope/"]) {
    const answer = await request(worker, path, { headers });
    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(
      answer.headers.get("content-security-policy"),
      /^default-src 'none'; style-src 'self'; img-src 'self'/,
    );
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.text, /<a href="\/">Test a call<\/a>/);
    assert.doesNotMatch(answer.text, /nope/);
  }
  const program = await request(worker, "/nope", { headers: { Accept: "*/*" } });
  assert.deepEqual(JSON.parse(program.text), { success: false, error: "Not found" });
});

test("the page has no script, style or handler of its own in the markup", async () => {
  const { text } = await request(worker, "/");
  assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=|javascript:/i);
  for (const [, attributes, body] of text.matchAll(/<script([^>]*)>([^<]*)<\/script>/gi)) {
    assert.match(attributes, /src="\/[^"]+"/);
    assert.equal(body.trim(), "");
  }
});
