/** The title of a result: what happened, in plain words, and whether a call came about. */

import { line, whole } from "../base/format.js";
import { object } from "../base/values.js";

/** Longest title; the rest of a longer sentence stands below it. */
const LONGEST_TITLE = 110;

/** The fault of an answered call, by the outcome's code, behind “Answered, but”. */
const BUT = new Map([
  ["h245-no-channel", "no way for H.245"],
  ["h245-unknown", "its H.245 channel could not be read"],
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
    const title = answer.status >= 500 ? "The tester failed" : "No call was placed";
    return { tone: "neutral", title, badge: "", rest: whole(object(answer.outcome).text) };
  }
  if (answer.kind !== "report") {
    const offline = answer.kind === "unreachable" && answer.offline;
    return { tone: "neutral", title: offline ? "No call was placed" : "The result is not known", badge: "", rest: "" };
  }
  const { success, outcome } = answer.report;
  const { code = "answered", text } = object(outcome);
  // Who hung up knows it: what came of the call until then stands in the ladder and the cards.
  if (code === "cancelled") return { tone: "neutral", title: headline(whole(text)).title, badge: "", rest: "" };
  // Only a registration without a call has this moment.
  const registration = typeof object(answer.report.timing).ended === "number";
  if (success === true && code !== "answered" && !registration) {
    const but = BUT.get(line(code)) ?? "something went wrong";
    return { tone: "attention", title: `Answered, but ${but}`, badge: "", rest: whole(text) };
  }
  const { title, rest } = whole(text) === "" ? { title: "", rest: "" } : headline(whole(text));
  if (registration) {
    return success === true
      ? { tone: "success", title: title || "The gatekeeper registered the tester.", badge: "✓ Registered", rest }
      : { tone: "failure", title: title || "The registration failed.", badge: "✗ Registration Failed", rest };
  }
  return success === true
    ? { tone: "success", title: title || "The endpoint answered.", badge: "✓ Call Setup Successful", rest }
    : { tone: "failure", title: title || "The call failed.", badge: "✗ Call Failed", rest };
}
