/**
 * The index from the clauses of the Recommendations to the files that follow them, out of what the
 * code cites.
 *   node scripts/clauses.mjs          prints it
 *   node scripts/clauses.mjs --write  puts it into docs/clauses.md
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./lib/paths.mjs";

/** Where the code is, and what of it is not read: tests cite what they try. */
const FOLDERS = ["src", "crates"];
const SKIPPED = new Set(["tests", "target", "node_modules", "examples", "testdata"]);

/** In the order in which a call meets them. */
const STANDARDS = [
  ["RFC 1006", "TPKT"],
  ["Q.931", "messages, information elements, call states"],
  ["Q.850", "causes"],
  ["H.225.0", "call signalling, RAS"],
  ["H.323", "procedures"],
  ["H.245", "control"],
  ["H.235", "security"],
  ["H.241", "H.264 in H.245"],
  ["H.239", "roles and a second video"],
  ["H.450", "supplementary services"],
  ["H.460", "extensions"],
  ["X.680", "ASN.1"],
  ["X.690", "basic encoding rules"],
  ["X.691", "packed encoding rules"],
];

const CITED =
  /\b(RFC 1006|Q\.931|Q\.850|H\.225\.0|H\.323|H\.245|H\.235(?:\.\d+)?|H\.241|H\.239|H\.450\.\d+|H\.460\.\d+|X\.680|X\.69[01]),?(?: clauses? ([A-Z]?\d+(?:\.\d+)*)| ((?:Annex |table )[A-Z]?\d*(?:\.\d+)*)| ([A-Z\d]\d*(?:\.\d+)+))/g;

/** @param {string} folder @returns {string[]} paths of the Rust files below it */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sources(path);
    return entry.name.endsWith(".rs") && entry.name !== "tests.rs" ? [path] : [];
  });
}

/**
 * The citations of a text: a comment may break a line between the name and the number.
 * @param {string} text
 * @returns {{ standard: string, clause: string }[]}
 */
export function citations(text) {
  const flowed = text.replace(/\s*\n\s*\/\/[/!]? ?/g, " ");
  return [...flowed.matchAll(CITED)].flatMap(([, standard, ...forms]) =>
    forms.filter(Boolean).map((clause) => ({ standard, clause })),
  );
}

/** @param {string} clause @returns {(string | number)[]} what it is sorted by */
function order(clause) {
  return clause.split(/[. ]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** @param {string} one @param {string} other */
function byNumber(one, other) {
  const [left, right] = [order(one), order(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    if (left[at] === right[at]) continue;
    if (left[at] === undefined) return -1;
    if (right[at] === undefined) return 1;
    if (typeof left[at] === typeof right[at]) return left[at] < right[at] ? -1 : 1;
    return typeof left[at] === "number" ? -1 : 1;
  }
  return 0;
}

/** @returns {string} docs/clauses.md */
export function index() {
  /** @type {Map<string, Map<string, Set<string>>>} */
  const found = new Map();
  for (const path of FOLDERS.flatMap((folder) => sources(join(ROOT, folder)))) {
    const name = relative(ROOT, path).split(sep).join("/");
    for (const { standard, clause } of citations(readFileSync(path, "utf8"))) {
      const clauses = found.get(standard) ?? new Map();
      found.set(standard, clauses.set(clause, (clauses.get(clause) ?? new Set()).add(name)));
    }
  }
  const parts = [...found].sort(([one], [other]) => rank(one) - rank(other) || byNumber(one, other));
  const sections = parts.map(([standard, clauses]) => {
    const rows = [...clauses].sort(([one], [other]) => byNumber(one, other));
    const lines = rows.map(
      ([clause, files]) =>
        `| ${clause} | ${[...files]
          .sort()
          .map((file) => `\`${file}\``)
          .join(", ")} |`,
    );
    const about = STANDARDS.find(([name]) => standard.startsWith(name))?.[1];
    return [
      `## ${standard}${about === undefined ? "" : `: ${about}`}`,
      "",
      "| clause | files |",
      "| --- | --- |",
      ...lines,
    ].join("\n");
  });
  return [
    "# Where a clause is followed",
    "",
    "The code says at each rule which clause it comes from. This is the index to that: `npm run clauses` makes it, and a test holds it to the code.",
    "",
    ...sections.map((section) => `${section}\n`),
  ].join("\n");
}

/** @param {string} standard */
function rank(standard) {
  const at = STANDARDS.findIndex(([name]) => standard.startsWith(name));
  return at === -1 ? STANDARDS.length : at;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--write")) writeFileSync(join(ROOT, "docs", "clauses.md"), index());
  else process.stdout.write(index());
}
