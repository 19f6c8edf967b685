/** Marks in the call flow box how far a call has come, while it runs and when it is over. */

import { controlNames } from "../ladder/read.js";
import { spoken } from "../base/dom.js";
import { list, object, objects } from "../base/values.js";

/** All steps in order, as index.html has them; "media" never happens here, and "released" ends all. */
const ORDER = ["setup", "callProceeding", "alerting", "connect", "h245", "capabilities", "masterSlave", "channels"];

/** Steps before the release, in order: what shows in `messages` that one was reached. */
const REACHED_BY = [
  ["setup", "Sent SETUP message"],
  ["callProceeding", "Received CALL PROCEEDING"],
  ["alerting", "Received ALERTING (ringing)"],
  ["connect", "Received CONNECT (call answered)"],
];

/** The same in the words of the trace. */
const BY_MESSAGE = new Map([
  ["sent SETUP", "setup"],
  ["received CALL PROCEEDING", "callProceeding"],
  ["received ALERTING", "alerting"],
  ["received CONNECT", "connect"],
  ["sent RELEASE COMPLETE", "released"],
  ["received RELEASE COMPLETE", "released"],
]);

/** What shows that a step of H.245 was reached. */
const BY_CONTROL = new Map([
  ["received terminalCapabilitySet", "capabilities"],
  ["received masterSlaveDeterminationAck", "masterSlave"],
  ["sent openLogicalChannelAck", "channels"],
  ["received openLogicalChannelAck", "channels"],
]);

/**
 * @param {HTMLElement} list its items carry `data-step`
 * @param {HTMLElement} note takes a sentence on what the marks mean
 * @param {Record<string, unknown> | null} report `null` takes all marks away
 */
export function renderSteps(list, note, report) {
  mark(list, note, report === null ? [] : stepsOf(report), "Ticked: the steps of the last call. Outlined: how far it came before its release.");
}

/**
 * Marks the steps of a call that runs.
 * @param {HTMLElement} list
 * @param {HTMLElement} note
 * @returns {(line: import("../base/api.js").StreamLine) => void} takes each line of the call
 */
export function followSteps(list, note) {
  /** @type {Set<string>} */
  const reached = new Set();
  return ({ type, data }) => {
    if (type !== "message") return;
    const before = reached.size;
    for (const step of stepsOfMessage(data)) reached.add(step);
    if (reached.size === before) return;
    mark(list, note, [...reached], "Ticked: the steps that the call has reached. Outlined: where it is.");
  };
}

/** @param {Record<string, unknown>} entry of the trace @returns {string[]} */
function stepsOfMessage(entry) {
  const names = controlNames(entry);
  const steps = names.map((name) => BY_CONTROL.get(`${entry.direction} ${name}`));
  if (names.length > 0) steps.push("h245");
  steps.push(BY_MESSAGE.get(`${entry.direction} ${entry.type}`));
  return steps.filter((step) => step !== undefined);
}

/** @param {Record<string, unknown>} report @returns {string[]} the steps that its call reached */
function stepsOf(report) {
  const messages = list(report.messages);
  const timing = object(report.timing);
  const reached = REACHED_BY.filter(
    ([step, message]) => messages.includes(message) || typeof timing[step] === "number",
  ).map(([step]) => step);
  const { mode, capabilities, masterSlave, channels } = object(report.h245);
  if (mode !== undefined && mode !== "none") reached.push("h245");
  if (list(capabilities).length > 0) reached.push("capabilities");
  if (masterSlave) reached.push("masterSlave");
  const opened = objects(channels).some(({ state }) => state === "established" || state === "closed");
  if (opened || object(report.fastStart).state === "accepted") reached.push("channels");
  // Released is what a call is, not how far it came: with no other step there was no call.
  if (reached.length > 0 && typeof timing.released === "number") reached.push("released");
  return reached;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} note
 * @param {string[]} reached
 * @param {string} words on what the marks mean
 */
function mark(list, note, reached, words) {
  const furthest = ORDER.findLast((step) => reached.includes(step));
  for (const item of list.querySelectorAll("[data-step]")) {
    const step = /** @type {HTMLElement} */ (item).dataset.step ?? "";
    const ticked = reached.includes(step);
    if (ticked !== item.classList.contains("reached")) {
      item.classList.toggle("reached", ticked);
      if (ticked) item.append(spoken(" (reached)"));
      else item.querySelector(".visually-hidden")?.remove();
    }
    if (step === furthest) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
  note.hidden = furthest === undefined;
  if (!note.hidden) note.textContent = words;
}
