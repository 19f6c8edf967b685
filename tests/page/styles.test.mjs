/**
 * That no rule of a style sheet reaches another component: each sheet is one component in a layer of
 * its own, and each of its selectors begins with the component's class.
 */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import postcss from "postcss";
import parseSelectors from "postcss-selector-parser";

const STATIC = new URL("../../static/", import.meta.url);
const BASE = "index.css";
const COMPONENTS = readdirSync(new URL("styles/", STATIC))
  .filter((name) => name.endsWith(".css"))
  .map((name) => name.slice(0, -".css".length))
  .sort();

/** No other component is inside this one, and what Markdown makes has no classes. */
const ALONE = "document";

/** The one class that is no component's: it is for text that is not to be seen at all. */
const EVERYWHERE = "visually-hidden";

/** @param {string} path */
const parse = (path) => postcss.parse(readFileSync(new URL(path, STATIC), "utf8"), { from: path });

/** @param {string} name of a class @returns {string | undefined} the component whose name it begins with */
function ownerOf(name, components = COMPONENTS) {
  const owners = components.filter((component) => name === component || name.startsWith(`${component}-`));
  return owners.sort((a, b) => b.length - a.length)[0];
}

/**
 * The compounds of a selector, each with the combinator before it.
 * @param {import("postcss-selector-parser").Selector} selector
 */
function compoundsOf(selector) {
  /** @type {{ combinator: string, nodes: import("postcss-selector-parser").Node[] }[]} */
  const compounds = [{ combinator: "", nodes: [] }];
  for (const node of selector.nodes) {
    if (node.type === "combinator") compounds.push({ combinator: node.value.trim() || " ", nodes: [] });
    else compounds.at(-1)?.nodes.push(node);
  }
  return compounds;
}

/** @param {import("postcss-selector-parser").Node[]} nodes @returns {string[]} */
const classesOf = (nodes) => nodes.flatMap((node) => (node.type === "class" ? [node.value] : []));

/**
 * @param {string} css of a component
 * @param {string} component
 * @param {string[]} [components] all there are
 * @returns {string[]} what in it is not the component's
 */
function faultsOf(css, component, components = COMPONENTS) {
  /** @type {string[]} */
  const faults = [];
  const root = typeof css === "string" ? postcss.parse(css) : css;
  for (const node of root.nodes) {
    const isLayer = node.type === "atrule" && node.name === "layer" && node.params === component;
    if (node.type !== "comment" && !isLayer)
      faults.push(`outside @layer ${component}: ${node.toString().slice(0, 60)}`);
  }
  root.walkAtRules("keyframes", ({ params }) => {
    if (ownerOf(params, components) !== component) faults.push(`@keyframes ${params}`);
  });
  root.walkRules((rule) => {
    if (rule.parent?.type === "atrule" && /** @type {import("postcss").AtRule} */ (rule.parent).name === "keyframes")
      return;
    if (rule.parent?.type === "rule") faults.push(`nested: ${rule.selector}`);
    for (const selector of parseSelectors().astSync(rule.selector).nodes) {
      const text = selector.toString().trim();
      const [first, ...rest] = compoundsOf(selector);
      if (!classesOf(first.nodes).some((name) => ownerOf(name, components) === component))
        faults.push(`not of ${component}: ${text}`);
      // What is nowhere named may be in another component that is inside this one.
      for (const { combinator, nodes } of rest) {
        if (component !== ALONE && combinator === " " && classesOf(nodes).length === 0)
          faults.push(`no class behind a blank: ${text}`);
      }
      selector.walkIds(() => void faults.push(`an id: ${text}`));
    }
  });
  return faults;
}

/** @param {string} css @returns {Set<string>} the classes that its rules name */
function namesIn(css) {
  /** @type {Set<string>} */
  const names = new Set();
  postcss.parse(css).walkRules((rule) => {
    if (rule.parent?.type === "atrule" && /** @type {import("postcss").AtRule} */ (rule.parent).name === "keyframes")
      return;
    parseSelectors()
      .astSync(rule.selector)
      .walkClasses(({ value }) => void names.add(value));
  });
  return names;
}

/** @param {string} component */
const sheetOf = (component) => readFileSync(new URL(`styles/${component}.css`, STATIC), "utf8");

for (const component of COMPONENTS) {
  test(`every rule of styles/${component}.css is ${component}'s`, () => {
    assert.deepEqual(faultsOf(sheetOf(component), component), []);
  });
}

test("a name that belongs to no component is used by one alone", () => {
  /** @type {Map<string, string[]>} */
  const users = new Map();
  for (const component of COMPONENTS) {
    for (const name of namesIn(sheetOf(component))) {
      if (ownerOf(name) === undefined) users.set(name, [...(users.get(name) ?? []), component]);
    }
  }
  assert.deepEqual(
    [...users].filter(([, some]) => some.length > 1),
    [],
  );
});

test("the order of the layers names every component, once", () => {
  const [order] = parse(BASE).nodes.filter(
    (node) => node.type === "atrule" && node.name === "layer" && node.nodes === undefined,
  );
  const layers = /** @type {import("postcss").AtRule} */ (order).params.split(",").map((name) => name.trim());
  assert.deepEqual(layers.toSorted(), ["base", ...COMPONENTS].toSorted());
  assert.equal(layers[0], "base");
});

test("what belongs to all names no class", () => {
  const names = namesIn(readFileSync(new URL(BASE, STATIC), "utf8"));
  assert.deepEqual([...names], [EVERYWHERE]);
  for (const node of parse(BASE).nodes) {
    if (node.type !== "comment")
      assert.equal(node.type === "atrule" && node.name, "layer", node.toString().slice(0, 60));
  }
});

test("the rules that broke the ladder are found", () => {
  const inLayer = (/** @type {string} */ rules) => `@layer options { ${rules} }`;
  const all = ["ladder", "options"];
  for (const rules of [
    ".rows { display: grid }",
    ".rows li { display: grid }",
    "li { display: grid }",
    ".options .option, .rows:not(:empty) { gap: 0 }",
    ".options li { display: grid }",
    ".options :is(select, p) { display: grid }",
    ".ladder .options { display: grid }",
    "@media print { .rows { display: none } }",
    "@container ladder (max-width: 4rem) { .rows { display: none } }",
    "#options { display: grid }",
    ".options { .rows { display: grid } }",
    "@keyframes sweep { from { top: 0 } }",
  ]) {
    assert.notEqual(faultsOf(inLayer(rules), "options", all).length, 0, rules);
  }
  assert.notEqual(faultsOf(".options { gap: 0 }", "options", all).length, 0, "without a layer");
  for (const rules of [
    ".options { gap: 0 }",
    ".options-rows > li::before { gap: 0 }",
    "@media print { .options .rows > :is(li, .x) { gap: 0 } }",
    "@keyframes options-sweep { from { top: 0 } }",
  ]) {
    assert.deepEqual(faultsOf(inLayer(rules), "options", all), [], rules);
  }
});
