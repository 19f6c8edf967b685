/** The API description: valid, true of the Worker's answers, and of one mind with it on requests. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { PEER } from "../../scripts/lib/paths.mjs";
import {
  checkAnswer,
  checkNamedAnswer,
  checkSchema,
  description,
  documentFaults,
  faultsAt,
  pointerPart,
  schemaFaults,
  valuesOf,
} from "../support/schema.mjs";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, closedPort, post, request } from "./api.mjs";
import { BODIES, FIELDS, SERVERS_WITH_MORE, requestWith } from "./requests.mjs";
import { startResolver } from "./resolver.mjs";

const ROOT = new URL("../../", import.meta.url);
const CALL = { path: "/api/h323/call", method: "post" };
const HEALTH = { path: "/api/h323/health" };
const STREAM = "application/x-ndjson";

/** Requests that are asked about at a time. */
const AT_A_TIME = 8;

let resolver;
let worker;
let deployed;

before(async () => {
  resolver = await startResolver();
  worker = await startWorker({ vars: { DNS_OVER_HTTPS: resolver.url } });
  deployed = await startWorker({ allowPrivate: false });
});

after(() => Promise.all([worker, deployed, resolver].map((service) => service?.stop())));

/** @param {string} name of a file in the repository */
function read(name) {
  return readFileSync(new URL(name, ROOT), "utf8");
}

/** Places a call that must be tried, and returns the report. */
async function place(fields) {
  const answer = await post(worker, { server: HOST, ...fields });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** Calls an endpoint with that scenario. */
async function callScenario(scenario, fields = {}, args = []) {
  const peer = await startPeer({ scenario, args });
  try {
    return await place({ port: peer.port, ...fields });
  } finally {
    await peer.stop();
  }
}

describe("the document", () => {
  test("is served as JSON, as it is in the repository", async () => {
    const answer = await request(worker, "/api/openapi.json");
    assert.equal(answer.status, 200);
    checkAnswer({ path: "/api/openapi.json" }, answer);
    assert.deepEqual(JSON.parse(answer.text), description);
  });

  test("is linked from the page", async () => {
    const { text } = await request(worker, "/");
    assert.match(text, /<a href="\/api\/openapi\.json">/);
  });

  test("is valid OpenAPI 3.1", () => {
    assert.equal(documentFaults(description), undefined);
  });

  test("would not be if it were wrong", () => {
    for (const spoil of [
      (document) => delete document.info.title,
      (document) => (document.paths["/api/h323/call"].post.respones = {}),
      (document) => delete document.components.responses.NotFound.description,
      (document) => (document.components.schemas.Peer.properties.display.type = "text"),
    ]) {
      const document = structuredClone(description);
      spoil(document);
      assert.notEqual(documentFaults(document), undefined, String(spoil));
    }
  });

  test("has the version of the package", () => {
    assert.equal(description.info.version, JSON.parse(read("package.json")).version);
  });

  for (const name of Object.keys(description.components.schemas)) {
    test(`${name} is a schema without unknown keywords or dangling references, and is used`, () => {
      assert.doesNotThrow(() => schemaFaults(name, null));
      const pointer = `#/components/schemas/${name}`;
      assert.ok(
        JSON.stringify(description).includes(`{"$ref":"${pointer}"}`) || referenced(pointer),
        `${name} is not used`,
      );
    });
  }

  test("every example is as the schema beside it has it", () => {
    let checked = 0;
    for (const { pointer, node } of nodes(description)) {
      if (node.schema === undefined) continue;
      for (const example of examplesOf(node)) {
        const wrong = faultsAt(`${pointer}/schema`, example);
        assert.ok(wrong === undefined, `an example at ${pointer}:\n${wrong}\n${JSON.stringify(example)}`);
        checked += 1;
      }
    }
    assert.ok(checked > 20, `${checked} examples`);
  });

  test("every default and example in a schema is one of its values", () => {
    for (const name of Object.keys(description.components.schemas)) {
      for (const { pointer, node } of nodes(description.components.schemas[name], `#/components/schemas/${name}`)) {
        const values = [
          ...(Array.isArray(node.examples) ? node.examples : []),
          ...("default" in node ? [node.default] : []),
        ];
        for (const value of values)
          assert.equal(faultsAt(pointer, value), undefined, `${pointer}: ${JSON.stringify(value)}`);
      }
    }
  });
});

/** Whether anything refers there, with or without words of its own beside the reference. */
function referenced(pointer) {
  return nodes(description).some(({ node }) => node.$ref === pointer);
}

/** Every object in a value, with the pointer to it. */
function nodes(value, pointer = "#") {
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([name, part]) => nodes(part, `${pointer}/${pointerPart(name)}`));
  return Array.isArray(value) ? below : [{ pointer, node: value }, ...below];
}

