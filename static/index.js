/** Ties the form, the request and the result together. One call at a time. */

import { bindForm } from "./components/form.js";
import { startProgress } from "./components/progress.js";
import { renderResult } from "./components/result.js";
import { followSteps, renderSteps } from "./components/steps.js";
import { createLadder } from "./ladder/ladder.js";
import { placeCall } from "./lib/api.js";
import { duration } from "./lib/format.js";

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html lacks #${id}`);
  return node;
}

const result = byId("result");
const live = byId("live");
const status = byId("status");

/** @type {AbortController | null} */
let running = null;

const form = bindForm(/** @type {HTMLFormElement} */ (byId("call-form")), {
  onCall: call,
  onCancel: () => running?.abort(),
});

/** @param {import("./lib/api.js").CallRequest} request */
async function call(request) {
  const abort = new AbortController();
  running = abort;
  form.setCalling(true);
  clear();
  status.textContent = `Calling ${request.server} port ${request.port}`;
  const ladder = createLadder({ request, onMilestone: (words) => (status.textContent = words) });
  live.append(ladder.node);
  live.hidden = false;
  const step = followSteps(byId("steps"), byId("steps-note"));
  const stop = startProgress(byId("progress"), byId("elapsed"));

  const answer = await placeCall(request, abort.signal, (line) => {
    ladder.line(line);
    step(line);
  });

  const elapsed = stop();
  running = null;
  form.setCalling(false);
  ladder.finish(answer.kind === "report" ? answer.report : null, whyItEnds(answer));
  if (answer.kind === "cancelled") {
    status.textContent = `Cancelled after ${duration(elapsed)}. The tester hangs up.`;
    return;
  }
  status.textContent = "";
  show(answer, request, elapsed, ladder.node);
}

/** Takes away what the call before left. */
function clear() {
  result.hidden = true;
  result.replaceChildren();
  live.replaceChildren();
  renderSteps(byId("steps"), byId("steps-note"), null);
}

/**
 * @param {import("./lib/api.js").CallAnswer} answer
 * @returns {string} why the ladder ends where it does, if the call does not say so itself
 */
function whyItEnds(answer) {
  if (answer.kind === "cancelled") return "Cancelled here: the tester hangs up.";
  if (answer.kind === "unreachable") return "Here the tester’s answer broke off. What came after is not known.";
  return "";
}

/**
 * @param {import("./lib/api.js").CallAnswer} answer
 * @param {import("./lib/api.js").CallRequest} request
 * @param {number} elapsed
 * @param {HTMLElement} ladder
 */
function show(answer, request, elapsed, ladder) {
  // Who reads the ladder goes on reading it; moving a node in the document takes its focus away.
  const reading = ladder.contains(document.activeElement) ? document.activeElement : null;
  result.append(renderResult(answer, request, elapsed, ladder));
  result.hidden = false;
  live.hidden = true;
  if (answer.kind === "report") renderSteps(byId("steps"), byId("steps-note"), answer.report);

  if (answer.kind === "refused" && answer.field !== null && form.showError(answer.field, answer.error)) return;
  if (reading instanceof HTMLElement) {
    reading.focus({ preventScroll: true });
    return;
  }
  const heading = result.querySelector("h2");
  heading?.focus({ preventScroll: true });
  const { top = 0, bottom = 0 } = heading?.getBoundingClientRect() ?? {};
  if (top < 0 || bottom > window.innerHeight) result.scrollIntoView({ block: "start" });
}
