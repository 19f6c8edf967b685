/** Checks of the installed packages by npm and its registry: known vulnerabilities, and signatures. */

import { pathWithoutLocal } from "./paths.mjs";
import { capture } from "./process.mjs";

/**
 * The severities that fail the check. The packages only build and test; the Worker contains none of
 * them.
 */
const FAILING = ["high", "critical"];

// If the registry does not answer, the tests must not wait long.
const FLAGS = ["--json", "--loglevel=silent", "--fetch-retries=0", "--fetch-timeout=20000"];

/** @typedef {{ skipped?: string, faults: string[], notes: string[] }} Verdict `skipped` is why there is none */

/** The JSON that npm printed; a reason if it is not an answer of the registry. */
function answer(text, field) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return { skipped: "npm printed nothing that can be read" };
  }
  if (value[field] !== undefined) return { value };
  return { skipped: value.message ?? value.error?.summary ?? "the registry gave no answer" };
}

/**
 * @param {string} text what `npm audit --json` printed
 * @returns {Verdict}
 */
export function readAdvisories(text) {
  const { value, skipped } = answer(text, "auditReportVersion");
  if (skipped) return { skipped, faults: [], notes: [] };
  const lines = { faults: [], notes: [] };
  for (const { name, severity, range } of Object.values(value.vulnerabilities ?? {})) {
    lines[FAILING.includes(severity) ? "faults" : "notes"].push(`${name} ${range}: ${severity}`);
  }
  return lines;
}

/**
 * @param {string} text what `npm audit signatures --json` printed
 * @returns {Verdict}
 */
export function readSignatures(text) {
  const { value, skipped } = answer(text, "invalid");
  if (skipped) return { skipped, faults: [], notes: [] };
  const line = (state) => (entry) => `${entry.name}@${entry.version}: signature ${state}`;
  return { faults: [...value.invalid.map(line("invalid")), ...value.missing.map(line("missing"))], notes: [] };
}

const CHECKS = [
  { title: "npm advisories", args: ["audit"], read: readAdvisories, remedy: "see `npm audit`" },
  {
    title: "npm signatures",
    args: ["audit", "signatures"],
    read: readSignatures,
    remedy: "see `npm audit signatures`",
  },
];

/**
 * Asks the registry about the installed packages; prints one line for each question without an answer.
 * @returns {Promise<void>} rejects if a package has a severe vulnerability, or no valid signature
 */
export async function auditNpm() {
  for (const { title, args, read, remedy } of CHECKS) {
    const options = { env: { PATH: pathWithoutLocal() }, evenIfItFails: true };
    const { skipped, faults, notes } = read((await capture("npm", [...args, ...FLAGS], options)) ?? "");
    if (skipped) console.log(`${title}: SKIPPED, ${skipped}`);
    else console.log([`${title}: ${faults.length ? "failed" : "ok"}`, ...notes].join("\n  "));
    if (faults.length) throw new Error([`${title}; ${remedy}`, ...faults].join("\n  "));
  }
}
