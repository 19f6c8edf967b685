/** The ladder of a call as plain text, in the form that `h323-peer call` prints. */

import { placedBy, visible } from "../base/format.js";
import { warningsBehind } from "../base/trace.js";
import { whereTo } from "../rules/server.js";
import { counted, fill } from "../texts/fill.js";
import { DIGITS, HEAD, MODE, MORE, RELEASE, RELEASED, TIME, VERDICT } from "../texts/ladder-text.js";

/** Fewest characters between the two lifelines: the longest name of one message in a call fits. */
const NARROW = 34;

/** Most characters of a label: the names of two messages fit. */
const LABEL = 60;

/** Fewest characters of an arrow besides its label. */
const ARROW = 3;

/**
 * The messages between us (left) and the peer (right), one line each, each warning behind its message,
 * then the outcome.
 * @param {Record<string, any>} report
 * @returns {string}
 */
function ladderText(report) {
  const warnings = warningsBehind(report);
  const remarks = (/** @type {number} */ at) => (warnings.get(at) ?? []).map(remark);
  /** @type {Record<string, any>[]} */
  const trace = report.trace ?? [];
  const width = trace.reduce((most, { type }) => Math.max(most, [...label(type)].length + ARROW), NARROW);
  let last = 0;
  const rows = trace.flatMap((entry, at) => {
    const line = row(entry, last, width);
    last = entry.t;
    return [line, ...remarks(at)];
  });
  return [...remarks(-1), ...rows, ...verdict(report), ""].join("\n");
}

/**
 * The same under a line that says which call it was.
 * @param {{ report: Record<string, any>, request: Record<string, any> | null, startedAt: string | null }} call
 */
export function callText({ report, request, startedAt }) {
  const whom = request === null ? "" : oneLine(whereTo(request, " port "));
  const tester = placedBy(report);
  /** @type {string} */
  let head = whom === "" ? HEAD.call : fill(HEAD.to, { whom });
  if (startedAt !== null) head = fill(HEAD.at, { call: head, moment: startedAt });
  if (tester !== "") head = fill(HEAD.by, { call: head, tester });
  return `${head}\n\n${ladderText(report)}`;
}

/**
 * @param {Record<string, any>} entry of the trace
 * @param {number} last time of the one before, in milliseconds
 * @param {number} width between the lifelines
 */
function row(entry, last, width) {
  const name = label(entry.type);
  const line = "-".repeat(width - 2 - [...name].length);
  const arrow = entry.direction === "sent" ? `-${name}${line}>` : `<${line}${name}-`;
  const drawn = `${time(entry.t)} ${since(entry.t, last)}  |${arrow}|  ${oneLine(entry.summary)}`.trimEnd();
  return entry.until === undefined ? drawn : `${drawn}\n${more(entry)}`;
}

/** The line for repeated messages. @param {Record<string, any>} entry the last one with a line of its own */
function more({ type, repeated, until }) {
  return `${time(until)}          : ${counted(repeated, MORE, { message: label(type) })}`;
}

/** The names of the messages in a packet, cut if they are too many. @param {unknown} type */
function label(type) {
  const characters = [...oneLine(type)];
  return characters.length > LABEL ? `${characters.slice(0, LABEL - 1).join("")}…` : characters.join("");
}

/** @param {Record<string, any>} warning */
function remark({ t, code, text, clause }) {
  return `${time(t)}          ! ${oneLine(code)}: ${oneLine(text)}${clause ? ` [${oneLine(clause)}]` : ""}`;
}

/** @param {Record<string, any>} report */
function verdict({ success, outcome, userInput, requestMode, release }) {
  const { stage, code, text, advice, links } = outcome ?? {};
  const said = fill(success === true ? VERDICT.answered : VERDICT.failed, {
    text: oneLine(text),
    code: `${oneLine(stage)}/${oneLine(code)}`,
  });
  const read = (links ?? []).map(
    (/** @type {{ text: string, href: string }} */ { text: title, href }) => `${title}: ${href.replace(/^\//, "")}`,
  );
  const done = [typed(userInput), mode(requestMode)].filter((words) => words !== "");
  return [
    "",
    said,
    ...[...(advice ?? []), ...read].map((hint) => `  - ${oneLine(hint)}`),
    ...done,
    ...released(release),
  ];
}

/** @param {Record<string, any> | undefined} userInput */
function typed(userInput) {
  if (!userInput) return "";
  const { state, digits, as, error } = userInput;
  const typed = { digits: oneLine(digits), form: oneLine(as) };
  const how = as === undefined || state === "unsent" ? DIGITS.unsent : state === "sent" ? DIGITS.sent : DIGITS.partly;
  return `${fill(how, typed)}${because(error)}`;
}

/** @param {Record<string, any> | undefined} requestMode */
function mode(requestMode) {
  if (!requestMode) return "";
  const { state, codec, response, cause, error } = requestMode;
  const word = response ?? cause;
  const asked = { codec: oneLine(codec), state: oneLine(state) };
  const said = word === undefined ? fill(MODE.state, asked) : fill(MODE.answered, { ...asked, answer: oneLine(word) });
  return `${said}${because(error)}`;
}

/** @param {unknown} error */
function because(error) {
  return error === undefined ? "" : `: ${oneLine(error)}`;
}

/** @param {Record<string, any> | undefined} release */
function released(release) {
  if (release === undefined || release === null) return [];
  const who = RELEASED.get(release.by) ?? RELEASE.broken;
  const { own, peer } = release;
  const both = [
    own ? fill(RELEASE.own, { said: words(own) }) : "",
    peer ? fill(RELEASE.peer, { said: words(peer) }) : "",
  ];
  return [[who, ...both].filter((part) => part !== "").join("; ")];
}

/** @param {Record<string, any>} said */
function words({ cause, causeText, reason }) {
  const parts = [
    cause === undefined
      ? ""
      : fill(RELEASE.cause, { cause: causeText === undefined ? cause : `${cause} ${oneLine(causeText)}` }),
    reason === undefined ? "" : fill(RELEASE.reason, { reason: oneLine(reason) }),
  ].filter(Boolean);
  return parts.length === 0 ? RELEASE.neither : parts.join(", ");
}

/** In milliseconds. */
const DAY = 86_400_000;

/** A time in the width of its column: in milliseconds, or in seconds or days for long captures. @param {number} t */
function time(t) {
  if (t < 1e7) return fill(TIME.milliseconds, { time: pad(t) });
  return t < 1e10
    ? fill(TIME.seconds, { time: pad(Math.floor(t / 1000)) })
    : fill(TIME.days, { time: pad(Math.floor(t / DAY)) });
}

/** How much later a time is, likewise. @param {number} t @param {number} last */
function since(t, last) {
  const later = Math.max(0, t - last);
  if (later < 1e6) return pad(fill(TIME.later, { time: later }));
  if (later < 1e8) return pad(fill(TIME.laterSeconds, { time: Math.floor(later / 1000) }));
  const days = Math.floor(later / DAY);
  return pad(
    days < 1e5 ? fill(TIME.laterDays, { time: days }) : fill(TIME.laterYears, { time: Math.floor(days / 365) }),
  );
}

/** @param {unknown} value */
function pad(value) {
  return String(value).padStart(7);
}

/**
 * A text of the endpoint, made safe for a terminal: it cannot end the line, move the cursor or turn the
 * direction of the text.
 * @param {unknown} value
 */
function oneLine(value) {
  return visible(String(value ?? "")).replaceAll("\n", "\\u{a}");
}
