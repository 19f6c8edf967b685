/** The state of a running call in Q.931, and the timer that runs in it. */

import { DEFAULTS, LIMITS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { fill } from "../texts/fill.js";
import { MILESTONES, REDIRECTED, WAITING } from "../texts/ladder.js";

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
      return hold > 0 ? { name: WAITING.hold, seconds: hold } : null;
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
  const name = el("span", { class: "state" }, WAITING.connecting);
  const clock = el("span", { class: "clock" });
  const bar = el("span", { class: "clock-bar", "aria-hidden": "true" }, el("span"));
  // Not a live region: a clock that speaks drowns everything else. Milestones are announced elsewhere.
  const node = el("div", { class: "waiting", role: "group", "aria-label": WAITING.name }, name, clock, bar);
  let since = performance.now();
  /** @type {ReturnType<typeof timerOf>} */
  let timer = null;

  const show = () => {
    const gone = (performance.now() - since) / 1000;
    const elapsed = gone.toFixed(1);
    clock.textContent =
      timer === null
        ? fill(WAITING.elapsed, { elapsed })
        : fill(WAITING.timer, { timer: timer.name, elapsed, seconds: timer.seconds });
    bar.hidden = timer === null;
    bar.style.setProperty("--gone", String(timer === null ? 0 : Math.min(1, gone / Math.max(1, timer.seconds))));
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

/**
 * @param {import("../base/api.js").StreamLine} line
 * @returns {string} a few words, or empty if the line is not a milestone
 */
export function milestone({ type, data }) {
  if (type === "state") return MILESTONES.get(Number(data.state)) ?? "";
  if (type !== "redirect") return "";
  return data.followed === true ? REDIRECTED.followed : REDIRECTED.named;
}
