/** The title of a result: what happened, in plain words, and whether a call came about. */

import { line, whole } from "../base/format.js";
import { isOfRegistration } from "../base/registration.js";
import { object } from "../base/values.js";
import { ANSWERED_BUT, BADGE, VERDICT } from "../texts/result.js";

/** Longest title; the rest of a longer sentence stands below it. */
const LONGEST_TITLE = 110;

/**
 * @typedef {object} Verdict
 * @property {"success" | "attention" | "failure" | "neutral"} tone of the whole: an answered call with a fault
 *   is neither a failure nor a success, and without a call the endpoint has not failed
 * @property {string} title what happened
 * @property {string} badge whether a call came about; empty if that is in the title
 * @property {string} rest what the title leaves of the outcome's text: cause, reason, further sentences
 */

/**
 * The first sentence of a text, without what stands in brackets at its end.
 * @param {string} text
 * @returns {{ title: string, rest: string }}
 */
export function headline(text) {
  const [, first = text, others = ""] = /^(.*?[^.])\. (.*)$/s.exec(text) ?? [];
  const sentence = first.replace(/\.$/, "");
  const [, words = sentence, aside = ""] = /^([^()]*) \((.*)\)$/s.exec(sentence) ?? [];
  if (words.length > LONGEST_TITLE) {
    const [, start, end] = /^(.{20,110}?): (.*)$/s.exec(text) ?? [];
    return start === undefined ? { title: "", rest: text } : { title: `${start}.`, rest: capital(end) };
  }
  return { title: `${words}.`, rest: capital([aside, others].filter(Boolean).join(". ")) };
}

/** @param {string} text begins with a capital letter then, unless that is a name of the standards: `callForwarded` */
const capital = (text) => text.replace(/^[a-z]+(?=[ ,]|$)/, (word) => word.slice(0, 1).toUpperCase() + word.slice(1));

/**
 * @param {import("../base/api.js").CallAnswer} answer
 * @returns {Verdict}
 */
export function verdictOf(answer) {
  if (answer.kind === "refused") {
    const title = answer.status >= 500 ? VERDICT.testerFailed : VERDICT.notPlaced;
    return { tone: "neutral", title, badge: "", rest: whole(object(answer.outcome).text) };
  }
  if (answer.kind !== "report") {
    const offline = answer.kind === "unreachable" && answer.offline;
    return { tone: "neutral", title: offline ? VERDICT.notPlaced : VERDICT.notKnown, badge: "", rest: "" };
  }
  const { success, outcome } = answer.report;
  const { code = "answered", text } = object(outcome);
  // Who hung up knows it: what came of the call until then stands in the ladder and the cards.
  if (code === "cancelled") return { tone: "neutral", title: headline(whole(text)).title, badge: "", rest: "" };
  const registration = isOfRegistration(answer.report);
  if (success === true && code !== "answered" && !registration) {
    const title = ANSWERED_BUT.get(line(code)) ?? VERDICT.answeredBut;
    return { tone: "attention", title, badge: "", rest: whole(text) };
  }
  const { title, rest } = whole(text) === "" ? { title: "", rest: "" } : headline(whole(text));
  if (registration) {
    return success === true
      ? { tone: "success", title: title || VERDICT.registered, badge: BADGE.registered, rest }
      : { tone: "failure", title: title || VERDICT.notRegistered, badge: BADGE.notRegistered, rest };
  }
  return success === true
    ? { tone: "success", title: title || VERDICT.answered, badge: BADGE.answered, rest }
    : { tone: "failure", title: title || VERDICT.failed, badge: BADGE.failed, rest };
}
