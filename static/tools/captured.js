/** The calls of a capture: who called whom, when, and how it ended; the ladder of one, or of all. */

import { el } from "../base/dom.js";
import { clock, line, utc } from "../base/format.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { list, object } from "../base/values.js";
import { onPage, words } from "../base/words.js";
import { drawMessages } from "../ladder/ladder.js";
import { CAPTURED } from "../texts/decode.js";
import { counted, fill } from "../texts/fill.js";
import { inTurns, turns } from "./turns.js";

/** Calls of which the rows are made in one turn. */
const A_TURN = 20;

/**
 * @param {HTMLElement} place takes them; nothing without messages, and without calls the ladder alone
 * @param {{ calls: unknown[], startedAt: unknown, messages: Record<string, any>[] }} answer of the decoder
 * @param {AbortSignal} signal says that they are not wanted any more; then this rejects
 */
export async function drawCaptured(place, { calls, startedAt, messages }, signal) {
  const ladders = el("div", { class: "decode-ladder" });
  let drawing = new AbortController();
  let chosen = false;
  signal.addEventListener("abort", () => drawing.abort());
  /** @param {Record<string, any>[]} own @returns {Promise<boolean>} whether nothing else is shown by now */
  const draw = async (own) => {
    drawing.abort();
    drawing = new AbortController();
    const { signal: mine } = drawing;
    ladders.setAttribute("aria-busy", "true");
    try {
      await drawMessages(ladders, own, startedAt, turns(mine));
    } catch (error) {
      if (!mine.aborted) throw error;
    } finally {
      if (!mine.aborted) ladders.removeAttribute("aria-busy");
    }
    return !mine.aborted;
  };
  if (calls.length > 0) await drawCalls();
  else place.append(ladders);
  // One may have been chosen while the others were still listed.
  if (!chosen) await draw(messages);
  signal.throwIfAborted();

  async function drawCalls() {
    const said = el("p", { class: "visually-hidden", role: "status" });
    /** @type {HTMLElement[]} */
    const buttons = [];

    /** @param {string} name @param {string} label @param {() => Record<string, any>[]} own its messages */
    const choice = (name, label, own) => {
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
      button.addEventListener("click", async () => {
        for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
        said.textContent = "";
        chosen = true;
        try {
          if (await draw(own())) said.textContent = fill(CAPTURED.shown, { ladder: label });
        } catch (error) {
          ladders.replaceChildren();
          said.textContent = error instanceof Error ? error.message : "";
        }
      });
      buttons.push(button);
      return button;
    };

    const all = choice(CAPTURED.all, CAPTURED.ladderOfAll, () => messages);
    const heads = [CAPTURED.ladder, CAPTURED.start, CAPTURED.caller, CAPTURED.called, CAPTURED.ending];
    const listing = table("listing", heads, [], counted(calls.length, CAPTURED.calls, {}));
    place.append(el("div", { class: "listing-box decode-calls" }, listing, all), said, ladders);
    const rows = /** @type {HTMLElement} */ (listing.querySelector("tbody"));
    let number = 0;
    const add = (/** @type {unknown[]} */ some) => {
      for (const call of some.map(object)) {
        number += 1;
        const own = () => list(call.messages).flatMap((at) => messages[Number(at)] ?? []);
        const [name, label] = [CAPTURED.call, CAPTURED.ladderOf].map((text) => fill(text, { number }));
        rows.append(callRow(call, startedAt, choice(name, label, own)));
      }
    };
    await inTurns(calls, A_TURN, add, turns(signal));
  }
}

/** @param {Record<string, unknown>} call @param {unknown} startedAt @param {HTMLElement} button */
function callRow(call, startedAt, button) {
  const cell = (/** @type {string} */ head, /** @type {(Node | string)[]} */ ...content) =>
    tableCell("listing-cell", head, ...content);
  return tableRow(
    "listing-row",
    cell(CAPTURED.ladder, button),
    cell(CAPTURED.start, startOf(startedAt, call.t)),
    cell(CAPTURED.caller, ...side(call.caller, call.callingNumber, call.callerAliases)),
    cell(CAPTURED.called, ...side(call.called, call.calledNumber, call.calledAliases)),
    cell(CAPTURED.ending, ...ending(call)),
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

/** @param {string} why there is none, if that is known */
const noVerdict = (why) => (why === "" ? CAPTURED.noVerdict : fill(CAPTURED.noVerdictBut, { why }));

/** @param {Record<string, unknown>} call @returns {HTMLElement[]} */
function ending({ outcome, undecided }) {
  if (outcome === undefined) return [el("span", {}, noVerdict(line(undecided)))];
  const { text, code, advice } = object(outcome);
  const steps = list(advice).map((step) => el("li", {}, words(onPage(step))));
  return [
    el("span", {}, words(text), " ", el("span", { class: "decode-code" }, line(code))),
    ...(steps.length === 0
      ? []
      : [el("details", {}, el("summary", {}, CAPTURED.advice), el("ul", { class: "decode-steps" }, ...steps))]),
  ];
}
