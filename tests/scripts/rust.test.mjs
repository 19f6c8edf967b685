/** Which Rust the scripts use, on machines that are made of three fake programs. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { oldestRust, pinnedRust } from "../../scripts/lib/manifest.mjs";

const lib = (name) => new URL(`../../scripts/${name}`, import.meta.url).href;
const PINNED = pinnedRust();

// rustup's own commands: the toolchains are files, each with the version of its compiler.
const RUSTC = `#!/bin/sh
file="$MACHINE/toolchains/\${RUSTUP_TOOLCHAIN:-${PINNED}}"
[ -f "$file" ] || { echo "toolchain is not installed" >&2; exit 1; }
[ "$1" = --version ] && { echo "rustc $(cat "$file") (0123456 2026-01-01)"; exit; }
[ "$1" = --print ] && echo "$file-targets/$4"
exit 0
`;
const CARGO = `#!/bin/sh
exec rustc --version
`;
const RUSTUP = `#!/bin/sh
echo "$RUSTUP_TOOLCHAIN: $*" >> "$MACHINE/log"
case "$1 $2" in
  "toolchain install")
    [ -f "$MACHINE/offline" ] && { echo "could not download" >&2; exit 1; }
    echo "$3" > "$MACHINE/toolchains/$3" ;;
  "target add") mkdir -p "$MACHINE/toolchains/\${RUSTUP_TOOLCHAIN:-${PINNED}}-targets/$3" ;;
esac
`;

const CHILD = `
const { satisfy } = await import(${JSON.stringify(lib("setup.mjs"))});
const { rust, rustTarget } = await import(${JSON.stringify(lib("lib/rust.mjs"))});
console.log((await satisfy(rust)).line);
console.log((await satisfy(rustTarget("wasm32-unknown-unknown"))).line);
console.log("uses " + (process.env.RUSTUP_TOOLCHAIN ?? "the pinned"));
`;

/**
 * @param {{ toolchains: Record<string, string>, offline?: boolean, chosen?: string }} machine
 * @returns {Promise<{ output: string, log: string }>} what the set-up printed, and what it asked of rustup
 */
async function setUp({ toolchains, offline = false, chosen }) {
  const folder = mkdtempSync(join(tmpdir(), "rust-"));
  try {
    mkdirSync(join(folder, "toolchains"));
    for (const [name, version] of Object.entries(toolchains)) writeFileSync(join(folder, "toolchains", name), version);
    for (const [name, text] of Object.entries({ rustc: RUSTC, cargo: CARGO, rustup: RUSTUP })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    writeFileSync(join(folder, "child.mjs"), CHILD);
    writeFileSync(join(folder, "log"), "");
    if (offline) writeFileSync(join(folder, "offline"), "");
    const { RUSTUP_TOOLCHAIN: _, ...rest } = process.env;
    const env = {
      ...rest,
      PATH: `${folder}:${rest.PATH}`,
      MACHINE: folder,
      ...(chosen && { RUSTUP_TOOLCHAIN: chosen }),
    };
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "child.mjs")], { env });
    return { output: stdout, log: readFileSync(join(folder, "log"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the pinned toolchain is used where rustup has it", async () => {
  const { output, log } = await setUp({ toolchains: { [PINNED]: PINNED, stable: "1.99.0" }, offline: true });
  assert.match(output, new RegExp(`^Rust: ${PINNED}\n`));
  assert.match(output, /uses the pinned/);
  assert.equal(log, ": target add wasm32-unknown-unknown\n");
});

test("the pinned toolchain is installed, and gets the targets, where rustup has another", async () => {
  const { output, log } = await setUp({ toolchains: { stable: "1.99.0" } });
  assert.match(output, /uses the pinned/);
  assert.deepEqual(log.split("\n").slice(0, 2), [
    `: toolchain install ${PINNED} --no-self-update --profile minimal`,
    ": target add wasm32-unknown-unknown",
  ]);
});

test("stable is used, is said to be, and gets the targets, where it is the pinned number", async () => {
  const { output, log } = await setUp({ toolchains: { stable: PINNED }, offline: true });
  assert.match(output, new RegExp(`Rust: ${PINNED}, which rustup has as "stable"`));
  assert.match(output, /uses stable/);
  assert.equal(log, "stable: target add wasm32-unknown-unknown\n");
});

test("another number does not pass for the pinned one: the set-up stops and says what to do", async () => {
  await assert.rejects(setUp({ toolchains: { stable: "1.99.0" }, offline: true }), (/** @type {any} */ error) => {
    assert.match(error.stderr, new RegExp(`Rust is missing.\n  What to do: install Rust ${PINNED} by rustup`));
    return true;
  });
});

test("RUSTUP_TOOLCHAIN chooses another, from the oldest on", async () => {
  const { output } = await setUp({ toolchains: { mine: "1.99.0" }, chosen: "mine" });
  assert.match(output, new RegExp(`Rust: 1.99.0 by RUSTUP_TOOLCHAIN, not ${PINNED}`));
  assert.match(output, /uses mine/);
  assert.ok(oldestRust() > "1.50");
  await assert.rejects(setUp({ toolchains: { mine: "1.50.0" }, chosen: "mine", offline: true }), /Rust is missing/);
});
