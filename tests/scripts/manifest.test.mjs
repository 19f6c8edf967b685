/** Versions: the order of them, and where they are written. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { atLeast, lockedVersion, oldestRust } from "../../scripts/lib/manifest.mjs";

test("versions are compared part by part, as numbers", () => {
  for (const [version, oldest] of [
    ["1.91.0", "1.91"],
    ["1.100.0", "1.91"],
    ["2.0", "1.91"],
    ["22.12.0", "22.12"],
    ["1.96.0-nightly", "1.95"],
  ]) {
    assert.ok(atLeast(version, oldest), `${version} is ${oldest} or newer`);
  }
  for (const [version, oldest] of [
    ["1.9.0", "1.91"],
    ["1.90.9", "1.91"],
    ["0.99", "1"],
    ["22", "22.12"],
    ["", "1"],
  ]) {
    assert.ok(!atLeast(version, oldest), `"${version}" is older than ${oldest}`);
  }
});

test("the tools' versions come from Cargo's files", () => {
  assert.match(lockedVersion("wasm-bindgen"), /^0\.2\.\d+$/);
  assert.match(oldestRust(), /^1\.\d+$/);
  assert.throws(() => lockedVersion("no-such-crate"), { message: "Cargo.lock does not name no-such-crate" });
});

test("the npm and the Cargo package have one version", () => {
  const root = new URL("../../", import.meta.url);
  const npm = JSON.parse(readFileSync(new URL("package.json", root), "utf8")).version;
  assert.equal(npm, lockedVersion("h323-edge-tester"));
});

test("the lock file has the packages of every platform, without which `npm ci` refuses it", () => {
  const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  assert.notEqual(optional.length, 0);
  assert.deepEqual(
    optional.filter((name) => !packages[`node_modules/${name}`]),
    [],
  );
});
