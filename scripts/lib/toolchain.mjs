/**
 * The requirements for the machine. Each one looks for a tool, and installs it if it is missing and
 * can be installed.
 * @typedef {object} Requirement
 * @property {string} title its name
 * @property {() => Promise<string | undefined>} find a few words on the tool that was found
 * @property {(() => Promise<void>) | ""} [get] installs it; absent if only the user can
 * @property {string} note how long that takes
 * @property {string} advice for the user, if it is still missing
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./browser.mjs";
import { atLeast, lockedVersion } from "./manifest.mjs";
import { npmPackages } from "./npm.mjs";
import { CACHE, ROOT, VENV, npmBin, which } from "./paths.mjs";
import { capture, run } from "./process.mjs";
import { llvmTools, rust, rustComponents, rustTarget } from "./rust.mjs";

const PYTHON = "3.9";
const CARGO_DENY = "0.20.2";
const CARGO_FUZZ = "0.13.1";
const CARGO_LLVM_COV = "0.9.1";
const BROWSER_DOWNLOAD_MS = 180_000;

const REQUIREMENTS = join(ROOT, "scripts", "requirements.txt");
const STAMP = join(VENV, "installed-requirements.txt");

const hasApt = process.getuid?.() === 0 && which("apt-get") !== undefined;

async function aptInstall(...packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
}

const linker = {
  title: "C linker",
  find: () => capture("cc", ["-dumpversion"]),
  get: hasApt ? () => aptInstall("build-essential") : undefined,
  note: "a minute",
  advice: "install a C compiler: `apt-get install build-essential`, or `xcode-select --install` on macOS",
};

/**
 * A tool that cargo builds, with exactly the versions of a lock file.
 * @param {{ name: string, version: string, folder: string, source: string[], ask?: string[] }} tool
 *   `source` is the source for `cargo install`, `folder` the place for the built tool, `ask` makes it
 *   print its version
 */
const cargoTool = ({ name, version, folder, source, ask = ["--version"] }) => ({
  title: `${name} ${version}`,
  async find() {
    const text = await capture(join(folder, "bin", name), ask);
    return text?.includes(version) ? "in the cache" : undefined;
  },
  async get() {
    const partial = `${folder}.partial-${process.pid}`;
    mkdirSync(partial, { recursive: true });
    try {
      // Without optimisation it builds faster, and these tools run only for seconds.
      await run("cargo", ["install", ...source, "--locked", "--root", partial, "--debug"], {
        env: { CARGO_PROFILE_DEV_DEBUG: "0", CARGO_TARGET_DIR: join(partial, "target") },
      });
      rmSync(join(partial, "target"), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
      renameSync(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  },
  note: "some minutes, once for every version",
  advice: `see what cargo printed; \`cargo install ${source.join(" ")} --locked\` must work. If it says "failed to \
select a version", the registry or its mirror lacks what the lock file names: use another, or lock what it has`,
});

/** wasm-bindgen's command, in the version of the crate in Cargo.lock, with our own lock file. */
function wasmBindgenTool() {
  const version = lockedVersion("wasm-bindgen");
  const source = join(ROOT, "scripts", "tools", "wasm-bindgen");
  const lock = createHash("sha256")
    .update(readFileSync(join(source, "Cargo.lock")))
    .digest("hex")
    .slice(0, 8);
  return {
    name: "wasm-bindgen",
    version,
    folder: join(CACHE, `wasm-bindgen-${version}-${lock}`),
    source: ["--path", source],
  };
}

/** A tool with the lock file from its crate. */
function toolOfRegistry(name, version) {
  return { name, version, folder: join(CACHE, `${name}-${version}`), source: [name, "--version", version] };
}

/** worker-build, in the version of the crate `worker` in Cargo.lock. */
function workerBuildTool() {
  return toolOfRegistry("worker-build", lockedVersion("worker"));
}

function cargoDenyTool() {
  return toolOfRegistry("cargo-deny", CARGO_DENY);
}

function cargoFuzzTool() {
  return toolOfRegistry("cargo-fuzz", CARGO_FUZZ);
}

function cargoLlvmCovTool() {
  // It takes its version for one of cargo's unless it is asked as a command of cargo.
  return { ...toolOfRegistry("cargo-llvm-cov", CARGO_LLVM_COV), ask: ["llvm-cov", "--version"] };
}

/** @returns {string} path of cargo-llvm-cov */
export function cargoLlvmCov() {
  return join(cargoLlvmCovTool().folder, "bin", "cargo-llvm-cov");
}

/** @returns {string} path of cargo-fuzz */
export function cargoFuzz() {
  return join(cargoFuzzTool().folder, "bin", "cargo-fuzz");
}

/** @returns {string} path of cargo-deny */
export function cargoDeny() {
  return join(cargoDenyTool().folder, "bin", "cargo-deny");
}

/** @returns {string} path of the wasm-bindgen that matches Cargo.lock */
export function wasmBindgen() {
  return join(wasmBindgenTool().folder, "bin", "wasm-bindgen");
}

/** @returns {string} path of the worker-build that matches Cargo.lock */
export function workerBuild() {
  return join(workerBuildTool().folder, "bin", "worker-build");
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
  title: "pycrate",
  async find() {
    const same = existsSync(STAMP) && readFileSync(STAMP, "utf8") === readFileSync(REQUIREMENTS, "utf8");
    const version = 'from importlib.metadata import version; print(version("pycrate"))';
    return same ? await capture(join(VENV, "bin", "python"), ["-c", version]) : undefined;
  },
  async get() {
    const create = () => run("python3", ["-m", "venv", "--clear", VENV]);
    try {
      await create();
    } catch (error) {
      // Debian has the pip for venv in a separate package.
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

/** @returns {Requirement[]} the requirements for building and running, in order */
export function toBuild() {
  return [
    rust,
    linker,
    rustTarget("wasm32-unknown-unknown"),
    npmPackages,
    cargoTool(wasmBindgenTool()),
    cargoTool(workerBuildTool()),
  ];
}

/** @returns {Requirement[]} the further requirements for testing, in order */
export function toTest() {
  return [
    rustTarget("thumbv7em-none-eabi"),
    rustComponents,
    tshark,
    chromium,
    python,
    pythonPackages,
    cargoTool(cargoDenyTool()),
  ];
}

/** @returns {Requirement[]} the requirements for fuzzing, in order */
export function toFuzz() {
  return [rust, linker, npmPackages, cargoTool(cargoFuzzTool())];
}

/** @returns {Requirement[]} the requirements for measuring coverage, in order */
export function toCover() {
  return [rust, linker, llvmTools, npmPackages, cargoTool(cargoLlvmCovTool())];
}
