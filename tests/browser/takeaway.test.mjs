/** What can be taken away of a call: real calls, judged by tshark, a shell and the native program. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { PEER } from "../../scripts/lib/paths.mjs";
import { curlCommand } from "../../static/export/curl.js";
import { callText } from "../../static/export/ladder-text.js";
import { pcapng } from "../../static/export/pcapng.js";
import { cleanReport, fileName, parseSaved, savedText } from "../../static/export/saved.js";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { openExport, openPage, placeCall, pressExport, screenshot } from "./page.mjs";
import { complaints, dissect } from "./tshark.mjs";

/** Q.931 message types (4.4, table 4-2) by the names in a trace. */
const Q931 = {
  ALERTING: 0x01,
  "CALL PROCEEDING": 0x02,
  SETUP: 0x05,
  CONNECT: 0x07,
  "SETUP ACKNOWLEDGE": 0x0d,
  "RELEASE COMPLETE": 0x5a,
  FACILITY: 0x62,
  INFORMATION: 0x7b,
};

const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** The report of a call to a peer of that scenario. */
async function reportOf(scenario, { fields = {}, args = [] } = {}) {
  const peer = await startPeer({ scenario, args });
  try {
    const body = JSON.stringify({ server: "127.0.0.1", port: peer.port, ...fields });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(new URL("/api/h323/call", worker.url), { method: "POST", headers, body });
    assert.equal(answer.status, 200);
    return await answer.json();
  } finally {
    await peer.stop();
  }
}

/** Every message of the trace is there: in order, at its time, each way, and known for what it is. */
function checkMessages(report, packets) {
  const messages = packets.filter(({ push }) => push === "1" || push === "True");
  assert.equal(messages.length, report.trace.length);
  for (const [index, entry] of report.trace.entries()) {
    const packet = messages[index];
    const at = Math.round(Number(packet.time) * 1000);
    assert.equal(at, START + entry.t, entry.type);
    assert.equal(
      (packet.source || packet.source6) ===
        (entry.direction === "sent" ? "192.0.2.1" : report.peer.address.replace(/:[0-9]+$/, "")),
      true,
      entry.type,
    );
    if (entry.channel === "h245Control") {
      for (const name of entry.type.split(", "))
        assert.ok(packet.info.includes(name), `${packet.info} for ${entry.type}`);
    } else if (Object.hasOwn(Q931, entry.type)) {
      assert.equal(Number(packet.q931), Q931[entry.type], entry.type);
      assert.notEqual(packet.body, "", `${entry.type} has its H.225.0 part`);
    } else {
      assert.equal(entry.type, "TPKT keep-alive");
    }
  }
}

for (const [name, scenario, options] of [
  ["H.245 in the tunnel", "answer"],
  ["H.245 on a connection of its own", "h245-separate"],
  ["H.245 before Connect", "h245-in-proceeding"],
  ["two H.245 messages in one TPKT", "h245-several-in-one-tpkt"],
  ["fast start and channels", "answer", { fields: { fastStart: true, channels: "offer" } }],
  ["a peer that opens channels", "h245-opens-channels", { fields: { channels: "accept" } }],
  ["overlap sending", "overlap", { fields: { overlapDigits: "34" } }],
  ["keep-alives", "keep-alives"],
  ["names that mean harm", "hostile-names"],
  ["a busy peer", "busy"],
  [
    "a Setup of several segments",
    "answer",
    {
      fields: {
        callingAliases: Array.from({ length: 8 }, (_, at) => ({ type: "h323-ID", value: `${at}`.repeat(256) })),
      },
    },
  ],
]) {
  test(`tshark finds every message in the capture of a call with ${name}, and nothing wrong`, async () => {
    const report = await reportOf(scenario, options);
    const packets = await dissect(pcapng(report, START));
    assert.deepEqual(complaints(packets), []);
    checkMessages(report, packets);
  });
}

