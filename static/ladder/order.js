/** The lines that a report was made of, in the order in which they must have come. */

import { list, object } from "../base/values.js";
import { timeOf } from "./read.js";

/** At the same moment: the messages of a call, where it was sent on to, and last what was odd. */
const WARNING = 100;
const NOT_FOLLOWED = 99;

/**
 * @param {Record<string, unknown>} report
 * @returns {import("../base/api.js").StreamLine[]}
 */
export function inOrder(report) {
  let last = 0;
  const messages = list(report.trace).map((value) => {
    const data = object(value);
    last = timeOf(data.t) ?? last;
    return { type: "message", data, t: last, rank: 2 * (Number.isInteger(data.hop) ? Number(data.hop) : 0) };
  });
  let followed = 0;
  const redirects = list(report.redirects).map((value) => {
    const data = object(value);
    if (data.followed === true) followed += 1;
    return {
      type: "redirect",
      data,
      t: timeOf(data.t) ?? last,
      rank: data.followed === true ? 2 * followed - 1 : NOT_FOLLOWED,
    };
  });
  const warnings = list(report.warnings).map((value) => {
    const data = object(value);
    return { type: "warning", data, t: timeOf(data.t) ?? last, rank: WARNING };
  });
  return [...messages, ...redirects, ...warnings]
    .sort((a, b) => a.t - b.t || a.rank - b.rank)
    .map(({ type, data }) => ({ type, data }));
}
