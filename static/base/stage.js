/** The places for a call on the page: its run, its result, and the steps beside it. */

import { byId, spoken } from "./dom.js";

/** Takes the call that runs. */
export const live = byId("live");

/** Takes the result of a call. */
export const result = byId("result");

/** Its items carry `data-step`. */
const steps = byId("steps");
const note = byId("steps-note");

/** All steps in order, as index.html has them; "media" never happens here, and "released" ends all. */
const ORDER = ["setup", "callProceeding", "alerting", "connect", "h245", "capabilities", "masterSlave", "channels"];

/** Of the page, without a call. */
const TITLE = document.title;

/** @param {string} name of the call that is shown */
export function nameCall(name) {
  document.title = `${name} · ${TITLE}`;
}

/** Removes the call before. */
export function clear() {
  document.title = TITLE;
  for (const place of [result, live]) {
    place.hidden = true;
    place.replaceChildren();
  }
  markSteps([], "");
}

/**
 * @param {string[]} reached
 * @param {string} words on the meaning of the marks
 */
export function markSteps(reached, words) {
  const furthest = ORDER.findLast((step) => reached.includes(step));
  for (const item of steps.querySelectorAll("[data-step]")) {
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
