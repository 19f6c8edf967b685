/**
 * The ladder of a call, as flow graphs draw it: lifelines side by side, time from top to bottom, an
 * arrow for every message. It grows while a call runs, and shows a call that is over in the same way.
 */

import { DEFAULTS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { duration, line as text } from "../base/format.js";
import { list, object } from "../base/values.js";
import { readServer } from "../rules/server.js";
import { createLanes } from "./lanes.js";
import { inOrder } from "./order.js";
import { capturedEnds, farEnd, GATEKEEPER, h245AddressIn, moreLike, timeOf } from "./read.js";
import { endRow, messageRow, redirectRow, warningRow } from "./rows.js";
import { createScroller } from "./scroller.js";
import { prepareDetail } from "./toggle.js";
import { createWaiting, milestone } from "./waiting.js";

/** From this many rows on, keyboard users get a link that skips them. */
const MANY = 20;

const TESTER = { key: "tester", name: "Tester", tag: "", address: "" };

let made = 0;

/**
 * @param {Record<string, unknown>} request
 * @returns {string} the address that it calls, as `address:port`
 */
function target({ server, port = DEFAULTS.port }) {
  const { host, port: said } = readServer(text(server));
  if (host === "") return "";
  return `${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${said ?? port}`;
}

/** The frame of a ladder, and the means by which rows find their place in it. */
function createFrame() {
  made += 1;
  const node = el("section", { class: "ladder", "aria-labelledby": `ladder-${made}` });
  const title = el("h3", { id: `ladder-${made}` }, "Ladder");
  const lanes = createLanes(node);
  const label = (/** @type {string} */ name) =>
    el("span", { class: `head-${name.toLowerCase()}`, "aria-hidden": "true" }, name);
  const head = el(
    "div",
    { class: "ladder-head" },
    label("Time"),
    label("Delta"),
    lanes.node,
    label("Facts"),
    label("Octets"),
  );
  const rows = el("ol", { class: "ladder-rows" });
  const body = el("div", { class: "ladder-body" }, el("div", { class: "ladder-sheet" }, head, rows));
  const end = el("p", { class: "ladder-end", id: `ladder-end-${made}`, tabindex: -1 });
  node.append(title, body, end);
  rows.addEventListener("keydown", walk);

  let messages = 0;
  /** @type {number | null} */
  let before = null;
  let widest = 0;

  /** A difference of times begins with a sign. @param {number} characters */
  const widen = (characters) => {
    if (characters < widest) return;
    widest = characters + 1;
    node.style.setProperty("--time", String(widest));
  };

  return {
    node,
    lanes,
    end,
    scroller: createScroller(node, body, rows),
    count: () => messages,
    /** @param {import("./read.js").Entry} entry @param {import("./rows.js").Place | null} place */
    message(entry, place) {
      const row = messageRow(entry, place, before);
      before = timeOf(entry.t) ?? before;
      widen(duration(entry.t).length);
      messages += 1;
      return row;
    },
    close() {
      title.textContent = `Ladder (${messages} ${messages === 1 ? "message" : "messages"})`;
      // Warnings before any message stand in the result; a ladder is for messages.
      node.hidden = messages === 0;
      if (rows.childElementCount > MANY)
        title.after(el("a", { class: "round", href: `#${end.id}` }, "Go to the end of the ladder"));
    },
  };
}

/** Arrow keys, Home and End lead from row to row. @param {KeyboardEvent} event */
function walk(event) {
  const from = event.target;
  if (!(from instanceof HTMLElement) || !from.matches("button.row-line")) return;
  const rows = /** @type {HTMLElement} */ (event.currentTarget);
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (rows.querySelectorAll("button.row-line"))];
  const at = all.indexOf(from);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, to))].focus();
}

/**
 * A ladder that grows by the lines of a call.
 * @param {{ request?: Record<string, unknown>, onMilestone?: (words: string) => void }} [options]
 * @returns {{ node: HTMLElement, line: (line: import("../base/api.js").StreamLine) => void,
 *   finish: (report?: Record<string, unknown> | null, why?: string) => void }}
 *   `finish` takes the report, or the reason for its absence; without lines before, it shows the report's trace
 */
