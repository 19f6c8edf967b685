/** Peers that mean harm, or are badly broken: the answer stays true and small, the Worker well. */

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { startWorker } from "../support/index.mjs";
import { HOST, checkHeaders, checkReport, entries, post, request, warnings } from "./api.mjs";
import { KEEP_ALIVE, TYPE, answer, message, releaseCause, startEndpoint, tpkt, userUser } from "./endpoint.mjs";

const ANSWER_LIMIT = 3_000_000;
const AT_A_TIME = 4;
const STATUS_ENQUIRY = 0x75;
const PROTOCOL_ERROR = 111;
const RECOVERY_ON_TIMER_EXPIRY = 102;

let worker;

before(async () => {
  worker = await startWorker();
});

after(() => worker?.stop());

async function callTo(endpoint) {
  const result = await post(worker, { server: HOST, port: endpoint.port });
  assert.equal(result.status, 200);
  checkHeaders(result);
  assert.ok(result.text.length < ANSWER_LIMIT, `${result.text.length} octets of answer`);
  checkReport(result.json);
  return result.json;
}

/** Calls a peer that does this when Setup has come; `check` gets the report and the endpoint. */
async function against(onSetup, check) {
  const endpoint = await startEndpoint(onSetup);
  try {
    await check(await callTo(endpoint), endpoint);
  } finally {
    await endpoint.stop();
  }
}

function outcomeOf({ outcome: { stage, code } }) {
  return `${stage}/${code}`;
}

/** Writes `chunk` until the connection is gone. */
function writeForever(socket, chunk) {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once("drain", more);
  };
  more();
}

/** After whatever came before, the Worker is up and places calls. */
afterEach(async () => {
  const health = await request(worker, "/api/h323/health");
  assert.equal(health.status, 200);
  await against(answer, (report) => assert.equal(report.success, true, report.error));
});

describe("octets without end", { concurrency: AT_A_TIME }, () => {
  test("that are no TPKT end the call at the first of them", () =>
    against(
      ({ socket }) => writeForever(socket, Buffer.alloc(65_536, 0xaa)),
      (report) => {
        assert.equal(outcomeOf(report), "tpkt/not-h323");
        assert.equal(report.error, "Call setup incomplete");
        const [entry] = entries(report, "received", "not H.323");
        assert.match(entry.hex, /^(aa){1,64}$/);
      },
    ));

  test("in TPKTs that are no Q.931 end the call as a flood", () =>
    // 03 03 03 03 is the header of a TPKT of 771 octets.
    against(
      ({ socket }) => writeForever(socket, Buffer.alloc(771 * 64, 3)),
      async (report, endpoint) => {
        assert.equal(outcomeOf(report), "h225/flood");
        assert.ok(warnings(report).includes("undecodable-message"));
        assert.ok(warnings(report).includes("repeated-message"));
        assert.equal(await releaseCause(endpoint), PROTOCOL_ERROR);
      },
    ));

  test("in keep-alives, a megabyte of them, end the call as a flood", () =>
    against(
      ({ socket }) => socket.write(Buffer.alloc(1_048_576, KEEP_ALIVE)),
      async (report, endpoint) => {
        assert.equal(outcomeOf(report), "h225/flood");
        assert.ok(report.messagesReceived >= 20_000);
        assert.equal(await releaseCause(endpoint), PROTOCOL_ERROR);
      },
    ));

  test("that go on after we have released do not keep the call up", () =>
    against(
      ({ socket, setup: { reference } }) =>
        writeForever(socket, Buffer.concat(Array(500).fill(message(TYPE.CONNECT, reference)))),
      (report) => assert.equal(report.success, true),
    ));
});

describe("ten thousand messages in one write", { concurrency: AT_A_TIME }, () => {
  for (const [title, type] of [
    ["STATUS", TYPE.STATUS],
    ["STATUS INQUIRY", 0x75],
    ["CALL PROCEEDING", TYPE.CALL_PROCEEDING],
  ]) {
    test(`${title}, then Connect: answered, counted, and shown in part`, () =>
      against(
        ({ socket, setup: { reference } }) =>
          socket.write(
            Buffer.concat([...Array(10_000).fill(message(type, reference)), message(TYPE.CONNECT, reference)]),
          ),
        (report) => {
          assert.equal(report.success, true, JSON.stringify(report.outcome));
          assert.ok(report.messagesReceived >= 10_001);
          assert.ok(warnings(report).includes(type === TYPE.STATUS ? "status-flood" : "repeated-message"));
          assert.ok(report.trace.length < 30, `${report.trace.length} entries`);
          assert.ok(report.trace.some(({ direction, repeated }) => direction === "received" && repeated > 9_990));
          assert.equal(entries(report, "received", "CONNECT").length, 1);
          assert.equal(entries(report, "sent", "RELEASE COMPLETE").length, 1);
        },
      ));
  }
});

