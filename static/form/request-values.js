/** From a request to the form's values: of a saved call, or one that was changed. */

import { OPTIONS } from "../rules/options.js";
import { isRegistration } from "../rules/server.js";
import { REGISTRATION } from "./request.js";

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
 * @returns {{ values: Record<string, unknown>, ignored: string[], stays: (name: string) => boolean }} the
 *   values, unchecked, the unknown names, and whether the request says nothing of a field: one of a
 *   registration says nothing of what calls alone have
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
  const calls = !isRegistration(request);
  return { values, ignored, stays: (name) => !calls && !REGISTRATION.includes(name.split(".")[0]) };
}
