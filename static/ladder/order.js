/** The lines that a report was made of, in the order in which they must have come. */

import { warningsBehind } from "../base/trace.js";
import { list, object } from "../base/values.js";
import { timeOf } from "./read.js";

/** @typedef {import("../base/api.js").StreamLine} StreamLine */

/**
 * @param {Record<string, unknown>} report
 * @returns {StreamLine[]}
 */
export function inOrder(report) {
  const trace = list(report.trace).map(object);
  const warned = warningsBehind(report);
  const redirected = redirectsBehind(trace, list(report.redirects).map(object));
  /** @param {string} type @param {Record<string, unknown>[]} [all] @returns {StreamLine[]} */
  const lines = (type, all = []) => all.map((data) => ({ type, data }));
  const after = (/** @type {number} */ at) => [
    ...lines("warning", warned.get(at)),
    ...lines("redirect", redirected.get(at)),
  ];
  return [...after(-1), ...trace.flatMap((data, at) => [{ type: "message", data }, ...after(at)])];
}

/**
 * A redirect that was followed stands before the first message to the new address, any other behind
 * the last message until then.
 * @param {Record<string, unknown>[]} trace
 * @param {Record<string, unknown>[]} redirects
 * @returns {Map<number, Record<string, unknown>[]>} by the place in the trace that they stand behind
 */
function redirectsBehind(trace, redirects) {
  /** @type {Map<number, Record<string, unknown>[]>} */
  const behind = new Map();
  let followed = 0;
  for (const redirect of redirects) {
    if (redirect.followed === true) followed += 1;
    const next = redirect.followed === true ? trace.findIndex(({ hop }) => Number(hop) >= followed) : -1;
    const t = timeOf(redirect.t) ?? Number.POSITIVE_INFINITY;
    const at = next < 0 ? trace.findLastIndex((entry) => (timeOf(entry.t) ?? 0) <= t) : next - 1;
    behind.set(at, [...(behind.get(at) ?? []), redirect]);
  }
  return behind;
}
