/** Ties the form, the request and the result together. One call at a time. */

import { bindForm } from "./components/form.js";
import { startProgress } from "./components/progress.js";
import { renderResult } from "./components/result.js";
import { renderSteps } from "./components/steps.js";
import { bindTools } from "./components/tools.js";
import { placeCall } from "./lib/api.js";
import { duration } from "./lib/format.js";

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html lacks #${id}`);
  return node;
}

const result = byId("result");
const status = byId("status");

/** @type {AbortController | null} */
let running = null;

const form = bindForm(/** @type {HTMLFormElement} */ (byId("call-form")), {
  onCall: call,
  onCancel: () => running?.abort(),
});
const tools = bindTools(byId("tools"), { result, busy: () => running !== null, clear, fillFrom: form.fillFrom });

/** @param {import("./lib/api.js").CallRequest} request */
async function call(request) {
  const abort = new AbortController();
  running = abort;
  form.setCalling(true);
  clear();
  status.textContent = `Calling ${request.server} port ${request.port}`;
  const startedAt = new Date();
  const stop = startProgress(byId("progress"), byId("elapsed"));

  const answer = await placeCall(request, abort.signal);

  const elapsed = stop();
  running = null;
  form.setCalling(false);
  if (answer.kind === "cancelled") {
    status.textContent = `Cancelled after ${duration(elapsed)}. The tester hangs up.`;
    return;
  }
  status.textContent = "";
  result.append(renderResult(answer, request, elapsed, null, startedAt));
  if (answer.kind === "report") tools.add({ report: answer.report, request, startedAt });
  result.hidden = false;
  renderSteps(byId("steps"), byId("steps-note"), answer.kind === "report" ? answer.report : null);

  const wrongField = answer.kind === "refused" && answer.field !== null && form.showError(answer.field, answer.error);
  if (!wrongField) {
    const heading = result.querySelector("h2");
    heading?.focus({ preventScroll: true });
    const { top = 0, bottom = 0 } = heading?.getBoundingClientRect() ?? {};
    if (top < 0 || bottom > window.innerHeight) result.scrollIntoView({ block: "start" });
  }
}

/** Takes away what the call before left. */
function clear() {
  result.hidden = true;
  result.replaceChildren();
  renderSteps(byId("steps"), byId("steps-note"), null);
}
