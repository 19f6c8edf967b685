/** Octets decoded without a call. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { after, before, describe, test } from "node:test";
import { PEER } from "../../scripts/lib/paths.mjs";
import { checkAnswer, schemaFaults } from "../support/schema.mjs";
import { startPeer, startWorker } from "../support/index.mjs";
import { HOST, call, checkHeaders, request } from "./api.mjs";

const DECODE = { path: "/api/h323/decode", method: "post" };
const BODY_LIMIT = 1 << 20;
const MESSAGES = 500;

/** A Release Complete in its TPKT, and the same as octets. */
const RELEASE = "0300000d080280015a08028091";
const OCTETS = Buffer.from(RELEASE, "hex");

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

/** Posts a body of that type; the answer must be one that the API description announces. */
async function post(body, type) {
  const headers = type === undefined ? {} : { "Content-Type": type };
  const answer = await request(worker, DECODE.path, { method: "POST", headers, body });
  checkAnswer(DECODE, answer);
  checkHeaders(answer);
  return { ...answer, json: JSON.parse(answer.text) };
}

/** Decodes a body in which something must be found. */
async function decode(body, type) {
  const { status, text, json } = await post(body, type);
  assert.equal(status, 200, text);
  for (const { fields, hex } of json.messages) checkFields(fields, hex.length / 2);
  return json;
}

/** Decodes JSON. */
function decodeJson(value) {
  return decode(JSON.stringify(value), "application/json");
}

/** Asserts that a body is refused, and says of what. */
async function refused(status, body, type) {
  const answer = await post(body, type);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.success, false);
  return answer.json;
}

/** Asserts that every field lies within its parent, and that the layers take all octets. */
function checkFields(root, octets) {
  assert.deepEqual([root.at, root.length], [0, octets]);
  if (root.fault === undefined) {
    let next = 0;
    for (const layer of root.children) {
      assert.equal(layer.at, next, layer.name);
      next += layer.length;
    }
    assert.equal(next, octets);
  }
  const within = (field) => {
    for (const child of field.children ?? []) {
      assert.ok(
        child.at >= field.at && child.at + child.length <= field.at + field.length,
        `${child.name} in ${field.name}`,
      );
      within(child);
    }
  };
  within(root);
}

/** A field by names from the root. */
function find(field, ...names) {
  return names.reduce((found, name) => {
    const child = found.children?.find((one) => one.name === name);
    assert.ok(child, `no ${name} in ${found.name}`);
    return child;
  }, field);
}

/** The recorded messages of a folder of testdata: payloads of TPKTs. */
function recorded(producer) {
  const folder = new URL(`../../testdata/${producer}/`, import.meta.url);
  const lines = readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(new URL(file, folder), "utf8").split("\n"));
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t")[1]);
}

/** A payload in its TPKT. */
function tpkt(hex) {
  return `0300${(4 + hex.length / 2).toString(16).padStart(4, "0")}${hex}`;
}

const printable = (octets) =>
  [...octets].map((octet) => (octet >= 32 && octet < 127 ? String.fromCharCode(octet) : ".")).join("");

/** A dump: lines of sixteen octets in groups, as `line` prints them. */
function dump(octets, group, line) {
  const lines = [];
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.subarray(at, at + 16);
    const groups = row
      .toString("hex")
      .match(new RegExp(`.{1,${2 * group}}`, "g"))
      .join(" ");
    lines.push(line(at.toString(16), groups, printable(row)));
  }
  return `${lines.join("\n")}\n`;
}

const DUMPS = {
  wireshark: (octets) =>
    dump(octets, 1, (at, groups, text) => `${at.padStart(4, "0")}   ${groups.padEnd(47)}   ${text}`),
  "tcpdump -X": (octets) =>
    `12:00:00.000000 IP a > b: x\n${dump(octets, 2, (at, groups, text) => `\t0x${at.padStart(4, "0")}:  ${groups.padEnd(39)}  ${text}`)}`,
  xxd: (octets) => dump(octets, 2, (at, groups, text) => `${at.padStart(8, "0")}: ${groups.padEnd(39)}  ${text}`),
  "hexdump -C": (octets) =>
    dump(
      octets,
      1,
      (at, groups, text) =>
        `${at.padStart(8, "0")}  ${`${groups.slice(0, 23)} ${groups.slice(23)}`.padEnd(49)} |${text}|`,
    ),
};

