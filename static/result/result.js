/** The whole result of a call. */

import { decoration, el, spoken } from "../base/dom.js";
import { duration, isDocument, line, pageOf, placedBy, utc, whole } from "../base/format.js";
import { explainedWords } from "../base/glossary.js";
import { H245_WAYS } from "../texts/names.js";
import { isObject, list, object, objects } from "../base/values.js";
import { onPage, words } from "../base/words.js";
import { renderTakeaway } from "../export/takeaway.js";
import { ladderOf } from "../ladder/ladder.js";
import { whereTo, whoCalls } from "../rules/server.js";
import { counted, fill } from "../texts/fill.js";
import { RESULT } from "../texts/result.js";
import { renderChips } from "./chips.js";
import { renderChannels, renderFastStart, renderRedirects, renderServices } from "./channels.js";
import {
  renderCapabilities,
  renderControl,
  renderDuring,
  renderRegistration,
  renderIdentifiers,
  renderPeer,
  renderRelease,
  renderTls,
} from "./facts.js";
import { renderMessages } from "./messages.js";
import { remediesFor } from "./remedies.js";
import { renderTiming } from "./timing.js";
import { verdictOf } from "./verdict.js";
import { renderWarnings } from "./warnings.js";

/**
 * What a visitor can do next: `call` places a call by the changed request of this one, `lead` opens a field of
 * the form.
 * @typedef {{ call: (change: (asked: Record<string, any>) => Record<string, any> | null) => void, lead: (field: string) => void }} Next
 */

/**
 * @param {import("../base/api.js").CallAnswer} answer anything but `cancelled`
 * @param {import("../base/api.js").CallRequest} request
 * @param {number | null} elapsed milliseconds as this page saw them, for a report without its duration
 * @param {HTMLElement | null} ladder of the call, if it was shown while it ran
 * @param {Date | string | null} startedAt when it was placed, `null` if that is not known
 * @param {Next | null} [next] what can come of it here: nothing for a call that was saved
 * @returns {HTMLElement} holds a focusable `h2`
 */
export function renderResult(answer, request, elapsed, ladder, startedAt, next = null) {
  const report = answer.kind === "report" ? answer.report : {};
  const success = report.success === true;
  const { tone, title, badge, rest } = verdictOf(answer);
  const outcome = answer.kind === "refused" ? answer.outcome : report.outcome;
  return el(
    "div",
    { class: `result ${tone}` },
    el(
      "div",
      { class: "verdict" },
      el(
        "div",
        { class: "verdict-head" },
        el(
          "h2",
          { tabindex: -1 },
          el("bdi", { class: "verdict-words" }, line(title)),
          ...(badge === "" ? [] : [" ", el("span", { class: "verdict-badge" }, badge)]),
        ),
        Array.isArray(report.trace)
          ? renderTakeaway({ report, request: request.guessed ? null : request, startedAt })
          : null,
      ),
      renderOutcome(outcome, rest, errorOf(answer)),
      el(
        "p",
        { class: "placed" },
        whereTo(request),
        decoration(" · "),
        whoCalls(request),
        decoration(" · "),
        duration(tookOf(report) ?? elapsed),
      ),
      renderOrigin(report),
      success ? null : el("p", { class: "error" }, words(errorOf(answer))),
      ...explain(answer).map((text) => el("p", {}, text)),
      renderAdvice(outcome, request, report, next),
      renderChips(report),
      renderMessages(report.messages),
      tone === "success" && report.callSetup === true ? el("p", { class: "note" }, successNote(report)) : null,
    ),
    ladder ?? ladderOf(report, request),
    renderWarnings(report.warnings),
    panels(
      renderPeer(report.peer),
      renderRelease(report.release),
      renderTls(report.tls),
      renderRegistration(report),
      renderControl(report.h245),
      renderDuring(report),
    ),
    renderCapabilities(report.h245),
    renderServices(report.services),
    renderRedirects(report.redirects),
    renderFastStart(report.fastStart),
    renderChannels(report.h245),
    panels(renderTiming(report.timing), renderIdentifiers(report)),
  );
}

/**
 * @param {Record<string, any>} report
 * @returns {number | null} milliseconds from its start to its release, or to the last that happened
 */
function tookOf({ timing, trace }) {
  if (typeof timing?.released === "number") return timing.released;
  const moments = [...Object.values(object(timing)), ...objects(trace).map(({ t }) => t)].filter(
    (t) => typeof t === "number",
  );
  return moments.length > 0 ? moments.reduce((one, other) => Math.max(one, other)) : null;
}

