/** The comparison of two calls. */

import { duration, line } from "../base/format.js";
import { MOMENTS, PEER } from "../texts/names.js";
import { isObject } from "../base/values.js";
import { COMPARE, ROWS, SECTIONS } from "../texts/compare.js";
import { counted, fill } from "../texts/fill.js";
import { units } from "./units.js";

/** The smallest difference in time that is marked, in milliseconds: less is jitter of the network. */
export const WORTH_MARKING = 100;

/** Fields of one message that are named; those beyond are counted. */
const MOST_FIELDS = 8;

/** Of the longest common subsequence: beyond it, messages are aligned by their place. */
const MOST_CELLS = 4_000_000;

/** Fields that differ in any two calls: identifiers, random numbers (H.225.0 7.3.10, H.245 8.2), addresses. */
const NEVER_SAME =
  /(^|\.)(callReference\.value|callIdentifier|conferenceID|statusDeterminationNumber|h245Address|destCallSignalAddress)(\.|$)/;

/** Names at the front of every message, which carry no information. */
const PREFIX = /^(H323-UserInformation\.h323-uu-pdu\.(h323-message-body\.)?|MultimediaSystemControlMessage\.)/;

/**
 * @typedef {"same" | "differs" | "first" | "second"} State `first` and `second` if only one call has it
 * @typedef {{ name: string, first: string, second: string, state: State, notes: string[] }} Row
 * @typedef {{ title: string, rows: Row[] }} Section
 */

/**
 * @param {Record<string, any>} first a report in its proper shape
 * @param {Record<string, any>} second
 * @returns {Section[]} those that have rows
 */
