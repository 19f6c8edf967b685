/** The rows of a ladder: messages, also those inside others, warnings and redirects. */

import { decoration, el, spoken } from "../base/dom.js";
import { duration, line, octetCount } from "../base/format.js";
import { explainedClause, explainedWords } from "../base/glossary.js";
import { breakable } from "./lanes.js";
import { fill } from "../texts/fill.js";
import { ROW } from "../texts/ladder.js";
import { directionOf, partsOf, redirectText } from "./read.js";
import { toggleDetail } from "./toggle.js";

/** @typedef {{ near: number, far: number, tag: string }} Place two lifelines, and the connection in words */

/** Most characters of the facts that are there at all; the detail has the fields. */
const MOST_FACTS = 2000;

/**
 * @param {import("./read.js").Entry} entry
 * @param {Place | null} place `null` if its ends are not known
 * @param {(first: boolean) => HTMLElement} at makes the time of a row: of the first, and of those inside
 * @returns {HTMLElement[]} one for each message
 */
export function messageRows(entry, place, at) {
  return partsOf(entry).map((part, index) => messageRow(entry, part, place, at(index === 0), index));
}

/**
 * @param {import("./read.js").Entry} entry
 * @param {import("./read.js").Part} part of it
 * @param {Place | null} place
 * @param {HTMLElement} at
 * @param {number} index among the rows of the entry
 */
function messageRow(entry, part, place, at, index) {
  const direction = directionOf(entry);
  // All rows of an entry share its octets.
  const octets = index === 0 ? octetCount(entry.hex) : 0;
  if (duration(entry.t) !== "") at.append(spoken(", "));
  if (direction !== "") at.append(spoken(ROW[direction]), spoken(", "));
  const last = [place?.tag ?? "", part.faulty ? ROW.withFault : ""].filter(Boolean);
  const button = el(
    "button",
    { type: "button", class: "row-line", "aria-expanded": "false" },
    at,
    arrow(direction, place, part.name),
    ...factsOf(part),
    place === null ? null : el("span", { class: "tag-channel", "aria-hidden": "true" }, ...breakable(place.tag)),
    spoken(last.map((part) => `, ${part}`).join("")),
    el("span", { class: "octets", "aria-hidden": "true" }, octets > 0 ? fill(ROW.octets, { count: octets }) : ""),
  );
  const classes = ["row", direction, part.faulty ? "faulty" : "", part.nth < 0 ? "" : "carried"];
  const row = el("li", { class: classes.filter(Boolean).join(" "), "data-kind": part.kind }, button);
  button.addEventListener("click", () => toggleDetail(row, button, entry, part));
  return row;
}

/** @param {import("./read.js").Part} part @returns {Array<Node | null>} how it came, and what is known of it */
function factsOf({ carrier, carrierFacts, facts }) {
  const shown = facts.length > MOST_FACTS ? `${facts.slice(0, MOST_FACTS)}…` : facts;
  const tag = el("span", { class: "carrier", title: line(carrierFacts) || null }, carrier);
  const known = el(
    "span",
    { class: "facts-line", title: shown || null },
    carrier === "" ? null : tag,
    carrier === "" || facts === "" ? null : spoken(", "),
    el("bdi", {}, shown),
  );
  return [carrier === "" && facts === "" ? null : spoken(", "), known];
}

/**
 * @param {"sent" | "received" | ""} direction
 * @param {Place | null} place
 * @param {string} label
 */
function arrow(direction, place, label) {
  const lanes = el(
    "span",
    { class: direction === "" || place === null ? "lanes" : `lanes ${pointing(direction, place)}` },
    // For windows too narrow for lifelines.
    el("span", { class: "heading", "aria-hidden": "true" }, { sent: "→", received: "←", "": "·" }[direction]),
    el("bdi", { class: "arrow-label", title: label }, label),
    el("span", { class: "arrow" }),
  );
  if (place !== null) {
    lanes.style.setProperty("--from", String(Math.min(place.near, place.far)));
    lanes.style.setProperty("--to", String(Math.max(place.near, place.far)));
  }
  return lanes;
}

/** @param {"sent" | "received"} direction @param {Place} place @returns {"to-right" | "to-left"} */
function pointing(direction, { near, far }) {
  return (direction === "sent") === near < far ? "to-right" : "to-left";
}

/** @param {Record<string, unknown>} warning an entry of `warnings` @param {HTMLElement} at */
export function warningRow(warning, at) {
  return noteRow("warning", at, "⚠", ROW.warning, [
    explainedWords(warning.text),
    " ",
    el("code", {}, line(warning.code)),
    el("span", { class: "clause" }, explainedClause(line(warning.clause))),
  ]);
}

/** @param {Record<string, unknown>} redirect an entry of `redirects` @param {HTMLElement} at */
export function redirectRow(redirect, at) {
  return noteRow("redirect", at, "↪", ROW.redirect, [
    el("bdi", {}, redirectText(redirect)),
    " ",
    el("code", {}, line(redirect.reason)),
  ]);
}

/**
 * The reason why the rows end here.
 * @param {string} text
 */
export function endRow(text) {
  return noteRow("broken", el("span", { class: "at" }), "✕", "", [text]);
}

/**
 * @param {string} kind
 * @param {HTMLElement} at
 * @param {string} sign
 * @param {string} name the meaning of the sign
 * @param {Array<Node | string>} text
 */
function noteRow(kind, at, sign, name, text) {
  if (at.textContent !== "") at.append(spoken(", "));
  return el(
    "li",
    { class: `row side-row ${kind}`, "data-kind": kind },
    at,
    el("span", { class: "note-text" }, decoration(`${sign} `), name === "" ? null : spoken(`${name}: `), ...text),
  );
}
