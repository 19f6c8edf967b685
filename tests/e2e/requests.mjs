/**
 * Requests for a call, by what is right and wrong with them. The schema of the API description and
 * the Worker must both see it that way.
 */

/** Targets that no deployed Worker dials: whatever is right with the rest, there is no call. */
const ADDRESS = "10.1.2.3";
const NAME = "gw.example.internal";

/** A name of that many characters, with labels of 40. */
function longName(length) {
  const end = ".internal";
  return (
    "a"
      .repeat(40)
      .concat(".")
      .repeat(7)
      .slice(0, length - end.length) + end
  );
}

const FLAGS = { valid: [true, false], invalid: ["true", 1, 0, null, []] };

/** @param {string[]} values the only ones there are */
function choice(...values) {
  return { valid: values, invalid: ["", "other", values[0].toUpperCase(), ` ${values[0]}`, 1, null, [values[0]]] };
}

/** @param {number} least @param {number} most whole numbers between are right */
function range(least, most) {
  const valid = [least, Math.floor((least + most) / 2), most];
  return { valid, invalid: [least - 1, most + 1, least + 0.5, String(least), null, true, [least], 1e99] };
}

const NUMBER = {
  valid: ["0", "1000", "+4989123456", "1*#,2", "*", " 1000 ", "1".repeat(32), `+${"1".repeat(31)}`, null],
  invalid: [
    ...["", " ", "+", "12a4", "1+2", "++1", "12 34", "٢٠٠٠", "1\n2", "1".repeat(33), `+${"1".repeat(32)}`],
    ...[1000, true, ["1000"], { digits: "1000" }],
  ],
};

const alias = (type, value) => [{ type, value }];

const ALIASES = {
  valid: [
    [],
    ...["1", " 1 ", "0123456789*#,", "1".repeat(128)].map((value) => alias("dialedDigits", value)),
    ...["a", "Room 1, Zürich", "ä".repeat(256)].map((value) => alias("h323-ID", value)),
    ...["a", "h323:room.1@example.com", "a".repeat(512)].map((value) => alias("url-ID", value)),
    ...["a", "room.1@example.com", "a".repeat(512)].map((value) => alias("email-ID", value)),
    ...["203.0.113.10:1720", "203.0.113.10:65535", "[2001:db8::10]:1"].map((value) => alias("transportID", value)),
    ...["1", "+1", "1*#,2", "1".repeat(128), `+${"1".repeat(128)}`].map((value) => alias("partyNumber", value)),
    Array.from({ length: 8 }, (_, index) => ({ type: "dialedDigits", value: String(index) })),
    [...alias("h323-ID", "room.1"), ...alias("email-ID", "room.1@example.com")],
  ],
  invalid: [
    ...["", "+1", "12a", "1".repeat(129), 1, null].map((value) => alias("dialedDigits", value)),
    ...["", " ", "ä".repeat(257), 1, null].map((value) => alias("h323-ID", value)),
    ...["\u001b[31mx", "a\u202eb", "a\u2066b", "a\nb", "a\u0000b"].map((value) => alias("h323-ID", value)),
    ...["", " ", "ä", "a\u007f", "a".repeat(513), 1].map((value) => alias("url-ID", value)),
    ...["", "ä", "a".repeat(513), 1].map((value) => alias("email-ID", value)),
    ...[
      "",
      "203.0.113.10",
      ":1720",
      "203.0.113.10:65536",
      "203.0.113.10:x",
      "203.0.113.256:1720",
      "gw.example.com:1720",
    ].map((value) => alias("transportID", value)),
    ...["", "+", "12a", "1+2", "1".repeat(129)].map((value) => alias("partyNumber", value)),
    alias("other", "1"),
    alias("H323-ID", "room.1"),
    [{ type: "h323-ID" }],
    [{ value: "room.1" }],
    [{ type: "h323-ID", value: "room.1", plan: "isdn" }],
    [{}],
    ["room.1"],
    [null],
    [...alias("h323-ID", "room.1"), 5],
    Array.from({ length: 9 }, (_, index) => ({ type: "dialedDigits", value: String(index) })),
    { type: "h323-ID", value: "room.1" },
    "room.1",
    null,
  ],
};

const NUMBER_TYPE = choice("unknown", "international", "national", "networkSpecific", "subscriber", "abbreviated");
const NUMBER_PLAN = choice("unknown", "isdn", "data", "telex", "nationalStandard", "private");
const CODECS = ["g711a", "g711u", "g722", "g729", "h261", "h263", "h264"];

