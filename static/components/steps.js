/** Marks in the call flow box how far the last call came. */

import { spoken } from "../lib/dom.js";

/** Steps before the release, in order: what shows in `messages` that one was reached. */
const REACHED_BY = [
  ["setup", "Sent SETUP message"],
  ["callProceeding", "Received CALL PROCEEDING"],
  ["alerting", "Received ALERTING (ringing)"],
  ["connect", "Received CONNECT (call answered)"],
];

/**
 * @param {HTMLElement} list its items carry `data-step`
 * @param {HTMLElement} note takes a sentence on what the marks mean
 * @param {Record<string, unknown> | null} report `null` takes all marks away
 */
export function renderSteps(list, note, report) {
  for (const item of list.querySelectorAll("[data-step]")) {
    item.classList.remove("reached");
    item.removeAttribute("aria-current");
    item.querySelector(".visually-hidden")?.remove();
  }
  note.hidden = true;
  if (report === null) return;

  const messages = Array.isArray(report.messages) ? report.messages : [];
  const timing = report.timing ?? {};
  const reached = REACHED_BY.filter(
    ([step, message]) => messages.includes(message) || typeof timing[step] === "number",
  ).map(([step]) => step);
  const { mode, capabilities, masterSlave } = report.h245 ?? {};
  if (mode !== undefined && mode !== "none") reached.push("h245");
  if (Array.isArray(capabilities) && capabilities.length > 0) reached.push("capabilities");
  if (masterSlave) reached.push("masterSlave");
  const furthest = reached.at(-1);
  if (furthest === undefined) return;
  if (typeof timing.released === "number") reached.push("released");

  for (const step of reached) {
    const item = list.querySelector(`[data-step="${step}"]`);
    item?.classList.add("reached");
    item?.append(spoken(" (reached)"));
  }
  list.querySelector(`[data-step="${furthest}"]`)?.setAttribute("aria-current", "step");
  note.textContent = "Ticked: the steps of the last call. Outlined: how far it came before its release.";
  note.hidden = false;
}
