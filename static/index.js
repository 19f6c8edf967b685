/** Ties the form to the code that places its calls. One call at a time. */

import { byId } from "./base/dom.js";
import { LINK, stage } from "./base/stage.js";
import { bindForm } from "./form/form.js";
import { startProgress } from "./form/progress.js";
import { fill, listed } from "./texts/fill.js";
import { PAGE } from "./texts/page.js";
import { bindViews, current, show, tell } from "./views.js";

const status = byId("status");

/** Most of this page's code places a call and shows it; the form does not need it. */
const load = () => import("./call.js");

/** @type {AbortController | null} */
let running = null;

/** Hangs up the running call and waits for its report. @type {AbortController | null} */
let ending = null;

const form = bindForm(/** @type {HTMLFormElement} */ (byId("call-form")), {
  onCall: call,
  onCancel: cancel,
  onFirewall: () => show("firewall"),
  onFold: (folded) => byId("layout").classList.toggle("one-column", folded),
});

/** After the page has come and settled, in milliseconds. */
const IDLE_AFTER = 5000;

/** @type {Promise<ReturnType<typeof import("./tools/toolbox.js").bindToolbox>> | null} */
let coming = null;

/** @returns {NonNullable<typeof coming>} the tools of the other views, which the first look does not need */
function toolbox() {
  const page = { busy: () => running !== null, begin, fillFrom: form.fillFrom, show };
  coming ??= import("./tools/toolbox.js").then(
    ({ bindToolbox }) => {
      byId("tools-missing").textContent = "";
      return bindToolbox(byId("tools"), page);
    },
    (error) => {
      // The next time asks again.
      coming = null;
      byId("tools-missing").textContent = PAGE.noTools;
      throw error;
    },
  );
  return coming;
}

bindViews(async (view) => {
  if (running !== null) tell(PAGE.runs);
  const needed = view !== "test" || LINK.test(location.hash) || coming !== null;
  if (needed) await toolbox().then((tools) => tools.open(view), reportError);
});
addEventListener("dragenter", () => void toolbox().catch(reportError), { once: true });
setTimeout(
  () =>
    void toolbox().then(
      (tools) => tools.fetch(),
      () => {},
    ),
  IDLE_AFTER,
);

/** @returns {import("./tools/toolbox.js").Turn | null} the turn of calls that a tool places */
function begin() {
  const request = running === null ? form.request() : null;
  if (request === null) return null;
  const abort = new AbortController();
  running = abort;
  form.setCalling(true);
  return {
    request,
    signal: abort.signal,
    end() {
      running = null;
      form.setCalling(false);
    },
  };
}

// A saved call is shown in the view of calls, wherever it was chosen. One that begins to run is there
// already, and who has gone elsewhere by the time its code has come is not called back.
stage.addEventListener("taken", () => {
  if (running === null) show("test");
});

// A reader who comes to the form will place a call: load the rest meanwhile.
byId("call-form").addEventListener("focusin", () => load().catch(() => {}), { once: true });

// On paper the address is not in sight, and the day is not known.
addEventListener("beforeprint", () => {
  const now = new Date().toLocaleString(undefined, { dateStyle: "long", timeStyle: "long" });
  byId("on-paper").textContent = fill(PAGE.printed, { title: document.title, now, address: location.href });
});

/**
 * Has the form show a changed call, and places it.
 * @param {import("./base/api.js").CallRequest} changed
 * @param {string} [path] of the API
 */
async function again(changed, path) {
  const sample = form.takeSample(changed);
  const refused = sample ? [] : await form.fillFrom(changed);
  // A mistake is shown at its field.
  const request = running !== null || refused.length > 0 ? null : sample ? changed : form.request(path);
  if (refused.length > 0) status.textContent = fill(PAGE.cannotHold, { fields: listed(refused) });
  if (request === null) return;
  const { briefOf } = await load();
  form.fold(briefOf(request), request, path);
  const ended = call(request, path);
  // The pressed button goes with the result.
  byId("cancel").focus();
  await ended;
}

/** Hangs up; who does it again does not wait for the report. */
function cancel() {
  if (ending === null || ending.signal.aborted) return running?.abort();
  ending.abort();
  status.textContent = PAGE.hangingUp;
}

/** @param {import("./base/api.js").CallRequest} request @param {string} [path] of the API */
async function call(request, path) {
  const abort = new AbortController();
  running = abort;
  ending = new AbortController();
  show("test");
  form.setCalling(true, path);
  const stop = startProgress(byId("progress"), byId("elapsed"));
  const end = await run(request, { signal: abort.signal, ending: ending.signal }, path);
  const elapsed = stop();
  running = null;
  ending = null;
  form.setCalling(false);
  if (end === null) return;
  // Before the result is shown: it is then where it stays, and can have the focus.
  if (end.call !== null) form.fold(end.brief, request, path);
  status.textContent = end.said(elapsed);
  end.show(elapsed, {
    // Who looks at another view is not called away.
    showError: (field, text) => current() === "test" && form.showError(field, text),
    again: (changed) => again(changed, path),
    lead: form.leadTo,
  });
  tell(PAGE.ended);
  const placed = end.call;
  if (placed !== null) void toolbox().then((tools) => tools.add(placed), reportError);
  if (end.wait > 0) void form.pause(end.wait, path);
}

/**
 * @param {import("./base/api.js").CallRequest} request
 * @param {{ signal: AbortSignal, ending: AbortSignal }} ends
 * @param {string} [path] of the API
 * @returns {Promise<import("./call.js").CallEnd | null>} `null` if no call could be placed
 */
async function run(request, ends, path) {
  try {
    const { runCall } = await load();
    return await runCall(request, ends, (words) => (status.textContent = words), path);
  } catch (error) {
    status.textContent = PAGE.noCalls;
    reportError(error);
    return null;
  }
}
