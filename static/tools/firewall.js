/** Three calls that differ in what carries H.245: what passes, what does not, and what that says of a firewall. */

import { placeCall } from "../base/api.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { object } from "../base/values.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { words } from "../base/words.js";
import { whereTo } from "../rules/server.js";
import { fill } from "../texts/fill.js";
import { FIREWALL, VERDICTS } from "../texts/firewall.js";
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
    name: FIREWALL.tunnelled,
    change: { h245: "tunnelled", fastStart: false },
    passes: (report) => isSound(report) && object(report.h245).mode === "tunnelled",
  },
  {
    name: FIREWALL.separate,
    change: { h245: "separate", fastStart: false },
    passes: (report) => isSound(report) && ["separate", "early"].includes(String(object(report.h245).mode)),
  },
  {
    name: FIREWALL.fastStart,
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
  const start = el("button", { type: "button", class: "button button-primary" }, FIREWALL.start);
  start.addEventListener("click", async () => {
    const turn = context.begin();
    if (turn === null) {
      status.textContent = FIREWALL.fillIn;
      return;
    }
    const { request, signal, end } = turn;
    place.replaceChildren();
    /** @type {Tried[]} */
    const tried = [];
    for (const way of WAYS) {
      if (signal.aborted) break;
      status.textContent = fill(FIREWALL.trying, { number: tried.length + 1, count: WAYS.length, way: way.name });
      const one = await tryWay(way, request, signal, (said) => (status.textContent = said));
      if (one.call !== null) context.add(one.call);
      tried.push(one);
      place.replaceChildren(render(tried, context));
    }
    end();
    status.textContent = signal.aborted ? FIREWALL.cancelled : verdict(tried);
  });
  const node = el(
    "div",
    { class: "tool-body firewall" },
    el("p", { class: "field-help" }, FIREWALL.help),
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
    if (answer.kind === "cancelled") return { way, call: null, error: FIREWALL.cancelledCall, passes: false };
    const seconds = answer.kind === "refused" && answer.status === 429 ? Number(answer.retryAfter) : Number.NaN;
    // The call before may not be over for those who count calls.
    if (!(seconds > 0 && seconds <= patience)) return { way, call: null, error: answer.error, passes: false };
    patience -= seconds;
    say(fill(FIREWALL.waiting, { seconds }));
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
    const text = call === null ? fill(FIREWALL.notPlaced, { why: error }) : line(object(report.outcome).text);
    const label = fill(FIREWALL.showCall, { way: way.name });
    const show = el("button", { type: "button", class: "button", "aria-label": label }, FIREWALL.show);
    show.addEventListener("click", () => {
      if (call !== null && !context.busy()) showSaved(call, context);
    });
    return tableRow(
      `firewall-row ${passes ? "firewall-passes" : "firewall-fails"}`,
      el("th", { scope: "row", role: "rowheader" }, way.name),
      tableCell("firewall-mark", FIREWALL.result, passes ? FIREWALL.passes : FIREWALL.fails),
      tableCell("firewall-text", FIREWALL.verdict, words(text)),
      tableCell("firewall-show", FIREWALL.call, call === null ? null : show),
    );
  });
  const heads = [FIREWALL.way, FIREWALL.result, FIREWALL.verdict, FIREWALL.call];
  return table("firewall", heads, rows, FIREWALL.title);
}

/** Codes of a call that went wrong on its way, as opposed to one that somebody refused or did not take. */
const OF_THE_WAY = new Set([
  "connect-failed",
  "connect-timeout",
  "connection-lost",
  "closed-at-once",
  "closed-in-message",
  "stuck-in-message",
  "silent",
  "not-h323",
  "stream-broken",
  "undecodable",
  "closed-without-release",
  "no-answer-to-setup",
  "dropped-after-connect",
  "broken-after-connect",
]);

/** @param {Tried} tried @returns {boolean} whether its call failed, and what carries H.245 has nothing to do with it */
function failedOtherwise({ passes, call }) {
  const { success, outcome } = object(call?.report);
  const code = String(object(outcome).code);
  return !passes && success !== true && !code.startsWith("h245-") && !OF_THE_WAY.has(code);
}

/**
 * What the three calls say together.
 * @param {Tried[]} tried
 * @returns {string}
 */
export function verdict(tried) {
  const [tunnel, separate, fast] = tried;
  if (tried.some(({ call }) => call === null)) return VERDICTS.notAll;
  const answered = tried.filter(({ call }) => call?.report.success === true).length;
  const codes = new Set(tried.map(({ call }) => object(call?.report.outcome).code));
  if (answered === 0) return codes.size === 1 ? VERDICTS.alike : VERDICTS.none;
  if (tried.some(failedOtherwise)) return VERDICTS.unsure;
  if (tunnel.passes && separate.passes) return fast.passes ? VERDICTS.all : VERDICTS.noFastStart;
  if (tunnel.passes) return fill(VERDICTS.tunnelOnly, { address: whereTo(object(tunnel.call?.request)) });
  return separate.passes ? VERDICTS.connectionOnly : VERDICTS.neither;
}