/**
 * By field: values that are right and values that are not. `with` are the fields without which it
 * may not be there.
 * @type {Record<string, { valid: unknown[], invalid: unknown[], with?: object }>}
 */
export const FIELDS = {
  server: {
    valid: [
      ...[
        ADDRESS,
        ` ${ADDRESS}\t`,
        "::1",
        "[::1]",
        "::",
        "fe80::1:2",
        "::ffff:10.1.2.3",
        "fd00:1:2:3:4:5:6:7",
        "FD00::A",
      ],
      ...["localhost", "LOCALHOST.", "gatekeeper", NAME, "_h323cs._tcp.a-b.internal", `${"a".repeat(63)}.internal`],
      ...[longName(253), `${longName(253)}.`, "7.internal", "0x1.internal"],
    ],
    invalid: [
      ...[null, "", " \t", 5, true, [ADDRESS], { host: ADDRESS }],
      ...[
        "http://10.1.2.3/",
        "sip:localhost",
        "sips:localhost",
        "10.1.2.3:0",
        "localhost:65536",
        "[::1]:",
        "10.1.2.3/8",
        "localhost?",
      ],
      ...[
        "127.1",
        "2130706433",
        "0x7f000001",
        "0X7F.0x1",
        "0x",
        "256.1.1.1",
        "0177.0.0.1",
        "1.2.3.4.5",
        "127.0.0.1.",
        "a.1",
      ],
      ...[
        "[::1",
        "::1]",
        "[10.1.2.3]",
        "fe80::1%eth0",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "::1.2.3",
      ],
      ...["1:2:3:4:5:6:7::8", "1:2:3:4:5:6:7:1.2.3.4", "::g"],
      ...[
        ".",
        "..",
        "a..internal",
        ".internal",
        "a b.internal",
        "bücher.internal",
        "a\u0000.internal",
        `${"a".repeat(64)}.internal`,
      ],
      ...[longName(254), `${longName(254)}.`, "a".repeat(10_000)],
    ],
  },
  port: range(1, 65_535),
  callingNumber: NUMBER,
  calledNumber: NUMBER,
  callingNumberType: NUMBER_TYPE,
  calledNumberType: NUMBER_TYPE,
  callingNumberPlan: NUMBER_PLAN,
  calledNumberPlan: NUMBER_PLAN,
  callingAliases: ALIASES,
  calledAliases: ALIASES,
  overlapDigits: {
    valid: ["0", " 34 ", "0123456789*#,", "1".repeat(32)],
    invalid: ["", "+1", "12a", "1".repeat(33), 34, null, ["34"]],
  },
  sendingComplete: { ...FLAGS, with: { overlapDigits: "34" } },
  display: {
    valid: ["x", " x ", "Call from 1000", "~!", "a".repeat(80), ` ${"a".repeat(80)} `, null],
    invalid: ["", " ", "a".repeat(81), "Zürich", "a\nb", "a\u007fb", 5, ["a"]],
  },
  bearer: choice("audio", "video"),
  bearerRate: {
    valid: [64, 128, 384, 1920],
    invalid: [0, 1, 63, 65, 100, 1984, -64, 64.5, "384", null],
    with: { bearer: "video" },
  },
  callType: choice("pointToPoint", "oneToN", "nToOne", "nToN"),
  h225Version: range(2, 7),
  vendor: {
    valid: [
      {},
      ...[0, 181, 255].flatMap((value) => [{ t35CountryCode: value }, { t35Extension: value }]),
      ...[0, 65_535].map((value) => ({ manufacturerCode: value })),
      ...["a", "a".repeat(256), "ä".repeat(128)].flatMap((value) => [{ productId: value }, { versionId: value }]),
      { t35CountryCode: 181, t35Extension: 0, manufacturerCode: 18, productId: "Room kit", versionId: "1.0" },
    ],
    invalid: [
      ...[-1, 256, 1.5, "181", null].flatMap((value) => [{ t35CountryCode: value }, { t35Extension: value }]),
      ...[-1, 65_536, 1.5, "18", null].map((value) => ({ manufacturerCode: value })),
      ...["", " ", "a".repeat(257), 5, null].flatMap((value) => [{ productId: value }, { versionId: value }]),
      ...["a\u001b[31mb", "a\u202eb", "a\u0085b"].flatMap((value) => [{ productId: value }, { versionId: value }]),
      ...[{ product: "Room kit" }, { ProductId: "Room kit" }, "181/0/18", [], null, 181],
    ],
  },
  h245: choice("auto", "tunnelled", "separate", "off"),
  codecs: {
    valid: [...CODECS.map((codec) => [codec]), CODECS, CODECS.toReversed(), ["h264", "g711u"]],
    invalid: [
      [],
      ["g711a", "g711a"],
      [...CODECS, "g711a"],
      ["g728"],
      ["G711A"],
      [""],
      [1],
      [null],
      "g711a",
      { g711a: true },
      null,
    ],
  },
  fastStart: FLAGS,
  channels: choice("accept", "reject", "offer"),
  firstAnswerSeconds: range(1, 60),
  ringSeconds: range(1, 120),
  holdSeconds: range(0, 60),
  userInput: {
    valid: [
      ...["1", " 12# ", "1,,2", ",1", "0123456789*#ABCD", "1".repeat(32)],
      ...[
        { digits: "1" },
        { digits: "1", as: "auto" },
        { digits: "1", as: "alphanumeric" },
        { digits: "1", as: "information" },
      ],
      { digits: "1", as: "signal", afterSeconds: 60, toneMs: 1000, pauseMs: 2000 },
      { digits: "1", afterSeconds: 0, toneMs: 40, pauseMs: 40 },
    ],
    invalid: [
      ...["", " ", ",", "1 2", "a", "+1", "!", "1".repeat(33), 5, null, true, ["1"]],
      ...[{}, { as: "signal" }, { digits: "" }, { digits: 1 }, { digits: "1", as: "rtp" }, { digits: "1", tone: 5 }],
      ...[-1, 61, 1.5, "1", null].map((afterSeconds) => ({ digits: "1", afterSeconds })),
      ...[39, 1001].map((toneMs) => ({ digits: "1", toneMs })),
      ...[39, 2001].map((pauseMs) => ({ digits: "1", pauseMs })),
    ],
  },
  requestMode: {
    valid: [
      ...CODECS,
      ...CODECS.map((codec) => ({ codec })),
      { codec: "g711u", afterSeconds: 0 },
      { codec: "g711u", afterSeconds: 60 },
    ],
    invalid: [
      ...["", "g728", "G711A", 1, null, true, ["g711a"]],
      ...[{}, { codec: "g728" }, { codec: null }, { codec: "g711u", afterSeconds: 61 }, { codec: "g711u", as: "auto" }],
    ],
  },
  keepAlive: choice("none", "tpkt", "facilityEmpty", "facilityTransportedInformation"),
  keepAliveSeconds: { ...range(1, 60), with: { keepAlive: "tpkt" } },
  gatekeeper: {
    valid: [
      {},
      ...["4711", " 4711 ", "Room 1, Zürich", "a".repeat(256)].map((alias) => ({ alias })),
      { aliases: alias("h323-ID", "room.1") },
      ...["x", " x ", "ä".repeat(64), "a".repeat(128)].map((password) => ({ password })),
      { password: "x", user: "zoe" },
      ...["auto", "none"].map((auth) => ({ auth })),
      ...["h235.1", "md5", "cat"].map((auth) => ({ auth, password: "x" })),
      ...["terminal", "gateway", "mcu"].map((terminalType) => ({ terminalType })),
      { terminalType: "mcu", prefixes: [] },
      { terminalType: "gateway", prefixes: ["9", "0*", "00", "1", "2", "3", "4", "5"] },
      ...[1, 65_535].map((timeToLive) => ({ timeToLive })),
      ...["gk", "a".repeat(128)].map((identifier) => ({ identifier })),
    ],
    invalid: [
      ...[null, true, "4711", []],
      ...["", " ", "a".repeat(257), 4711, null].map((alias) => ({ alias })),
      ...[[], "4711", null, alias("h323-ID", "")].map((aliases) => ({ aliases })),
      { alias: "1", aliases: alias("h323-ID", "room.1") },
      ...["", "a".repeat(129), 5, null, ["x"]].map((password) => ({ password })),
      { user: "zoe" },
      ...["h235.1", "md5", "cat"].map((auth) => ({ auth })),
      ...["", "sha1", "MD5", 1, null].map((auth) => ({ auth, password: "x" })),
      ...["gatekeeper", "", null].map((terminalType) => ({ terminalType })),
      ...[{}, { terminalType: "terminal" }].map((kind) => ({ ...kind, prefixes: ["9"] })),
      ...[["a"], [9], "9", null, Array(9).fill("9")].map((prefixes) => ({ terminalType: "mcu", prefixes })),
      ...[0, 65_536, 1.5, "60", null].map((timeToLive) => ({ timeToLive })),
      ...["", "a".repeat(129), 5, null].map((identifier) => ({ identifier })),
      ...[{ Alias: "1" }, { pasword: "x" }],
    ],
  },
  tls: choice("off", "verify", "inspect"),
  srv: choice("auto", "off"),
  followRedirects: FLAGS,
};

