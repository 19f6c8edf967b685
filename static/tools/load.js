/** Opens a call that was saved, and shows it where the result of a call is shown. */

import { DEFAULTS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { isOfRegistration } from "../base/registration.js";
import { clear, markSteps, result } from "../base/places.js";
import { list, object } from "../base/values.js";
import { words } from "../base/words.js";
import { unpacked } from "../export/packed.js";
import { LARGEST_FILE, parseSaved } from "../export/saved.js";
import { renderResult } from "../result/result.js";
import { stepsOf } from "../result/steps.js";
import { fill, listed, parts } from "../texts/fill.js";
import { LOAD } from "../texts/load.js";

/** Information elements with numbers, by their identifiers (Q.931 4.5). */
const CALLING_PARTY_NUMBER = 0x6c;
const CALLED_PARTY_NUMBER = 0x70;

/**
 * @param {import("./toolbox.js").Context} context
 * @returns {{ node: HTMLElement, take: (file: File) => Promise<void>, takeLink: (hash: string) => Promise<void> }}
 */
export function renderLoad(context) {
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "tool-file",
      type: "file",
      id: "load-file",
      accept: ".json,.jsonl,.ndjson,application/json",
      "aria-describedby": "load-hint",
    })
  );
  const status = el("p", { class: "tool-status", role: "status" });
  const fault = el("p", { class: "field-error", role: "alert" });
  const notesOfFault = el("div");

  /** How many files and links were opened: what is slow does not take the place of what was opened since. */
  let opened = 0;
  /** @returns {() => boolean} whether something was opened since */
  const begin = () => {
    opened += 1;
    const mine = opened;
    status.textContent = "";
    fault.replaceChildren();
    notesOfFault.replaceChildren();
    return () => mine !== opened;
  };

  /** @param {File} file */
  const take = async (file) => {
    const isLate = begin();
    try {
      const call = await callOf(file, context);
      if (isLate()) return;
      showSaved(call, context);
      context.add(call);
      status.textContent = fill(LOAD.shown, { file: line(file.name) });
    } catch (error) {
      if (isLate()) return;
      const why = words(error instanceof Error ? error.message : error);
      fault.replaceChildren(...parts(LOAD.fault, { file: line(file.name), why }));
    }
  };
  /** @param {string} hash of the address */
  const takeLink = async (hash) => {
    const isLate = begin();
    try {
      const free = () => {
        if (context.busy()) throw new Error(LOAD.runningLink);
      };
      free();
      const { call, notes, address } = await inLink(hash);
      if (isLate()) return;
      // A call may have begun meanwhile.
      free();
      showSaved(call, context, notes);
      // Only now, so that a link that was not shown can be opened again.
      if (address !== undefined && location.hash === hash) history.replaceState(history.state, "", address);
      context.add(call);
      status.textContent = LOAD.shownLink;
    } catch (error) {
      if (isLate()) return;
      fault.replaceChildren(words(error instanceof Error ? error.message : error));
      notesOfFault.replaceChildren(...(Object(error).notes ?? []));
    }
  };
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (file !== undefined) await take(file);
    // The same file may be chosen again.
    input.value = "";
  });

  const node = el(
    "div",
    { class: "tool-body saved-chooser" },
    el("label", { for: "load-file", class: "field-label" }, LOAD.file),
    input,
    el("p", { class: "field-help", id: "load-hint" }, LOAD.hint),
    fault,
    notesOfFault,
    status,
  );
  return { node, take, takeLink };
}

/**
 * @param {string} hash
 * @returns {Promise<{ call: import("../export/saved.js").Call, notes?: HTMLElement[], address?: string }>} with the
 *   address that is to be shown instead
 */
async function inLink(hash) {
  if (hash.startsWith("#call=")) return { call: await unpacked(hash) };
  const { storedResult } = await import("./stored-link.js");
  return storedResult(hash);
}

