/** The whole result of a call. */

import { decoration, el, spoken } from "../base/dom.js";
import { duration, isDocument, line, pageOf, placedBy, utc, whole } from "../base/format.js";
import { H245_WAYS } from "../base/names.js";
import { isObject, list, object, objects } from "../base/values.js";
import { words } from "../base/words.js";
import { renderTakeaway } from "../export/takeaway.js";
import { ladderOf } from "../ladder/ladder.js";
import { whereTo, whoCalls } from "../rules/server.js";
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
import { renderTiming } from "./timing.js";
import { renderWarnings } from "./warnings.js";

/**
 * @param {import("../base/api.js").CallAnswer} answer anything but `cancelled`
 * @param {import("../base/api.js").CallRequest} request
 * @param {number | null} elapsed milliseconds as this page saw them, for a report without its duration
 * @param {HTMLElement | null} ladder of the call, if it was shown while it ran
 * @param {Date | string | null} startedAt when it was placed, `null` if that is not known
 * @returns {HTMLElement} holds a focusable `h2`
 */
export function renderResult(answer, request, elapsed, ladder, startedAt) {
  const report = answer.kind === "report" ? answer.report : {};
  const success = report.success === true;
  const { tone, title } = verdictOf(answer);
  return el(
    "div",
    { class: `result ${tone}` },
    el(
      "div",
      { class: "verdict" },
      el("h2", { tabindex: -1 }, title),
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
      ...renderOutcome(answer.kind === "refused" ? answer.outcome : report.outcome, errorOf(answer)),
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
    Array.isArray(report.trace)
      ? renderTakeaway({ report, request: request.guessed ? null : request, startedAt })
      : null,
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
    by === "" ? null : el("bdi", {}, ` by ${by}`),
  );
}

/** The fault of an answered call, by the outcome's code, behind “Answered, but”. */
const BUT = new Map([
  ["h245-no-channel", "no way for H.245"],
  ["h245-private-address", "H.245 at a private address"],
  ["h245-unreachable", "H.245 cannot be reached"],
  ["h245-broken", "H.245 broke off"],
  ["h245-silent", "H.245 is silent"],
  ["h245-incomplete", "H.245 was not finished"],
  ["h245-rejected", "H.245 was rejected"],
  ["dropped-after-connect", "dropped at once"],
  ["broken-after-connect", "its stream broke"],
  ["no-common-codec", "no codec in common"],
  ["ended-early", "ended early"],
]);

/**
 * The title, and the colour of the whole: an answered call with a fault is neither a failure nor a
 * success, and without a call the endpoint has not failed.
 * @param {import("../base/api.js").CallAnswer} answer
 * @returns {{ tone: "success" | "attention" | "failure" | "neutral", title: string }}
 */
function verdictOf(answer) {
  if (answer.kind === "refused")
    return { tone: "neutral", title: answer.status >= 500 ? "The tester failed" : "No call was placed" };
  if (answer.kind !== "report") {
    const offline = answer.kind === "unreachable" && answer.offline;
    return { tone: "neutral", title: offline ? "No call was placed" : "The result is not known" };
  }
  const { success, outcome } = answer.report;
  if (success !== true) return { tone: "failure", title: "✗ Call Failed" };
  const { code = "answered" } = object(outcome);
  if (code === "answered") return { tone: "success", title: "✓ Call Setup Successful" };
  return { tone: "attention", title: `Answered, but ${BUT.get(line(code)) ?? "something went wrong"}` };
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
      return answer.offline ? "This device is offline." : whole(answer.error);
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
    if (answer.offline) return ["Connect it to the network, then call again."];
    return [
      "The tester did not answer properly, so nothing is known about the endpoint. Check your connection, then call again.",
    ];
  }
  return answer.kind === "refused" && answer.status >= 500
    ? ["It is not known whether the endpoint saw this call."]
    : [];
}

/**
 * @param {unknown} outcome
 * @param {string} error shown above: an outcome with the same words does not repeat it
 * @returns {HTMLElement[]}
 */
function renderOutcome(outcome, error) {
  if (!isObject(outcome)) return [];
  const advice = list(outcome.advice);
  const links = objects(outcome.links).filter(({ href }) => isDocument(href));
  const parts = [];
  const text = whole(outcome.text);
  const tags = [outcome.stage, outcome.code].filter(Boolean).map((tag) => el("code", { class: "tag" }, line(tag)));
  parts.push(el("p", { class: "outcome" }, ...(text === error ? [] : [words(text), " "]), ...tags));
  if (advice.length > 0) {
    parts.push(
      el(
        "div",
        { class: "advice" },
        el("p", { class: "field-label" }, "What to try:"),
        el("ul", {}, ...advice.map((text) => el("li", {}, words(text))), ...links.map(linkItem)),
      ),
    );
  }
  return parts;
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
    spoken(" (opens another tab)"),
  );
}

/**
 * Describes the call as it was, with H.245.
 * @param {Record<string, unknown>} report
 */
function successNote(report) {
  const done = "Call signalling works from end to end, and the call has been released.";
  const { mode, masterSlave, capabilities, error } = object(report.h245);
  if (mode === undefined || mode === "none") {
    const why = error ? ` (${line(error)})` : "";
    return `${done} H.245 did not come up${why}, so capabilities were not exchanged; a real call could not start its media streams (RTP).`;
  }
  const count = list(capabilities).length;
  const role = masterSlave ? `, and the tester became ${line(masterSlave)}` : "";
  return `${done} H.245 ran ${H245_WAYS.get(line(mode)) ?? line(mode)}: the endpoint announced ${count} ${count === 1 ? "capability" : "capabilities"}${role}. A real call would now open logical channels and start the media streams (RTP).`;
}