/** The examples of a header, a parameter or a body. */
function examplesOf({ example, examples = {} }) {
  const named = Object.values(examples).map((entry) => {
    const shared = entry.$ref?.match(/^#\/components\/examples\/(.+)$/)?.[1];
    return (shared ? description.components.examples[shared] : entry).value;
  });
  return example === undefined ? named : [example, ...named];
}

describe("the documents in words", () => {
  /** What the first column of a section's tables names below their heads: words in backquotes. */
  function firstColumn(text, section) {
    const [, part] = text.split(new RegExp(`^## ${section}$`, "m"));
    const rows = part
      .split(/^## /m)[0]
      .replaceAll(/^.*\n\| ---/gm, "")
      .matchAll(/^\| (`[^|]*) \|/gm);
    return [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word));
  }

  test("docs/api.md has the same fields of the request", () => {
    const aliasTypes = Object.keys(description.components.schemas.Alias.discriminator.mapping);
    const named = firstColumn(read("docs/api.md"), "Request").filter((word) => !aliasTypes.includes(word));
    assert.deepEqual(named.sort(), Object.keys(description.components.schemas.CallRequest.properties).sort());
  });

  test("docs/api.md has the same fields of the answer", () => {
    const named = firstColumn(read("docs/api.md"), "Answer");
    assert.deepEqual(named.sort(), Object.keys(description.components.schemas.CallReport.properties).sort());
  });

  test("docs/api.md has the same lines of the stream", () => {
    const mapping = description.components.schemas.StreamLine.discriminator.mapping;
    assert.deepEqual(firstColumn(read("docs/api.md"), "Stream"), Object.keys(mapping));
  });

  for (const [section, schema] of [
    ["Outcomes", "Outcome"],
    ["Warnings", "Warning"],
  ]) {
    test(`no code of docs/outcomes.md is missing from the examples of ${schema}`, () => {
      const codes = firstColumn(read("docs/outcomes.md"), section);
      assert.ok(codes.length > 20, section);
      const { examples } = description.components.schemas[schema].properties.code;
      assert.deepEqual(
        codes.filter((code) => !examples.includes(code)),
        [],
      );
    });
  }
});

describe("a value that is not as described", () => {
  for (const [schema, value, what] of [
    ["Refusal", { success: true, error: "x" }, /success/],
    ["Refusal", { success: false, error: "x", hint: "y" }, /hint/],
    ["Outcome", { stage: "rtp", code: "x", text: "x", advice: [] }, /stage.*input/],
    [
      "TraceEntry",
      { t: 1, direction: "sent", channel: "callSignalling", type: "SETUP", summary: "", hex: "030" },
      /hex.*pattern/,
    ],
    ["CallState", { t: -1, state: 1, name: "U1 Call initiated" }, /\/t must be >= 0: -1/],
  ]) {
    test(`${schema}: the fault is named, ${what}`, () => {
      assert.throws(() => checkSchema(schema, value), { name: "AssertionError", message: what });
    });
  }
});

// Every answer to a call is held against the description by post(), here and in all other tests.
describe("an answer", { concurrency: true }, () => {
  test("to a call that is answered", async () => {
    const report = await callScenario("answer");
    assert.equal(report.success, true);
    assert.equal(report.h245.mode, "tunnelled");
  });

  for (const how of ["separate", "both", "none"]) {
    test(`to a call with H.245: ${how}`, async () => {
      const report = await callScenario("answer", {}, ["--h245", how]);
      assert.equal(report.success, true);
    });
  }

  for (const [scenario, code] of [
    ["busy", "busy"],
    ["foreign-http", "not-h323"],
    ["garbage", "answered"],
    ["hostile-names", "answered"],
    ["facility-redirect", "redirected"],
    ["close-mid-message", "closed-in-message"],
    ["disagreeing-release", "busy"],
  ]) {
    test(`to a call of ${scenario}`, async () => {
      assert.equal((await callScenario(scenario)).outcome.code, code);
    });
  }

  test("to a call of a port on which nothing listens", async () => {
    const report = await place({ port: await closedPort() });
    assert.equal(report.outcome.stage, "tcp");
  });

  test("to a call of a name that does not exist", async () => {
    const report = await place({ server: "nowhere.example" });
    assert.equal(report.outcome.code, "name-not-found");
    assert.equal(report.callIdentifier, undefined);
  });

  test("about health", async () => {
    checkAnswer(HEALTH, await request(worker, HEALTH.path));
    checkAnswer({ ...HEALTH, method: "head" }, await request(worker, HEALTH.path, { method: "HEAD" }));
  });

  test("to a request that is wrong, forbidden, or too long", async () => {
    for (const [status, body] of [
      [400, ""],
      [400, "[]"],
      [400, { port: 1720 }],
      [400, { server: HOST, port: 0 }],
      [400, { server: HOST, [`\u202e"`.repeat(100)]: 1 }],
      [403, { server: HOST, port: 25 }],
      [413, " ".repeat(16 * 1024 + 1)],
    ]) {
      assert.equal((await post(worker, body)).status, status);
    }
    assert.equal((await post(deployed, { server: HOST })).status, 403);
  });

  test("to another method, or another path", async () => {
    const methods = await request(worker, CALL.path, { method: "GET" });
    assert.equal(methods.status, 405);
    checkNamedAnswer("MethodNotAllowed", methods);
    const health = await request(worker, HEALTH.path, { method: "POST" });
    assert.equal(health.status, 405);
    checkNamedAnswer("MethodNotAllowed", health);
    const path = await request(worker, "/api/h323/calls", { method: "POST" });
    assert.equal(path.status, 404);
    checkNamedAnswer("NotFound", path);
  });
});

describe("an answer to a call with options", { concurrency: true }, () => {
  for (const [title, fields] of [
    ["fast start and channels that we offer", { fastStart: true, channels: "offer", holdSeconds: 1 }],
    [
      "channels that we accept, and H.245 on a connection of its own",
      { channels: "accept", h245: "separate", holdSeconds: 1 },
    ],
    ["H.245 off", { h245: "off" }],
    ["digits and a mode", { userInput: { digits: "1,2", afterSeconds: 0 }, requestMode: "g711u" }],
    ["digits that go into Information", { h245: "off", userInput: "12#" }],
    ["keep-alives", { holdSeconds: 2, keepAlive: "facilityEmpty", keepAliveSeconds: 1 }],
    [
      "everything that Setup can say",
      {
        callingNumber: null,
        callingNumberType: "national",
        calledNumberPlan: "private",
        callingAliases: [{ type: "email-ID", value: "noc@example.com" }],
        calledAliases: [{ type: "h323-ID", value: "room.1" }],
        display: null,
        bearer: "video",
        bearerRate: 768,
        callType: "nToN",
        h225Version: 4,
        vendor: { t35CountryCode: 181, manufacturerCode: 18 },
        codecs: ["h264", "g711u"],
      },
    ],
  ]) {
    test(title, async () => {
      const report = await callScenario("answer", fields, fields.h245 === "separate" ? ["--h245", "both"] : []);
      assert.equal(report.success, true, JSON.stringify(report.outcome));
      assert.equal(report.fastStart !== undefined, fields.fastStart === true);
    });
  }

  test("a redirect that is followed", async () => {
    const target = await startPeer();
    try {
      const to = ["--redirect-to", `${HOST}:${target.port}`];
      const report = await callScenario("facility-redirect", { followRedirects: true }, to);
      assert.equal(report.success, true, JSON.stringify(report.outcome));
      assert.deepEqual(
        report.redirects.map(({ followed }) => followed),
        [true],
      );
      assert.ok(report.trace.some(({ hop }) => hop === 1));
    } finally {
      await target.stop();
    }
  });
});

describe("the stream", { concurrency: true }, () => {
  /** Asserts what every stream has, and returns its lines. */
  function checkStream(lines) {
    for (const line of lines) checkSchema("StreamLine", line);
    const types = lines.map(({ type }) => type);
    assert.equal(types.indexOf("call_end"), lines.length - 1, types.join(" "));
    const { data: report } = lines.at(-1);
    for (const [type, list] of [
      ["message", "trace"],
      ["warning", "warnings"],
      ["redirect", "redirects"],
    ]) {
      const told = lines.filter((line) => line.type === type).map(({ data }) => data);
      assert.deepEqual(told, report[list] ?? [], type);
    }
    return { types, report };
  }

  /** Places a call and takes the lines of the stream. */
  async function stream(fields) {
    const answer = await request(worker, CALL.path, {
      method: "POST",
      headers: { Accept: STREAM, "Content-Type": "application/json" },
      body: JSON.stringify({ server: HOST, ...fields }),
    });
    checkAnswer(CALL, answer);
    if (answer.status !== 200) return { answer };
    assert.match(answer.headers.get("content-type"), /^application\/x-ndjson\b/);
    return { answer, ...checkStream(valuesOf(STREAM, answer.text)) };
  }

  async function streamScenario(scenario, fields = {}) {
    const peer = await startPeer({ scenario });
    try {
      return await stream({ port: peer.port, ...fields });
    } finally {
      await peer.stop();
    }
  }

  for (const [scenario, success] of [
    ["answer", true],
    ["busy", false],
    ["garbage", true],
    ["foreign-ssh", false],
    ["facility-redirect", false],
  ]) {
    test(`of a call of ${scenario}`, async () => {
      const { types, report } = await streamScenario(scenario);
      assert.equal(types[0], "call_start");
      for (const type of ["message", "state"]) assert.ok(types.includes(type), type);
      assert.equal(report.success, success);
    });
  }

  test("of a call of a port on which nothing listens", async () => {
    const { report } = await stream({ port: await closedPort() });
    assert.equal(report.outcome.stage, "tcp");
  });

  test("of a call of a name that does not exist ends with the answer too", async () => {
    const { report } = await stream({ server: "nowhere.example" });
    assert.equal(report.outcome.code, "name-not-found");
  });

  test("does not begin if the request is refused: that is JSON with its status", async () => {
    const { answer } = await stream({ port: 0 });
    assert.equal(answer.status, 400);
    assert.match(answer.headers.get("content-type"), /^application\/json\b/);
  });

  for (const [scenario, success] of [
    ["answer", true],
    ["busy", false],
    ["garbage", true],
  ]) {
    test(`of h323-peer call --json has the same lines, of ${scenario}`, async () => {
      const peer = await startPeer({ scenario });
      try {
        const { types, report } = checkStream(valuesOf(STREAM, await nativeCall(peer)));
        assert.equal(types[0], "call_start");
        assert.equal(report.success, success);
      } finally {
        await peer.stop();
      }
    });
  }
});

/** What `h323-peer call --json` prints; its exit code says what came of the call. */
function nativeCall({ host, port }) {
  return new Promise((done, fail) => {
    execFile(PEER, ["call", host, "--port", String(port), "--json"], (error, stdout) => {
      if (error && ![1, 4].includes(error.code)) fail(error);
      else done(stdout);
    });
  });
}

describe("the schema of a request and the Worker are of one mind", { concurrency: true }, () => {
  /** Whether the deployed Worker finds nothing wrong with a body, whose target it does not dial. */
  async function accepted(body) {
    const { status, text } = await post(deployed, JSON.stringify(body));
    assert.ok(status === 400 || status === 403, `${status}: ${text}`);
    return status === 403;
  }

  /** What is not as it should be with a body that is `valid`, or not. */
  async function disagreement(valid, body) {
    const wrong = schemaFaults("CallRequest", body);
    const { schema, server } = { schema: wrong === undefined, server: await accepted(body) };
    if (schema === valid && server === valid) return [];
    const says = (word) => (word ? "right" : "wrong");
    const shown = JSON.stringify(body).slice(0, 300);
    return [`${shown} is ${says(valid)}; the schema says ${says(schema)}, the Worker ${says(server)}`];
  }

  async function disagreements({ valid, invalid }) {
    const waiting = [...valid.map((body) => [true, body]), ...invalid.map((body) => [false, body])];
    const found = [];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) found.push(...(await disagreement(...next)));
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return found;
  }

  test("there are values for every field, and for no other", () => {
    assert.deepEqual(
      Object.keys(FIELDS).sort(),
      Object.keys(description.components.schemas.CallRequest.properties).sort(),
    );
  });

  for (const [field, { valid, invalid }] of Object.entries(FIELDS)) {
    test(`on ${field}`, async () => {
      const request = (value) => requestWith(field, value);
      assert.deepEqual(await disagreements({ valid: valid.map(request), invalid: invalid.map(request) }), []);
    });
  }

  test("on a server that says what is called", async () => {
    const request = (value) => requestWith("server", value);
    const { valid, invalid } = SERVERS_WITH_MORE;
    assert.deepEqual(await disagreements({ valid: valid.map(request), invalid: invalid.map(request) }), []);
  });

  test("on bodies as a whole", async () => {
    assert.deepEqual(await disagreements(BODIES), []);
  });
});

test("every address that the Worker takes is one that the description allows", () => {
  const file = new URL("../addresses.json", import.meta.url);
  const { right } = JSON.parse(readFileSync(file, "utf8"));
  for (const { server } of right) assert.equal(faultsAt("#/components/schemas/Server", server), undefined, server);
});
