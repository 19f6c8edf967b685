/** The rows of a ladder: messages, the contents of their tunnel, warnings and redirects. */

import { decoration, el, spoken } from "../base/dom.js";
import { duration, line, octetCount } from "../base/format.js";
import { directionOf, factsAndFault, factsOf, isFaulty, redirectText, timeOf, tunnelled } from "./read.js";
import { toggleDetail } from "./toggle.js";

/** @typedef {{ near: number, far: number, tag: string }} Place two lifelines, and the connection in words */

/**
 * @param {import("./read.js").Entry} entry
 * @param {Place | null} place `null` if its ends are not known
 * @param {number | null} before time of the message before it
 * @returns {HTMLElement}
 */
export function messageRow(entry, place, before) {
  const direction = directionOf(entry);
  const octets = octetCount(entry.hex);
  const facts = factsOf(entry);
  const [first, last] = spokenParts(entry, direction, place);
  const button = el(
    "button",
    { type: "button", class: "row-line", "aria-expanded": "false" },
    el("span", { class: "at" }, duration(entry.t), spoken(first)),
    el("span", { class: "delta", "aria-hidden": "true" }, deltaText(entry.t, before)),
    arrow(direction, place, line(entry.type) || "message"),
    facts === "" ? null : spoken(", "),
    place === null ? null : el("span", { class: "tag-channel", "aria-hidden": "true" }, place.tag),
    el("bdi", { class: "facts-line" }, facts),
    spoken(last),
    el("span", { class: "octets", "aria-hidden": "true" }, octets > 0 ? `${octets} B` : ""),
  );
  const row = el(
    "li",
    { class: ["row", direction, isFaulty(entry) ? "faulty" : ""].filter(Boolean).join(" ") },
    button,
  );
  const inside = tunnelled(entry);
  if (inside.length > 0) {
    const label = "Messages inside";
    row.append(
      el(
        "ul",
        { class: "tunnel", "aria-label": label },
        ...inside.map((message) => tunnelRow(message, direction, place)),
      ),
    );
  }
  button.addEventListener("click", () => toggleDetail(row, button, entry));
  return row;
}

/**
 * The words of a screen reader before the name of the message and after its facts. The eye sees them
 * as an arrow, as rows of their own, as a lifeline, as a colour.
 * @param {import("./read.js").Entry} entry
 * @param {string} direction
 * @param {Place | null} place
 */
function spokenParts(entry, direction, place) {
  const first = [duration(entry.t) === "" ? "" : ", ", direction === "" ? "" : `${direction}, `].join("");
  const inside = tunnelled(entry).map(({ name }) => `with ${name}`);
  const last = [...inside, place?.tag ?? "", isFaulty(entry) ? "with a fault" : ""].filter(Boolean);
  return [first, last.map((part) => `, ${part}`).join("")];
}

/**
 * @param {unknown} t
 * @param {number | null} before
 */
function deltaText(t, before) {
  const now = timeOf(t);
  return now === null || before === null ? "" : `+${duration(now - before)}`;
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
    el("bdi", { class: "arrow-label" }, label),
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

/**
 * @param {import("./read.js").ControlMessage} message
 * @param {"sent" | "received" | ""} direction
 * @param {Place | null} place
 */
function tunnelRow(message, direction, place) {
  const facts = [message.kind, factsAndFault(message)].filter(Boolean).join(", ");
  const lanes = arrow(direction, place, message.name);
  lanes.prepend(spoken(direction === "" ? "" : `${direction}, `));
  return el(
    "li",
    { class: message.fault === "" ? "row-line" : "row-line faulty" },
    lanes,
    el("span", { class: "tag-channel" }, "in the tunnel"),
    el("bdi", { class: "facts-line" }, facts),
  );
}

/** @param {Record<string, unknown>} warning an entry of `warnings` */
export function warningRow(warning) {
  return noteRow("warning", warning.t, "⚠", "Warning", [
    el("bdi", {}, line(warning.text)),
    " ",
    el("code", {}, line(warning.code)),
    el("span", { class: "clause" }, line(warning.clause)),
  ]);
}

/** @param {Record<string, unknown>} redirect an entry of `redirects` */
export function redirectRow(redirect) {
  return noteRow("redirect", redirect.t, "↪", "Redirect", [
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
  return noteRow("broken", null, "✕", "", [text]);
}

/**
 * @param {string} kind
 * @param {unknown} t
 * @param {string} sign
 * @param {string} name the meaning of the sign
 * @param {Array<Node | string>} text
 */
function noteRow(kind, t, sign, name, text) {
  const at = duration(t);
  return el(
    "li",
    { class: `row side-row ${kind}` },
    el("span", { class: "at" }, at, at === "" ? null : spoken(", ")),
    el("span", { class: "note-text" }, decoration(`${sign} `), name === "" ? null : spoken(`${name}: `), ...text),
  );
}
