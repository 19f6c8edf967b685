/** The calls of a capture: who called whom, when, and how it ended; the ladder of one, or of all. */

import { el } from "../base/dom.js";
import { clock, line, utc } from "../base/format.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { list, object } from "../base/values.js";
import { words } from "../base/words.js";
import { ladderOfMessages } from "../ladder/ladder.js";

/**
 * @param {{ calls: unknown[], startedAt: unknown, messages: Record<string, any>[] }} answer of the decoder
 * @returns {HTMLElement[]} nothing without messages; without calls the ladder alone
 */
export function renderCaptured({ calls, startedAt, messages }) {
  const whole = ladderOfMessages(messages, startedAt);
  if (whole === null) return [];
  if (calls.length === 0) return [whole];
  const place = el("div", { class: "decode-ladder" }, whole);
  const said = el("p", { class: "visually-hidden", role: "status" });
  /** @type {HTMLElement[]} */
  const buttons = [];

  /** @param {string} name @param {string} label @param {() => HTMLElement | null} ladder */
  const choice = (name, label, ladder) => {
    const button = el(
      "button",
      {
        type: "button",
        class: "button button-small decode-choice",
        "aria-pressed": String(buttons.length === 0),
        "aria-label": label,
      },
      name,
    );
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      place.replaceChildren(...[ladder()].filter((drawn) => drawn !== null));
      said.textContent = `${label}: shown`;
    });
    buttons.push(button);
    return button;
  };

  const all = choice("All messages", "Ladder of all messages", () => whole);
  const rows = calls.map((value, index) => {
    const call = object(value);
    const own = list(call.messages).flatMap((at) => messages[Number(at)] ?? []);
    const number = index + 1;
    return callRow(
      call,
      startedAt,
      choice(`Call ${number}`, `Ladder of call ${number}`, () => ladderOfMessages(own, startedAt)),
    );
  });
  const heads = ["Ladder", "Start", "Caller", "Called", "How it ended"];
  return [
    el(
      "div",
      { class: "listing-box decode-calls" },
      table("listing", heads, rows, calls.length === 1 ? "One call" : `${calls.length} calls`),
      all,
    ),
    said,
    place,
  ];
}

/** @param {Record<string, unknown>} call @param {unknown} startedAt @param {HTMLElement} button */
function callRow(call, startedAt, button) {
  const cell = (/** @type {string} */ head, /** @type {(Node | string)[]} */ ...content) =>
    tableCell("listing-cell", head, ...content);
  return tableRow(
    "listing-row",
    cell("Ladder", button),
    cell("Start", startOf(startedAt, call.t)),
    cell("Caller", ...side(call.caller, call.callingNumber, call.callerAliases)),
    cell("Called", ...side(call.called, call.calledNumber, call.calledAliases)),
    cell("How it ended", ...ending(call)),
  );
}

/**
 * @param {unknown} startedAt of the capture
 * @param {unknown} t milliseconds from there
 * @returns {string} the time of day if it is known, else the time since the beginning of the capture
 */
function startOf(startedAt, t) {
  const [begin, after] = [Date.parse(line(startedAt)), Number(t)];
  const moment = new Date(begin + after);
  return Number.isNaN(moment.getTime()) ? clock(after) : utc(moment.toISOString());
}

/** @param {unknown} address @param {unknown} number @param {unknown} aliases @returns {HTMLElement[]} */
function side(address, number, aliases) {
  const names = [...new Set([line(number), ...list(aliases).map(line)])].filter((name) => name !== "");
  return [
    el("bdi", { class: "decode-address" }, line(address)),
    ...names.map((name) => el("bdi", { class: "decode-name" }, name)),
  ];
}

/** @param {Record<string, unknown>} call @returns {HTMLElement[]} */
function ending({ outcome, undecided }) {
  if (outcome === undefined) return [el("span", {}, `No verdict. ${line(undecided)}`)];
  const { text, code, advice } = object(outcome);
  const steps = list(advice).map((step) => el("li", {}, words(step)));
  return [
    el("span", {}, words(text), " ", el("span", { class: "decode-code" }, line(code))),
    ...(steps.length === 0
      ? []
      : [el("details", {}, el("summary", {}, "What to do"), el("ul", { class: "decode-steps" }, ...steps))]),
  ];
}
