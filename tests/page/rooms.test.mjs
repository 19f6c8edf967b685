/** That the page's rooms stand on each other in one direction, and no module leads back to itself. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const STATIC = new URL("../../static/", import.meta.url);

/** What may be used where, by folder; the modules beside the folders tie all of them together. */
const ROOMS = {
  texts: [],
  base: ["texts"],
  rules: ["texts", "base"],
  form: ["texts", "base", "rules"],
  ladder: ["texts", "base", "rules"],
  export: ["texts", "base", "rules"],
  result: ["texts", "base", "rules", "ladder", "export"],
  tools: ["texts", "base", "rules", "ladder", "export", "result"],
};

const MODULES = readdirSync(STATIC, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".js") && !name.startsWith("wasm/"));

/** @param {string} path @returns {string} its folder, or nothing */
const roomOf = (path) => (path.includes("/") ? path.split("/")[0] : "");

/**
 * @param {string} name of a module
 * @param {string} text
 * @returns {{ needs: string[], mentions: string[] }} what it imports when it is loaded, and what it names at all:
 *   imports on demand, types in comments
 */
function usedBy(name, text) {
  const paths = (/** @type {RegExp} */ pattern) =>
    [...text.matchAll(pattern)].map(([, path]) => new URL(path, new URL(name, "page:///")).pathname.slice(1));
  return { needs: paths(/^(?:import|export) [^"]*"(\.[^"]+)"/gm), mentions: paths(/"(\.\.?\/[^"]+\.js)"/g) };
}

/** @param {string} name @returns {{ needs: string[], mentions: string[] }} */
const read = (name) => usedBy(name, readFileSync(new URL(name, STATIC), "utf8"));

/** @param {string} name @param {string[]} mentions @returns {string[]} those that it may not use */
function faults(name, mentions) {
  const room = roomOf(name);
  if (room === "") return [];
  const allowed = [room, .../** @type {Record<string, string[]>} */ (ROOMS)[room]];
  return mentions.filter((other) => !allowed.includes(roomOf(other))).map((other) => `${name} uses ${other}`);
}

/** @param {Map<string, string[]>} graph @returns {string[] | null} a way from a module back to it */
function circle(graph) {
  const done = new Set();
  /** @param {string} name @param {string[]} way @returns {string[] | null} */
  const walk = (name, way) => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const next of graph.get(name) ?? []) {
      const found = walk(next, [...way, name]);
      if (found) return found;
    }
    done.add(name);
    return null;
  };
  return [...graph.keys()].map((name) => walk(name, [])).find((found) => found !== null) ?? null;
}

test("every folder of modules is a room with a place", () => {
  const rooms = new Set(MODULES.map(roomOf).filter((room) => room !== ""));
  assert.deepEqual([...rooms].sort(), Object.keys(ROOMS).sort());
});

test("no room uses one that stands on it", () => {
  assert.deepEqual(
    MODULES.flatMap((name) => faults(name, read(name).mentions)),
    [],
  );
});

test("no module leads back to itself", () => {
  assert.equal(circle(new Map(MODULES.map((name) => [name, read(name).needs]))), null);
});

test("a back arrow and a circle would be seen", () => {
  const { needs, mentions } = usedBy(
    "tools/load.js",
    'import { clear } from "../call.js";\nconst later = () => import("../form/form.js");\n',
  );
  assert.deepEqual(needs, ["call.js"]);
  assert.deepEqual(faults("tools/load.js", mentions), [
    "tools/load.js uses call.js",
    "tools/load.js uses form/form.js",
  ]);
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b"]],
  ]);
  assert.deepEqual(circle(graph), ["b", "c", "b"]);
  assert.equal(
    circle(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["c"]],
      ]),
    ),
    null,
  );
});
