/** The scenarios of the endpoint. */

import { execFileSync } from "node:child_process";
import { PEER } from "../../scripts/lib/paths.mjs";

/** These wait for a timer of the Worker or of the endpoint. */
export const LONG = ["ring", "slow", "silent", "flood", "h245-silent", "h245-no-ack"];

/** @returns {Map<string, string>} the number of every scenario by its name, as `h323-peer scenarios` lists them */
export function listScenarios() {
  const lines = execFileSync(PEER, ["scenarios"], { encoding: "utf8" }).trim().split("\n");
  return new Map(lines.map((line) => line.split(/\s+/)).map(([number, name]) => [name, number]));
}
