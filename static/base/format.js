/** How values from the network become text that cannot mislead the reader. */

import { counted, fill } from "../texts/fill.js";
import { FORMAT } from "../texts/format.js";

/**
 * C0 and C1 controls (but not line feed), zero-width and bidirectional controls, byte order mark,
 * lone surrogates: an endpoint that puts them in its display name could hide or reorder what stands
 * beside it.
 */
const UNSEEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Makes invisible characters visible as `\u{202e}`.
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(UNSEEN, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`);
}

/** Longest text that is shown unasked. */
export const LONGEST = 300;

/**
 * One value of the report as a line of text, shortened where it would swamp the page.
 * @param {unknown} value
 * @returns {string} empty for an absent value
 */
export function line(value) {
  const shown = whole(value);
  if (shown.length <= LONGEST) return shown;
  return counted(shown.length, FORMAT.cut, { start: shown.slice(0, LONGEST) });
}

/**
 * The same in full.
 * @param {unknown} value
 * @returns {string}
 */
export function whole(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return visible(text.replace(/\n/g, " "));
}

/**
 * @param {unknown} ms milliseconds
 * @returns {string} `42 ms`, `4.21 s` or `31:05:07`; empty if it is not a number
 */
export function duration(ms) {
  if (typeof ms !== "number" || !Number.isFinite(ms)) return "";
  if (ms >= 3_600_000) return clock(ms).replace(/\..*/, "");
  return ms < 1000
    ? fill(FORMAT.ms, { count: Math.round(ms) })
    : fill(FORMAT.seconds, { count: (ms / 1000).toFixed(2) });
}

/**
 * @param {number} ms milliseconds
 * @returns {string} hours, minutes and seconds: `0:00:04.210`; empty if it is not a number
 */
export function clock(ms) {
  if (!Number.isFinite(ms)) return "";
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(Math.trunc);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${hours}:${two(minutes)}:${two(seconds)}.${String(Math.trunc(ms % 1000)).padStart(3, "0")}`;
}

/**
 * Whether a link leads to a document of the tester; the report may come from anywhere.
 * @param {unknown} href
 */
export function isDocument(href) {
  return typeof href === "string" && /^\/docs\/[a-z0-9-]+\.md$/.test(href);
}

/**
 * @param {string} href of a document, as the API has it
 * @returns {string} its page, which `npm run build` makes of it
 */
export function pageOf(href) {
  return href.replace(/\.md$/, "");
}

/**
 * @param {string} moment in ISO 8601
 * @returns {string} in UTC, for comparing logs: `2026-11-27 20:00:00.007 UTC`; empty if it is not a time
 */
export function utc(moment) {
  const time = Date.parse(moment);
  return Number.isNaN(time)
    ? ""
    : fill(FORMAT.utc, { moment: new Date(time).toISOString().replace("T", " ").slice(0, -1) });
}

/**
 * @param {Record<string, any>} report
 * @returns {string} the program that placed the call, and its place: `h323-edge-tester 0.1.0 from AMS`; empty if unknown
 */
export function placedBy({ tester, colo }) {
  const program = [line(tester?.name), line(tester?.version)].filter((part) => part !== "").join(" ");
  if (!colo) return program;
  const place = line(colo);
  return program === "" ? fill(FORMAT.from, { place }) : fill(FORMAT.placed, { program, place });
}

/**
 * A decoded message as indented JSON, lists of plain values (object identifiers, octets) in one line.
 * @param {unknown} value anything that came out of `JSON.parse`
 * @param {string} indent of the line it starts on
 * @returns {string}
 */
export function tree(value, indent = "") {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const [open, close] = list ? "[]" : "{}";
  const entries = Object.entries(value);
  if (entries.length === 0) return open + close;
  if (list && value.every((item) => typeof item !== "object" || item === null)) {
    return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  }
  const inner = `${indent}  `;
  const lines = entries.map(([name, item]) => `${inner}${list ? "" : `${JSON.stringify(name)}: `}${tree(item, inner)}`);
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

/**
 * Hex digits in rows of 16 octets, with the offset before and the printable ASCII behind.
 * @param {string} hex hex digits, spaces allowed
 * @returns {string}
 */
export function hexDump(hex) {
  const octets =
    hex
      .replace(/[^0-9a-f]/gi, "")
      .toLowerCase()
      .match(/../g) ?? [];
  const rows = [];
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.slice(at, at + 16);
    const ascii = row.map(asciiOf);
    const digits = `${row.slice(0, 8).join(" ")}  ${row.slice(8).join(" ")}`;
    rows.push(`${at.toString(16).padStart(4, "0")}  ${digits.padEnd(48)}  ${ascii.join("")}`);
  }
  return rows.join("\n");
}

/** @param {string} octet two hex digits @returns {string} its character, or a dot if it is not printable */
export function asciiOf(octet) {
  const code = Number.parseInt(octet, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".";
}

/**
 * @param {unknown} hex hex digits, spaces allowed
 * @returns {number} how many octets they are
 */
export function octetCount(hex) {
  return typeof hex === "string" ? hex.replace(/[^0-9a-f]/gi, "").length >> 1 : 0;
}
