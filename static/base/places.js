/** The places for a call on the page: its run, its result, and the steps beside it. */

import { CALL } from "../texts/call.js";
import { byId, spoken } from "./dom.js";
import { nameCall, stage } from "./stage.js";

/** Takes the call that runs. */
export const live = byId("live");

/** Takes the result of a call. */
export const result = byId("result");

/** Its items carry `data-step`. */
const steps = byId("steps");
const note = byId("steps-note");

/** All steps in order, as index.html has them; "media" never happens here, and "released" ends all. */
const ORDER = ["setup", "callProceeding", "alerting", "connect", "h245", "capabilities", "masterSlave", "channels"];

/** Removes the call before. */
export function clear() {
  nameCall("");
  for (const place of [result, live]) {
    place.hidden = true;
    place.replaceChildren();
  }
  markSteps([], "");
  // What a result looks like is seen from now on.
  document.getElementById("example")?.remove();
  stage.dispatchEvent(new Event("taken"));
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
      if (ticked) item.append(spoken(CALL.reached));
      else item.querySelector(".visually-hidden")?.remove();
    }
    if (step === furthest) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
  note.hidden = furthest === undefined;
  if (!note.hidden) note.textContent = words;
}