/** An IPv4 packet with a TCP segment. */
function segment({ from, to, sequence, flags, octets = Buffer.alloc(0) }) {
  const packet = Buffer.alloc(40);
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(40 + octets.length, 2);
  packet.set([64, 6], 8);
  packet.set([192, 0, 2, from.host], 12);
  packet.set([192, 0, 2, to.host], 16);
  packet.writeUInt16BE(from.port, 20);
  packet.writeUInt16BE(to.port, 22);
  packet.writeUInt32BE(sequence, 24);
  packet.set([0x50, flags, 0xff, 0xff], 32);
  return Buffer.concat([packet, octets]);
}

/** The packets of a connection on which those messages cross. */
function connection(messages) {
  const ends = [
    { host: 1, port: 40_000 },
    { host: 2, port: 1720 },
  ];
  const next = [1000, 5000];
  const packets = [];
  const say = (side, flags, octets = Buffer.alloc(0)) => {
    packets.push(segment({ from: ends[side], to: ends[1 - side], sequence: next[side], flags, octets }));
    next[side] += octets.length + (flags & 2 ? 1 : 0);
  };
  say(0, 0x02);
  say(1, 0x12);
  for (const { direction, hex } of messages) say(direction === "sent" ? 0 : 1, 0x18, Buffer.from(hex, "hex"));
  return packets;
}

/** A file of libpcap with raw IP, one packet in ten milliseconds. */
function pcap(packets) {
  const header = Buffer.alloc(24);
  [0xa1b2c3d4, 0x00020004, 0, 0, 65_535, 101].forEach((number, index) => void header.writeUInt32BE(number, 4 * index));
  const parts = packets.flatMap((packet, index) => {
    const before = Buffer.alloc(16);
    [1, 10_000 * index, packet.length, packet.length].forEach(
      (number, place) => void before.writeUInt32BE(number, 4 * place),
    );
    return [before, packet];
  });
  return Buffer.concat([header, ...parts]);
}

/** The report of a call to a peer with these options. */
async function report(options, fields = {}) {
  const peer = await startPeer(options);
  try {
    return await call(worker, { port: peer.port, ...fields });
  } finally {
    await peer.stop();
  }
}

/** The trace of a call that is answered. */
async function traced(fields = {}, args = []) {
  return (await report({ scenario: "answer", args }, fields)).trace;
}

describe("the messages of a call", () => {
  test("say the same when their octets are decoded", async () => {
    for (const [fields, args] of [
      [{ fastStart: true }, []],
      [{ h245: "separate" }, ["--h245", "separate"]],
    ]) {
      for (const entry of await traced(fields, args)) {
        const { source, messages, notes } = await decodeJson({ hex: entry.hex });
        assert.equal(source, "hex");
        assert.deepEqual(notes, []);
        assert.equal(messages.length, 1, entry.type);
        const [{ fields, t, direction, ...rest }] = messages;
        const { t: _, direction: __, ...wanted } = entry;
        assert.deepEqual(rest, wanted);
        assert.equal(fields.name, entry.type);
        assert.equal(t, 0);
      }
    }
  });

  test("are found in a capture of it, with who sent them", async () => {
    const trace = await traced();
    const { source, messages, notes, leftOut } = await decode(pcap(connection(trace)), "application/vnd.tcpdump.pcap");
    assert.deepEqual([source, notes, leftOut], ["pcap", [], 0]);
    const told = ({ direction, channel, type, hex, decoded }) => ({ direction, channel, type, hex, decoded });
    assert.deepEqual(messages.map(told), trace.map(told));
    const [first] = messages;
    assert.deepEqual([first.t, first.from, first.to], [20, "192.0.2.1:40000", "192.0.2.2:1720"]);
  });

  test("are one call in a capture of it, with the outcome of the call", async () => {
    for (const scenario of ["answer", "busy", "reject"]) {
      const { trace, outcome, release } = await report({ scenario });
      const { calls, messages } = await decode(pcap(connection(trace)));
      assert.equal(calls.length, 1, scenario);
      const [found] = calls;
      assert.deepEqual([found.caller, found.called], ["192.0.2.1:40000", "192.0.2.2:1720"]);
      assert.equal(found.callingNumber, "1000");
      assert.deepEqual(found.outcome, outcome);
      assert.equal(found.undecided, undefined);
      assert.deepEqual(found.release.peer, release.peer);
      assert.deepEqual(found.messages, [...messages.keys()]);
    }
  });

  test("are found by h323-peer decode too, and the JSON is the same", async () => {
    const file = pcap(connection(await traced()));
    const json = JSON.parse(await peerDecode(["-", "--json"], file));
    assert.deepEqual(json, await decode(file));
    const ladder = await peerDecode(["-"], file);
    assert.match(
      ladder,
      /^Call 1, at 20 ms: 192\.0\.2\.1:40000 \(1000\) to 192\.0\.2\.2:1720.*: answered\n.*\n192\.0\.2\.1:40000 -- 192\.0\.2\.2:1720, callSignalling\n +20 ms +\+20 +\|-SETUP-+>\| {2}from 1000/,
    );
  });
});

