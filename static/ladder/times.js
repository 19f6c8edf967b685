/** The times of a ladder: since its start, since the message before, or of the day. */

import { el } from "../base/dom.js";
import { duration } from "../base/format.js";
import { store, stored } from "../base/stored.js";
import { fill } from "../texts/fill.js";
import { TIMES } from "../texts/ladder.js";
import { timeOf } from "./read.js";

/**
 * How a time is shown.
 * @typedef {"start" | "before" | "utc" | "local"} Way
 */

/** @type {Way[]} */
const WAYS = ["start", "before", "utc", "local"];

/** @param {unknown} way @returns {Way} */
function known(way) {
  return WAYS.find((one) => one === way) ?? "start";
}

/** @param {Date} moment @returns {string} the zone of this machine then: `UTC+01:00` */
function zoneOf(moment) {
  const minutes = -moment.getTimezoneOffset();
  const two = (/** @type {number} */ part) => String(Math.trunc(part)).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/**
 * @param {Date} moment
 * @param {"utc" | "local"} way
 * @returns {[string, string]} the day and the time of it, in ISO 8601
 */
function dayAndTime(moment, way) {
  const shift = way === "utc" ? 0 : moment.getTimezoneOffset() * 60_000;
  const [day, time] = new Date(moment.getTime() - shift).toISOString().split("T");
  return [day, time.slice(0, -1)];
}

/**
 * @param {HTMLElement} ladder gets the width of the longest time
 * @param {string} id of the choice
 * @returns {{ node: HTMLElement, head: HTMLElement, begin: (startedAt: unknown) => void,
 *   cell: (t: unknown, before?: number | null) => HTMLElement }}
 *   `begin` takes the moment from which the times count, if it is known; `cell` is the time of a row, `before`
 *   that of the message before it
 */
export function createTimes(ladder, id) {
  const head = el("span", { class: "head-time", "aria-hidden": "true" }, TIMES.start[1]);
  const select = /** @type {HTMLSelectElement} */ (
    el(
      "select",
      { class: "field-input ladder-tools-times", id },
      ...WAYS.map((way) => el("option", { value: way }, TIMES[way][0])),
    )
  );
  const node = el("span", { class: "ladder-tools-time" }, el("label", { for: id }, TIMES.label), " ", select);
  /** @type {{ text: Text, t: number, before: number | null }[]} */
  const cells = [];
  let start = Number.NaN;
  /** @type {Way} */
  let way = "start";
  let widest = 0;

  /** @param {{ t: number, before: number | null }} row @returns {string} */
  const textOf = ({ t, before }) => {
    if (way === "start") return duration(t);
    if (way === "before") return before === null ? duration(t) : `+${duration(Math.max(0, t - before))}`;
    const [[first], [day, time]] = [start, start + t].map((ms) =>
      dayAndTime(new Date(ms), /** @type {"utc" | "local"} */ (way)),
    );
    return day === first ? time : `${day.slice(5)} ${time}`;
  };

  /** @param {number} characters */
  const widen = (characters) => {
    if (characters <= widest) return;
    widest = characters;
    ladder.style.setProperty("--time", String(widest));
  };

  const showAll = () => {
    widest = 0;
    const ofDay = way === "utc" || way === "local";
    head.textContent = way === "local" ? zoneOf(new Date(start)) : TIMES[way][1];
    widen(head.textContent.length);
    for (const row of cells) {
      row.text.data = textOf(row);
      widen(row.text.data.length);
    }
    select.value = way;
    select.title = ofDay ? fill(TIMES.from, { moment: new Date(start).toISOString() }) : "";
  };

  /** Times of day need a start: without one they cannot be chosen. */
  const settle = () => {
    const dated = !Number.isNaN(start);
    for (const option of select.options) option.disabled = !dated && /utc|local/.test(option.value);
    const wanted = known(stored("times"));
    way = !dated && /utc|local/.test(wanted) ? "start" : wanted;
    showAll();
  };

  select.addEventListener("change", () => {
    way = known(select.value);
    store("times", way === "start" ? "" : way);
    showAll();
  });
  settle();

  return {
    node,
    head,
    begin(startedAt) {
      const moment = Date.parse(String(startedAt));
      // So far ahead that a time behind it is one, too.
      if (Number.isNaN(moment) || Math.abs(moment) > 8e15) return;
      start = moment;
      settle();
    },
    cell(value, before = null) {
      const t = timeOf(value);
      const text = document.createTextNode("");
      const cell = el("span", { class: "at" }, text);
      if (t === null || Math.abs(t) > 1e14) return cell;
      const row = { text, t, before };
      cells.push(row);
      text.data = textOf(row);
      widen(text.data.length);
      return cell;
    },
  };
}
