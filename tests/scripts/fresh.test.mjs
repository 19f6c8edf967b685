/**
 * A machine on which nothing is installed: `npm start` and `npm test` install the npm packages
 * themselves, so what they load before that comes with Node or with this repository.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../scripts/lib/paths.mjs";

const IMPORT = /^(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"/gm;

/**
 * @param {string} path of a module
 * @param {Map<string, string[]>} [seen]
 * @returns {Map<string, string[]>} the modules that are loaded with it, each with what it imports
 */
function loadedWith(path, seen = new Map()) {
  if (seen.has(path)) return seen;
  const imported = [...readFileSync(path, "utf8").matchAll(IMPORT)].map((found) => found[1] ?? found[2]);
  seen.set(path, imported);
  for (const name of imported) if (name.startsWith(".")) loadedWith(join(dirname(path), name), seen);
  return seen;
}

for (const script of ["start", "test", "setup"]) {
  test(`scripts/${script}.mjs loads no npm package before the set-up`, () => {
    const modules = loadedWith(join(ROOT, "scripts", `${script}.mjs`));
    assert.ok(modules.has(join(ROOT, "scripts", "lib", "toolchain.mjs")), "the imports were not followed");
    const packages = [...modules].flatMap(([path, names]) =>
      names
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .map((name) => `${relative(ROOT, path)} imports ${name}`),
    );
    assert.deepEqual(packages, []);
  });
}
