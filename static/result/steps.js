/** Marks in the call flow box how far a call has come, while it runs and when it is over. */

import { markSteps } from "../base/stage.js";
import { list, object, objects } from "../base/values.js";
import { controlMessages } from "../ladder/read.js";

/** The messages that show a step of H.225.0. */
const BY_MESSAGE = new Map([
  ["sent SETUP", "setup"],
  ["received CALL PROCEEDING", "callProceeding"],
  ["received ALERTING", "alerting"],
  ["received CONNECT", "connect"],
  ["sent RELEASE COMPLETE", "released"],
  ["received RELEASE COMPLETE", "released"],
]);

/** The messages that show a step of H.245. */
const BY_CONTROL = new Map([
  ["received terminalCapabilitySet", "capabilities"],
  ["received masterSlaveDeterminationAck", "masterSlave"],
  ["sent openLogicalChannelAck", "channels"],
  ["received openLogicalChannelAck", "channels"],
]);

/**
 * Marks the steps of a call that runs.
 * @returns {(line: import("../base/api.js").StreamLine) => void} takes each line of the call
 */
export function followSteps() {
  /** @type {Set<string>} */
  const reached = new Set();
  return ({ type, data }) => {
    if (type !== "message") return;
    const before = reached.size;
    for (const step of stepsOfMessage(data)) reached.add(step);
    if (reached.size === before) return;
    markSteps([...reached], "Ticked: the steps that the call has reached. Outlined: the current step.");
  };
}

/** @param {Record<string, unknown>} entry of the trace */
const stepOf = ({ direction, type }) => BY_MESSAGE.get(`${direction} ${type}`);

/** @param {Record<string, unknown>} entry of the trace @returns {string[]} */
function stepsOfMessage(entry) {
  const messages = controlMessages(entry);
  const steps = messages.map(({ name }) => BY_CONTROL.get(`${entry.direction} ${name}`));
  if (messages.length > 0) steps.push("h245");
  steps.push(stepOf(entry));
  return steps.filter((step) => step !== undefined);
}

/** @param {Record<string, unknown>} report @returns {string[]} the steps that its call reached */
export function stepsOf(report) {
  const timing = object(report.timing);
  const crossed = new Set(objects(report.trace).map(stepOf));
  const reached = [...new Set(BY_MESSAGE.values())].filter(
    (step) => step !== "released" && (crossed.has(step) || typeof timing[step] === "number"),
  );
  const { mode, capabilities, masterSlave, channels } = object(report.h245);
  if (mode !== undefined && mode !== "none") reached.push("h245");
  if (list(capabilities).length > 0) reached.push("capabilities");
  if (masterSlave) reached.push("masterSlave");
  const opened = objects(channels).some(({ state }) => state === "established" || state === "closed");
  if (opened || object(report.fastStart).state === "accepted") reached.push("channels");
  // A release alone does not make a call: it counts only with another step.
  if (reached.length > 0 && typeof timing.released === "number") reached.push("released");
  return reached;
}
