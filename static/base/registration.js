/** Registrations without a call, by their reports. */

import { object } from "./values.js";

/** @param {Record<string, any>} report @returns {boolean} whether it is of a registration: only that has the moment of its end */
export function isOfRegistration(report) {
  return typeof object(report.timing).ended === "number";
}
