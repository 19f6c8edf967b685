/** From the form's values to the request; request-values.js leads back. */

import { BASICS, isChanged, isPlainPort, OPTIONS } from "../rules/options.js";

/**
 * @param {import("../rules/options.js").Option} option
 * @param {import("../rules/options.js").Value} value
 * @returns {unknown} as the request has it
 */
function toJson({ kind, instead, numeric }, value) {
  if (instead) return null;
  if (kind === "tick") return value === "true";
  if (kind === "number" || numeric) return Number(value);
  return kind === "several" ? String(value).split(",") : value;
}

/**
 * The request for values without a fault: the visible fields, and all that differ from the default.
 * @param {import("../rules/options.js").Values} values
 * @returns {import("../base/api.js").CallRequest}
 */
export function toRequest(values) {
  /** @type {Record<string, any>} */
  const request = {};
  for (const option of OPTIONS.values()) {
    if (option.idle?.(values)) continue;
    if (option.name === "port" && isPlainPort(values)) continue;
    if (!BASICS.includes(option) && !isChanged(option, values)) continue;
    const json = toJson(option, values[option.name]);
    const [whole, member] = (option.instead ?? option.name).split(".");
    request[whole] = member ? { ...request[whole], [member]: json } : json;
  }
  return /** @type {import("../base/api.js").CallRequest} */ (request);
}

/** The fields of a request that a registration without a call has too. */
export const REGISTRATION = ["server", "port", "srv", "tls", "gatekeeper", "vendor", "h225Version"];

/** @param {Record<string, unknown>} request @returns the part of it that a registration without a call takes */
export function toRegistration(request) {
  const taken = Object.entries(request).filter(([name]) => REGISTRATION.includes(name));
  return /** @type {import("../base/api.js").CallRequest} */ (Object.fromEntries(taken));
}