/** What `h323-peer decode` prints. */
function peerDecode(args, input) {
  return new Promise((done, fail) => {
    const child = execFile(PEER, ["decode", ...args], { maxBuffer: 1 << 26 }, (error, stdout) =>
      error ? fail(error) : done(stdout),
    );
    child.stdin.end(input);
  });
}

describe("a form of octets", () => {
  test("is what it is said to be", async () => {
    for (const [as, hex, layer] of [
      ["auto", RELEASE, "TPKT"],
      ["tpkt", RELEASE, "TPKT"],
      ["q931", RELEASE.slice(8), "protocolDiscriminator"],
      ["auto", RELEASE.slice(8), "protocolDiscriminator"],
      ["h245", "218001", "MultimediaSystemControlMessage"],
      ["auto", "21 80:01\n", "MultimediaSystemControlMessage"],
      ["h225", "ffff", "H323-UserInformation"],
    ]) {
      const { messages } = await decodeJson({ hex, as });
      assert.equal(messages[0].fields.children[0].name, layer, as);
    }
  });

  for (const [tool, print] of Object.entries(DUMPS)) {
    test(`is a dump of ${tool}, of a message or of packets`, async () => {
      const setup = tpkt(recorded("h323plus")[0]);
      const wanted = await decodeJson({ hex: setup });
      const found = await decode(print(Buffer.from(setup, "hex")), "text/plain");
      assert.equal(found.source, "hexdump");
      assert.deepEqual(found.messages, wanted.messages);
      const packets = connection([
        { direction: "sent", hex: setup },
        { direction: "received", hex: RELEASE },
      ]);
      const capture = await decode(packets.map(print).join(""), "text/plain; charset=utf-8");
      assert.deepEqual(
        capture.messages.map(({ type, direction, from }) => [type, direction, from]),
        [
          ["SETUP", "sent", "192.0.2.1:40000"],
          ["RELEASE COMPLETE", "received", "192.0.2.2:1720"],
        ],
      );
    });
  }

  test("is the octets themselves, or text, whatever the type", async () => {
    for (const [body, type, source] of [
      [OCTETS, "application/octet-stream", "octets"],
      [OCTETS, undefined, "octets"],
      [RELEASE, "text/plain", "hex"],
      [RELEASE, "application/x-www-form-urlencoded", "hex"],
    ]) {
      const json = await decode(body, type);
      assert.deepEqual([json.source, json.messages.length], [source, 1], type);
      assert.equal(json.messages[0].hex, RELEASE);
    }
  });

  for (const producer of ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"]) {
    test(`of ${producer}: every recorded message has its fields`, async () => {
      const messages = recorded(producer);
      const { messages: found, leftOut } = await decode(messages.map(tpkt).join("\n"), "text/plain");
      assert.equal(found.length + leftOut, messages.length);
      for (const { fields, decoded } of found) {
        assert.equal(decoded.error, undefined);
        assert.ok(!JSON.stringify(fields).includes('"fault"'), fields.name);
      }
    });
  }

  test("may be in any form that tools print, and packed", async () => {
    const cArray = [...OCTETS].map((octet) => `0x${octet.toString(16).padStart(2, "0")}`).join(", ");
    const escaped = `"${[...OCTETS].map((octet) => `\\x${octet.toString(16).padStart(2, "0")}`).join("")}"`;
    const base64 = OCTETS.toString("base64");
    for (const [body, source] of [
      [RELEASE.match(/../g).join(","), "hex"],
      [RELEASE.match(/../g).join("-"), "hex"],
      [cArray, "c-array"],
      [`char peer0_0[] = { /* Packet 4 */\n${cArray} };`, "c-array"],
      [escaped, "escaped-string"],
      [`'${RELEASE}'H`, "asn1"],
      [base64, "base64"],
      [`peer0_0: !!binary |\n  ${base64}\n`, "base64"],
      [`Release PDU: ${RELEASE}`, "log"],
    ]) {
      for (const [form, type] of [
        [body, "text/plain"],
        [gzipSync(body), "text/plain"],
        [gzipSync(body), "application/octet-stream"],
        [JSON.stringify({ hex: body }), "application/json"],
      ]) {
        const json = await decode(form, type);
        assert.deepEqual([json.source, json.messages.length], [source, 1], `${body} as ${type}`);
        assert.equal(json.messages[0].hex, RELEASE);
      }
    }
    const packed = await decode(gzipSync(pcap(connection([{ direction: "sent", hex: RELEASE }]))));
    assert.deepEqual([packed.source, packed.messages[0].hex], ["pcap", RELEASE]);
    assert.match(packed.notes[0], /gzip/);
  });

  test("of which a part cannot be read shows which, and what is behind it", async () => {
    // multipleCalls as an open type without octets, ahead of maintainConnection and h245Tunnelling.
    const connect =
      "0300006b08028001077e005f052280060008914a000422c0260000020e5965616c696e6b20564334303000000b33302e31302e302e32370000000102030405060708090a0b0c0d0e0f10270c212011000102030405060708090a0b0c0d0e0f100001000100000002800180";
    const { messages } = await decodeJson({ hex: connect });
    const [{ decoded, fields, summary }] = messages;
    assert.equal(decoded["H323-UserInformation"]["h323-uu-pdu"].h245Tunnelling, true);
    assert.equal(decoded.error, undefined);
    assert.match(decoded.faults[0].path, /multipleCalls$/);
    assert.match(summary, /multipleCalls/);
    const pdu = ["Q.931", "User-user", "H323-UserInformation", "h323-uu-pdu"];
    assert.match(find(fields, ...pdu, "h323-message-body", "connect", "multipleCalls").fault, /end before the value/);
    assert.equal(find(fields, ...pdu, "h245Tunnelling").value, true);
  });

  test("that is cut is read as far as it goes", async () => {
    const { messages, notes } = await decodeJson({ hex: RELEASE.slice(0, -2) });
    assert.equal(messages[0].type, "RELEASE COMPLETE");
    assert.match(messages[0].decoded.error.text, /Cause/);
    assert.match(find(messages[0].fields, "Q.931", "undecodable").fault, /Cause/);
    assert.deepEqual(notes, ["The last TPKT is cut: its length is 13 octets, but only 12 are here."]);
  });
});

