/**
 * Calls in files. Anybody may have written a file: its call comes out in the shape that the page
 * expects from the Worker, or not at all.
 */

import { isDocument, visible } from "../base/format.js";
import { MOMENTS } from "../texts/names.js";
import { isObject } from "../base/values.js";
import { LONGEST_SERVER } from "../rules/limits.js";
import { withoutSecrets } from "../rules/secrets.js";
import { SAVED } from "../texts/files.js";
import { fill } from "../texts/fill.js";

const TOOL = "h323-edge-tester";
const VERSION = 1;

/** The largest file that is looked at, in octets; a full trace takes a few million. */
export const LARGEST_FILE = 16 * 1024 * 1024;

/** Limits for messages, for items of other lists, and for nesting: more than any report has. */
const MOST_MESSAGES = 2000;
const MOST_ITEMS = 1000;
const DEEPEST = 100;

/**
 * @typedef {{ report: Record<string, any>, request: Record<string, any> | null, startedAt: string | null }} Call
 *   `request` and `startedAt` (ISO 8601) are `null` where a report came without them
 */

/**
 * @param {Call} call
 * @returns {string} the text of a file
 */
export function savedText({ report, request, startedAt }) {
  return `${JSON.stringify({ tool: TOOL, version: VERSION, request, startedAt, report }, null, 2)}\n`;
}

/**
 * Reads a file that this page saved, an answer of the API as curl got it, or the lines of its stream
 * and of `h323-peer call --json`.
 * @param {string} text
 * @returns {Call}
 * @throws {Error} whose message says why the file is not a call
 */
export function parseSaved(text) {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error(SAVED.notObject);
  if (value.tool === TOOL) {
    if (value.version === undefined) throw new Error(SAVED.noVersion);
    if (value.version !== VERSION)
      throw new Error(fill(SAVED.otherVersion, { saved: String(value.version).slice(0, 20), known: VERSION }));
    if (!isReport(value.report)) throw new Error(SAVED.noReport);
    const report = cleanReport(value.report);
    return {
      report,
      request: cleanRequest(value.request),
      startedAt: cleanDate(value.startedAt) ?? report.startedAt ?? null,
    };
  }
  if (isReport(value)) {
    const report = cleanReport(value);
    return { report, request: null, startedAt: report.startedAt ?? null };
  }
  if (typeof value.error === "string") throw new Error(SAVED.error);
  throw new Error(SAVED.noCall);
}

/** @param {string} text one JSON value, or JSON Lines that end in `call_end`, or `register_end` */
function parseJson(text) {
  const clean = text.replace(/^\ufeff/, "").trim();
  try {
    return JSON.parse(clean);
  } catch {
    return callOfStream(clean);
  }
}

/** @param {string} text */
function callOfStream(text) {
  try {
    const lines = text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line));
    const end = lines.find((line) => ["call_end", "register_end"].includes(line?.type));
    if (end !== undefined) return end.data;
  } catch {
    // Neither JSON nor JSON Lines: see below.
  }
  throw new Error(SAVED.notJson);
}

/** @param {unknown} value */
function isReport(value) {
  return isObject(value) && isObject(value.outcome) && Array.isArray(value.trace);
}

/** @typedef {(value: any) => any} Shape turns a value into the expected one, or `undefined` */

/** @type {Shape} */
const string = (value) => (typeof value === "string" ? value : undefined);

/** @type {Shape} */
const words = (value) => string(value) ?? "";

/** @type {Shape} */
const flag = (value) => (typeof value === "boolean" ? value : undefined);

/** @type {Shape} */
const number = (value) => (typeof value === "number" && value >= 0 && value < 1e12 ? value : undefined);

/** @type {Shape} */
const time = (value) => number(value) ?? 0;

/** @type {Shape} */
const hex = (value) => (typeof value === "string" && /^([0-9a-f]{2})*$/i.test(value) ? value.toLowerCase() : "");

/** @type {Shape} */
const link = (value) =>
  isObject(value) && typeof value.text === "string" && isDocument(value.href)
    ? { text: value.text, href: value.href }
    : undefined;

/** @type {Shape} */
const date = (value) => cleanDate(value) ?? undefined;

/** @type {(shape: Shape, most?: number) => Shape} */
const list =
  (shape, most = MOST_ITEMS) =>
  (value) =>
    Array.isArray(value)
      ? value
          .slice(0, most)
          .map(shape)
          .filter((item) => item !== undefined)
      : undefined;

