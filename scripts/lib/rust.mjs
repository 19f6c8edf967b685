/** Rust: the toolchain of the version in rust-toolchain.toml, with its targets and components. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { atLeast, oldestRust, pinnedRust } from "./manifest.mjs";
import { which } from "./paths.mjs";
import { capture, run } from "./process.mjs";

const OTHER_NAME = "stable";

/**
 * The version of the compiler, with cargo beside it, that child processes get with `env`. rustup must
 * not download a toolchain to answer this.
 */
async function rustcVersion(env = {}) {
  const options = { env: { RUSTUP_AUTO_INSTALL: "0", ...env } };
  if (!(await capture("cargo", ["--version"], options))) return undefined;
  return (await capture("rustc", ["--version"], options))?.split(" ")[1];
}

/**
 * The compiler of the pinned version. If rustup has that version only under the name "stable", this
 * process selects that toolchain in its environment: it is the same, and not every machine can
 * download it again.
 */
export const rust = {
  title: "Rust",
  async find() {
    const pinned = pinnedRust();
    const version = await rustcVersion();
    if (version === pinned) return version;
    if (process.env.RUSTUP_TOOLCHAIN) {
      const usable = version && atLeast(version, oldestRust());
      return usable ? `${version} by RUSTUP_TOOLCHAIN, not ${pinned}` : undefined;
    }
    if ((await rustcVersion({ RUSTUP_TOOLCHAIN: OTHER_NAME })) !== pinned) return undefined;
    process.env.RUSTUP_TOOLCHAIN = OTHER_NAME;
    return `${pinned}, which rustup has as "${OTHER_NAME}"; RUSTUP_TOOLCHAIN=${OTHER_NAME} for all that is started here`;
  },
  get:
    which("rustup") &&
    (() => run("rustup", ["toolchain", "install", pinnedRust(), "--no-self-update", "--profile", "minimal"])),
  note: "a minute",
  advice: `install Rust ${pinnedRust()} by rustup (https://rustup.rs): \`rustup toolchain install ${pinnedRust()}\`. \
The variable RUSTUP_TOOLCHAIN chooses another, from ${oldestRust()} on`,
};

/**
 * @param {string} target such as "wasm32-unknown-unknown"
 * @returns {import("./toolchain.mjs").Requirement} that the compiler can build for it
 */
export function rustTarget(target) {
  return {
    title: `Rust target ${target}`,
    async find() {
      const folder = await capture("rustc", ["--print", "target-libdir", "--target", target]);
      return folder && existsSync(folder) ? "installed" : undefined;
    },
    get: which("rustup") && (() => run("rustup", ["target", "add", target])),
    note: "seconds",
    advice: `install rust-std for ${target}; with rustup: \`rustup target add ${target}\``,
  };
}

export const rustComponents = {
  title: "rustfmt and clippy",
  async find() {
    const found = [await capture("cargo", ["fmt", "--version"]), await capture("cargo", ["clippy", "--version"])];
    return found.every(Boolean) ? "installed" : undefined;
  },
  get: which("rustup") && (() => run("rustup", ["component", "add", "rustfmt", "clippy"])),
  note: "seconds",
  advice: "install them; with rustup: `rustup component add rustfmt clippy`",
};

export const llvmTools = {
  title: "llvm-tools",
  async find() {
    const [root, version] = [await capture("rustc", ["--print", "sysroot"]), await capture("rustc", ["-vV"])];
    const host = version?.match(/^host: (.+)$/m)?.[1];
    return root && host && existsSync(join(root, "lib", "rustlib", host, "bin", "llvm-cov")) ? "installed" : undefined;
  },
  get: which("rustup") && (() => run("rustup", ["component", "add", "llvm-tools"])),
  note: "a minute",
  advice: "install it; with rustup: `rustup component add llvm-tools`",
};
