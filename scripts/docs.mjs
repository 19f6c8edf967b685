/**
 * The documents of the repository as pages that are served with the page: docs/*.md and those beside
 * the README become static/docs/*.html, in groups on one index. wrangler.toml's build command makes
 * them, so they are never older than what is deployed.
 */

import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { Marked } from "marked";
import { ROOT } from "./lib/paths.mjs";
import { runScript } from "./lib/report.mjs";

const FOLDER = join(ROOT, "static", "docs");
const IMAGES = ["docs/screenshot.png"];
const DECISIONS = "docs/decisions";

/** The documents in the order in which a reader may need them. */
const GROUPS = [
  [
    "For those who test",
    [
      "README.md",
      "docs/api.md",
      "docs/outcomes.md",
      "docs/firewalls.md",
      "docs/demo.md",
      "docs/presets.md",
      "docs/glossary.md",
    ],
  ],
  ["For those who are called", ["docs/called.md", "docs/denied-numbers.md", "docs/limits.md", "SECURITY.md"]],
  ["For those who run it", ["docs/deploy.md", "docs/setup.md", "docs/peer.md", "docs/vendors.md", "CHANGELOG.md"]],
  [
    "For those who work on it",
    [
      ...["CONTRIBUTING.md", "docs/architecture.md", `${DECISIONS}/README.md`, "docs/clauses.md", "docs/oracles.md"],
      ...["docs/fuzzing.md", "docs/attack.md", "docs/bench.md", "docs/size.md", "docs/supply-chain.md"],
    ],
  ],
];

/** The documents whose pages do not have their own names. */
const NAMES = new Map([
  ["README.md", "about"],
  ["CHANGELOG.md", "changes"],
  [`${DECISIONS}/README.md`, "decisions"],
]);

/** @param {string} path of a document in the repository @returns {string} the name of its page */
function nameOf(path) {
  return NAMES.get(path) ?? basename(path, ".md").toLowerCase();
}

/** @returns {string[]} the paths of all documents */
export function documents() {
  const decisions = readdirSync(join(ROOT, DECISIONS)).filter((name) => /^\d/.test(name));
  return [...GROUPS.flatMap(([, paths]) => paths), ...decisions.sort().map((name) => `${DECISIONS}/${name}`)];
}

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** @param {string} text of a heading @returns {string} its anchor, as GitHub makes it */
const anchorOf = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

/**
 * @param {string} href of a link in a document
 * @param {string} from the document's path
 * @returns {string | undefined} where it leads among the pages; nothing if what it names is not served
 */
function targetOf(href, from) {
  if (/^(https?:|#)/.test(href)) return href;
  const [path, anchor = ""] = href.split("#");
  const named = posix.join(dirname(from), path);
  const served = documents().includes(named) ? `/docs/${nameOf(named)}` : undefined;
  const target = named.startsWith("static/") ? named.slice("static".length) : served;
  return target && (anchor ? `${target}#${anchor}` : target);
}

/** @param {string} from the path of the document @returns {Marked} what writes it as HTML */
function writer(from) {
  return new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const inner = this.parser.parseInline(tokens);
        return `<h${depth} id="${escaped(anchorOf(text))}">${inner}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = targetOf(href, from);
        return target === undefined ? inner : `<a href="${escaped(target)}">${inner}</a>`;
      },
      image({ href, text }) {
        return `<img src="/docs/${escaped(basename(href))}" alt="${escaped(text)}">`;
      },
      table(token) {
        const cell = (tag, { tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
        const row = (tag, cells) => `<tr>${cells.map((one) => cell(tag, one)).join("")}</tr>`;
        const body = token.rows.map((cells) => row("td", cells)).join("\n");
        // The table scrolls, not the page; who has no pointer needs the focus for it.
        return `<div class="document-table" tabindex="0" role="group" aria-label="Table"><table><thead>${row("th", token.header)}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      // The comments in which scripts put their figures.
      html: () => "",
    },
  });
}

/** @param {string} title @param {string} main @param {string} [back] */
function page(title, main, back = '<a href="/docs/">All documents</a>') {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${escaped(title)} – H.323 Tester</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/index.css">
  <link rel="stylesheet" href="/styles/document.css">
</head>
<body class="document">
  <a class="document-skip" href="#text">Skip to the text</a>
  <header class="document-head">
    <img src="/favicon.svg" alt="" width="28" height="28">
    <a href="/">H.323 Tester</a>
    ${back}
  </header>
  <main class="document-text" id="text">
${main}
  </main>
</body>
</html>
`;
}

/** @param {string} text of a document @returns {string} its first heading */
const titleOf = (text) => text.match(/^# (.+)$/m)?.[1] ?? "Document";

const read = (path) => readFileSync(join(ROOT, path), "utf8");

function index() {
  const items = (paths) =>
    paths.map((path) => `<li><a href="/docs/${nameOf(path)}">${escaped(titleOf(read(path)))}</a></li>`).join("\n");
  const groups = GROUPS.map(([title, paths]) => `<h2>${title}</h2>\n<ul>\n${items(paths)}\n</ul>`);
  const machine = '<p>The API for programs: <a href="/api/openapi.json">OpenAPI description</a>.</p>';
  return page("Documents", ["<h1>Documents</h1>", ...groups, machine].join("\n"), "");
}

/** Makes all pages. */
export function buildDocs() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const path of documents()) {
    const text = read(path);
    const html = writer(path).parse(text);
    writeFileSync(join(FOLDER, `${nameOf(path)}.html`), page(titleOf(text), String(html)));
  }
  writeFileSync(join(FOLDER, "index.html"), index());
  for (const path of IMAGES) copyFileSync(join(ROOT, path), join(FOLDER, basename(path)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runScript(async () => buildDocs());
