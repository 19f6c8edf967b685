/** From the form's values to the request, and back. */

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

/** @param {Record<string, unknown>} request @returns the part of it that a registration without a call takes */
export function toRegistration({ server, port, srv, tls, gatekeeper, vendor, h225Version }) {
  return /** @type {import("../base/api.js").CallRequest} */ (
    /** @type {unknown} */ ({ server, port, srv, tls, gatekeeper, vendor, h225Version })
  );
}

/** @param {import("../rules/options.js").Option} option @param {unknown} json @returns {unknown} a value, if `json` has the right form */
function fromJson({ kind }, json) {
  if (kind === "several") return Array.isArray(json) ? json.join(",") : null;
  if (kind === "aliases") return json;
  return ["string", "number", "boolean"].includes(typeof json) ? String(json) : null;
}

/** Fields that are objects in the form, with the member that a plain value stands for. @type {Record<string, string>} */
const WHOLE = { vendor: "", userInput: "digits", requestMode: "codec", gatekeeper: "" };

/** @param {Record<string, unknown>} request @returns {[string, unknown][]} with the members of objects by themselves */
function flat(request) {
  return Object.entries(request).flatMap(([name, json]) => {
    const alone = Object.hasOwn(WHOLE, name) ? WHOLE[name] : "";
    if (typeof json === "object" && json !== null && Object.hasOwn(WHOLE, name)) {
      return flat(/** @type {any} */ (json)).map(
        ([member, inner]) => /** @type {[string, unknown]} */ ([`${name}.${member}`, inner]),
      );
    }
    return [/** @type {[string, unknown]} */ ([alone === "" ? name : `${name}.${alone}`, json])];
  });
}

/**
 * The values that make a request; a field without a value is missing in it.
 * @param {Record<string, unknown>} request
 * @returns {{ values: Record<string, unknown>, ignored: string[] }} the values, unchecked, and the
 *   unknown names
 */
export function fromRequest(request) {
  const ticks = new Map([...OPTIONS.values()].map(({ name, instead }) => [instead, name]));
  /** @type {Record<string, unknown>} */
  const values = {};
  const ignored = [];
  for (const [name, json] of flat(request)) {
    const option = OPTIONS.get(name);
    const tick = ticks.get(name);
    if (!option || option.instead) ignored.push(name);
    else if (json === null && tick) values[tick] = "true";
    else values[name] = fromJson(option, json);
  }
  return { values, ignored };
}
