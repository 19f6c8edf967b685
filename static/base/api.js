/** The one request that places a call, and the lines that come back while it runs. */

import { ANSWER } from "../texts/call.js";
import { fill } from "../texts/fill.js";
import { isObject } from "./values.js";

/**
 * The fields of docs/api.md; only `server` has to be there.
 * @typedef {{ server: string, port?: number, callingNumber?: string | null, calledNumber?: string | null,
 *   firstAnswerSeconds?: number, ringSeconds?: number, holdSeconds?: number, [option: string]: unknown }} CallRequest
 *
 * A line of the stream: an event, as it happened.
 * @typedef {{ type: string, data: Record<string, unknown> }} StreamLine
 *
 * The result:
 * - `report`: a call was tried; `report` is the Worker's answer, whether the call worked or not
 * - `refused`: the Worker refused the request; `field` names the faulty input, if it is known
 * - `unreachable`: the Worker's answer is unusable or broke off, so the end of the call is not known;
 *   `offline` if the request did not leave this machine
 * - `cancelled`: the user cancelled
 * @typedef {{ kind: "report", report: Record<string, unknown> }
 *   | { kind: "refused", status: number, error: string, outcome: unknown, field: string | null, retryAfter: string | null }
 *   | { kind: "unreachable", error: string, offline: boolean }
 *   | { kind: "cancelled" }} CallAnswer
 */

/** @type {(line: StreamLine) => void} */
const ignore = () => {};

/**
 * @param {CallRequest} request
 * @param {AbortSignal} signal aborting it makes the Worker hang up, and there is no report then
 * @param {(line: StreamLine) => void} [onLine] called with every line but the last, which is the report
 * @param {string} [path]
 * @param {AbortSignal} [ending] aborting it makes the Worker hang up and send the report, if it can
 * @returns {Promise<CallAnswer>} never rejects
 */
export async function placeCall(request, signal, onLine = ignore, path = "/api/h323/call", ending = undefined) {
  // It may have been ended before its code had come.
  if (ending?.aborted) return { kind: "cancelled" };
  const both = new AbortController();
  signal.addEventListener("abort", () => both.abort());
  // Until the Worker has given a ticket there is nothing to report.
  const leave = () => both.abort();
  ending?.addEventListener("abort", leave);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
      body: JSON.stringify(request),
      signal: both.signal,
    });
    const ticket = response.headers.get("Call-Ticket");
    if (ending && ticket !== null) {
      ending.removeEventListener("abort", leave);
      const hangUp = () => void hangUpBy(ticket, leave);
      if (ending.aborted) hangUp();
      else ending.addEventListener("abort", hangUp);
    }
    // A proxy in between may answer instead of the Worker.
    const streamed =
      response.body !== null &&
      response.ok &&
      /^application\/x-ndjson\b/i.test(response.headers.get("Content-Type") ?? "");
    return streamed
      ? await readStream(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body), onLine)
      : readWhole(response, await response.text());
  } catch (error) {
    if (both.signal.aborted) return { kind: "cancelled" };
    return unreachable(error instanceof Error ? error.message : String(error), !navigator.onLine);
  }
}

/** How long a call that was hung up may take until its report is here. */
const REPORT_PATIENCE = 10_000;

/**
 * Hangs up the call with this ticket, whose answer then ends with the report.
 * @param {string} ticket
 * @param {() => void} leave is called if that fails, or takes too long
 */
async function hangUpBy(ticket, leave) {
  setTimeout(leave, REPORT_PATIENCE);
  try {
    const answer = await fetch("/api/h323/hangup", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket }),
    });
    // A call that is over sends its report as it is.
    if (!answer.ok && answer.status !== 404) leave();
  } catch {
    leave();
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {(line: StreamLine) => void} onLine
 * @returns {Promise<CallAnswer>} rejects if the connection breaks
 */
async function readStream(body, onLine) {
  for await (const text of linesOf(body)) {
    const line = parseObject(text);
    if (line === null || typeof line.type !== "string" || !isObject(line.data)) {
      return unreachable(ANSWER.unreadable);
    }
    if (line.type === "call_end" || line.type === "register_end") return { kind: "report", report: line.data };
    try {
      onLine(/** @type {StreamLine} */ (line));
    } catch (error) {
      // A fault in showing a line must not end the call.
      reportError(error);
    }
  }
  return unreachable(ANSWER.brokeOff);
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string>} its lines as they come, empty ones left out
 */
async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const parts = (text + value).split("\n");
      text = parts.pop() ?? "";
      yield* parts.filter((part) => part.trim() !== "");
    }
    if (text.trim() !== "") yield text;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} error @param {boolean} [offline] @returns {CallAnswer} */
function unreachable(error, offline = false) {
  return { kind: "unreachable", error, offline };
}

/**
 * @param {Response} response
 * @param {string} body
 * @returns {CallAnswer}
 */
function readWhole(response, body) {
  const answer = parseObject(body);
  const { status } = response;
  if (answer === null) return unreachable(fill(ANSWER.noObject, { status }));
  if (response.ok) return { kind: "report", report: answer };
  return {
    kind: "refused",
    status,
    error: typeof answer.error === "string" ? answer.error : fill(ANSWER.status, { status }),
    outcome: answer.outcome,
    field: typeof answer.field === "string" ? answer.field : null,
    retryAfter: response.headers.get("Retry-After"),
  };
}

/** @param {string} text @returns {Record<string, unknown> | null} */
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