describe("what is not H.323", () => {
  test("is refused with what is wrong and where", async () => {
    for (const [body, type, field, what] of [
      ["{", "application/json", undefined, /not valid JSON/],
      ["[]", "application/json", undefined, /must be a JSON object/],
      ["{}", "application/json", "hex", /hex is required/],
      ['{"hex": 3}', "application/json", "hex", /must be a string/],
      ['{"hex": "00", "As": "tpkt"}', "application/json", "As", /Unknown field/],
      ['{"hex": "00", "as": "h323"}', "application/json", "as", /one of auto, tpkt, q931, h225, h245/],
      ['{"hex": ""}', "application/json", "hex", /does not contain octets/],
      ['{"hex": "030"}', "application/json", "hex", /odd number/],
      ['{"hex": "03 0g"}', "application/json", "hex", /Line 1, column 5: 'g'/],
      ['{"hex": "ffff", "as": "tpkt"}', "application/json", "hex", /TPKT version 255/],
      ["what?", "text/plain", undefined, /Line 1, column 1: 'w'/],
      [Buffer.from("snoop\0\0\0\0\0\0\x02"), "application/octet-stream", undefined, /snoop.*Wireshark/],
      [Buffer.from("a1b2cd34", "hex"), "application/octet-stream", undefined, /modified pcap.*editcap/],
      [Buffer.from("PK\x03\x04"), "application/octet-stream", undefined, /zip file.*Unpack it/],
      ["<?xml version='1.0'?><pdml/>", "text/plain", undefined, /XML file/],
      ["0000 41\n*\n0fffff 41\n", "text/plain", undefined, /Line 3: .*more than 65536 octets/],
      [gzipSync(gzipSync("0300")), "application/octet-stream", undefined, /gzip file in a gzip file/],
      [gzipSync(Buffer.alloc(5 << 20)), "application/octet-stream", undefined, /larger than 4 MiB/],
      ["0000  03 00\n0010  00 04\n", "text/plain", undefined, /Line 2: the offset is 0x0010/],
      [Buffer.from([0x30, 0xff]), "text/plain", undefined, /octet 1 is not UTF-8/],
      ["HTTP/1.1 400 Bad Request\r\n", "application/octet-stream", undefined, /looks like HTTP/],
      [Buffer.alloc(100, 0xff), "application/octet-stream", undefined, /protocol discriminator 0xFF/],
      [Buffer.from("a1b2c3d4", "hex"), "application/octet-stream", undefined, /header of the pcap file/],
      ["", undefined, undefined, /does not contain octets/],
    ]) {
      const refusal = await refused(400, body, type);
      assert.match(refusal.error, what);
      assert.equal(refusal.field, field);
      assert.deepEqual([refusal.outcome.stage, refusal.outcome.code], ["input", "bad-request"]);
    }
  });

  test("is noted where it is in a capture", async () => {
    const { messages, notes } = await decode(
      pcap(connection([{ direction: "sent", hex: Buffer.from("GET / HTTP/1.1\r\n\r\n").toString("hex") }])),
    );
    assert.deepEqual(messages, []);
    assert.match(notes.join("\n"), /it looks like HTTP[\s\S]*It does not contain an H.323 message/);
  });

  test("does no harm, whatever the octets", async () => {
    let state = 1;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 0x8000_0000;
      return state >> 16;
    };
    const bodies = Array.from({ length: 200 }, (_, index) => {
      const octets = Buffer.from(Array.from({ length: random() % 300 }, random));
      const head = [
        [],
        [3, 0, 0, octets.length + 4],
        [8, 2],
        [0x0a, 0x0d, 0x0d, 0x0a],
        [0xd4, 0xc3, 0xb2, 0xa1],
        [0x20],
      ][index % 6];
      return Buffer.concat([Buffer.from(head), octets]);
    });
    for (const body of bodies) {
      const { status, text } = await post(body, "application/octet-stream");
      assert.ok(status === 200 || status === 400, text);
    }
  });
});