/** @param {File} file @param {import("./toolbox.js").Context} context */
async function callOf(file, context) {
  if (context.busy()) throw new Error(LOAD.runningFile);
  if (file.size > LARGEST_FILE) throw new Error(LOAD.tooLarge);
  const call = parseSaved(await file.text());
  // A call may have begun while the file was read.
  if (context.busy()) throw new Error(LOAD.runningFile);
  return call;
}

/**
 * @param {import("../export/saved.js").Call} call
 * @param {import("./toolbox.js").Context} context
 * @param {HTMLElement[]} [notes] below the banner
 */
export function showSaved({ report, request, startedAt }, { fillFrom }, notes = []) {
  const asked = /** @type {import("../base/api.js").CallRequest} */ (
    request === null ? guessed(report) : whole(request, report)
  );
  const shown = renderResult({ kind: "report", report }, asked, null, null, startedAt);
  clear();
  result.append(banner(isOfRegistration(report), request, startedAt, fillFrom), ...notes, shown);
  result.hidden = false;

  markSteps(stepsOf(report), LOAD.steps);
  result.querySelector("h2")?.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
}

/**
 * The request as its resource takes it: one for a call without a calling number has the API's default, and
 * a registration has no numbers.
 * @param {Record<string, any>} request @param {Record<string, any>} report
 */
function whole(request, report) {
  if (!isOfRegistration(report)) return { callingNumber: DEFAULTS.callingNumber, ...request };
  const { callingNumber: _, calledNumber: __, gatekeeper = {}, ...others } = request;
  return { ...others, gatekeeper };
}

/**
 * @param {boolean} registration or a call
 * @param {Record<string, any> | null} request
 * @param {string | null} startedAt
 * @param {import("./toolbox.js").FillFrom | null} fillFrom
 */
function banner(registration, request, startedAt, fillFrom) {
  const what = el("strong", {}, registration ? LOAD.registration : LOAD.call);
  const words = startedAt === null ? parts(LOAD.undated, { what }) : parts(LOAD.of, { what, moment: time(startedAt) });
  const node = el("div", { class: "saved-banner" }, el("p", {}, ...words));
  if (request !== null && fillFrom !== null) node.append(...filler(request, fillFrom));
  return node;
}

/** @param {string} moment */
function time(moment) {
  const shown = new Date(moment).toLocaleString(undefined, { dateStyle: "long", timeStyle: "medium" });
  return el("time", { datetime: moment }, shown);
}

/** @param {Record<string, any>} request @param {import("./toolbox.js").FillFrom} fillFrom */
function filler(request, fillFrom) {
  const said = el("span", { class: "saved-filled", role: "status" });
  const button = el("button", { type: "button", class: "button" }, LOAD.fill);
  button.addEventListener("click", async () => {
    const refused = await fillFrom(request);
    said.textContent =
      refused.length === 0 ? LOAD.filled : fill(LOAD.filledExcept, { fields: listed(refused.map(line)) });
  });
  return [button, said];
}

/**
 * The target of a report without its request, as far as the report tells.
 * @param {Record<string, any>} report
 */
function guessed(report) {
  const [, host = LOAD.unknown, port = DEFAULTS.port] = /^(.+):([0-9]+)$/.exec(report.peer?.address ?? "") ?? [];
  if (isOfRegistration(report)) {
    const [alias] = list(object(report.registration).aliases).map(line);
    return { server: host, port: Number(port), gatekeeper: { alias }, guessed: true };
  }
  const elements = report.trace.find((/** @type {{ type: string }} */ { type }) => type === "SETUP")?.decoded
    ?.informationElements;
  const number = (/** @type {number} */ identifier) => {
    const value = Array.isArray(elements) ? elements.find((element) => element?.id === identifier)?.value : undefined;
    return /^\+?[0-9*#,]{1,32}/.exec(String(value ?? ""))?.[0] ?? "?";
  };
  return {
    server: host,
    port: Number(port),
    callingNumber: number(CALLING_PARTY_NUMBER),
    calledNumber: number(CALLED_PARTY_NUMBER),
    guessed: true,
  };
}