/** Servers that say more than the host. */
export const SERVERS_WITH_MORE = {
  valid: [
    ...[`${ADDRESS}##7001`, `${NAME}##*1#,2`, "[::1]##7001", "::1##7001", `${ADDRESS}##${"1".repeat(32)}`],
    ...[
      `${ADDRESS}##7a`,
      `${ADDRESS}##+49`,
      `${ADDRESS}##${"1".repeat(33)}`,
      `${ADDRESS}##7001##1234`,
      `room##1@${ADDRESS}`,
    ],
    ...[`${ADDRESS}:1720`, "localhost:01720", "[::1]:65535", `room.1@${ADDRESS}:1720`, `${NAME}:1##7001`],
    ...[
      `h323:${ADDRESS}`,
      `h323:room.1@${NAME}:1720;type=gk`,
      "H323://Z%C3%BCrich@[::1]",
      "h323:@[::1]",
      `h323:7;1@${ADDRESS}`,
    ],
    ...[
      `room.1@${ADDRESS}`,
      `7001@${NAME}`,
      "room.1@[::1]",
      "room.1@::1",
      `Zürich 1@${ADDRESS}`,
      `room.1@mcu@${ADDRESS}`,
      `${"a".repeat(256)}@${ADDRESS}`,
    ],
  ],
  invalid: [
    ...[
      `${ADDRESS}##`,
      `${ADDRESS}##${"1".repeat(257)}`,
      `${ADDRESS}:x##1`,
      `${ADDRESS}#7001`,
      "##7001",
      "http://a/##7001",
    ],
    ...[
      `@${ADDRESS}`,
      `\u001b[31mx@${ADDRESS}`,
      `a\u202eb@${ADDRESS}`,
      "room.1@",
      `${"a".repeat(257)}@${ADDRESS}`,
      "room.1@256.1.1.1",
      "room.1@a..internal",
      `room.1@${ADDRESS}:172000`,
    ],
    ...[
      `room.1@${ADDRESS}##7001`,
      ` @${ADDRESS}`,
      `${ADDRESS};x`,
      "::1:1720:",
      "h323:7001",
      "h323:",
      `h323:5%@${ADDRESS}`,
      `tel:1@${ADDRESS}`,
    ],
  ],
};

