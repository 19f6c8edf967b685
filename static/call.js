/** One call: its ladder while it runs, and its result. */

import { placeCall } from "./base/api.js";
import { el } from "./base/dom.js";
import { duration, visible } from "./base/format.js";
import { clear, live, markSteps, result } from "./base/places.js";
import { nameCall } from "./base/stage.js";
import { CALL_SHEETS, RESULT_SHEETS, styles } from "./base/styles.js";
import { inWords } from "./form/labels.js";
import { createLadder } from "./ladder/ladder.js";
import { renderResult } from "./result/result.js";
import { followSteps, stepsOf } from "./result/steps.js";
import { withoutSecrets } from "./rules/secrets.js";
import { calledAt, isRegistration, whereTo, whoCalls } from "./rules/server.js";
import { CALL } from "./texts/call.js";
import { fill } from "./texts/fill.js";

// This code comes with the first look at the form: a device that is offline by then has the sheets too.
void styles(...CALL_SHEETS);

/**
 * `show` puts the result in place of the running call, and sets the focus; `call` can be compared with
 * others, if one was placed, and `brief` has it in one line; `said` is about a call without a result;
 * `wait` is the number of seconds until the next one is allowed.
 * @typedef {{ said: (elapsed: number) => string, brief: string, wait: number, call: import("./tools/toolbox.js").PlacedCall | null, show: (elapsed: number, on: Shown) => void }} CallEnd
 *
 * The form's part in a result: it shows a mistake, takes a changed request and places its call, leads to a field.
 * @typedef {{ showError: (field: string, text: string) => boolean, again: (request: import("./base/api.js").CallRequest) => void, lead: (field: string) => void }} Shown
 */

/** @param {import("./base/api.js").CallRequest} request @returns {string} whom it calls where, in one line */
export function briefOf(request) {
  return fill(CALL.brief, { target: visible(whereTo(request)), parties: visible(whoCalls(request)) });
}

/**
 * @param {import("./base/api.js").CallRequest} asking
 * @param {{ signal: AbortSignal, ending: AbortSignal }} ends `ending` ends the call and has its report,
 *   `signal` does not wait for that
 * @param {(words: string) => void} onMilestone
 * @param {string} [path] of the API: that of a registration without a call
 * @returns {Promise<CallEnd>}
 */
export async function runCall(asking, { signal, ending }, onMilestone, path) {
  // What is shown and kept of the request has no password.
  const request = withoutSecrets(asking);
  const { server, port } = calledAt(request);
  const [alone, atPort] = isRegistration(request)
    ? [CALL.registering, CALL.registeringAtPort]
    : [CALL.placing, CALL.placingAtPort];
  onMilestone(port === null ? fill(alone, { server }) : fill(atPort, { server, port }));
  clear();
  await styles(...CALL_SHEETS);
  const asked = new Date();
  const ladder = createLadder({ request, onMilestone });
  live.replaceChildren(el("h2", { class: "visually-hidden" }, CALL.soFar), ladder.node);
  live.hidden = false;

  const step = followSteps();
  // The sheets for the result are loaded while the call runs.
  const [answer] = await Promise.all([
    placeCall(
      asking,
      signal,
      (line) => {
        ladder.line(line);
        step(line);
      },
      path,
      ending,
    ),
    styles(...RESULT_SHEETS),
  ]);
  // The tester's clock is the one that its times count from.
  const said = answer.kind === "report" ? new Date(String(answer.report.startedAt)) : asked;
  const startedAt = Number.isNaN(said.getTime()) ? asked : said;
  ladder.finish(answer.kind === "report" ? answer.report : null, whyItEnds(answer));

  return {
    said: (elapsed) => (answer.kind === "cancelled" ? fill(CALL.cancelled, { time: duration(elapsed) }) : ""),
    brief: briefOf(request),
    wait: answer.kind === "refused" && answer.status === 429 ? secondsOf(answer.retryAfter) : 0,
    call: answer.kind === "report" ? { report: answer.report, request, startedAt } : null,
    show(elapsed, { showError, again, lead }) {
      if (answer.kind === "cancelled") return;
      const reader = readerOf(ladder.node);
      // The changed request has the password that the shown one lacks.
      const next = {
        call: (/** @type {(asked: Record<string, any>) => Record<string, any> | null} */ change) => {
          const changed = change(asking);
          if (changed !== null) again(/** @type {import("./base/api.js").CallRequest} */ (changed));
        },
        lead,
      };
      const shown = ladder.node.hidden ? null : ladder.node;
      // What is said at a field of the form is said in the same words here.
      const said = answer.kind === "refused" ? { ...answer, error: inWords(answer.error) } : answer;
      result.append(renderResult(said, request, elapsed, shown, startedAt, next));
      result.hidden = false;
      live.hidden = true;
      const verdict = result.querySelector(".verdict-words")?.textContent ?? "";
      nameCall(fill(CALL.title, { verdict, server: request.server }));
      if (answer.kind === "report") {
        markSteps(stepsOf(answer.report), CALL.steps);
      }
      if (answer.kind === "refused" && answer.field !== null && showError(answer.field, answer.error)) return;
      if (reader) reader.focus({ preventScroll: true });
      else focusHeading();
    },
  };
}

/** @param {string | null} retryAfter as the header has it @returns {number} at most some minutes, a minute if it does not say */
function secondsOf(retryAfter) {
  const seconds = /^[0-9]+$/.test(retryAfter ?? "") ? Number(retryAfter) : 60;
  return Math.min(seconds, 300);
}

/**
 * @param {import("./base/api.js").CallAnswer} answer
 * @returns {string} why the ladder ends where it does, if the call does not say so itself
 */
function whyItEnds(answer) {
  if (answer.kind === "cancelled") return CALL.cancelledHere;
  if (answer.kind === "unreachable") return CALL.brokeOff;
  return "";
}

/**
 * A reader of the ladder goes on reading it, although moving it in the document takes its focus away.
 * @param {HTMLElement} ladder
 * @returns {HTMLElement | null} the focused element in it
 */
function readerOf(ladder) {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && ladder.contains(focused) ? focused : null;
}

function focusHeading() {
  const heading = result.querySelector("h2");
  heading?.focus({ preventScroll: true });
  const { top = 0, bottom = 0 } = heading?.getBoundingClientRect() ?? {};
  if (top < 0 || bottom > window.innerHeight) result.scrollIntoView({ block: "start" });
}
