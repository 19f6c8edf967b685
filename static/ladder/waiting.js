/** The state of a running call in Q.931, and the timer that runs in it. */

import { DEFAULTS, LIMITS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";

const STEP_MS = 200;

/**
 * The timer of a state (Q.931 9.2), if the caller has one.
 * @param {unknown} state its number
 * @param {Record<string, unknown>} request
 * @returns {{ name: string, seconds: number } | null}
 */
export function timerOf(state, request) {
  const seconds = (/** @type {"firstAnswerSeconds" | "ringSeconds" | "holdSeconds"} */ option) => {
    const asked = request[option];
    return typeof asked === "number" ? asked : DEFAULTS[option];
  };
  switch (state) {
    case 1:
      return { name: "T303", seconds: seconds("firstAnswerSeconds") };
    case 2:
      return { name: "T304", seconds: LIMITS.T304 };
    case 3:
      return { name: "T310", seconds: LIMITS.T310 };
    case 4:
      return { name: "T301", seconds: seconds("ringSeconds") };
    case 10: {
      const hold = seconds("holdSeconds");
      return hold > 0 ? { name: "hold", seconds: hold } : null;
    }
    default:
      return null;
  }
}

/**
 * @param {Record<string, unknown>} request
 * @returns {{ node: HTMLElement, state: (data: Record<string, unknown>) => void, stop: () => void }}
 */
export function createWaiting(request) {
  const name = el("span", { class: "state" }, "Connecting");
  const clock = el("span", { class: "clock" });
  const bar = el("span", { class: "clock-bar", "aria-hidden": "true" }, el("span"));
  // Not a live region: a clock that speaks drowns everything else. Milestones are announced elsewhere.
  const node = el("div", { class: "waiting", role: "group", "aria-label": "State of the call" }, name, clock, bar);
  let since = performance.now();
  /** @type {ReturnType<typeof timerOf>} */
  let timer = null;

  const show = () => {
    const elapsed = (performance.now() - since) / 1000;
    const of = timer === null ? "" : ` of ${timer.seconds} s`;
    clock.textContent = `${timer === null ? "" : `${timer.name}: `}${elapsed.toFixed(1)} s${of}`;
    bar.hidden = timer === null;
    bar.style.setProperty("--gone", String(timer === null ? 0 : Math.min(1, elapsed / Math.max(1, timer.seconds))));
  };
  show();
  const ticking = setInterval(show, STEP_MS);

  return {
    node,
    state(data) {
      name.textContent = line(data.name);
      timer = timerOf(data.state, request);
      since = performance.now();
      show();
    },
    stop() {
      clearInterval(ticking);
      node.remove();
    },
  };
}

/** Milestones by state, for readers who hear the page and do not see the ladder. */
const STATES = new Map([
  [2, "The endpoint asks for more digits"],
  [3, "The endpoint is setting up the call"],
  [4, "Ringing"],
  [10, "Answered"],
]);

/**
 * @param {import("../base/api.js").StreamLine} line
 * @returns {string} a few words, or empty if the line is not a milestone
 */
export function milestone({ type, data }) {
  if (type === "state") return STATES.get(Number(data.state)) ?? "";
  if (type !== "redirect") return "";
  return data.followed === true ? "Redirected to another address" : "The endpoint names another address";
}