/**
 * Of fields of other names, which a later tester may send, only plain values are let through.
 * @param {Record<string, Shape>} known
 * @param {Shape} [others]
 * @returns {Shape}
 */
const object =
  (known, others = plain) =>
  (value) => {
    if (!isObject(value)) return undefined;
    const names = new Set([...Object.keys(known), ...Object.keys(value)]);
    names.delete("__proto__");
    const fields = [...names].map((name) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, (Object.hasOwn(known, name) ? known[name] : others)(given)];
    });
    return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
  };

/** @type {Shape} */
function plain(value) {
  return ["string", "number", "boolean"].includes(typeof value) ? value : undefined;
}

/**
 * Anything that JSON can be, but not deeper than it can be shown.
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {any}
 */
function anything(value, depth = 0) {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((item) => anything(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__proto__")
      .map(([name, item]) => [name, anything(item, depth + 1)]),
  );
}

/** @type {Shape} */
function anyObject(value) {
  return typeof value === "object" && value !== null ? anything(value) : undefined;
}

/** A request and an answer of RAS that belong together. */
const EXCHANGE = object({ request: number, answer: number, afterMs: number, retries: number });

/** H.245 and RAS messages of an entry. */
const CONTROL = list(
  object({ type: words, protocol: string, kind: string, summary: string, fault: string, exchange: EXCHANGE }),
);

/** A message of a trace, or one that was decoded without a call. */
const MESSAGE = object({
  t: time,
  direction: (value) => (value === "sent" ? "sent" : "received"),
  channel: words,
  type: words,
  summary: words,
  fault: string,
  tunnelled: CONTROL,
  messages: CONTROL,
  hex,
  hop: number,
  decoded: anyObject,
  repeated: number,
  until: number,
  fields: anyObject,
  from: string,
  to: string,
  exchange: EXCHANGE,
});

const MESSAGES = list(MESSAGE, MOST_MESSAGES);

const CAPABILITY = object({
  number,
  direction: string,
  media: words,
  codec: words,
  name: string,
  parameters: string,
  text: string,
  packet: object({ most: number, unit: string }),
  formats: list(object({ name: words, mpi: number, seconds: number })),
  ...Object.fromEntries(["profiles", "options", "algorithms", "carries", "roles"].map((name) => [name, list(string)])),
  common: flag,
});

const CHANNEL = object({
  offer: string,
  number,
  direction: string,
  data: words,
  bidirectional: flag,
  session: number,
  media: string,
  state: string,
  cause: string,
  offers: number,
  offered: flag,
});

const H245 = object({
  mode: string,
  address: string,
  overTls: flag,
  error: string,
  version: number,
  masterSlave: string,
  masterSlaveError: string,
  capabilitiesAccepted: flag,
  capabilities: list(CAPABILITY),
  commonCodecs: list(string),
  channels: list(CHANNEL),
  roundTrip: number,
  flowControl: list(string),
  userInput: list(string),
  paused: flag,
  pauses: list(object({ t: time, until: number })),
  endSession: object({ sent: flag, received: flag }),
});

const PEER = object({
  address: string,
  vendor: string,
  manufacturer: string,
  country: string,
  product: string,
  version: string,
  terminalType: string,
  h225Version: number,
  h245Tunnelling: flag,
  h245Address: string,
  display: string,
  aliases: list(string),
  features: list(object({ id: string, name: string })),
});

const WARNING = object({ t: time, after: number, code: words, text: words, clause: string });

/** The contents of a Release Complete. */
const SAID = { cause: number, causeText: string, location: string, reason: string, reasonText: string };

const REPORT = object({
  success: (value) => value === true,
  callSetup: (value) => value === true,
  error: string,
  messages: (value) => list(string)(value) ?? [],
  outcome: object({
    stage: words,
    code: words,
    text: words,
    advice: (value) => list(string)(value) ?? [],
    links: list(link),
  }),
  demo: flag,
  startedAt: date,
  tester: object({ name: string, version: string }),
  colo: string,
  timing: object(Object.fromEntries([...MOMENTS.keys()].map((moment) => [moment, number])), () => undefined),
  peer: PEER,
  h245: H245,
  fastStart: object({ state: string, message: string, channels: list(CHANNEL) }),
  userInput: object({
    state: string,
    digits: string,
    as: string,
    error: string,
    sent: list(object({ t: time, digits: string, toneMs: number })),
  }),
  requestMode: object({
    state: string,
    codec: string,
    t: number,
    answerMs: number,
    response: string,
    cause: string,
    error: string,
  }),
  registration: object({
    registered: flag,
    unregistered: flag,
    endpointIdentifier: string,
    gatekeeperIdentifier: string,
    timeToLive: number,
    aliases: list(string),
    callSignalAddresses: list(string),
    preGranted: flag,
    method: string,
    alternates: list(object({ rasAddress: string, gatekeeperIdentifier: string, priority: number })),
  }),
  admission: object({
    routed: flag,
    destination: string,
    destinationAliases: list(string),
    bitRate: number,
    tokens: number,
  }),
  services: list(
    object({
      service: words,
      name: string,
      servers: list(
        object({
          priority: number,
          weight: number,
          port: number,
          target: string,
          addresses: list(string),
          called: flag,
          error: string,
        }),
      ),
      error: string,
    }),
  ),
  tls: object({
    mode: words,
    name: string,
    sni: flag,
    version: string,
    cipherSuite: string,
    certificates: list(
      object({
        ...Object.fromEntries(
          ["subject", "issuer", "notBefore", "notAfter", "key", "signature", "fingerprint", "error"].map((name) => [
            name,
            string,
          ]),
        ),
        names: list(string),
      }),
    ),
    furtherCertificates: number,
    objections: list(object({ code: words, text: string })),
  }),
  redirects: list(
    object({ t: time, reason: words, address: string, aliases: list(string), followed: flag, error: string }),
  ),
  release: object({ by: words, ...SAID, own: object(SAID), peer: object(SAID) }),
  warnings: (value) => list(WARNING)(value) ?? [],
  trace: MESSAGES,
  messagesReceived: number,
  callIdentifier: string,
  conferenceId: string,
});

/** @param {unknown} value @returns {Record<string, any>} */
export function cleanReport(value) {
  const report = { messages: [], warnings: [], trace: [], timing: {}, ...REPORT(value) };
  return { ...report, warnings: report.warnings.map((/** @type {any} */ warning) => placed(warning, report.trace)) };
}

/**
 * Results of earlier versions have no `after`: a warning of theirs stands behind the last message until
 * then, which today's warnings without it, from before any message, do not.
 * @param {Record<string, any>} warning
 * @param {Record<string, any>[]} trace
 */
function placed(warning, trace) {
  if (warning.after !== undefined || trace.length === 0 || warning.t <= trace[0].t) return warning;
  return { ...warning, after: trace.findLastIndex(({ t }) => t <= warning.t) };
}

/** @param {unknown} value @returns {Record<string, any>[]} messages as in a trace */
export function cleanMessages(value) {
  return MESSAGES(value) ?? [];
}

/**
 * Shown fields are cleaned. The rest is left as it is: only the API can check it.
 * @param {unknown} value
 */
function cleanRequest(value) {
  if (!isObject(value) || typeof value.server !== "string") return null;
  // A request out of a log or a script may have a password.
  const { server, port, callingNumber, calledNumber, ...others } = withoutSecrets(anything(value));
  const shown = Object.entries({ callingNumber, calledNumber }).filter(
    ([, text]) => text === null || typeof text === "string",
  );
  return {
    server: fit(server),
    ...(Number.isInteger(port) && port > 0 && port < 65536 ? { port } : {}),
    ...Object.fromEntries(shown.map(([name, text]) => [name, text === null ? null : fit(text)])),
    ...others,
  };
}

/** @param {string} text */
function fit(text) {
  return visible(text.slice(0, LONGEST_SERVER)).replaceAll("\n", " ");
}

/** @param {unknown} value */
function cleanDate(value) {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/**
 * @param {Call} call
 * @param {string} ending of the file, without a dot
 * @returns {string} a name that any file system takes
 */
export function fileName({ request, report, startedAt }, ending) {
  const server = String(request?.server ?? report.peer?.address ?? "call");
  const plain = server
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[-.]+|[-.]+$/g, "");
  const when = startedAt === null ? "" : `-${startedAt.slice(0, 19).replace(/[-:]/g, "")}Z`;
  return `h323-${plain.slice(0, 60) || "call"}${when}.${ending}`;
}
