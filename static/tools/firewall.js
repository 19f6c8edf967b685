/** Three calls that differ in what carries H.245: what passes, what does not, and what that says of a firewall. */

import { placeCall } from "../base/api.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { object } from "../base/values.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { words } from "../base/words.js";
import { whereTo } from "../rules/server.js";
import { showSaved } from "./load.js";

/** Longest wait for the turn of the next call, in seconds; the Worker says how long it is. */
const LONGEST_WAIT = 15;

/**
 * @typedef {import("../export/saved.js").Call} Call
 * @typedef {object} Way
 * @property {string} name
 * @property {Record<string, unknown>} change to the request
 * @property {(report: Record<string, any>) => boolean} passes
 *
 * @typedef {{ way: Way, call: Call | null, error: string, passes: boolean }} Tried
 */

/** @param {Record<string, any>} report whether the call was answered and nothing is wrong with it */
const isSound = ({ success, outcome }) => success === true && object(outcome).code === "answered";

/** @type {Way[]} */
const WAYS = [
  {
    name: "H.245 in the tunnel",
    change: { h245: "tunnelled", fastStart: false },
    passes: (report) => isSound(report) && object(report.h245).mode === "tunnelled",
  },
  {
    name: "H.245 on a connection of its own",
    change: { h245: "separate", fastStart: false },
    passes: (report) => isSound(report) && ["separate", "early"].includes(String(object(report.h245).mode)),
  },
  {
    name: "Fast start",
    change: { h245: "auto", fastStart: true },
    passes: (report) => report.success === true && object(report.fastStart).state === "accepted",
  },
];

/**
 * @param {import("./toolbox.js").Context} context
 * @returns {{ node: HTMLElement }}
 */
export function renderFirewall(context) {
  const status = el("p", { class: "tool-status", role: "status" });
  const place = el("div", { class: "firewall-table" });
  const start = el("button", { type: "button", class: "button button-primary" }, "Place three calls");
  start.addEventListener("click", async () => {
    const turn = context.begin();
    if (turn === null) {
      status.textContent = "Fill in the form first, and wait for a call that is running.";
      return;
    }
    const { request, signal, end } = turn;
    place.replaceChildren();
    /** @type {Tried[]} */
    const tried = [];
    for (const way of WAYS) {
      if (signal.aborted) break;
      status.textContent = `Call ${tried.length + 1} of ${WAYS.length}: ${way.name}`;
      const one = await tryWay(way, request, signal, (said) => (status.textContent = said));
      if (one.call !== null) context.add(one.call);
      tried.push(one);
      place.replaceChildren(render(tried, context));
    }
    end();
    status.textContent = signal.aborted ? "Cancelled. The tester hangs up." : verdict(tried);
  });
  const node = el(
    "div",
    { class: "tool-body firewall" },
    el(
      "p",
      { class: "field-help" },
      "Calls the endpoint of the form three times, one after the other: it rings three times. The calls differ in what carries H.245, which is what firewalls often change.",
    ),
    el("div", {}, start),
    status,
    place,
  );
  return { node };
}

/**
 * @param {Way} way
 * @param {import("../base/api.js").CallRequest} request
 * @param {AbortSignal} signal
 * @param {(said: string) => void} say
 * @returns {Promise<Tried>}
 */
async function tryWay(way, request, signal, say) {
  const asked = { ...request, ...way.change };
  for (let patience = LONGEST_WAIT; ; ) {
    const answer = await placeCall(asked, signal);
    if (answer.kind === "report") {
      const { report } = answer;
      const startedAt = typeof report.startedAt === "string" ? report.startedAt : null;
      return { way, call: { report, request: asked, startedAt }, error: "", passes: way.passes(report) };
    }
    if (answer.kind === "cancelled") return { way, call: null, error: "Cancelled", passes: false };
    const seconds = answer.kind === "refused" && answer.status === 429 ? Number(answer.retryAfter) : Number.NaN;
    // The call before may not be over for those who count calls.
    if (!(seconds > 0 && seconds <= patience)) return { way, call: null, error: answer.error, passes: false };
    patience -= seconds;
    say(`Waiting ${seconds} s for the next call: one call at a time to an endpoint`);
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
      signal.addEventListener("abort", resolve, { once: true });
    });
  }
}

/** @param {Tried[]} tried @param {import("./toolbox.js").Context} context */
function render(tried, context) {
  const rows = tried.map(({ way, call, error, passes }) => {
    const report = object(call?.report);
    const text = call === null ? `No call was placed: ${error}` : line(object(report.outcome).text);
    const show = el("button", { type: "button", class: "button", "aria-label": `Show the call: ${way.name}` }, "Show");
    show.addEventListener("click", () => {
      if (call !== null && !context.busy()) showSaved(call, context);
    });
    return tableRow(
      `firewall-row ${passes ? "firewall-passes" : "firewall-fails"}`,
      el("th", { scope: "row", role: "rowheader" }, way.name),
      tableCell("firewall-mark", "Result", passes ? "✓ passes" : "✗ does not pass"),
      tableCell("firewall-text", "Verdict", words(text)),
      tableCell("firewall-show", "Call", call === null ? null : show),
    );
  });
  return table("firewall", ["Way", "Result", "Verdict", "Call"], rows, "What passes");
}

/**
 * What the three calls say together.
 * @param {Tried[]} tried
 * @returns {string}
 */
export function verdict(tried) {
  const [tunnel, separate, fast] = tried;
  if (tried.some(({ call }) => call === null)) return "Not every call could be placed, so the check says nothing.";
  const answered = tried.filter(({ call }) => call?.report.success === true).length;
  const codes = new Set(tried.map(({ call }) => object(call?.report.outcome).code));
  if (answered === 0)
    return codes.size === 1
      ? "All three calls end in the same way, so what carries H.245 is not the cause."
      : "No call was answered. The three verdicts differ: look at each.";
  if (tunnel.passes && separate.passes)
    return fast.passes
      ? "All three ways pass: nothing between here and the endpoint changes H.323."
      : "H.245 passes both ways. The endpoint does not take fast start, which many do not.";
  if (tunnel.passes)
    return `H.245 passes in the tunnel, but not on a connection of its own: a firewall or NAT is in its way at ${whereTo(object(tunnel.call?.request))}, or the endpoint offers none. Callers that cannot tunnel will have no sound.`;
  if (separate.passes)
    return "H.245 passes on a connection of its own, but not in the tunnel: the endpoint or something in between takes the tunnel away.";
  return "The call is answered, but H.245 passes neither way, so there would be neither sound nor picture.";
}
