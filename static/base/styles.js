/** Style sheets that are fetched when their component is first shown. */

/** For a call while it runs, and for its verdict. */
export const CALL_SHEETS = ["ladder", "ladder-tools", "result", "glossary"];

/** For all parts of a result. */
export const RESULT_SHEETS = [...CALL_SHEETS, "takeaway", "timing", "listing"];

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/**
 * @param {...string} names of components
 * @returns {Promise<unknown>} resolves when the sheets are loaded or have failed: unstyled beats nothing
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
  // index.css has the order of the layers, so the order of loading does not matter.
  document.head.append(link);
  return held;
}
