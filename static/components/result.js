/** What came of a call, whole. */

import { ladderOf } from "../ladder/ladder.js";
import { decoration, el, spoken } from "../lib/dom.js";
import { duration, isDocument, line, placedBy, utc } from "../lib/format.js";
import { renderChannels, renderFastStart, renderRedirects } from "./channels.js";
import { renderCapabilities, renderControl, renderDuring, renderIdentifiers, renderPeer, renderRelease } from "./facts.js";
import { renderMessages } from "./messages.js";
import { renderTakeaway } from "./takeaway.js";
import { renderTiming } from "./timing.js";
import { renderWarnings } from "./warnings.js";

/**
 * @param {import("../lib/api.js").CallAnswer} answer anything but `cancelled`
 * @param {import("../lib/api.js").CallRequest} request
 * @param {number | null} elapsed milliseconds as this page saw them, for a report that does not say how long it took
 * @param {HTMLElement | null} ladder of the call, if it was shown while it ran
 * @param {Date | string | null} startedAt when it was placed, `null` if that is not known
 * @returns {HTMLElement} holds a focusable `h2`
 */
export function renderResult(answer, request, elapsed, ladder, startedAt) {
  const report = answer.kind === "report" ? answer.report : {};
  const success = report.success === true;
  return el(
    "div",
    { class: `result ${verdictOf(report)}` },
    el(
      "div",
      { class: "verdict" },
      el("h2", { tabindex: -1 }, success ? "✓ Call Setup Successful" : "✗ Call Failed"),
      el(
        "p",
        { class: "placed" },
        `${request.server}:${request.port}`,
        decoration(" · "),
        `${request.callingNumber ?? "no number"} → ${request.calledNumber ?? request.server}`,
        decoration(" · "),
        duration(tookOf(report) ?? elapsed),
      ),
      renderOrigin(report),
      success ? null : el("p", { class: "error" }, el("bdi", {}, errorOf(answer))),
      answer.kind === "report" ? null : el("p", {}, explain(answer)),
      ...renderOutcome(answer.kind === "refused" ? answer.outcome : report.outcome, errorOf(answer)),
      renderMessages(report.messages),
      verdictOf(report) === "success" && report.callSetup === true ? el("p", { class: "note" }, successNote(report)) : null,
    ),
    panels(renderTiming(report.timing), renderRelease(report.release), renderPeer(report.peer), renderControl(report.h245), renderDuring(report), renderIdentifiers(report)),
    renderRedirects(report.redirects),
    renderFastStart(report.fastStart),
    renderChannels(report.h245),
    renderCapabilities(report.h245),
    renderWarnings(report.warnings),
    ladder ?? ladderOf(report, request),
    Array.isArray(report.trace) ? renderTakeaway({ report, request: request.guessed ? null : request, startedAt }) : null,
  );
}

/**
 * @param {Record<string, any>} report
 * @returns {number | null} milliseconds from its start to its release, or to the last that happened
 */
function tookOf({ timing, trace }) {
  if (typeof timing?.released === "number") return timing.released;
  const messages = Array.isArray(trace) ? trace : [];
  const moments = [...Object.values(timing ?? {}), ...messages.map((entry) => entry?.t)].filter((t) => typeof t === "number");
  return moments.length > 0 ? moments.reduce((one, other) => Math.max(one, other)) : null;
}

/**
 * When and where, for who looks it up in another log.
 * @param {Record<string, any>} report
 */
function renderOrigin(report) {
  const moment = utc(report.startedAt);
  if (moment === "") return null;
  const by = placedBy(report);
  return el("p", { class: "origin" }, el("time", { datetime: report.startedAt }, moment), by === "" ? null : el("bdi", {}, ` by ${by}`));
}

/**
 * The colour of it all: an answered call whose H.245 went wrong is no failure, and nothing to be
 * content with.
 * @param {Record<string, unknown>} report
 */
function verdictOf(report) {
  if (report.success !== true) return "failure";
  return report.outcome?.stage === "h245" ? "attention" : "success";
}

/** @param {...(HTMLElement | null)} cards */
function panels(...cards) {
  const shown = cards.filter((card) => card !== null);
  return shown.length > 0 ? el("div", { class: "panels" }, ...shown) : null;
}

/** @param {import("../lib/api.js").CallAnswer} answer */
function errorOf(answer) {
  return line(answer.kind === "report" ? answer.report.error : answer.error);
}

/**
 * What a failure that is not the endpoint's means for the reader.
 * @param {import("../lib/api.js").CallAnswer} answer
 */
function explain(answer) {
  if (answer.kind === "unreachable") {
    return "The tester itself did not answer as it should, so this says nothing about the endpoint. Check your connection, then call again.";
  }
  if (answer.status === 429) {
    const wait = /^[0-9]+$/.test(answer.retryAfter ?? "") ? `${answer.retryAfter} seconds` : "a minute";
    return `No call was placed: too many came in a short time. Wait ${wait}, then call again.`;
  }
  if (answer.status >= 500) return "The tester failed. Whether the endpoint saw anything of this call is not known.";
  return "No call was placed.";
}

/**
 * @param {unknown} outcome
 * @param {string} error shown above: an outcome in the same words adds none
 * @returns {HTMLElement[]}
 */
function renderOutcome(outcome, error) {
  if (typeof outcome !== "object" || outcome === null) return [];
  const advice = Array.isArray(outcome.advice) ? outcome.advice : [];
  const links = Array.isArray(outcome.links) ? outcome.links.filter((link) => isDocument(link?.href)) : [];
  const parts = [];
  const text = line(outcome.text);
  const tags = [outcome.stage, outcome.code].filter(Boolean).map((tag) => el("code", { class: "tag" }, line(tag)));
  parts.push(el("p", { class: "outcome" }, text === error ? null : el("bdi", {}, `${text} `), ...tags));
  if (advice.length > 0) {
    parts.push(
      el(
        "div",
        { class: "advice" },
        el("p", { class: "label" }, "What to try:"),
        el("ul", {}, ...advice.map((text) => el("li", {}, line(text))), ...links.map(linkItem)),
      ),
    );
  }
  return parts;
}

/**
 * In a tab of its own: the result is not kept anywhere.
 * @param {{ text: string, href: string }} link
 */
function linkItem({ text, href }) {
  return el("li", {}, el("a", { href, target: "_blank", rel: "noopener" }, line(text)), spoken(" (opens another tab)"));
}

/**
 * True to what happened, H.245 included.
 * @param {Record<string, unknown>} report
 */
function successNote(report) {
  const done = "Call signaling works from end to end, and the call has been released.";
  const { mode, masterSlave, capabilities, error } = report.h245 ?? {};
  if (mode === undefined || mode === "none") {
    const why = error ? ` (${line(error)})` : "";
    return `${done} H.245 did not come up${why}, so capabilities were not exchanged; a real call could not start its media streams (RTP).`;
  }
  const ways = {
    tunnelled: "inside this signaling channel",
    separate: "on a connection of its own",
    early: "on a connection of its own, before the call was answered",
  };
  const count = Array.isArray(capabilities) ? capabilities.length : 0;
  const role = masterSlave ? `, and this tester became ${line(masterSlave)}` : "";
  return `${done} H.245 ran ${ways[mode] ?? line(mode)}: the endpoint announced ${count} capabilities${role}. A real call would now open logical channels and start the media streams (RTP).`;
}
