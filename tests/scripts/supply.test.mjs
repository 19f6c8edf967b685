/** What is built with: by lock files and hashes, and nothing unnamed runs. */

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { cargo } from "../../scripts/lib/cargo.mjs";
import { lockedVersion, oldestRust, atLeast, pinnedRust } from "../../scripts/lib/manifest.mjs";
import { allowedScripts, packagesOf } from "../../scripts/lib/npm.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), "utf8");

test("the toolchain is named by a number that Cargo.toml allows", () => {
  assert.ok(atLeast(pinnedRust(), oldestRust()));
});

test("the scripts and the tests leave no command of cargo or npm free to choose versions", () => {
  const files = ["scripts", "tests"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(mjs|py)$/.test(name))
      .map((name) => join(folder, name)),
  );
  assert.ok(files.length > 50);
  const free = files.flatMap((path) =>
    Array.from(read(path).matchAll(/"cargo",\s*\[?\s*"(\w+)"([^\]]*)|"npm",\s*\["(install|i|update)"/g), (match) => ({
      path,
      match,
    })),
  );
  const unlocked = free.filter(
    ({ match: [, command, rest, npm] }) =>
      npm ||
      (/^(bench|build|check|clippy|doc|install|metadata|run|test|tree)$/.test(command) && !rest.includes("--locked")),
  );
  assert.deepEqual(
    unlocked
      .filter(({ match }) => !/"clippy", "--version"/.test(match[0]))
      .map(({ path, match }) => `${path}: ${match[0]}`),
    [],
  );
});

test("a lock file that does not fit stops cargo, and the error says what to do", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "locked-"));
  try {
    cpSync(join(ROOT, "scripts", "tools", "wasm-bindgen"), cwd, { recursive: true });
    const manifest = join(cwd, "Cargo.toml");
    writeFileSync(
      manifest,
      readFileSync(manifest, "utf8").replace(/^\[dependencies\]$/m, '$&\nitself = { path = "itself" }'),
    );
    cpSync(join(ROOT, "scripts", "tools", "wasm-bindgen", "src"), join(cwd, "itself", "src"), { recursive: true });
    writeFileSync(join(cwd, "itself", "src", "lib.rs"), "");
    writeFileSync(join(cwd, "itself", "Cargo.toml"), '[package]\nname = "itself"\nversion = "1.0.0"\n');
    await assert.rejects(cargo("check", ["--quiet", "--offline"], { cwd }), /cargo update --workspace/);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

test("wasm-bindgen's command is of the version that the Worker links", () => {
  const version = lockedVersion("wasm-bindgen");
  const folder = "scripts/tools/wasm-bindgen";
  assert.match(read(`${folder}/Cargo.toml`), new RegExp(`^version = "${version}"$`, "m"));
  assert.ok(read(`${folder}/Cargo.toml`).includes(`wasm-bindgen-cli = { version = "=${version}"`));
  assert.match(read(`${folder}/Cargo.lock`), new RegExp(`name = "wasm-bindgen-cli"\nversion = "${version}"\n`));
});

test("the packages of npm with an install script are those that package.json allows one", () => {
  const packages = Object.entries(packagesOf(join(ROOT, "package-lock.json")));
  const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  assert.deepEqual(
    withScript.sort(),
    allowedScripts()
      .map((name) => `node_modules/${name}`)
      .sort(),
  );
  assert.match(read(".npmrc"), /^strict-allow-scripts=true$/m);
});

test("every package of npm comes from a registry, and is held to its hash", () => {
  for (const [path, { integrity, resolved }] of Object.entries(packagesOf(join(ROOT, "package-lock.json")))) {
    if (path === "") continue;
    assert.match(integrity, /^sha512-/, path);
    // Without an address npm asks the registry that the user has set.
    if (resolved !== undefined) assert.match(resolved, /^https:\/\/registry\.npmjs\.org\//, path);
  }
});

test("every Python package is held to hashes, and none is built", () => {
  const lines = read("scripts/requirements.txt").replaceAll("\\\n", " ").split("\n");
  assert.ok(lines.includes("--require-hashes") && lines.includes("--only-binary :all:"));
  const packages = lines.filter((line) => /^\w/.test(line));
  assert.notEqual(packages.length, 0);
  for (const line of packages) assert.match(line, /^[\w-]+==[\d.]+(\s+--hash=sha256:[0-9a-f]{64})+\s*$/);
});

test("Dependabot looks after every lock file", () => {
  const text = read(".github/dependabot.yml");
  for (const ecosystem of ["cargo", "npm", "pip", "rust-toolchain"]) {
    assert.match(text, new RegExp(`package-ecosystem: ${ecosystem}\n`));
  }
  const locks = readdirSync(join(ROOT, "scripts", "tools")).map((name) => `/scripts/tools/${name}`);
  for (const folder of ["/", "/scripts", "/fuzz/libfuzzer", ...locks]) assert.ok(text.includes(`"${folder}"`), folder);
});
