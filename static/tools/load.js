/** Opens a call that was saved, and shows it where the result of a call is shown. */

import { DEFAULTS } from "../base/defaults.js";
import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { clear, markSteps, result } from "../base/places.js";
import { words } from "../base/words.js";
import { unpacked } from "../export/packed.js";
import { LARGEST_FILE, parseSaved } from "../export/saved.js";
import { renderResult } from "../result/result.js";
import { stepsOf } from "../result/steps.js";

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

  /** @param {File} file */
  const take = async (file) => {
    status.textContent = "";
    fault.replaceChildren();
    try {
      const call = await callOf(file, context);
      showSaved(call, context);
      context.add(call);
      status.textContent = `${line(file.name)} is shown as the result. You can also compare it.`;
    } catch (error) {
      fault.replaceChildren(`${line(file.name)}: `, words(error instanceof Error ? error.message : error));
    }
  };
  /** @param {string} hash of the address */
  const takeLink = async (hash) => {
    status.textContent = "";
    fault.replaceChildren();
    try {
      const free = () => {
        if (context.busy()) throw new Error("A call is running. Open the link when it is over.");
      };
      free();
      const { call, notes } = await inLink(hash);
      // A call may have begun meanwhile.
      free();
      showSaved(call, context, notes);
      context.add(call);
      status.textContent = "The call in the link is shown as the result.";
    } catch (error) {
      fault.replaceChildren(words(error instanceof Error ? error.message : error));
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
    el("label", { for: "load-file", class: "field-label" }, "Saved call"),
    input,
    el(
      "p",
      { class: "field-help", id: "load-hint" },
      "JSON saved on this page, or an answer of the API saved with curl. You can also drop the file anywhere on this page. It stays on this machine.",
    ),
    fault,
    status,
  );
  return { node, take, takeLink };
}

/**
 * @param {string} hash
 * @returns {Promise<{ call: import("../export/saved.js").Call, notes?: HTMLElement[] }>}
 */
async function inLink(hash) {
  if (hash.startsWith("#call=")) return { call: await unpacked(hash) };
  const { storedResult } = await import("./stored-link.js");
  return storedResult(hash);
}

/** @param {File} file @param {import("./toolbox.js").Context} context */
async function callOf(file, context) {
  if (context.busy()) throw new Error("A call is running. Open the file when it is over.");
  if (file.size > LARGEST_FILE) throw new Error("The file is too large for a saved call (over 16 MiB).");
  const call = parseSaved(await file.text());
  // A call may have begun while the file was read.
  if (context.busy()) throw new Error("A call is running. Open the file when it is over.");
  return call;
}

/**
 * @param {import("../export/saved.js").Call} call
 * @param {import("./toolbox.js").Context} context
 * @param {HTMLElement[]} [notes] below the banner
 */
export function showSaved({ report, request, startedAt }, { fillFrom }, notes = []) {
  // A request without a calling number has the API's default.
  const asked = /** @type {import("../base/api.js").CallRequest} */ (
    request === null ? guessed(report) : { callingNumber: DEFAULTS.callingNumber, ...request }
  );
  const shown = renderResult({ kind: "report", report }, asked, null, null, startedAt);
  clear();
  result.append(banner(request, startedAt, fillFrom), ...notes, shown);
  result.hidden = false;

  markSteps(stepsOf(report), "Ticked: the steps of the saved call. Outlined: its last step before the release.");
  result.querySelector("h2")?.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
}

/**
 * @param {Record<string, any> | null} request
 * @param {string | null} startedAt
 * @param {import("./toolbox.js").FillFrom | null} fillFrom
 */
function banner(request, startedAt, fillFrom) {
  const when =
    startedAt === null
      ? [" (its date is not known)"]
      : [
          " of ",
          el(
            "time",
            { datetime: startedAt },
            new Date(startedAt).toLocaleString(undefined, { dateStyle: "long", timeStyle: "medium" }),
          ),
        ];
  const node = el("div", { class: "saved-banner" }, el("p", {}, el("strong", {}, "Saved call"), ...when));
  if (request !== null && fillFrom !== null) node.append(...filler(request, fillFrom));
  return node;
}

/** @param {Record<string, any>} request @param {import("./toolbox.js").FillFrom} fillFrom */
function filler(request, fillFrom) {
  const said = el("span", { class: "saved-filled", role: "status" });
  const button = el("button", { type: "button", class: "button" }, "Fill in the form");
  button.addEventListener("click", async () => {
    const refused = await fillFrom(request);
    said.textContent =
      refused.length === 0
        ? "The form is filled in."
        : `The form is filled in, except ${refused.map(line).join(", ")}.`;
  });
  return [button, said];
}

/**
 * The target of a report without its request, as far as the report tells.
 * @param {Record<string, any>} report
 */
function guessed(report) {
  const [, host = "unknown", port = DEFAULTS.port] = /^(.+):([0-9]+)$/.exec(report.peer?.address ?? "") ?? [];
  const elements = report.trace.find((/** @type {{ type: string }} */ { type }) => type === "SETUP")?.decoded
    ?.informationElements;
  const number = (/** @type {string} */ name) => {
    const value = Array.isArray(elements) ? elements.find((element) => element?.element === name)?.value : undefined;
    return /^\+?[0-9*#,]{1,32}/.exec(String(value ?? ""))?.[0] ?? "?";
  };
  return {
    server: host,
    port: Number(port),
    callingNumber: number("Calling party number"),
    calledNumber: number("Called party number"),
    guessed: true,
  };
}
