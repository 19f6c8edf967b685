/** Decodes octets without a call: hex, a hex dump, a capture. */

import { reach, read } from "../base/ask.js";
import { el } from "../base/dom.js";
import { line, visible } from "../base/format.js";
import { list, object } from "../base/values.js";
import { onPage, words } from "../base/words.js";
import { cleanMessages } from "../export/saved.js";
import { DECODE, FAULTS, READ_AS, SEND, SOURCES, SUMMARY } from "../texts/decode.js";
import { counted, fill } from "../texts/fill.js";
import { drawCaptured } from "./captured.js";
import { NoDecoder, decodeFile } from "./file.js";
import { inTurns, turns } from "./turns.js";

/** The limits of the API: octets of body, and messages; the messages of a file are bounded alike. */
const LARGEST = 1024 * 1024;
const MOST_MESSAGES = 500;

/** Messages, findings or notes that are taken in one turn; a long message has thousands of fields. */
const A_TURN = 20;

/** @typedef {{ type: string, content: Blob }} Body of a request, with its content type */

/**
 * @param {import("./toolbox.js").Context} _context
 * @returns {{ node: HTMLElement, take: (file: File) => Promise<void> }}
 */
export function renderDecode(_context) {
  const text = /** @type {HTMLTextAreaElement} */ (
    el("textarea", {
      class: "field-input",
      id: "decode-text",
      rows: 6,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "none",
      "aria-describedby": "decode-hint",
    })
  );
  const as = /** @type {HTMLSelectElement} */ (
    el(
      "select",
      { class: "field-input", id: "decode-as" },
      ...Object.entries(READ_AS).map(([value, name]) => el("option", { value }, name)),
    )
  );
  const file = /** @type {HTMLInputElement} */ (
    el("input", { class: "tool-file", type: "file", id: "decode-file", "aria-describedby": "decode-hint" })
  );
  const button = /** @type {HTMLButtonElement} */ (
    el("button", { type: "submit", class: "button button-primary" }, DECODE.decode)
  );
  const fault = el("p", { class: "field-error", role: "alert" });
  const status = el("p", { class: "tool-status", role: "status" });
  const place = el("div", { class: "decode-answer" });

  const progress = /** @type {HTMLProgressElement} */ (
    el("progress", { class: "decode-progress", "aria-label": DECODE.progress })
  );
  const cancel = el("button", { type: "button", class: "button button-small" }, DECODE.cancel);
  const work = el("div", { class: "decode-work", hidden: "" }, progress, cancel);

  /** @type {AbortController | null} */
  let running = null;
  const stop = () => {
    running?.abort();
    running = null;
    work.hidden = true;
    fault.replaceChildren();
    place.replaceChildren();
    place.removeAttribute("aria-busy");
    status.textContent = "";
  };
  /** @param {(signal: AbortSignal) => Promise<unknown>} read gives the decoder's answer; it may reject with its mistake */
  const decode = async (read) => {
    stop();
    const abort = new AbortController();
    running = abort;
    const { signal } = abort;
    status.textContent = DECODE.decoding;
    try {
      const given = await read(signal);
      if (signal.aborted) return;
      const answer = await answerOf(given, signal);
      place.setAttribute("aria-busy", "true");
      await drawAnswer(place, answer, signal).catch((error) => {
        // What is half drawn would pass for an answer.
        if (!signal.aborted) place.replaceChildren();
        throw error;
      });
      status.textContent = summary(answer);
    } catch (error) {
      // A later one has taken its place.
      if (signal.aborted) return;
      status.textContent = "";
      // Whole: the remedy stands at its end.
      fault.textContent = visible(error instanceof Error ? error.message : String(error));
    } finally {
      if (!signal.aborted) {
        work.hidden = true;
        place.removeAttribute("aria-busy");
      }
    }
  };
  cancel.addEventListener("click", () => {
    stop();
    status.textContent = DECODE.cancelled;
    file.focus();
  });

  /** @param {File} chosen */
  const take = (chosen) => {
    // The field shows the name of a file that was dropped, too.
    const shown = new DataTransfer();
    shown.items.add(chosen);
    file.files = shown.files;
    return decode(async (signal) => {
      if (chosen.size === 0) throw new Error(FAULTS.empty);
      status.textContent = fill(DECODE.reading, { file: line(chosen.name) });
      progress.max = chosen.size;
      progress.value = 0;
      work.hidden = false;
      try {
        return await decodeFile(chosen, signal, (octets) => {
          progress.value = octets;
        });
      } catch (error) {
        if (error instanceof NoDecoder && !signal.aborted) {
          place.replaceChildren(sender(() => decode(async (signal) => post(await bodyOfFile(chosen), signal))));
          throw new Error(FAULTS.noDecoder);
        }
        throw error;
      }
    });
  };
  const form = el(
    "form",
    { class: "decode-form" },
    el("label", { for: "decode-text", class: "field-label" }, DECODE.text),
    text,
    el(
      "div",
      { class: "decode-row" },
      el("div", {}, el("label", { for: "decode-as", class: "field-label" }, DECODE.as), as),
      button,
    ),
    el("label", { for: "decode-file", class: "field-label" }, DECODE.file),
    file,
    el("p", { class: "field-help", id: "decode-hint" }, fill(DECODE.hint, { most: MOST_MESSAGES })),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    file.value = "";
    void decode(async (signal) => post(bodyOfText(text.value, as.value), signal));
  });
  // The same file, changed, can be chosen again.
  file.addEventListener("click", () => {
    file.value = "";
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) await take(chosen);
  });
  return { node: el("div", { class: "tool-body" }, form, fault, status, work, place), take };
}

