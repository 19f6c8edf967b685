/** What was last in the form, kept in this browser; nothing is, where it keeps nothing for us. */

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

/** @returns {string} what was remembered, not to be trusted: it may be old or somebody else's */
export function recall() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