export function createLadder({ request = {}, onMilestone = () => {} } = {}) {
  const { show, close, ...frame } = createCall(request ?? {});
  const waiting = createWaiting(request ?? {});
  frame.node.classList.add("live");
  frame.end.before(waiting.node);
  let told = false;
  prepareDetail();

  return {
    node: frame.node,
    line(line) {
      told ||= isRow(line.type);
      if (line.type === "state") waiting.state(line.data);
      show(line);
      const words = milestone(line);
      if (words !== "") onMilestone(words);
    },
    finish(report = null, why = "") {
      waiting.stop();
      if (!told && report) for (const line of inOrder(report)) show(line);
      close(report ?? {}, why);
      frame.node.classList.remove("live");
    },
  };
}

/** @param {string} type of a line of the stream @returns {boolean} whether the ladder has a row for it */
function isRow(type) {
  return type === "message" || type === "warning" || type === "redirect";
}

/** @param {Record<string, unknown>} request */
function createCall(request) {
  const frame = createFrame();
  const addresses = new Map(["call 0", GATEKEEPER.key].map((key) => [key, target(request)]));
  let followed = 0;

  const know = (/** @type {string} */ key, /** @type {string} */ address) => {
    if (address === "") return;
    addresses.set(key, address);
    frame.lanes.address(key, address);
  };

  /** @param {import("./read.js").End} end */
  const place = (end) => frame.lanes.place({ ...end, address: addresses.get(end.key) ?? "" });
  place(TESTER);
  if (request.gatekeeper !== undefined) place(GATEKEEPER);
  place(farEnd({}));

  /** @type {Record<string, (data: Record<string, unknown>) => HTMLElement>} */
  const rowOf = {
    message(entry) {
      const end = farEnd(entry);
      know(end.key.replace("call", "h245"), h245AddressIn(entry));
      return frame.message(entry, { near: place(TESTER), far: place(end), tag: end.tag });
    },
    warning: warningRow,
    repeated: (data) => endRow(`${text(data.type)}: ${moreLike(data)}`),
    redirect(data) {
      if (data.followed === true) {
        followed += 1;
        know(`call ${followed}`, text(data.address));
      }
      return redirectRow(data);
    },
  };

  return {
    ...frame,
    /** @param {import("../base/api.js").StreamLine} line */
    show({ type, data }) {
      if (type === "call_start") for (const key of ["call 0", GATEKEEPER.key]) know(key, target(data));
      if (type === "admission" && data.routed === false) know("call 0", text(data.destination));
      // The rows show that a run begins; its length comes at its end.
      if (type === "repeated" && data.repeated === 1) return;
      if (Object.hasOwn(rowOf, type)) frame.scroller.add(() => rowOf[type](data));
    },
    /** @param {Record<string, unknown>} report @param {string} why */
    close(report, why) {
      frame.scroller.flush();
      if (why !== "" && frame.count() > 0) frame.scroller.add(() => endRow(why));
      frame.scroller.end();
      know(`call ${followed}`, text(object(report.peer).address));
      know(`h245 ${followed}`, text(object(report.h245).address));
      const held = list(report.trace)
        .map(object)
        .filter(({ direction }) => direction === "received")
        // A row counts the repeated ones.
        .reduce((count, { repeated }) => count + 1 + (Number(repeated) || 0), 0);
      const left = Number(report.messagesReceived) - held;
      if (left > 0) frame.end.textContent = `${left} more received. The trace does not hold them.`;
      frame.close();
    },
  };
}

/**
 * The ladder of a call that is over.
 * @param {Record<string, unknown>} report
 * @param {Record<string, unknown> | null} [request]
 * @returns {HTMLElement | null} `null` if no message crossed the wire
 */
export function ladderOf(report, request) {
  if (list(report?.trace).length === 0) return null;
  const { node, show, close } = createCall(request ?? {});
  for (const line of inOrder(report)) show(line);
  close(report, "");
  return node;
}

/**
 * The ladder of messages out of a capture, a log or a dump.
 * @param {unknown} messages as the decoder answers them; `from` and `to` are their ends
 * @returns {HTMLElement | null} `null` if there are none
 */
export function ladderOfMessages(messages) {
  const entries = list(messages).map(object);
  if (entries.length === 0) return null;
  const frame = createFrame();
  frame.node.classList.toggle("unplaced", !entries.some(capturedEnds));
  for (const entry of entries) {
    const ends = capturedEnds(entry);
    const place = ends && { near: frame.lanes.place(ends.near), far: frame.lanes.place(ends.far), tag: ends.far.tag };
    frame.scroller.add(() => frame.message(entry, place));
  }
  frame.scroller.end();
  frame.close();
  return frame.node;
}