test("a redirected call has a connection for each hop, to where it went", async () => {
  const second = await startPeer({ scenario: "h245-separate" });
  try {
    const report = await reportOf("facility-redirect", {
      fields: { followRedirects: true },
      args: ["--redirect-to", `127.0.0.1:${second.port}`],
    });
    assert.equal(report.redirects[0].followed, true);
    const packets = await dissect(pcapng(report, START));
    assert.deepEqual(complaints(packets), []);
    checkMessages(report, packets);
    const ports = [0, 1, 2].map((stream) => packets.find((packet) => packet.stream === String(stream)).port);
    const first =
      report.trace[0].decoded["H323-UserInformation"]["h323-uu-pdu"]["h323-message-body"].setup.destCallSignalAddress
        .ipAddress.port;
    assert.deepEqual(ports.map(Number), [first, second.port, Number(report.h245.address.split(":")[1])]);
  } finally {
    await second.stop();
  }
});

test("a peer on IPv6 is shown on IPv6", async () => {
  const report = await reportOf("answer");
  report.peer.address = "[2001:db8:0:1::5]:1720";
  const packets = await dissect(pcapng(report, START));
  assert.deepEqual(complaints(packets), []);
  assert.deepEqual([...new Set(packets.map(({ source6 }) => source6))].sort(), ["2001:db8:0:1::5", "2001:db8::1"]);
  assert.ok(packets.some(({ info }) => info.includes("connect")));
});

test("where another protocol owns the port, the capture says what helps, and it does", async () => {
  const report = await reportOf("busy");
  report.peer.address = "203.0.113.9:443";
  const file = pcapng(report, START);
  const [syn] = await dissect(file);
  assert.match(syn.comments, /port 443 .*tcp\.try_heuristic_first:TRUE/);
  const packets = await dissect(file, ["-o", "tcp.try_heuristic_first:TRUE"]);
  assert.equal(packets.filter(({ body }) => body !== "").length, 2);
  report.peer.address = "203.0.113.9:1720";
  assert.equal((await dissect(pcapng(report, START)))[0].comments, "");
});

test("what is no H.323 and what is cut is in the capture too, with the warnings as comments", async () => {
  const report = await reportOf("garbage");
  assert.ok(report.warnings.length > 0);
  const packets = await dissect(pcapng(report, START));
  const comments = packets.map(({ comments }) => comments).join("\n");
  for (const { code, text } of report.warnings) assert.ok(comments.includes(code) && comments.includes(text), code);

  const foreign = await reportOf("foreign-http");
  const [answer] = (await dissect(pcapng(foreign, START))).filter(
    ({ push, source }) => /1|True/.test(push) && source !== "192.0.2.1",
  );
  assert.ok(answer !== undefined);
});

test("a flood fits into the window", async () => {
  const report = await reportOf("flood", { fields: { firstAnswerSeconds: 1 } });
  report.trace = report.trace.flatMap((entry) => Array(8).fill(entry));
  assert.deepEqual(complaints(await dissect(pcapng(report, START))), []);
});

test("the capture says when the call was placed, by what, and from where", async () => {
  const report = await reportOf("busy");
  const file = (changes = {}) =>
    Buffer.from(pcapng(cleanReport({ ...report, ...changes }), Date.parse(report.startedAt))).toString();
  const { name, version } = report.tester;
  const moment = report.startedAt.replace("T", " ").replace("Z", " UTC");
  assert.ok(file().includes(`Placed at ${moment} by ${name} ${version}.`));
  assert.ok(file({ colo: "AMS" }).includes(`Placed at ${moment} by ${name} ${version} from AMS.`));
  const [packet] = await dissect(pcapng(report, Date.parse(report.startedAt)));
  assert.equal(Math.round(Number(packet.time) * 1000), Date.parse(report.startedAt) + report.timing.connected);
});

