/**
 * The versions from Cargo.toml, Cargo.lock and rust-toolchain.toml, which are the only places that
 * name them.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/**
 * @param {string} crate
 * @returns {string} its version in Cargo.lock
 */
export function lockedVersion(crate) {
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const version = lock.match(new RegExp(`^name = "${crate}"\\nversion = "([^"]+)"`, "m"))?.[1];
  if (!version) throw new Error(`Cargo.lock does not name ${crate}`);
  return version;
}

/** @returns {string} the oldest Rust that Cargo.toml allows */
export function oldestRust() {
  const version = readFileSync(join(ROOT, "Cargo.toml"), "utf8").match(/^rust-version = "([^"]+)"/m)?.[1];
  if (!version) throw new Error("Cargo.toml names no rust-version");
  return version;
}

/** @returns {string} the version of Rust that rust-toolchain.toml names */
export function pinnedRust() {
  const channel = readFileSync(join(ROOT, "rust-toolchain.toml"), "utf8").match(/^channel = "(\d+\.\d+\.\d+)"/m)?.[1];
  if (!channel) throw new Error("rust-toolchain.toml names no toolchain by its number");
  return channel;
}

/**
 * @param {string} version such as "1.95.0"
 * @param {string} oldest such as "1.91"
 * @returns {boolean} whether `version` is `oldest` or newer
 */
export function atLeast(version, oldest) {
  const have = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, want] of oldest.split(".").map(Number).entries()) {
    if ((have[index] ?? 0) !== want) return (have[index] ?? 0) > want;
  }
  return true;
}
