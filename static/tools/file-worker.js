/**
 * Decodes a file on this machine, away from the page's thread. The decoder is the tester's own, as
 * WebAssembly. The headers of this module alone allow that (`_headers`), not those of the page.
 */

import { FILE_WORKER } from "../texts/file-worker.js";

/** Octets that are read at a time. */
const PIECE = 1 << 20;

/** Built by scripts/build.mjs. */
const MODULE = new URL("/wasm/h323_browser.js", import.meta.url).href;

/**
 * @typedef {{ push: (octets: Uint8Array) => void, finish: () => Uint8Array<ArrayBuffer> }} Decoder
 *
 * What is told of the work: the decoder is `missing`; so many octets are `read`; the `answer` of the
 * API for the file, in octets; or a `fault` in words.
 * @typedef {{ missing: true } | { read: number } | { answer: Uint8Array<ArrayBuffer> } | { fault: string }} Told
 */

/** @param {Told} told @param {Transferable[]} [handedOver] */
const tell = (told, handedOver = []) => postMessage(told, { transfer: handedOver });

/** @returns {Promise<Decoder | null>} */
async function load() {
  try {
    const module = await import(MODULE);
    await module.default();
    return new module.Decoder();
  } catch {
    return null;
  }
}

/** @param {Blob} file @param {number} at @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function piece(file, at) {
  try {
    return new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
  } catch {
    throw FILE_WORKER.gone;
  }
}

addEventListener("message", async ({ data }) => {
  const file = /** @type {Blob} */ (data);
  const decoder = await load();
  if (decoder === null) return tell({ missing: true });
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      decoder.push(await piece(file, at));
      tell({ read: Math.min(at + PIECE, file.size) });
    }
    const answer = decoder.finish();
    tell({ answer }, [answer.buffer]);
  } catch (error) {
    // The decoder throws its own words; anything else is a fault of ours, or the memory is full.
    tell({ fault: typeof error === "string" ? error : FILE_WORKER.stopped });
  }
});
