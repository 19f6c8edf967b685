/** A call as a link, in Markdown and as a drawing, whatever its endpoint has said. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { ladderSvg } from "../../static/export/ladder-svg.js";
import { callText } from "../../static/export/ladder-text.js";
import { markdown } from "../../static/export/markdown.js";
import { packed, unpacked } from "../../static/export/packed.js";
import { cleanReport, LARGEST_FILE } from "../../static/export/saved.js";

const HOSTILE = `</text><script>alert(1)</script>*_\`\`\`\u202e\u0000\uffff${"[x](javascript:alert(2))"}`;

/** @param {Record<string, unknown>} [fields] of the report @returns {import("../../static/export/saved.js").Call} */
function call(fields = {}) {
  const report = cleanReport({
    success: false,
    outcome: { stage: "q931", code: "busy", text: "The endpoint is busy.", advice: ["Call later."], links: [] },
    trace: [
      { t: 1, direction: "sent", channel: "callSignalling", type: "SETUP", summary: "call", hex: "0300", decoded: {} },
      {
        t: 9,
        direction: "received",
        channel: "callSignalling",
        type: "RELEASE COMPLETE",
        summary: "17",
        hex: "",
        decoded: {},
      },
    ],
    peer: { address: "192.0.2.1:1720", product: "Room", features: [{ id: "H.460.18", name: "NAT" }] },
    startedAt: "2026-11-28T07:00:00.000Z",
    ...fields,
  });
  return { report, request: { server: "192.0.2.1", port: 1720 }, startedAt: "2026-11-28T07:00:00.000Z" };
}

/** @param {string | Buffer} octets */
const link = (octets) => `#call=${deflateRawSync(octets).toString("base64url")}`;

describe("a link", () => {
  test("has the whole call in it, in the letters of an address", async () => {
    const hash = await packed(call());
    assert.match(hash, /^#call=[\w-]+$/);
    assert.deepEqual(await unpacked(hash), call());
  });

  test("that is damaged, cut or made up says so", async () => {
    const hash = await packed(call());
    for (let length = "#call=".length; length < hash.length - 1; length += 7) {
      await assert.rejects(unpacked(hash.slice(0, length)), /damaged or was cut|JSON/);
    }
    await assert.rejects(unpacked("#call=!!!"), /damaged/);
    await assert.rejects(unpacked(link("7")), /not a saved call/);
    await assert.rejects(unpacked(link(JSON.stringify({ error: "no" }))), /error answer/);
    await assert.rejects(unpacked(`#call=${"A".repeat(2_000_000)}`), /too long/);
  });

  test("that expands without end is given up", async () => {
    const most = Buffer.alloc(LARGEST_FILE, " ");
    await assert.rejects(unpacked(link(most)), /JSON/);
    await assert.rejects(unpacked(link(Buffer.alloc(LARGEST_FILE + 1, " "))), /more than a call can be/);
  });
});

describe("Markdown", () => {
  test("has the verdict first, then what is known, the advice and the ladder", () => {
    const text = markdown(call());
    const [title] = text.split("\n");
    assert.equal(title, "## H.323 call: The endpoint is busy.");
    for (const part of [
      "- Called: 192.0.2.1 port 1720",
      "- Result: failed (q931/busy)",
      "- Product: Room",
      "- Features: H.460.18",
      "What to try:\n\n- Call later.",
      "```text\nH.323 call to 192.0.2.1 port 1720",
      "-SETUP---",
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });

  test("takes no mark-up from an endpoint", () => {
    const text = markdown(call({ peer: { product: HOSTILE, display: HOSTILE } }));
    const [before, , after] = text.split(/^`{3,}(?:text)?$/m);
    assert.doesNotMatch(before, /(?<!\\)[<`*[]|\n#[^#]/);
    assert.doesNotMatch(text, /[\u0000\u202e]/);
    assert.equal(after.trim(), "");
  });

  test("fences a ladder with backticks of its own", () => {
    const text = markdown(call({ outcome: { stage: "q931", code: "busy", text: "````", advice: [], links: [] } }));
    assert.match(text, /^`{5}text$/m);
  });
});

describe("a drawing", () => {
  test("has an arrow for each message, with the message that is carried as its name", () => {
    const { report, ...rest } = call();
    const trace = [{ ...report.trace[0], tunnelled: [{ type: "terminalCapabilitySet" }] }, report.trace[1]];
    const drawn = ladderSvg({ ...rest, report: { ...report, trace } });
    assert.equal(drawn.match(/<line class="arrow/g)?.length, 2);
    assert.ok(drawn.includes(">terminalCapabilitySet<") && drawn.includes(">RELEASE COMPLETE<"));
    assert.ok(!drawn.includes(">SETUP<"));
    assert.ok(drawn.includes("q931/busy"));
  });

  test("takes no mark-up from an endpoint, and no character that XML does not have", () => {
    const hostile = { t: 1, direction: "sent", channel: "x", type: HOSTILE, summary: HOSTILE, hex: "", decoded: {} };
    const warnings = [{ t: 1, after: 0, code: HOSTILE, text: HOSTILE }];
    const drawn = ladderSvg(call({ trace: [hostile], warnings, peer: { address: HOSTILE } }));
    assert.doesNotMatch(drawn, /<script|[\u0000-\u0008\u202e\uffff]/);
    const names = new Set(Array.from(drawn.matchAll(/<\/?([a-z]+)/gi), ([, name]) => name));
    assert.deepEqual([...names].sort(), ["line", "path", "rect", "style", "svg", "text", "title"]);
  });

  test("of very many messages ends, and says what it leaves out", () => {
    const entry = { t: 1, direction: "sent", channel: "x", type: "NOTIFY", summary: "", hex: "", decoded: {} };
    const drawn = ladderSvg(call({ trace: Array(700).fill(entry) }));
    assert.equal(drawn.match(/<line class="arrow/g)?.length, 500);
    assert.ok(drawn.includes("200 more messages are not drawn"));
  });
});

test("the lifelines of the text stand as far apart as the longest label needs", () => {
  const two = "terminalCapabilitySetAck, masterSlaveDeterminationAck";
  const entry = { t: 1, direction: "received", channel: "h245Control", summary: "", hex: "", decoded: {} };
  const rows = (/** @type {string[]} */ types) =>
    callText(call({ trace: types.map((type) => ({ ...entry, type })) }))
      .split("\n")
      .filter((line) => line.includes("|<"));
  for (const [types, width] of /** @type {[string[], number][]} */ ([
    [["CONNECT", "masterSlaveDeterminationRelease"], 34],
    [["CONNECT", two], 56],
    [["CONNECT", `${two}, ${two}`], 63],
  ])) {
    const drawn = rows(types);
    assert.deepEqual(
      drawn.map((line) => line.lastIndexOf("|") - line.indexOf("|") - 1),
      [width, width],
    );
    const whole = types[1].length < width;
    assert.ok(drawn[1].endsWith(whole ? `<-${types[1]}-|` : ", term…-|"), drawn[1]);
  }
});
