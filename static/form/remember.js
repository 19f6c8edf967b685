/** Keeps the last state of the form in this browser, if the browser allows storage. */

const KEY = "h323-tester.form";

/** @param {string} query the form as link.js writes it */
export function remember(query) {
  try {
    if (query === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, query);
  } catch {
    // Switched off, full, or a private window: the form works without.
  }
}

/** @returns {string} the kept state; do not trust it, for it may be old or come from another page */
export function recall() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