/**
 * When and where, so that the call is found in another log.
 * @param {Record<string, any>} report
 */
function renderOrigin(report) {
  const moment = utc(report.startedAt);
  if (moment === "") return null;
  const by = placedBy(report);
  return el(
    "p",
    { class: "origin" },
    el("time", { datetime: report.startedAt }, moment),
    by === "" ? null : el("bdi", {}, fill(RESULT.by, { tester: by })),
  );
}

/** @param {...(HTMLElement | null)} cards */
function panels(...cards) {
  const shown = cards.filter((card) => card !== null);
  return shown.length > 0 ? el("div", { class: "panels" }, ...shown) : null;
}

/** @param {import("../base/api.js").CallAnswer} answer */
function errorOf(answer) {
  switch (answer.kind) {
    case "report":
      return whole(answer.report.error);
    case "unreachable":
      // The browser's own words say less.
      return answer.offline ? RESULT.offline : whole(answer.error);
    case "refused":
      return whole(answer.error);
    default:
      return "";
  }
}

/**
 * The meaning of a failure that is not the endpoint's.
 * @param {import("../base/api.js").CallAnswer} answer
 * @returns {string[]}
 */
function explain(answer) {
  if (answer.kind === "unreachable") {
    if (answer.offline) return [RESULT.connectFirst];
    return [RESULT.noAnswer];
  }
  return answer.kind === "refused" && answer.status >= 500 ? [RESULT.perhapsSeen] : [];
}

/**
 * @param {unknown} outcome
 * @param {string} rest of its text, which the title left
 * @param {string} error shown below: an outcome with the same words does not repeat it
 */
function renderOutcome(outcome, rest, error) {
  if (!isObject(outcome)) return null;
  const tags = [outcome.stage, outcome.code].filter(Boolean).map((tag) => el("code", { class: "tag" }, line(tag)));
  return el("p", { class: "outcome" }, ...(rest === "" || rest === error ? [] : [explainedWords(rest), " "]), ...tags);
}

/**
 * @param {unknown} outcome
 * @param {Record<string, any>} request
 * @param {Record<string, any>} report
 * @param {Next | null} next
 */
function renderAdvice(outcome, request, report, next) {
  const { advice, links } = object(outcome);
  const read = objects(links).filter(({ href }) => isDocument(href));
  const hints = [...list(advice).map((text) => el("li", {}, explainedWords(onPage(text)))), ...read.map(linkItem)];
  const remedies = next === null ? [] : remediesFor(request, report).map((remedy) => button(remedy, report, next));
  if (list(advice).length === 0 && remedies.length === 0) return null;
  return el(
    "div",
    { class: "advice" },
    el("p", { class: "field-label" }, RESULT.toTry),
    hints.length === 0 ? null : el("ul", {}, ...hints),
    remedies.length === 0
      ? null
      : el("div", { class: "remedies", role: "group", "aria-label": RESULT.remedies }, ...remedies),
  );
}

/**
 * @param {import("./remedies.js").Remedy} remedy
 * @param {Record<string, any>} report
 * @param {Next} next
 */
function button({ label, change, field }, report, next) {
  const node = el("button", { type: "button", class: "button" }, change ? label : fill(RESULT.leads, { label }));
  node.addEventListener("click", () => {
    if (change) next.call((asked) => change(asked, report));
    else if (field !== undefined) next.lead(field);
  });
  return node;
}

/**
 * It opens a new tab, because the result is not kept anywhere.
 * @param {Record<string, unknown>} link
 */
function linkItem({ text, href }) {
  return el(
    "li",
    {},
    el("a", { href: pageOf(String(href)), target: "_blank", rel: "noopener" }, line(text)),
    spoken(RESULT.otherTab),
  );
}

/**
 * Describes the call as it was, with H.245.
 * @param {Record<string, unknown>} report
 */
function successNote(report) {
  const { mode, masterSlave, capabilities, error } = object(report.h245);
  if (mode === undefined || mode === "none") {
    return error ? fill(RESULT.noH245Because, { error: line(error) }) : RESULT.noH245;
  }
  const count = list(capabilities).length;
  const way = H245_WAYS.get(line(mode)) ?? line(mode);
  return masterSlave
    ? counted(count, RESULT.ranAs, { way, role: line(masterSlave) })
    : counted(count, RESULT.ran, { way });
}