describe("the limits", () => {
  test("are a body of 1 MiB", async () => {
    assert.equal((await decode(tpkt("0802800145").repeat(2).padEnd(BODY_LIMIT, " "), "text/plain")).messages.length, 2);
    assert.match((await refused(413, Buffer.alloc(BODY_LIMIT + 1))).error, /at most 1048576 octets/);
  });

  test("are 500 messages, and the others are counted", async () => {
    for (const [count, shown, others] of [
      [MESSAGES - 1, MESSAGES - 1, 0],
      [MESSAGES, MESSAGES, 0],
      [MESSAGES + 1, MESSAGES, 1],
      [MESSAGES + 7, MESSAGES, 7],
    ]) {
      const { messages, leftOut } = await decode(RELEASE.repeat(count), "text/plain");
      assert.deepEqual([messages.length, leftOut], [shown, others]);
    }
  });

  test("hold for a body full of small things", async () => {
    // Elements of one octet; H.245 messages of three; keep-alives.
    const elements = tpkt(`0802000105${"a1".repeat(60_000)}`);
    const control = tpkt("218001".repeat(20_000));
    for (const hex of [elements.repeat(16), control.repeat(16), "03000004".repeat(250_000)]) {
      const body = Buffer.from(hex, "hex").subarray(0, BODY_LIMIT);
      const { text } = await post(body, "application/octet-stream");
      assert.ok(text.length < 16_000_000, `${text.length}`);
    }
  });
});

describe("the resource", () => {
  test("takes POST alone", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await request(worker, DECODE.path, { method });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get("allow"), "POST");
      checkHeaders(answer);
    }
  });

  test("and its schema are of one mind on JSON", async () => {
    const valid = [{ hex: RELEASE }, { hex: " 03:00 00\n0D" }, ...["auto", "tpkt"].map((as) => ({ hex: RELEASE, as }))];
    const invalid = [
      null,
      [],
      {},
      { hex: "0" },
      { hex: "" },
      { hex: RELEASE, as: "x" },
      { hex: RELEASE, as: null },
      { hex: RELEASE, to: HOST },
    ];
    for (const [right, bodies] of [
      [true, valid],
      [false, invalid],
    ]) {
      for (const body of bodies) {
        assert.equal(schemaFaults("DecodeRequest", body) === undefined, right, JSON.stringify(body));
        assert.equal(
          (await post(JSON.stringify(body), "application/json")).status === 200,
          right,
          JSON.stringify(body),
        );
      }
    }
  });
});