test("a capture is made of any report there can be", async () => {
  const endpoint = {
    t: 5,
    direction: "received",
    channel: "callSignalling",
    type: "CONNECT",
    summary: "",
    hex: "03000004",
  };
  for (const [report, start] of [
    [cleanReport({ outcome: {}, trace: [] }), null],
    [
      cleanReport({
        outcome: {},
        trace: [endpoint],
        peer: { address: "[::ffff:1.2.3.4]:99999" },
        timing: { connected: 7 },
      }),
      null,
    ],
    [
      cleanReport({
        outcome: {},
        trace: [{ ...endpoint, channel: "h245Control", hop: 2, hex: "" }],
        h245: { address: "300.1.1.1:5" },
        redirects: [{}],
      }),
      START,
    ],
    [
      cleanReport({
        outcome: {},
        trace: [{ ...endpoint, decoded: { h245Address: { ipAddress: { ip: [], port: {} } } } }],
        warnings: [{ t: 9, text: "\u202ex".repeat(9999) }],
      }),
      START,
    ],
  ]) {
    const packets = await dissect(pcapng(report, start));
    assert.equal(packets.length > 0, report.trace.length > 0);
    assert.deepEqual(complaints(packets), []);
  }
});

test("the text is that of h323-peer", async () => {
  for (const [scenario, options, warnings] of /** @type {[string, string[], number][]} */ ([
    ["disagreeing-release", [], 1],
    ["h245-separate", ["--h245", "separate"], 0],
  ])) {
    const peer = await startPeer({ scenario });
    try {
      const args = ["call", "127.0.0.1", "--port", String(peer.port), ...options];
      // A call that is not answered ends the program with 1.
      const run = (...more) => promisify(execFile)(PEER, [...args, ...more]).catch((ended) => ended);
      const { stdout: text } = await run();
      const { stdout: lines } = await run("--json");
      // The times, ports and roles are those of each call (H.245 8.2: by random numbers), everything else is the same.
      const rows = (ladder) =>
        ladder
          .replace(/ at [0-9T:.-]+Z /, " at some time ")
          .replace(/^ *[0-9]+ ms( +\+[0-9]+)?/gm, (times) => "t".padEnd(times.length))
          .replace(/H\.245 at 127\.0\.0\.1:[0-9]+/g, "H.245 at its port")
          .replace(/\((master|slave)\)/g, "(a role)")
          .trim()
          .split("\n");
      const printed = rows(text);
      const made = rows(callText({ ...parseSaved(lines), request: { server: "127.0.0.1", port: peer.port } }));
      assert.match(printed[0], /^H\.323 call to 127\.0\.0\.1 port [0-9]+ at some time by h323-peer [0-9.]+$/);
      // Behind it stand peer, codecs and timing, which the page shows beside its text.
      // The messages of two sides cross in any order.
      assert.deepEqual(made.toSorted(), printed.slice(0, made.length).toSorted());
      assert.equal(made.filter((row) => row.includes(" ! ")).length, warnings);
    } finally {
      await peer.stop();
    }
  }
});

test("nothing in the text turns its direction or ends its line", async () => {
  const report = await reportOf("hostile-names");
  const text = callText({ report, request: { server: "a\u202eb\nc" }, startedAt: null });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
  assert.equal(
    text.split("\n").length,
    2 + report.trace.length + report.warnings.length + 4 + report.outcome.advice.length,
  );
});

test("a shell gives curl the request as it was, without what is default anyway", async () => {
  const request = {
    server: "x' ; touch /tmp/never #",
    port: 1720,
    callingNumber: null,
    calledNumber: "2000",
    display: '$(reboot) `id` \\ " !',
    callingAliases: [{ type: "h323-ID", value: "Zoë \u202e 𝄞 '" }],
    codecs: ["g711a"],
  };
  const command = curlCommand(request, "https://tester.example");
  assert.match(command, /^[ -~]*$/);
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script]);
  const words = stdout.split("\0").slice(0, -1);
  assert.deepEqual(words.slice(0, -1), [
    "-sS",
    "-X",
    "POST",
    "https://tester.example/api/h323/call",
    "-H",
    "Content-Type: application/json",
    "--data-raw",
  ]);
  const { port, calledNumber, ...said } = request;
  assert.deepEqual(JSON.parse(words.at(-1)), said);
});