describe("a message that never ends", { concurrency: AT_A_TIME }, () => {
  test("65,535 octets announced, ten sent: the call is released, and the ten are shown", () => {
    const beginning = Buffer.from([3, 0, 0xff, 0xff, 8, 2, 0x80, 1, 1, 0x28]);
    return against(
      ({ socket }) => socket.write(beginning),
      async (report, endpoint) => {
        assert.equal(outcomeOf(report), "tpkt/stuck-in-message");
        assert.match(report.outcome.text, /10 octets/);
        assert.equal(report.error, "Call setup incomplete");
        const [entry] = entries(report, "received", "incomplete TPKT");
        assert.equal(entry.hex, beginning.toString("hex"));
        assert.equal(await releaseCause(endpoint), RECOVERY_ON_TIMER_EXPIRY);
      },
    );
  });

  test("after Call Proceeding it is not mistaken for silence", () =>
    against(
      ({ socket, setup: { reference } }) => {
        socket.write(Buffer.concat([message(TYPE.CALL_PROCEEDING, reference), Buffer.from([3, 0, 0xff])]));
        socket.end();
      },
      (report) => {
        assert.equal(outcomeOf(report), "tpkt/closed-in-message");
        assert.equal(entries(report, "received", "incomplete TPKT")[0].hex, "0300ff");
      },
    ));
});

describe("connections that break", { concurrency: AT_A_TIME }, () => {
  test("reset right after Setup", () =>
    against(
      ({ socket }) => socket.resetAndDestroy(),
      (report) => {
        assert.equal(outcomeOf(report), "tcp/connection-lost");
        assert.equal(report.error, "No response from server");
        assert.deepEqual(report.messages, ["Sent SETUP message"]);
        assert.equal(report.release.by, "transport");
      },
    ));

  test("reset in the middle of ringing", () =>
    against(
      ({ socket, setup: { reference } }) => {
        socket.write(message(TYPE.ALERTING, reference));
        setTimeout(() => socket.resetAndDestroy(), 300);
      },
      (report) => {
        assert.equal(outcomeOf(report), "tcp/connection-lost");
        assert.equal(report.error, "Call setup incomplete");
      },
    ));

  test("a peer that asks twenty thousand times and never reads an answer", () =>
    against(
      ({ socket, setup: { reference } }) => {
        socket.pause();
        socket.write(Buffer.concat(Array(19_000).fill(message(STATUS_ENQUIRY, reference))));
      },
      (report) => {
        assert.equal(report.success, false);
        assert.ok(["h225/no-answer-to-setup", "tcp/connection-lost"].includes(outcomeOf(report)), outcomeOf(report));
      },
    ));
});

test("a peer that asks without end leaves others their turn", async () => {
  let first;
  const endpoint = await startEndpoint(({ socket, setup: { reference } }) => {
    writeForever(socket, Buffer.concat(Array(100).fill(message(STATUS_ENQUIRY, reference))));
    first = Promise.race([
      request(worker, "/api/h323/health").then(() => "a neighbour's answer"),
      releaseCause(endpoint).then(() => "the end of the flood"),
    ]);
  });
  try {
    assert.equal(outcomeOf(await callTo(endpoint)), "h225/flood");
    assert.equal(await first, "a neighbour's answer");
  } finally {
    await endpoint.stop();
  }
});