export function compareReports(first, second) {
  const sections = [
    { title: SECTIONS.outcome, rows: facts(outcome(first), outcome(second)) },
    { title: SECTIONS.timing, rows: timing(first.timing, second.timing) },
    { title: SECTIONS.endpoint, rows: facts(first.peer, second.peer, PEER) },
    { title: SECTIONS.h245, rows: facts(control(first), control(second)) },
    { title: SECTIONS.capabilities, rows: sets(capabilities(first), capabilities(second)) },
    { title: SECTIONS.warnings, rows: sets(warnings(first), warnings(second)) },
    { title: SECTIONS.messages, rows: messages(first.trace, second.trace) },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** @param {string} name @param {string} first @param {string} second @param {string[]} [notes] @returns {Row} */
function row(name, first, second, notes = []) {
  let state = /** @type {State} */ (first === second ? "same" : "differs");
  if (second === "" && first !== "") state = "first";
  if (first === "" && second !== "") state = "second";
  return { name, first, second, state, notes };
}

/**
 * @param {Record<string, unknown> | undefined} first fields by name
 * @param {Record<string, unknown> | undefined} second
 * @param {Map<string, string>} [called] their names on the page; others keep theirs
 */
function facts(first = {}, second = {}, called = new Map()) {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const part = (/** @type {unknown} */ value) => line(isObject(value) && "id" in value ? value.id : value);
  const text = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.map(part).join(", ") : line(value));
  return names
    .map((name) => row(called.get(name) ?? name, text(first[name]), text(second[name])))
    .filter((made) => made.first !== "" || made.second !== "");
}

/** @param {Record<string, any>} report */
function outcome({ success, outcome: { stage, code, text } = {}, error, release = {} }) {
  return {
    [ROWS.answered]: success ? COMPARE.yes : COMPARE.no,
    [ROWS.stage]: stage,
    [ROWS.code]: code,
    [ROWS.verdict]: text,
    [ROWS.error]: error,
    [ROWS.releasedBy]: release.by,
    [ROWS.cause]: [release.cause, release.causeText].filter((part) => part !== undefined).join(" "),
    [ROWS.reason]: release.reason,
  };
}

/** @param {Record<string, any>} report */
function control({ h245 = {}, fastStart = {}, userInput = {}, requestMode = {} }) {
  const {
    mode,
    version,
    masterSlave,
    masterSlaveError,
    error,
    capabilitiesAccepted,
    commonCodecs,
    endSession = {},
    channels,
  } = h245;
  return {
    [ROWS.transport]: mode,
    [ROWS.version]: version,
    [ROWS.role]: masterSlave,
    [ROWS.noRole]: masterSlaveError,
    [ROWS.fault]: error,
    [ROWS.accepted]: capabilitiesAccepted,
    [ROWS.codecs]: commonCodecs,
    [ROWS.channels]: channels?.map(
      (/** @type {Record<string, any>} */ { offer, data, state }) => `${offer} ${data}: ${state}`,
    ),
    [ROWS.endSession]: ["sent", "received"].filter((way) => endSession[way]).join(", "),
    [ROWS.fastStart]: fastStart.state,
    [ROWS.digits]: userInput.as,
    [ROWS.mode]: [requestMode.codec, requestMode.state].filter(Boolean).join(": "),
  };
}

/** @param {Record<string, number>} first @param {Record<string, number>} second @returns {Row[]} */
function timing(first = {}, second = {}) {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return names.map((name) => {
    const made = row(MOMENTS.get(name) ?? name, duration(first[name]), duration(second[name]));
    if (made.first === "" || made.second === "") return made;
    const change = second[name] - first[name];
    return { ...made, state: Math.abs(change) < WORTH_MARKING ? "same" : "differs", notes: [signed(change)] };
  });
}

/** @param {number} ms */
function signed(ms) {
  return `${ms < 0 ? "−" : "+"}${duration(Math.abs(ms))}`;
}

/**
 * Items that either call may have.
 * @param {Map<string, string>} first their texts by key
 * @param {Map<string, string>} second
 */
function sets(first, second) {
  return [...new Set([...first.keys(), ...second.keys()])].map((key) =>
    row(key, first.get(key) ?? "", second.get(key) ?? ""),
  );
}

/** @param {Record<string, any>} report */
function capabilities({ h245 }) {
  return named(
    (h245?.capabilities ?? []).map(
      (/** @type {Record<string, any>} */ { media, codec, direction, parameters, text }) => [
        [media, codec, direction].filter(Boolean).map(line).join(" "),
        line(text ?? parameters) || COMPARE.announced,
      ],
    ),
  );
}

/** @param {Record<string, any>} report */
function warnings({ warnings: given }) {
  return named(given.map((/** @type {Record<string, any>} */ { code, text }) => [line(code), line(text)]));
}

/** @param {[string, string][]} pairs; several may share a name */
function named(pairs) {
  const all = new Map();
  for (const [name, text] of pairs) all.set(name, all.has(name) ? `${all.get(name)}; ${text}` : text);
  return all;
}

/** @param {Record<string, any>[]} first @param {Record<string, any>[]} second @returns {Row[]} */
function messages(first, second) {
  const [ones, others] = [units(first), units(second)];
  return aligned(
    ones.map(({ key }) => key),
    others.map(({ key }) => key),
  ).map(([a, b]) => {
    const one = a === undefined ? undefined : ones[a];
    const other = b === undefined ? undefined : others[b];
    const notes = one && other ? differences(one, other) : [];
    const made = { name: (one ?? other)?.name ?? "", first: one?.brief ?? "", second: other?.brief ?? "", notes };
    if (!other) return { ...made, state: "first" };
    if (!one) return { ...made, state: "second" };
    return { ...made, state: notes.length > 0 ? "differs" : "same" };
  });
}

/**
 * Aligns two lists by their longest common subsequence.
 * @param {string[]} first @param {string[]} second
 * @returns {[number | undefined, number | undefined][]} places, `undefined` where a list has nothing
 */
export function aligned(first, second) {
  if (first.length * second.length > MOST_CELLS) {
    return Array.from({ length: Math.max(first.length, second.length) }, (_, at) => [
      at < first.length ? at : undefined,
      at < second.length ? at : undefined,
    ]);
  }
  // lengths[a][b]: the length of the longest one behind a and b.
  const lengths = Array.from({ length: first.length + 1 }, () => new Uint16Array(second.length + 1));
  for (let a = first.length - 1; a >= 0; a -= 1) {
    for (let b = second.length - 1; b >= 0; b -= 1) {
      lengths[a][b] =
        first[a] === second[b] ? lengths[a + 1][b + 1] + 1 : Math.max(lengths[a + 1][b], lengths[a][b + 1]);
    }
  }
  /** @type {[number | undefined, number | undefined][]} */
  const pairs = [];
  let [a, b] = [0, 0];
  while (a < first.length || b < second.length) {
    if (a < first.length && b < second.length && first[a] === second[b]) pairs.push([a++, b++]);
    else if (b >= second.length || (a < first.length && lengths[a + 1][b] >= lengths[a][b + 1]))
      pairs.push([a++, undefined]);
    else pairs.push([undefined, b++]);
  }
  return pairs;
}

/**
 * The differences of two messages of one type, except those of any two calls.
 * @param {import("./units.js").Unit} first @param {import("./units.js").Unit} second
 * @returns {string[]}
 */
function differences(first, second) {
  const [one, other] = [flat(first.decoded), flat(second.decoded)];
  const found = [...new Set([...one.keys(), ...other.keys()])]
    .filter((path) => one.get(path) !== other.get(path))
    .map((path) => {
      const [first, second] = [one, other].map((all) => line(all.get(path) ?? COMPARE.absent));
      return fill(COMPARE.change, { field: line(path.replace(PREFIX, "")), first, second });
    });
  if (one.size === 0 && other.size === 0 && first.hex !== second.hex) return [octets(first.hex, second.hex)];
  if (found.length <= MOST_FIELDS) return found;
  return [...found.slice(0, MOST_FIELDS), counted(found.length - MOST_FIELDS, COMPARE.moreFields, {})];
}

/** @param {string} first @param {string} second hex digits */
function octets(first, second) {
  const [one, other] = [first, second].map((hex) => hex.match(/../g) ?? []);
  if (one.length !== other.length) return fill(COMPARE.lengths, { first: one.length, second: other.length });
  const places = one.flatMap((octet, at) => (octet === other[at] ? [] : [at]));
  return fill(COMPARE.octets, { count: places.length, length: one.length, offset: places[0] });
}

/**
 * The scalars of a decoded message by their paths, without those that always differ.
 * @param {unknown} value
 * @param {string} [path]
 * @param {Map<string, string>} [all]
 * @returns {Map<string, string>}
 */
function flat(value, path = "", all = new Map()) {
  if (value === undefined || NEVER_SAME.test(path)) return all;
  if (typeof value !== "object" || value === null) return all.set(path, JSON.stringify(value));
  const entries = Object.entries(value);
  // The octets of an element stand beside their meaning.
  const meant = "element" in value && "value" in value;
  if (entries.length === 0) all.set(path, Array.isArray(value) ? "[]" : "{}");
  for (const [name, item] of entries) {
    if (meant && (name === "hex" || name === "element" || name === "id")) continue;
    const key = Array.isArray(value) ? (item?.element ?? item?.capabilityTableEntryNumber ?? name) : name;
    flat(item, path === "" ? `${key}` : `${path}.${key}`, all);
  }
  return all;
}
