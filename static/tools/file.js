/** Decodes a file on this machine, in a Worker of the page; nothing of the file is sent. */

const WORKER = "/tools/file-worker.js";

/** Thrown if this browser cannot run the decoder, or could not fetch it. */
export class NoDecoder extends Error {}

/**
 * The address as the page's policy wants it. The policy makes this one address and no other, so nothing
 * that comes from elsewhere can become a script by it.
 * @type {{ createScriptURL: (text: string) => string } | null}
 */
let policy = null;

/** @returns {string} */
function address() {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (types === undefined) return WORKER;
  policy ??= types.createPolicy("file-worker", { createScriptURL: () => WORKER });
  return /** @type {NonNullable<typeof policy>} */ (policy).createScriptURL("");
}

/**
 * @param {File} file
 * @param {AbortSignal} signal ends the work
 * @param {(octets: number) => void} onRead called as the file is read
 * @returns {Promise<unknown>} the answer that the API would give; rejects with the decoder's words, or with
 *   {@link NoDecoder}; never settles once it is aborted
 */
export function decodeFile(file, signal, onRead) {
  return new Promise((resolve, reject) => {
    if (typeof WebAssembly !== "object") throw new NoDecoder();
    /** @type {Worker} */
    let worker;
    try {
      worker = new Worker(address(), { type: "module" });
    } catch {
      throw new NoDecoder();
    }
    const end = () => worker.terminate();
    signal.addEventListener("abort", end);
    worker.addEventListener("message", ({ data }) => {
      const told = /** @type {import("./file-worker.js").Told} */ (data);
      if ("read" in told) return onRead(told.read);
      end();
      signal.removeEventListener("abort", end);
      if (!("answer" in told)) return reject("fault" in told ? new Error(told.fault) : new NoDecoder());
      try {
        resolve(JSON.parse(new TextDecoder().decode(told.answer)));
      } catch (error) {
        reject(error);
      }
    });
    worker.addEventListener("error", () => {
      end();
      reject(new NoDecoder());
    });
    worker.postMessage(file);
  });
}
