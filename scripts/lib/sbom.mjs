/**
 * The bills of materials of the uploaded Worker and of the page's decoder (CycloneDX 1.6, JSON). The
 * rest of the page has only parts of our own. The packages of npm only build and test, and npm lists them itself.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lockedVersion, pinnedRust } from "./manifest.mjs";
import { ROOT } from "./paths.mjs";
import { capture } from "./process.mjs";

const WORKER = "h323-edge-tester";
const DECODER = "h323-browser";

/** @typedef {{ name: string, version: string, license: string, repository: string, local: boolean, needs: Set<string> }} Crate */

/**
 * @param {string} text of `cargo tree --prefix depth --format "{p}\t{l}\t{r}"`
 * @returns {Map<string, Crate>} by "name version"
 */
export function readTree(text) {
  const crates = new Map();
  const above = [];
  for (const line of text.split("\n").filter(Boolean)) {
    const match = line.match(/^(\d+)(\S+) v(\S+)( \(\/[^\t]*\))?\t([^\t]*)\t(\S*)/);
    if (!match) throw new Error(`cargo tree printed a line that cannot be read: ${line}`);
    const [, depth, name, version, path, license, repository] = match;
    const key = `${name} ${version}`;
    if (!crates.has(key)) {
      crates.set(key, { name, version, license, repository, local: path !== undefined, needs: new Set() });
    }
    if (Number(depth) > 0) crates.get(above[Number(depth) - 1]).needs.add(key);
    above[Number(depth)] = key;
  }
  return crates;
}

/**
 * @param {string} lock text of a Cargo.lock
 * @returns {Map<string, string>} SHA-256 of each package of a registry, by "name version"
 */
export function checksums(lock) {
  const found = lock.matchAll(/^name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "([0-9a-f]{64})"/gm);
  return new Map(Array.from(found, ([, name, version, sum]) => [`${name} ${version}`, sum]));
}

const component = ({ name, version, license, purl, ...rest }) => ({
  type: "library",
  "bom-ref": purl ?? `${name}@${version}`,
  name,
  version,
  // Older Cargo files write OR as a slash.
  licenses: [{ expression: license.replaceAll("/", " OR ") }],
  ...(purl && { purl }),
  ...rest,
});

function ofCrate({ name, version, license, repository, local }, sum) {
  if (!local && !sum) throw new Error(`Cargo.lock has no checksum of ${name} ${version}`);
  return component({
    name,
    version,
    license,
    ...(!local && { purl: `pkg:cargo/${name}@${version}`, hashes: [{ alg: "SHA-256", content: sum }] }),
    ...(repository && { externalReferences: [{ type: "vcs", url: repository }] }),
  });
}

/** Parts that are not crates in the dependency tree: of the Worker, of the page's decoder. */
const besides = (name) => {
  const [std, worker, bindgen] = outside();
  return name === WORKER ? [std, worker, bindgen] : [std, bindgen];
};

const outside = () => [
  component({
    name: "rust-std",
    version: pinnedRust(),
    license: "MIT OR Apache-2.0",
    purl: `pkg:generic/rust-std@${pinnedRust()}`,
    description: "Rust's standard library, compiled for wasm32-unknown-unknown",
  }),
  component({
    name: "worker-build",
    version: lockedVersion("worker"),
    license: "Apache-2.0",
    purl: `pkg:cargo/worker-build@${lockedVersion("worker")}`,
    description: "Writes the script that Cloudflare starts, with text of its own",
  }),
  component({
    name: "wasm-bindgen-cli-support",
    version: lockedVersion("wasm-bindgen"),
    license: "MIT OR Apache-2.0",
    purl: `pkg:cargo/wasm-bindgen-cli-support@${lockedVersion("wasm-bindgen")}`,
    description: "Writes the script between JavaScript and WebAssembly, with text of its own",
  }),
];

/**
 * @param {Map<string, Crate>} crates
 * @param {Map<string, string>} sums
 * @param {string} name of the crate that it is about
 * @returns {any} the bill. The same sources give the same bill, so it has no time and no serial number
 */
export function bill(crates, sums, name = WORKER) {
  const parts = new Map(Array.from(crates, ([key, crate]) => [key, ofCrate(crate, sums.get(key))]));
  const ref = (key) => parts.get(key)["bom-ref"];
  const own = Array.from(crates.keys()).find((key) => key.startsWith(`${name} `));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { lifecycles: [{ phase: "build" }], component: { ...parts.get(own), type: "application" } },
    components: [...Array.from(parts).flatMap(([key, part]) => (key === own ? [] : [part])), ...besides(name)],
    dependencies: Array.from(crates, ([key, { needs }]) => {
      const others = key === own ? besides(name).map((part) => part["bom-ref"]) : [];
      return { ref: ref(key), dependsOn: [...Array.from(needs, ref), ...others] };
    }),
  };
}

/** @returns {Promise<any>} the bill of materials of the Worker as Cargo.lock has it */
export const workerBill = () => billOf(WORKER);

/** @returns {Promise<any>} the same of the page's decoder */
export const decoderBill = () => billOf(DECODER);

async function billOf(name) {
  const edges = ["--edges", "normal,no-proc-macro"];
  const form = ["--prefix", "depth", "--charset", "ascii", "--format", "{p}\t{l}\t{r}"];
  const tree = await capture("cargo", [
    "tree",
    "--locked",
    "-p",
    name,
    "--target",
    "wasm32-unknown-unknown",
    ...edges,
    ...form,
  ]);
  if (tree === undefined) throw new Error(`cargo cannot list the crates of ${name}: see \`cargo tree --locked\``);
  return bill(readTree(tree), checksums(readFileSync(join(ROOT, "Cargo.lock"), "utf8")), name);
}
