/**
 * The index from the clauses of the Recommendations to the files that follow them, made from the
 * citations in the code.
 *   node scripts/clauses.mjs          prints it
 *   node scripts/clauses.mjs --write  puts it into docs/clauses.md
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./lib/paths.mjs";

/**
 * The folders with code, and the folders in them that we skip: tests cite the clauses that they test.
 */
const FOLDERS = ["src", "crates"];
const SKIPPED = new Set(["tests", "target", "node_modules", "examples", "testdata"]);

/** The Recommendations, in the order in which a call uses them. */
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

/**
 * The list of all warnings: it cites so many clauses that it would be in every second row and help
 * nobody.
 */
const NAMES_THEM_ALL = "crates/h323-proto/src/call/warning.rs";

const NAME = String.raw`(RFC 1006|Q\.931|Q\.850|H\.225\.0|H\.323|H\.245|H\.235(?:\.\d+)?|H\.241|H\.239|H\.450\.\d+|H\.460\.\d+|X\.680|X\.69[01])`;

/** A clause that its form identifies; `H.239` in a list of standards is not a clause. */
const FORM = String.raw`(?:Annex [A-Z]|[Tt]able [A-Z]?\d+(?:[-.]\d+)*|(?![HQXGTV]\.\d{3})[A-Z]?\d*(?:\.\d+)+)`;

/** The same, after the word "clause", where a plain number counts too. */
const NUMBERED = String.raw`(?:${FORM}|[A-Z]?\d+)`;

const MORE = (form) => `(?:(?:,? and|,? or|,| to) ${form})*`;

const CITED = new RegExp(
  String.raw`\b${NAME},? (?:clauses? (${NUMBERED}${MORE(NUMBERED)})|(${FORM}${MORE(FORM)}))|\b(RFC 1006) (\d)\b`,
  "g",
);

/** @param {string} folder @returns {string[]} paths of the Rust files below it */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sources(path);
    return entry.name.endsWith(".rs") && entry.name !== "tests.rs" ? [path] : [];
  });
}

/**
 * The citations in a text. A comment may break the line between the name and the number.
 * @param {string} text
 * @returns {{ standard: string, clause: string }[]}
 */
export function citations(text) {
  const flowed = text.replace(/\s*\n\s*\/\/[/!]? ?/g, " ");
  return [...flowed.matchAll(CITED)].flatMap(([, standard, numbered, formed, rfc, section]) =>
    clausesOf(numbered ?? formed ?? section).map((clause) => ({ standard: standard ?? rfc, clause })),
  );
}

/**
 * @param {string} list such as "19.7 to 19.9, 23" @returns {string[]} its clauses, with those inside a
 * range
 */
function clausesOf(list) {
  return list.split(/,? and |,? or |, /).flatMap((part) => {
    const [from, to] = part.split(" to ");
    if (to === undefined) return [from];
    const [start, end] = [from, to].map((clause) => clause.match(/^(.*?)(\d+)$/));
    if (!start || !end || start[1] !== end[1]) return [from, to];
    const [first, last] = [Number(start[2]), Number(end[2])];
    return Array.from({ length: Math.max(1, last - first + 1) }, (_, at) => `${start[1]}${first + at}`);
  });
}

/** @param {string} text of a file @returns {string} its first comment, which says what it is about */
function head(text) {
  return text.match(/^(?:\/\/!.*\n)*/)?.[0] ?? "";
}

/** @param {string} clause @returns {(string | number)[]} its sort key */
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

/** @returns {string} the text of docs/clauses.md */
export function index() {
  /** @type {Map<string, Map<string, Map<string, boolean>>>} by standard, clause and file: whether the file is about it */
  const found = new Map();
  for (const path of FOLDERS.flatMap((folder) => sources(join(ROOT, folder)))) {
    const name = relative(ROOT, path).split(sep).join("/");
    if (name === NAMES_THEM_ALL) continue;
    const text = readFileSync(path, "utf8");
    const about = new Set(citations(head(text)).map(({ standard, clause }) => `${standard} ${clause}`));
    for (const { standard, clause } of citations(text)) {
      const clauses = found.get(standard) ?? new Map();
      const files = clauses.get(clause) ?? new Map();
      files.set(name, about.has(`${standard} ${clause}`));
      found.set(standard, clauses.set(clause, files));
    }
  }
  const parts = [...found].sort(([one], [other]) => rank(one) - rank(other) || byNumber(one, other));
  const sections = parts.map(([standard, clauses]) => {
    const rows = [...clauses].sort(([one], [other]) => byNumber(one, other));
    const lines = rows.map(
      ([clause, files]) =>
        `| ${clause} | ${[...files]
          .sort(([one, isAbout], [other, isToo]) => Number(isToo) - Number(isAbout) || (one < other ? -1 : 1))
          .map(([file, isAbout]) => (isAbout ? `**\`${file}\`**` : `\`${file}\``))
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
    "Rules in the code cite their clause. This index lists the citations. A file in bold is about the clause; the other files mention it. `call/warning.rs` is left out, because it names a clause for every warning. A rule can be in force where nothing cites it: follow the callers of the function. `npm run clauses` makes this index, and a test compares it with the code.",
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
