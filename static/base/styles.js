/** Style sheets that are fetched when what they are for is first shown. */

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/**
 * @param {string} path
 * @returns {Promise<void>} over when the sheet holds; also when it could not be had, for plain is
 *   better than nothing
 */
export function styles(path) {
  const known = sheets.get(path);
  if (known !== undefined) return known;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = path;
  const held = /** @type {Promise<void>} */ (new Promise((resolve) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      // The next time asks again.
      sheets.delete(path);
      link.remove();
      resolve();
    });
  }));
  sheets.set(path, held);
  // The layers are in order whenever they come (index.css).
  document.head.append(link);
  return held;
}
