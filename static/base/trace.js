/** Where the warnings of a report stand in its trace. */

import { list, object } from "./values.js";

/**
 * @param {Record<string, unknown>} report
 * @returns {Map<number, Record<string, unknown>[]>} by the place of the message that they stand behind;
 *   -1 for those before any message
 */
export function warningsBehind(report) {
  const last = list(report.trace).length - 1;
  /** @type {Map<number, Record<string, unknown>[]>} */
  const behind = new Map();
  for (const warning of list(report.warnings).map(object)) {
    const at = Number.isInteger(warning.after) ? Math.max(-1, Math.min(Number(warning.after), last)) : -1;
    behind.set(at, [...(behind.get(at) ?? []), warning]);
  }
  return behind;
}
