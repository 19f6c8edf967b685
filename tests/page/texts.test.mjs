/**
 * That the texts of the page stand in static/texts, so that they can be translated: no other module has
 * words for a person, and none puts a sentence together.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "acorn";

const STATIC = new URL("../../static/", import.meta.url);

/** The modules of the page but for those with its texts, and those that are made. */
const MODULES = readdirSync(STATIC, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".js") && !/^(texts|wasm|docs)\//.test(name));

/** Functions whose texts the program reads, not a person: selectors, names of events and of modules. */
const FOR_PROGRAMS =
  /^(querySelector(All)?|closest|matches|addEventListener|getElementById|createElementNS?|join|split|replace(All)?|padEnd|padStart|styles|toggle|add|remove|contains|(get|set|remove)Item)$/;
const PROGRAM_KEYS =
  /^(class|style|d|viewBox|points|transform|type|id|for|href|accept|rel|pattern|preserveAspectRatio)$|^(aria-describedby|aria-controls|aria-labelledby|data-.*)$/;
/** What a person reads, whatever words it has. */
const FOR_PEOPLE = /^(aria-label|title|placeholder|alt|textContent)$/;

/** An error for the author of the page: no reader sees it. */
const FOR_AUTHORS = / lacks #|^too much$| is no address$/;

/** Markup, style or a piece of a command. */
const SOURCE = /^<[a-z]|^-H |\{ font:/;

/** Two words beside each other, or a sentence's beginning or end. */
const PROSE = /[A-Za-z]{2,}[,:;]? [A-Za-z]{2,}|[a-z]{2,}[.…:?!]( |$)|^[A-Z][a-z]+ $/;

/** A message of Q.931, whose name the wire has in capital letters. */
const MESSAGE_TYPE = /^[A-Z ]+$/;

/**
 * @param {any} node of the syntax tree
 * @param {any[]} above the nodes that it stands in, the outermost first
 * @param {(node: any, above: any[]) => void} see
 */
function walk(node, above, see) {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (const one of node) walk(one, above, see);
    return;
  }
  if (typeof node.type !== "string") return;
  see(node, above);
  for (const [key, value] of Object.entries(node)) if (key !== "loc") walk(value, [...above, node], see);
}

/** @param {any} callee @returns {string} the name that is called */
const called = (callee) => callee?.property?.name ?? callee?.name ?? "";

/**
 * @param {any} node a text
 * @param {any[]} above
 * @param {string[]} texts what is written in it
 * @returns {boolean} whether the program alone reads it
 */
function isForPrograms(node, above, texts) {
  const up = above.at(-1);
  if (/^(Import|Export)/.test(up.type)) return true;
  const text = texts.join("");
  if (up.type === "NewExpression" && FOR_AUTHORS.test(text)) return true;
  if (SOURCE.test(text)) return true;
  for (const one of above.toReversed()) {
    if (one.type === "Property" && one.key !== node && PROGRAM_KEYS.test(one.key.name ?? String(one.key.value)))
      return true;
    if (one.type === "CallExpression" && FOR_PROGRAMS.test(called(one.callee))) return true;
    if (/Function|Statement|Declaration/.test(one.type)) return false;
  }
  return false;
}

/** @param {any} node @param {any[]} above @returns {boolean} whether it is shown as it stands */
function isShown(node, above) {
  const up = above.at(-1);
  if (up.type === "CallExpression" && called(up.callee) === "el") return up.arguments.indexOf(node) > 1;
  if (up.type === "Property" && up.value === node) return FOR_PEOPLE.test(up.key.name ?? String(up.key.value));
  if (up.type === "AssignmentExpression") return FOR_PEOPLE.test(up.left.property?.name ?? "");
  return false;
}

/** @param {string} module @returns {string[]} where it has words for a person */
function textsOf(module) {
  const source = readFileSync(new URL(module, STATIC), "utf8");
  /** @type {string[]} */
  const found = [];
  walk(parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true }), [], (node, above) => {
    const texts =
      node.type === "Literal" && typeof node.value === "string"
        ? [node.value]
        : node.type === "TemplateLiteral"
          ? node.quasis.map((/** @type {any} */ quasi) => quasi.value.cooked)
          : [];
    if (texts.length === 0 || isForPrograms(node, above, texts)) return;
    const shown = isShown(node, above);
    if (texts.some((text) => (PROSE.test(text) && !MESSAGE_TYPE.test(text)) || (shown && /[a-z]{2,}/i.test(text)))) {
      found.push(`static/${module}:${node.loc.start.line}: ${texts.join("…")}`);
    }
  });
  return found;
}

test("no module of the page has words for a person but those in static/texts", () => {
  const found = MODULES.flatMap(textsOf);
  assert.deepEqual(found, []);
});

test("the places of a text are named once in its file's language, and filled by the same names", async () => {
  const { fill, parts, counted } = await import("../../static/texts/fill.js");
  assert.equal(fill("{who} calls {whom}.", { who: "A", whom: "B{who}" }), "A calls B{who}.");
  assert.deepEqual(
    [0, 1, 2].map((count) => counted(count, { one: "{count} call", other: "{count} calls" }, {})),
    ["0 calls", "1 call", "2 calls"],
  );
  const node = /** @type {any} */ ({});
  assert.deepEqual(parts("Press {button}, then wait {count} s.", { button: node, count: 3 }), [
    "Press ",
    node,
    ", then wait ",
    "3",
    " s.",
  ]);
});
