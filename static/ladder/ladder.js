/**
 * The ladder of a call, as flow graphs draw it: lifelines side by side, time from top to bottom, an
 * arrow for every message. It grows while a call runs, and shows a call that is over in the same way.
 */

import { DEFAULTS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { line as text } from "../base/format.js";
import { list, object } from "../base/values.js";
import { counted, fill } from "../texts/fill.js";
import { LADDER, LANE, MESSAGES, OF_KIND } from "../texts/ladder.js";
import { readServer } from "../rules/server-address.js";
import { createFilter } from "./filter.js";
import { createLanes } from "./lanes.js";
import { inOrder } from "./order.js";
import { capturedEnds, farEnd, GATEKEEPER, h245AddressIn, moreLike, timeOf } from "./read.js";
import { endRow, messageRows, redirectRow, warningRow } from "./rows.js";
import { createScroller } from "./scroller.js";
import { createTimes } from "./times.js";
import { prepareDetail } from "./toggle.js";
import { createWaiting, milestone } from "./waiting.js";

/** From this many rows on, keyboard users get a link that skips them. */
const MANY = 20;

const TESTER = { key: "tester", name: LANE.tester, tag: "", address: "" };

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

/** The kinds of messages, in the order of a call. @type {import("./read.js").Kind[]} */
const KINDS = ["signalling", "h245", "ras"];

/** @param {Map<string, number>} counts of messages by their kind @returns {string} */
function countText(counts) {
  const some = KINDS.map((kind) => ({ kind, count: counts.get(kind) ?? 0 })).filter(({ count }) => count > 0);
  const all = some.reduce((sum, { count }) => sum + count, 0);
  if (some.length === 1) return counted(all, MESSAGES[some[0].kind], {});
  const kinds = some.map(({ kind, count }) => counted(count, OF_KIND[kind], {})).join(", ");
  return counted(all, MESSAGES.all, { kinds });
}

/** The frame of a ladder, and the means by which rows find their place in it. */
function createFrame() {
  made += 1;
  const node = el("section", { class: "ladder", "aria-labelledby": `ladder-${made}` });
  const title = el("h3", { id: `ladder-${made}` }, LADDER.title);
  const lanes = createLanes(node);
  const times = createTimes(node, `ladder-tools-times-${made}`);
  const filter = createFilter();
  const label = (/** @type {"facts" | "octets"} */ column) =>
    el("span", { class: `head-${column}`, "aria-hidden": "true" }, LADDER[column]);
  const head = el("div", { class: "ladder-head" }, times.head, lanes.node, label("facts"), label("octets"));
  const rows = el("ol", { class: "ladder-rows" });
  const tools = el("div", { class: "ladder-tools" }, filter.node, times.node);
  const body = el("div", { class: "ladder-body" }, el("div", { class: "ladder-sheet" }, head, rows));
  const end = el("p", { class: "ladder-end", id: `ladder-end-${made}`, tabindex: -1 });
  node.append(title, tools, body, end);
  rows.addEventListener("keydown", walk);

  /** @type {Map<string, number>} messages by their kind */
  const counts = new Map();
  /** @type {number | null} */
  let before = null;
  const scroller = createScroller(node, body, rows);

  return {
    node,
    lanes,
    times,
    end,
    scroller,
    count: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    /** @param {() => HTMLElement[]} make */
    add(make) {
      scroller.add(() => make().map(filter.take));
    },
    /** @param {unknown} t @returns {HTMLElement} the time of a row between the messages */
    at: (t) => times.cell(t, before),
    /** @param {import("./read.js").Entry} entry @param {import("./rows.js").Place | null} place */
    message(entry, place) {
      const made = messageRows(entry, place, (first) => times.cell(entry.t, first ? before : timeOf(entry.t)));
      before = timeOf(entry.t) ?? before;
      for (const { dataset } of made) counts.set(dataset.kind ?? "", (counts.get(dataset.kind ?? "") ?? 0) + 1);
      return made;
    },
    close() {
      title.textContent = fill(LADDER.titleOf, { messages: countText(counts) });
      // Warnings before any message stand in the result; a ladder is for messages.
      node.hidden = counts.size === 0;
      if (rows.childElementCount > MANY) tools.after(el("a", { class: "round", href: `#${end.id}` }, LADDER.toEnd));
    },
  };
}

/** Arrow keys, Home and End lead from row to row. @param {KeyboardEvent} event */
function walk(event) {
  const from = event.target;
  if (!(from instanceof HTMLElement) || !from.matches("button.row-line")) return;
  const rows = /** @type {HTMLElement} */ (event.currentTarget);
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (rows.querySelectorAll(".row:not([hidden]) > button"))];
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

  /** @type {Record<string, (data: Record<string, unknown>) => HTMLElement[]>} */
  const rowsOf = {
    message(entry) {
      const end = farEnd(entry);
      know(end.key.replace("call", "h245"), h245AddressIn(entry));
      return frame.message(entry, { near: place(TESTER), far: place(end), tag: end.tag });
    },
    warning: (data) => [warningRow(data, frame.at(data.t))],
    repeated: (data) => [endRow(`${text(data.type)}: ${moreLike(data)}`)],
    redirect(data) {
      if (data.followed === true) {
        followed += 1;
        know(`call ${followed}`, text(data.address));
      }
      return [redirectRow(data, frame.at(data.t))];
    },
  };

  return {
    ...frame,
    /** @param {import("../base/api.js").StreamLine} line */
    show({ type, data }) {
      if (type === "call_start") {
        frame.times.begin(data.startedAt);
        for (const key of ["call 0", GATEKEEPER.key]) know(key, target(data));
      }
      if (type === "admission" && data.routed === false) know("call 0", text(data.destination));
      // The rows show that a run begins; its length comes at its end.
      if (type === "repeated" && data.repeated === 1) return;
      if (Object.hasOwn(rowsOf, type)) frame.add(() => rowsOf[type](data));
    },
    /** @param {Record<string, unknown>} report @param {string} why */
    close(report, why) {
      frame.times.begin(report.startedAt);
      frame.scroller.flush();
      if (why !== "" && frame.count() > 0) frame.add(() => [endRow(why)]);
      frame.scroller.end();
      know(`call ${followed}`, text(object(report.peer).address));
      know(`h245 ${followed}`, text(object(report.h245).address));
      const held = list(report.trace)
        .map(object)
        .filter(({ direction }) => direction === "received")
        // A row counts the repeated ones.
        .reduce((count, { repeated }) => count + 1 + (Number(repeated) || 0), 0);
      const left = Number(report.messagesReceived) - held;
      if (left > 0) frame.end.textContent = counted(left, LADDER.left, {});
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
 * Draws the ladder of messages out of a capture, a log or a dump; a capture may have hundreds.
 * @param {HTMLElement} place takes it, in place of what it has
 * @param {unknown} messages as the decoder answers them; `from` and `to` are their ends
 * @param {unknown} startedAt when the capture began, if it says so
 * @param {() => Promise<void>} turn of the page, between some rows and the next; rejects if they are not wanted
 */
export async function drawMessages(place, messages, startedAt, turn) {
  const entries = list(messages).map(object);
  place.replaceChildren();
  if (entries.length === 0) return;
  const frame = createFrame();
  place.append(frame.node);
  frame.times.begin(startedAt);
  frame.node.classList.toggle("unplaced", !entries.some(capturedEnds));
  for (const entry of entries) {
    const ends = capturedEnds(entry);
    const place = ends && { near: frame.lanes.place(ends.near), far: frame.lanes.place(ends.far), tag: ends.far.tag };
    frame.add(() => frame.message(entry, place));
  }
  await frame.scroller.drain(turn);
  frame.close();
  // Of one message there is nothing to choose: who decodes it wants to see what is in it.
  const [only, ...others] = /** @type {NodeListOf<HTMLElement>} */ (frame.node.querySelectorAll("button.row-line"));
  if (others.length === 0) only.click();
}
