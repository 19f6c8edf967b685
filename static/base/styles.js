/** Style sheets that are fetched when what they are for is first shown. */

/** Of what a result has beside its verdict and its ladder. */
export const RESULT_SHEETS = ["takeaway", "timing", "listing"];

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/**
 * @param {...string} names of components
 * @returns {Promise<unknown>} over when their sheets hold; also when one could not be had, for plain
 *   is better than nothing
 */
export function styles(...names) {
  return Promise.all(names.map((name) => sheets.get(name) ?? fetchSheet(name)));
}

/** @param {string} name */
function fetchSheet(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `/styles/${name}.css`;
  const held = /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      link.addEventListener("load", () => resolve());
      link.addEventListener("error", () => {
        // The next time asks again.
        sheets.delete(name);
        link.remove();
        resolve();
      });
    })
  );
  sheets.set(name, held);
  // The layers are in order whenever they come (index.css).
  document.head.append(link);
  return held;
}