test("a report comes back from its file as it was", async () => {
  for (const [scenario, fields] of [
    ["h245-requests", {}],
    ["h245-opens-channels", { channels: "accept" }],
    ["fast-start-in-connect", { fastStart: true }],
    ["facility-redirect", {}],
    ["hostile-names", {}],
    ["busy", {}],
  ]) {
    const report = await reportOf(scenario, { fields });
    const call = {
      report,
      request: { server: "127.0.0.1", port: 1720, ...fields },
      startedAt: new Date(START).toISOString(),
    };
    assert.deepEqual(parseSaved(savedText(call)), call, scenario);
  }
});

test("file names are plain", () => {
  const name = (server, startedAt = "2026-01-02T03:04:05.678Z") =>
    fileName({ request: { server }, report: {}, startedAt }, "json");
  assert.equal(name("GW.example.com"), "h323-gw.example.com-20260102T030405Z.json");
  assert.equal(name("../../etc/passwd"), "h323-etc-passwd-20260102T030405Z.json");
  assert.equal(name("room 1@[2001:db8::5]##7"), "h323-room-1-2001-db8-5-7-20260102T030405Z.json");
  assert.equal(name("\u202e\u0000", null), "h323-call.json");
  assert.equal(
    fileName({ request: null, report: { peer: { address: "192.0.2.7:1720" } }, startedAt: null }, "txt"),
    "h323-192.0.2.7-1720.txt",
  );
});

test("the page saves the capture, the JSON and the text, and copies text and command", async () => {
  const peer = await startPeer({ scenario: "answer" });
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  try {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: worker.url });
    const before = Date.now();
    await placeCall(page, peer);
    const took = Date.now();
    const download = async (name) => {
      const [file] = await Promise.all([page.waitForEvent("download"), pressExport(page, name)]);
      assert.match(file.suggestedFilename(), /^h323-127\.0\.0\.1-[0-9]{8}T[0-9]{6}Z\.(pcapng|json|txt)$/);
      assert.equal(await page.locator(".takeaway-said").textContent(), `Saved as ${file.suggestedFilename()}`);
      return readFile(await file.path());
    };
    const saved = JSON.parse(await download("Download JSON"));
    assert.deepEqual(Object.keys(saved), ["tool", "version", "request", "startedAt", "report"]);
    assert.deepEqual([saved.tool, saved.version, saved.request.port], ["h323-edge-tester", 1, peer.port]);
    const start = Date.parse(saved.startedAt);
    assert.ok(start >= before && start <= took);

    const packets = await dissect(await download("Download capture"));
    assert.deepEqual(complaints(packets), []);
    assert.equal(packets.filter(({ push }) => /1|True/.test(push)).length, saved.report.trace.length);
    assert.ok(Math.abs(Number(packets[0].time) * 1000 - start - saved.report.timing.connected) < 1);

    const text = (await download("Download text")).toString();
    assert.equal(text, callText(saved));
    await pressExport(page, "Copy text");
    await page.getByText("The ladder as text is on the clipboard.").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    await pressExport(page, "Copy curl command");
    await page.getByText("The curl command is on the clipboard.").waitFor();
    assert.equal(
      await page.evaluate(() => navigator.clipboard.readText()),
      curlCommand(saved.request, new URL(worker.url).origin),
    );
    await screenshot(page, "takeaway");
  } finally {
    await opened.close();
    await peer.stop();
  }
});

test("where the clipboard is closed the text is there to be copied by hand", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.reload();
  await page.route("**/api/h323/call", (route) => route.fulfill({ json: { success: false, outcome: {}, trace: [] } }));
  await placeCall(page, { port: 1720, server: "gw.example.com" });
  await openExport(page);
  assert.equal(await page.getByRole("button", { name: "Download capture" }).count(), 0);
  assert.match(await page.locator(".takeaway").textContent(), /No message crossed the wire/);
  await pressExport(page, "Copy curl command");
  const area = page.getByLabel("The curl command");
  await area.waitFor();
  assert.match(await area.inputValue(), /^curl .*gw\.example\.com/);
  assert.ok(await area.evaluate((node) => node === document.activeElement && node.selectionEnd === node.value.length));
  await opened.close();
});
