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

/** A text on one side of these is what the whole of it is. */
const CHOICE = /^(Conditional|Logical)Expression$/;

/**
 * @param {any} node @param {any[]} above
 * @param {RegExp} through the types of nodes that are looked through
 * @returns {[any, any]} the outermost of them around the node, or itself, and what that stands in
 */
function outermost(node, above, through) {
  let whole = node;
  for (const up of above.toReversed()) {
    if (!through.test(up.type) || up.test === whole) return [whole, up];
    whole = up;
  }
  return [whole, {}];
}

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
  // What stands deeper in such a call is an argument of another.
  const [whole, call] = outermost(node, above, /^(Conditional|Logical|Binary)Expression$|^TemplateLiteral$/);
  if (call.type === "CallExpression" && call.arguments.includes(whole) && FOR_PROGRAMS.test(called(call.callee)))
    return true;
  for (const one of above.toReversed()) {
    if (one.type === "Property" && one.key !== node && PROGRAM_KEYS.test(one.key.name ?? String(one.key.value)))
      return true;
    if (/Function|Statement|Declaration/.test(one.type)) return false;
  }
  return false;
}

/** @param {any} node @param {any[]} above @returns {boolean} whether it is shown as it stands */
function isShown(node, above) {
  const [whole, up] = outermost(node, above, CHOICE);
  if (up.type === "CallExpression" && called(up.callee) === "el") return up.arguments.indexOf(whole) > 1;
  if (up.type === "Property" && up.value === whole) return FOR_PEOPLE.test(up.key.name ?? String(up.key.value));
  if (up.type === "AssignmentExpression") return FOR_PEOPLE.test(up.left.property?.name ?? "");
  return false;
}

/** @param {string} source of a module */
const treeOf = (source) => parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true });

/** @param {string} module */
const read = (module) => readFileSync(new URL(module, STATIC), "utf8");

/** @param {string} source @param {string} module @returns {string[]} where it has words for a person */
function textsOf(source, module) {
  /** @type {string[]} */
  const found = [];
  walk(treeOf(source), [], (node, above) => {
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
  const found = MODULES.flatMap((module) => textsOf(read(module), module));
  assert.deepEqual(found, []);
});

for (const [source, hidden] of [
  ['list.add(el("p", {}, "Nothing here"))', true],
  ['node.replaceWith(el("p", {}, all.replace("a", "b c")))', false],
  ['node.classList.toggle("one two", on)', false],
  ['node.classList.add(on ? "one two" : "three four")', false],
  ['["It is so"].join(", ")', true],
  ['node.textContent = on ? "Yes" : "No"', true],
  ['el("dd", {}, on ? "yes" : "no")', true],
  ['el("dd", {}, name || "unnamed")', true],
  ['el("dd", { class: on ? "yes" : "no" }, on ? A.yes : A.no)', false],
  ['el("dd", {}, kind === "yes" ? A.yes : A.no)', false],
]) {
  test(`${source} ${hidden ? "has" : "has no"} words for a person`, () =>
    assert.equal(textsOf(String(source), "x").length > 0, hidden));
}

/** @param {string} source @param {string} module @returns {string[]} where it joins texts to others */
function joinsOf(source, module) {
  /** @type {string[]} */
  const found = [];
  const texts = new Set();
  /** @param {any} node @returns {boolean} whether it is a text of static/texts, filled or not */
  const isText = (node) => {
    if (node?.type === "MemberExpression") return texts.has(node.object.name) || isText(node.object);
    if (node?.type === "ConditionalExpression") return isText(node.consequent) || isText(node.alternate);
    if (node?.type !== "CallExpression" || !/^(fill|filled|counted)$/.test(called(node.callee))) return false;
    return node.arguments.some(isText);
  };
  walk(treeOf(source), [], (node, above) => {
    if (node.type === "ImportDeclaration" && /texts\/(?!fill)/.test(node.source.value))
      for (const { local } of node.specifiers) texts.add(local.name);
    const pieces =
      node.type === "TemplateLiteral"
        ? [...node.expressions, ...node.quasis.filter((/** @type {any} */ { value }) => /[a-z]/i.test(value.cooked))]
        : node.type === "BinaryExpression" && node.operator === "+"
          ? [node.left, node.right]
          : node.type === "ArrayExpression" && isJoinedByWords(above)
            ? node.elements
            : [];
    if (pieces.length > 1 && pieces.some(isText))
      found.push(`static/${module}:${node.loc.start.line}: ${source.slice(node.start, node.end)}`);
  });
  return found;
}

/** @param {any[]} above an array @returns {boolean} whether it is joined to one line, sifted or not */
function isJoinedByWords(above) {
  const [member, call] = [above.at(-1), above.at(-2)];
  if (member?.type !== "MemberExpression" || call?.callee !== member) return false;
  if (called(member) === "filter") return isJoinedByWords(above.slice(0, -2));
  return called(member) === "join" && !/\n/.test(call.arguments[0]?.value);
}

test("no module puts a sentence together from texts", () => {
  const found = MODULES.flatMap((module) => joinsOf(read(module), module));
  assert.deepEqual(found, []);
});

for (const [written, joins] of [
  ["`#{A.x} #{B.y}`", true],
  ["`#{A.x}: #{value}`", true],
  ["`#{A.x} of them`", true],
  ["A.x + value", true],
  ['[A.x, fill(A.y.z, {})].join(" ")', true],
  ['[A.x, on ? A.y : ""].filter(Boolean).join(", ")', true],
  ['[A.x, A.y].join("\\n")', false],
  ["`#{A.x}`", false],
  ["fill(A.x, { all: list.join(A.y) })", false],
]) {
  const source = String(written).replaceAll("#{", "${");
  test(`${source} ${joins ? "puts" : "does not put"} a sentence together`, () =>
    assert.equal(joinsOf(`import { A, B } from "./texts/x.js"; ${source}`, "x").length > 0, joins));
}

/** What is right behind every number: a unit, or “of” how many. */
const FOR_EVERY_NUMBER = /^(s|ms|B|KB|MB|KiB|MiB|of)$/;

/** @param {unknown} value @param {string} path @returns {[string, string, boolean][]} the texts in it, and whether each is one of several forms */
function leaves(value, path, formed = false) {
  if (typeof value === "string") return [[path, value, formed]];
  if (typeof value !== "object" || value === null) return [];
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const forms = entries.some(([name]) => name === "one" || name === "other");
  if (forms)
    for (const form of ["one", "other"]) assert.equal(typeof Reflect.get(value, form), "string", `${path}.${form}`);
  return entries.flatMap(([name, inner]) => leaves(inner, `${path}.${name}`, forms));
}

const FILES = readdirSync(new URL("texts/", STATIC)).filter((name) => name.endsWith(".js"));

for (const file of FILES) {
  test(`texts/${file}: its places have names, and numbers before a word have their forms`, async () => {
    for (const [path, text, formed] of leaves(await import(new URL(`texts/${file}`, STATIC).href), file)) {
      assert.doesNotMatch(text.replaceAll(/\{[a-zA-Z]+\}/g, ""), /[{}]/, `${path}: a place is a name in braces`);
      for (const [, word] of text.matchAll(/\{(?:count|more|left)\} ([\p{L}.\d]+)/gu))
        assert.ok(formed || FOR_EVERY_NUMBER.test(word), `${path}: “${text}” has no forms`);
    }
  });
}

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
