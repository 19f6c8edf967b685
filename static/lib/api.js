/** The one request this page makes. */

/**
 * @typedef {{ server: string, port: number, callingNumber: string, calledNumber?: string }} CallRequest
 *
 * What came of it:
 * - `report`: a call was tried; `report` is the Worker's answer, whether the call worked or not
 * - `refused`: the Worker would not try; `field` names the offending input where there is one
 * - `unreachable`: no usable answer from the Worker, so nothing is known about the call
 * - `cancelled`: the caller gave up
 * @typedef {{ kind: "report", report: Record<string, unknown> }
 *   | { kind: "refused", status: number, error: string, outcome: unknown, field: string | null, retryAfter: string | null }
 *   | { kind: "unreachable", error: string }
 *   | { kind: "cancelled" }} CallAnswer
 */

/**
 * @param {CallRequest} request
 * @param {AbortSignal} signal aborting it makes the Worker hang up
 * @returns {Promise<CallAnswer>} never rejects
 */
export async function placeCall(request, signal) {
  let response;
  let body;
  try {
    response = await fetch("/api/h323/call", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(request),
      signal,
    });
    body = await response.text();
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled" };
    return { kind: "unreachable", error: error instanceof Error ? error.message : String(error) };
  }

  const answer = parseObject(body);
  if (answer === null) {
    return { kind: "unreachable", error: `HTTP ${response.status}, and the answer is not a JSON object` };
  }
  if (response.ok) return { kind: "report", report: answer };
  return {
    kind: "refused",
    status: response.status,
    error: typeof answer.error === "string" ? answer.error : `HTTP ${response.status}`,
    outcome: answer.outcome,
    field: typeof answer.field === "string" ? answer.field : null,
    retryAfter: response.headers.get("Retry-After"),
  };
}

/** @param {string} text @returns {Record<string, unknown> | null} */
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
