/** Keeps the form in the address bar, in this browser's storage and on the clipboard. */

import { OPTIONS } from "../rules/options.js";
import { FORM } from "../texts/form.js";
import { toQuery } from "./link.js";
import { recall, remember } from "./remember.js";

/** From the last key to the address: browsers limit how often it may change. */
const REST_MS = 300;

/**
 * @param {HTMLFormElement} form
 * @param {object} with_
 * @param {() => import("../rules/options.js").Values} with_.read
 * @param {(values: Record<string, unknown>) => string[]} with_.fill returns the names that it could not fill
 * @param {() => Promise<void>} with_.bringOptions
 * @returns {{ load: () => Promise<boolean>, save: () => void, saveSoon: () => void }}
 *   `load` fills the form from the address, or else as it was last time, and says whether it could;
 *   `save` writes both
 */
export function bindKeeping(form, { read, fill, bringOptions }) {
  const note = /** @type {HTMLElement} */ (form.querySelector("#link-note"));
  const said = /** @type {HTMLElement} */ (form.querySelector("#tools-note"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const query = toQuery(read());
    remember(query);
    const address = `${location.pathname}${query && `?${query}`}${location.hash}`;
    if (address === location.pathname + location.search + location.hash) return;
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Too many changes for this browser: the next one takes this one along.
    }
  };

  const saveSoon = () => {
    said.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, REST_MS);
  };

  /** Most visits begin without a link. @param {string} query @returns {Promise<ReturnType<typeof import("./link-values.js").fromQuery>>} */
  const parse = async (query) => {
    const names = [...new URLSearchParams(query).keys()];
    if (names.length === 0) return { values: {}, ignored: [] };
    if (names.some((name) => !OPTIONS.has(name))) await bringOptions();
    const { fromQuery } = await import("./link-values.js");
    return fromQuery(query);
  };

  const fillAtFirst = async () => {
    const link = await parse(location.search);
    const isLink = Object.keys(link.values).length > 0;
    // The kept state may come from an older page: unfitting values are dropped silently.
    const refused = fill(isLink ? link.values : (await parse(recall())).values);
    const left = [...link.ignored, ...(isLink ? refused : [])];
    note.textContent = left.length === 0 ? "" : (await import("./link-values.js")).notTaken(left);
    // Opening a link leaves the kept state as it is; changing the form replaces it.
    if (!isLink) save();
  };

  const load = async () => {
    try {
      await fillAtFirst();
      return true;
    } catch {
      // A call without the options of the link would be a different call.
      note.textContent = FORM.noLink;
      return false;
    }
  };

  form.querySelector("#reset")?.addEventListener("click", () => {
    fill({ server: read().server });
    note.textContent = "";
    save();
    said.textContent = FORM.reset;
  });

  form.querySelector("#copy-link")?.addEventListener("click", async () => {
    save();
    const { copyText } = await import("../base/clipboard.js");
    said.textContent = (await copyText(location.href)) ? FORM.copied : FORM.notCopied;
  });

  window.addEventListener("pagehide", () => {
    if (timer !== undefined) save();
  });

  return { load, save, saveSoon };
}
