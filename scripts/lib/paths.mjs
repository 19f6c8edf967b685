/** Where things are: the repository, the tools' cache, the built programs. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** The folder of tools that we build once for each user, with a folder for each name and version. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "h323-edge-tester");

/** Cargo's output folder. */
export const TARGET = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(ROOT, "target");

/** The native endpoint from `cargo build -p h323-peer`. */
export const PEER = join(TARGET, "debug", "h323-peer");

/** The same from `cargo build --release -p h323-peer`. */
export const PEER_RELEASE = join(TARGET, "release", "h323-peer");

/** The output of worker-build, which wrangler.toml's `main` names. */
export const BUILD = join(ROOT, "build");

/** The Python environment of the tests. */
export const VENV = join(ROOT, ".venv");

const LOCAL_BIN = join(ROOT, "node_modules", ".bin");

/**
 * @param {string} name of a command from an npm package
 * @returns {string} its path
 */
export function npmBin(name) {
  return join(LOCAL_BIN, name);
}

/**
 * The search path with the repository's own commands first. Programs that start with `env node` then
 * get the Node from package.json on every machine.
 * @returns {string}
 */
export function pathWithLocal() {
  return [LOCAL_BIN, pathWithoutLocal()].join(delimiter);
}

/**
 * The search path without node_modules: npm must not run on the Node that it is about to replace. We
 * add rustup's folder because a shell that was opened before the installation of rustup does not have
 * it.
 * @returns {string}
 */
export function pathWithoutLocal() {
  const parts = (process.env.PATH ?? "").split(delimiter).filter((part) => part && !part.includes("node_modules"));
  const cargo = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "bin");
  return [...parts, cargo].join(delimiter);
}

/**
 * @param {string} name of a program
 * @returns {string | undefined} its path in the search path
 */
export function which(name) {
  return pathWithoutLocal()
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
