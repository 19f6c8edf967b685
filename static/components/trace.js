/** Every message of the call; each row unfolds to its fields and its octets. */

import { decoration, el } from "../lib/dom.js";
import { duration, hexDump, line, octetCount, tree, visible } from "../lib/format.js";

/**
 * @param {unknown} trace
 * @param {unknown} received how many messages came in all: the trace holds the first of a flood
 * @returns {HTMLElement | null}
 */
export function renderTrace(trace, received) {
  if (!Array.isArray(trace) || trace.length === 0) return null;
  const left = Number(received) - trace.filter((entry) => entry?.direction === "received").length;
  return el(
    "section",
    { class: "trace" },
    el("h3", {}, `Trace (${trace.length})`),
    el(
      "div",
      { class: "trace-head", "aria-hidden": "true" },
      ...["Time", "Direction", "Message", "Summary", "Octets"].map((name) => el("span", {}, name)),
    ),
    el("ol", {}, ...trace.map((entry) => el("li", {}, renderEntry(entry ?? {})))),
    left > 0 ? el("p", { class: "left-out" }, `${left} more received, which the trace does not hold.`) : null,
  );
}

/** @param {Record<string, unknown>} entry */
function renderEntry(entry) {
  const sent = entry.direction === "sent";
  const octets = octetCount(entry.hex);
  const details = el(
    "details",
    { class: sent ? "sent" : "received" },
    el(
      "summary",
      {},
      el("span", { class: "time" }, duration(entry.t)),
      el("span", { class: "direction" }, decoration(sent ? "→ " : "← "), line(entry.direction)),
      el("span", { class: "type" }, line(entry.type), el("span", { class: "channel" }, line(entry.channel))),
      el("bdi", { class: "summary" }, line(entry.summary)),
      el("span", { class: "octets" }, octets > 0 ? `${octets} B` : ""),
    ),
  );
  // Built when first opened: a trace may hold hundreds of messages of thousands of octets.
  details.addEventListener("toggle", () => details.append(...renderInside(entry)), { once: true });
  return details;
}

/** @param {Record<string, unknown>} entry */
function renderInside(entry) {
  const parts = [];
  const type = line(entry.type);
  if (entry.decoded !== null && entry.decoded !== undefined) {
    parts.push(block("Decoded", type, visible(tree(entry.decoded))));
  }
  if (octetCount(entry.hex) > 0) parts.push(block("Octets", type, hexDump(String(entry.hex))));
  return parts;
}

/**
 * @param {string} name
 * @param {string} type of the message, to tell one such block from another
 * @param {string} text
 */
function block(name, type, text) {
  // Scrolls sideways, so a keyboard must be able to reach it.
  return el(
    "div",
    { class: "block" },
    el("p", { class: "label" }, name),
    el("pre", { tabindex: 0, role: "group", "aria-label": `${name}: ${type}` }, text),
  );
}