describe("large messages", { concurrency: AT_A_TIME }, () => {
  /** `h245Control` with 8,000 messages of one octet, in a body that is `empty`; PER, octet by octet. */
  const crowded = () => {
    const list = Buffer.alloc(16_002, Buffer.from([1, 0]));
    list.writeUInt16BE(0x8000 | 8_000);
    const head = Buffer.from([0x28, 0x10, 1, 0, 0x04, 0xc0, 1, 0x80, 0, 0]);
    head.writeUInt16BE(0x8000 | list.length, 8);
    return userUser(Buffer.concat([head, list]));
  };

  test("8,000 tunnelled messages in a User-user element: shown once, the call goes on", () =>
    against(
      ({ socket, setup: { reference } }) => {
        socket.write(message(TYPE.ALERTING, reference, crowded()));
        socket.write(message(TYPE.CONNECT, reference));
      },
      (report) => {
        assert.equal(report.success, true, JSON.stringify(report.outcome));
        assert.equal(entries(report, "received", "ALERTING").length, 1);
      },
    ));

  test("8,000 tunnelled messages in each User-user element: 20,000 of them are a flood", () =>
    against(
      ({ socket, setup: { reference } }) => writeForever(socket, message(TYPE.ALERTING, reference, crowded())),
      async (report, endpoint) => {
        assert.equal(outcomeOf(report), "h225/flood");
        // Each of them is work, so three elements are more than a call can need.
        assert.equal(entries(report, "received", "ALERTING").length, 3);
        assert.equal(await releaseCause(endpoint), PROTOCOL_ERROR);
      },
    ));

  for (const [title, elements] of [
    ["a User-user element of 65,000 octets that say nothing", () => userUser(Buffer.alloc(65_000, 0xff))],
    ["thousands of empty elements", () => Buffer.alloc(64_000, Buffer.from([0x28, 0]))],
    [
      "control characters for the display",
      () => Buffer.alloc(64_000, Buffer.from([0x28, 0xfe, ...Array(254).fill(1)])),
    ],
  ]) {
    test(`${title}: shown once, the call goes on`, () =>
      against(
        ({ socket, setup: { reference } }) => {
          socket.write(message(TYPE.ALERTING, reference, elements()));
          socket.write(message(TYPE.CONNECT, reference));
        },
        (report) => {
          assert.equal(report.success, true, JSON.stringify(report.outcome));
          const [entry] = entries(report, "received", "ALERTING");
          assert.equal(entry.hex.length, 2 * message(TYPE.ALERTING, 1, elements()).length);
        },
      ));

    test(`${title}: forty times, and the answer stays small`, () =>
      against(
        ({ socket, setup: { reference } }) => {
          for (let count = 0; count < 40; count += 1) socket.write(message(TYPE.ALERTING, reference, elements()));
          socket.write(message(TYPE.CONNECT, reference));
        },
        (report) => {
          assert.equal(report.success, true, JSON.stringify(report.outcome));
          assert.equal(report.messagesReceived, 41);
          assert.ok(warnings(report).includes("repeated-message"));
          assert.equal(entries(report, "received", "CONNECT").length, 1);
        },
      ));

    test(`${title}: without end, and the call is ended as a flood`, () =>
      against(
        ({ socket, setup: { reference } }) => writeForever(socket, message(TYPE.ALERTING, reference, elements())),
        async (report, endpoint) => {
          assert.equal(outcomeOf(report), "h225/flood");
          assert.match(report.outcome.text, /messages with \d{7} octets in all/);
          assert.equal(await releaseCause(endpoint), PROTOCOL_ERROR);
        },
      ));
  }

  test("a TPKT of the greatest length there is, cut into segments of all sizes", () =>
    against(
      async ({ socket, setup: { reference } }) => {
        const payload = Buffer.alloc(65_531, Buffer.from([0x28, 0]));
        message(TYPE.ALERTING, reference).copy(payload, 0, 4);
        const octets = Buffer.concat([tpkt(payload), message(TYPE.CONNECT, reference)]);
        for (let at = 0, size = 1; at < octets.length; at += size, size = Math.min(2 * size, 9_999)) {
          socket.write(octets.subarray(at, at + size));
          await new Promise((done) => setImmediate(done));
        }
      },
      (report) => {
        assert.equal(report.success, true, JSON.stringify(report.outcome));
        assert.equal(entries(report, "received", "ALERTING")[0].hex.length, 2 * 65_535);
      },
    ));
});

test("twenty calls at a time do not get mixed up", async () => {
  const endpoints = await Promise.all(Array.from({ length: 20 }, () => startEndpoint(answer)));
  try {
    const reports = await Promise.all(endpoints.map(callTo));
    reports.forEach((report, index) => {
      assert.equal(report.success, true, report.error);
      assert.equal(report.peer.address, `${HOST}:${endpoints[index].port}`);
      const [setup] = endpoints[index].calls[0].messages;
      assert.equal(report.trace[0].hex, setup.octets.toString("hex"));
    });
    assert.equal(new Set(reports.map(({ callIdentifier }) => callIdentifier)).size, 20);
    assert.equal(new Set(reports.map(({ conferenceId }) => conferenceId)).size, 20);
  } finally {
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
  }
});
