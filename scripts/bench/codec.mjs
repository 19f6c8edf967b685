/** Codec rates: runs the crate in benches/ and reads criterion's results. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { TARGET } from "../lib/paths.mjs";
import { cargo } from "../lib/cargo.mjs";
import { short, table } from "./figures.mjs";

const RESULTS = join(TARGET, "criterion");
const NS_PER_S = 1e9;

/** The folders of results, in order; criterion also keeps those of earlier runs. */
function foldersSince(started) {
  const age = (path) => statSync(path).mtimeMs;
  return readdirSync(RESULTS, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(join("new", "estimates.json")))
    .map((path) => join(RESULTS, path))
    .filter((path) => age(path) >= started)
    .sort((a, b) => age(a) - age(b))
    .map(dirname);
}

function read(folder) {
  const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const { group_id: action, function_id: message, value_str: origin, throughput } = json("benchmark.json");
  // The median hardly moves if other programs take a core for a moment.
  const nanoseconds = json("estimates.json").median.point_estimate;
  return { action, message, origin, octets: throughput.Bytes, nanoseconds };
}

function row({ action, message, origin, octets, nanoseconds }) {
  const rate = NS_PER_S / nanoseconds;
  const megabytes = (rate * octets) / 1e6;
  return [action, message, origin, String(octets), `${short(nanoseconds / 1000)} µs`, short(rate), short(megabytes)];
}

/** @returns {Promise<string>} the results in Markdown */
export async function codecRates() {
  const started = Date.now();
  await cargo("bench", ["-p", "h323-benches", "--", "--quiet"]);
  const rows = foldersSince(started).map(read).map(row);
  return table(["", "message", "whose", "octets", "each takes", "messages/s", "MB/s"], rows);
}