/** Rules between fields, and of the body as a whole. */
export const BODIES = {
  valid: [
    { server: ADDRESS },
    { server: ADDRESS, bearer: "video" },
    { server: ADDRESS, overlapDigits: "34" },
    { server: ADDRESS, keepAliveSeconds: 5 },
    { server: ADDRESS, h245: "off", userInput: "1" },
    { server: ADDRESS, h245: "off", userInput: { digits: "1", as: "information" } },
    { server: ADDRESS, callingNumber: null, calledNumber: null, display: null },
    { server: `${ADDRESS}##7001`, callingNumber: "1000", calledAliases: [{ type: "h323-ID", value: "room.1" }] },
    { server: `room.1@${ADDRESS}`, callingNumber: "1000", calledAliases: [{ type: "h323-ID", value: "room.2" }] },
    { server: `h323:${ADDRESS}:1721`, port: 1721, calledNumber: "2000" },
    { server: `h323:@${ADDRESS}`, calledNumber: "2000" },
  ],
  invalid: [
    ...[null, true, 5, ADDRESS, [], [{ server: ADDRESS }]],
    {},
    { port: 1720 },
    { server: ADDRESS, Port: 1720 },
    { server: ADDRESS, "": 1 },
    { server: ADDRESS, bearerRate: 384 },
    { server: ADDRESS, bearer: "audio", bearerRate: 384 },
    { server: ADDRESS, h245: "off", requestMode: "g711a" },
    { server: ADDRESS, h245: "off", userInput: { digits: "1", as: "signal" } },
    { server: ADDRESS, h245: "off", userInput: { digits: "1", as: "alphanumeric" } },
    { server: ADDRESS, sendingComplete: true },
    { server: ADDRESS, sendingComplete: false },
    { server: `${ADDRESS}##7001`, calledNumber: "2000" },
    { server: `room.1@${ADDRESS}`, calledNumber: "2000" },
    { server: `7001@${ADDRESS}`, calledNumber: "2000" },
    { server: `h323:room.1@${ADDRESS}`, calledNumber: "2000" },
  ],
};

/**
 * The request that a value of a field makes.
 * @param {string} field
 * @param {unknown} value
 */
export function requestWith(field, value) {
  return { server: ADDRESS, ...FIELDS[field].with, [field]: value };
}
