/** Hands the browser a file to save. */

import { el } from "../base/dom.js";
import { fill } from "../texts/fill.js";
import { TAKEAWAY } from "../texts/takeaway.js";

/** Until then the browser has begun to read it, in milliseconds. */
const READ_BY = 60_000;

/**
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} content
 * @returns {string} a note about it
 */
export function download(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), READ_BY);
  return fill(TAKEAWAY.saved, { name });
}
