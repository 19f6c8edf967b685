/** The command line that places the same call again. */

import { DEFAULTS } from "../base/defaults.js";
import { isRegistration } from "../rules/server.js";

/**
 * @param {Record<string, unknown>} request
 * @param {string} origin of the tester
 * @returns {string} for a POSIX shell
 */
export function curlCommand(request, origin) {
  const said = Object.entries(request).filter(([name, value]) => !isDefault(name, value));
  const parts = [
    "curl -sS -X POST",
    quoted(`${origin}/api/h323/${isRegistration(request) ? "register" : "call"}`),
    "-H 'Content-Type: application/json'",
    "--data-raw",
    quoted(ascii(JSON.stringify(Object.fromEntries(said)))),
  ];
  return parts.join(" ");
}

/** @param {string} name @param {unknown} value */
function isDefault(name, value) {
  return (
    Object.hasOwn(DEFAULTS, name) &&
    JSON.stringify(/** @type {Record<string, unknown>} */ (DEFAULTS)[name]) === JSON.stringify(value)
  );
}

/**
 * One word of a POSIX shell (2.2.2 of its Shell Command Language): between single quotes nothing has
 * a meaning but the single quote, which therefore stands outside.
 * @param {string} text
 */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * JSON without anything that a terminal or a reader could take for something else (RFC 8259 7).
 * @param {string} json
 */
function ascii(json) {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
