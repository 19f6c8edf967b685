/** Marks in the call flow box how far a call has come, while it runs and when it is over. */

import { markSteps } from "../base/places.js";
import { list, object, objects } from "../base/values.js";
import { controlMessages } from "../ladder/read.js";
import { STEPS } from "../texts/result.js";

/** The messages that show a step of H.225.0, by their direction. @type {Record<string, Record<string, string>>} */
const BY_MESSAGE = {
  sent: { SETUP: "setup", "RELEASE COMPLETE": "released" },
  received: {
    "CALL PROCEEDING": "callProceeding",
    ALERTING: "alerting",
    CONNECT: "connect",
    "RELEASE COMPLETE": "released",
  },
};

/** The steps of H.225.0, in order. */
const STEPS_OF_CALL = ["setup", "callProceeding", "alerting", "connect"];

/** The messages that show a step of H.245, likewise. @type {Record<string, Record<string, string>>} */
const BY_CONTROL = {
  sent: { openLogicalChannelAck: "channels" },
  received: {
    terminalCapabilitySet: "capabilities",
    masterSlaveDeterminationAck: "masterSlave",
    openLogicalChannelAck: "channels",
  },
};

/**
 * @param {Record<string, Record<string, string>>} steps
 * @param {unknown} direction
 * @param {unknown} name
 */
function shownBy(steps, direction, name) {
  const some = Object.hasOwn(steps, String(direction)) ? steps[String(direction)] : {};
  return Object.hasOwn(some, String(name)) ? some[String(name)] : undefined;
}

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
    markSteps([...reached], STEPS.running);
  };
}

/** @param {Record<string, unknown>} entry of the trace */
const stepOf = ({ direction, type }) => shownBy(BY_MESSAGE, direction, type);

/** @param {Record<string, unknown>} entry of the trace @returns {string[]} */
function stepsOfMessage(entry) {
  const messages = controlMessages(entry);
  const steps = messages.map(({ name }) => shownBy(BY_CONTROL, entry.direction, name));
  if (messages.length > 0) steps.push("h245");
  steps.push(stepOf(entry));
  return steps.filter((step) => step !== undefined);
}

/** @param {Record<string, unknown>} report @returns {string[]} the steps that its call reached */
export function stepsOf(report) {
  const timing = object(report.timing);
  const crossed = new Set(objects(report.trace).map(stepOf));
  const reached = STEPS_OF_CALL.filter((step) => crossed.has(step) || typeof timing[step] === "number");
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
