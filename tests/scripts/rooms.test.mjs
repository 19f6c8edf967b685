/** That the parts of `h323-proto` stand on each other as docs/architecture.md says, and none leads back to itself. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const SOURCE = new URL("crates/h323-proto/src/", ROOT);
const MAP = readFileSync(new URL("docs/architecture.md", ROOT), "utf8");

/** The rooms whose parts have an order. */
const FOLDERS = ["call", "h245"];

const FILES = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".rs") && !/\btests\b/.test(name));

/** @param {string} file @returns {string[]} the path of its module in the crate */
const moduleOf = (file) =>
  file
    .replace(/\.rs$/, "")
    .split("/")
    .filter((part) => part !== "mod" && part !== "lib");

/**
 * @param {string} tree `a::{b, c::{d, e as f}}`
 * @returns {string[][]} the paths in it
 */
function leaves(tree) {
  const open = tree.indexOf("{");
  if (open < 0) return [tree.replace(/\s+as\s+\w+/, "").split("::")].map((path) => path.map((part) => part.trim()));
  const inner = tree.slice(open + 1, tree.lastIndexOf("}"));
  const parts = [""];
  let depth = 0;
  for (const character of inner) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  const before = tree.slice(0, open).split("::").slice(0, -1);
  return parts
    .filter((part) => part.trim() !== "")
    .flatMap(leaves)
    .map((path) => [...before.map((part) => part.trim()), ...path]);
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {string[][]} the paths in the crate that it names outside its tests
 */
function uses(file, text) {
  const code = text
    .split(/^#\[cfg\(test\)\]$/m)[0]
    .replaceAll(/\/\/.*/g, "")
    .replaceAll(/\bpub\(in [^)]*\)/g, "pub");
  const imports = [...code.matchAll(/\buse\s+((?:super|crate|self)\b[^;]*);/g)].flatMap(([, tree]) => leaves(tree));
  const paths = [...code.replaceAll(/\buse\s[^;]*;/g, "").matchAll(/\b(?:super|crate)(?:::\w+)+/g)];
  return [...imports, ...paths.map(([path]) => path.split("::"))].map((path) => {
    const from = moduleOf(file);
    if (path[0] === "crate") return path.slice(1);
    let ups = path.findIndex((part) => part !== "super" && part !== "self");
    if (ups < 0) ups = path.length;
    const climbed = path.slice(0, ups).filter((part) => part === "super").length;
    return [...from.slice(0, from.length - climbed), ...path.slice(ups)];
  });
}

/**
 * @param {string} folder
 * @returns {Map<string, number>} its parts and the floor that the map gives to each
 */
function floorsOf(folder) {
  const line = new RegExp(`^${folder}: (.*)$`, "m").exec(MAP);
  assert(line, `docs/architecture.md has no line of ${folder}`);
  const floors = line[1].split(" | ").map((floor) => floor.split(" "));
  return new Map(
    floors.flatMap((parts, floor) => parts.map((part) => /** @type {[string, number]} */ ([part, floor]))),
  );
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} text
 * @returns {string[]} the arrows in it that do not lead down
 */
function faults(folder, file, text) {
  const floors = floorsOf(folder);
  const part = moduleOf(file)[1];
  if (moduleOf(file)[0] !== folder || part === undefined) return [];
  const floor = (/** @type {string} */ name) => floors.get(name) ?? -1;
  return uses(file, text)
    .filter(([first, second]) => first === folder && second !== part && floors.has(second))
    .filter(([, second]) => floor(second) >= floor(part))
    .map(([, second]) => `${file} uses ${second}`);
}

const read = (/** @type {string} */ file) => readFileSync(new URL(file, SOURCE), "utf8");

/** @param {string} folder @returns {string[]} */
const partsOf = (folder) => {
  const parts = FILES.map(moduleOf).filter(([first, part]) => first === folder && part !== undefined);
  return [...new Set(parts.map(([, part]) => part))];
};

for (const folder of FOLDERS) {
  test(`every part of ${folder}/ has a place on the map`, () => {
    assert.deepEqual([...floorsOf(folder).keys()].sort(), partsOf(folder).sort());
  });

  test(`no part of ${folder}/ uses one that stands beside or above it`, () => {
    assert.deepEqual(
      FILES.flatMap((file) => faults(folder, file, read(file))),
      [],
    );
  });
}

test("the call itself is written in one file", () => {
  const files = FILES.filter((file) => /^impl Call\b/m.test(read(file)));
  assert.deepEqual(files, ["call/mod.rs"]);
});

test("an arrow that leads up would be seen, in every form that it can have", () => {
  for (const text of [
    "use super::course::Course;",
    "use super::{\n    end::EndReason,\n    course::{self, Course as Other},\n};",
    "use crate::{\n    call::{course::Course, end},\n    time,\n};",
    "fn f(_: &crate::call::course::Course) {}",
    "fn f() -> super::course::Course {}",
  ]) {
    assert.deepEqual(new Set(faults("call", "call/outbox.rs", text)), new Set(["call/outbox.rs uses course"]), text);
  }
  assert.deepEqual(faults("call", "call/h245/carrier.rs", "use super::super::course::Course;"), [
    "call/h245/carrier.rs uses course",
  ]);
  for (const text of [
    "use super::{clearing::Clearing, warning};",
    "// use super::course::Course;",
    "pub(in crate::call::course) fn f() {}",
    "#[cfg(test)]\nmod tests { use super::super::course::Course; }",
  ]) {
    assert.deepEqual(faults("call", "call/outbox.rs", text), [], text);
  }
});