/** @param {() => void} send @returns {HTMLElement} the choice to have a file decoded elsewhere */
function sender(send) {
  const button = el("button", { type: "button", class: "button button-small" }, SEND.send);
  button.addEventListener("click", send);
  return el("p", { class: "decode-send" }, button, SEND.promise);
}

/** @param {string} text @param {string} as @returns {Body} */
function bodyOfText(text, as) {
  if (text.trim() === "") throw new Error(FAULTS.nothing);
  const digits = /^[0-9a-f\s:]*$/i.test(text) && !looksLikeDump(text);
  const json = digits || as !== "auto";
  const content = new Blob([json ? JSON.stringify({ hex: text.trim(), as }) : text]);
  return limited({ type: json ? "application/json" : "text/plain", content });
}

/**
 * Whether each of several lines begins with an offset: digits that are more than an octet, and count
 * up. Hex dumps without their ASCII column have nothing but hex digits too.
 * @param {string} text
 */
function looksLikeDump(text) {
  const offsets = text
    .trim()
    .split("\n")
    .map((row) => /^([0-9a-f]{3,8}):?\s+[0-9a-f]{2}/i.exec(row.trim())?.[1]);
  const counts = offsets.map((offset) => Number.parseInt(offset ?? "", 16));
  return counts[0] === 0 && counts.every((count, at) => at === 0 || count > counts[at - 1]);
}

/** @param {File} file @returns {Promise<Body>} */
async function bodyOfFile(file) {
  limited({ type: "", content: file });
  const octets = new Uint8Array(await file.arrayBuffer());
  // Printable ASCII and line ends alone are text; anything else the API finds out itself.
  const isText =
    octets.length > 0 && octets.every((octet) => (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d));
  return { type: isText ? "text/plain" : "application/octet-stream", content: new Blob([octets]) };
}

/** @param {Body} body @returns {Body} */
function limited(body) {
  if (body.content.size > LARGEST) throw new Error(FAULTS.tooLong);
  if (body.content.size === 0) throw new Error(FAULTS.empty);
  return body;
}

/**
 * @param {Body} body
 * @param {AbortSignal} signal
 * @returns {Promise<unknown>} the server's answer
 * @throws {Error} in the server's words where it has some
 */
async function post({ type, content }, signal) {
  const headers = { "Content-Type": type, Accept: "application/json" };
  const request = { method: "POST", headers, body: content, signal };
  return read(await reach("/api/h323/decode", request, FAULTS.noAnswer), FAULTS.status);
}

/**
 * @param {any} answer of the server, or of the decoder on this machine
 * @param {AbortSignal} signal
 * @returns {Promise<{ source: unknown, startedAt: unknown, messages: Record<string, any>[], calls: unknown[], findings: unknown[], notes: unknown[], leftOut: number }>}
 */
async function answerOf(answer, signal) {
  if (!Array.isArray(answer?.messages)) throw new Error(FAULTS.unreadable);
  /** @type {Record<string, any>[]} */
  const messages = [];
  const given = answer.messages.slice(0, MOST_MESSAGES);
  await inTurns(given, A_TURN, (some) => messages.push(...cleanMessages(some)), turns(signal));
  const leftOut = Number.isInteger(answer.leftOut) && answer.leftOut > 0 ? answer.leftOut : 0;
  return {
    source: answer.source,
    startedAt: answer.startedAt,
    messages,
    calls: list(answer.calls),
    findings: list(answer.findings),
    notes: list(answer.notes),
    leftOut,
  };
}

/** @param {number} count of messages */
const unformed = (count) => (count === 0 ? SUMMARY.none.plain : counted(count, SUMMARY.plain, {}));

/** @param {number} count of messages @param {string} form of the input */
const formed = (count, form) => (count === 0 ? fill(SUMMARY.none.as, { form }) : counted(count, SUMMARY.as, { form }));

/** @param {{ source: unknown, messages: unknown[], leftOut: number }} answer */
function summary({ source, messages, leftOut }) {
  const form = SOURCES.get(String(source));
  const summary = form === undefined ? unformed(messages.length) : formed(messages.length, form);
  return leftOut === 0 ? summary : counted(leftOut, SUMMARY.more, { summary });
}

/**
 * @param {HTMLElement} place
 * @param {{ messages: Record<string, any>[], calls: unknown[], startedAt: unknown, findings: unknown[],
 *   notes: unknown[] }} answer
 * @param {AbortSignal} signal says that it is not wanted any more; then this rejects
 */
async function drawAnswer(place, { messages, calls, startedAt, findings, notes }, signal) {
  const turn = turns(signal);
  place.replaceChildren();
  await drawList(place, DECODE.findings, findings.map(object), renderFinding, turn);
  await drawList(place, DECODE.notes, notes, (note) => el("li", {}, words(note)), turn);
  await drawCaptured(place, { messages, calls, startedAt }, signal);
}

/**
 * @template T
 * @param {HTMLElement} place gets nothing without items
 * @param {string} title
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} render
 * @param {() => Promise<void>} turn
 */
async function drawList(place, title, items, render, turn) {
  if (items.length === 0) return;
  const rows = el("ul");
  place.append(el("div", { class: "decode-notes" }, el("p", { class: "field-label" }, title), rows));
  await inTurns(items, A_TURN, (some) => rows.append(...some.map(render)), turn);
}

/** @param {Record<string, unknown>} finding @returns {HTMLElement} its words, and below them what to do */
function renderFinding({ text, advice }) {
  const steps = list(advice).map((step) => el("li", {}, words(onPage(step))));
  return el("li", {}, words(text), ...(steps.length > 0 ? [el("ul", {}, ...steps)] : []));
}
