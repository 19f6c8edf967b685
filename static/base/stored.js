/** What this browser keeps from visit to visit, if it allows storage. */

/** @param {string} name @param {string} value empty for none */
export function store(name, value) {
  try {
    if (value === "") localStorage.removeItem(`h323-tester.${name}`);
    else localStorage.setItem(`h323-tester.${name}`, value);
  } catch {
    // Switched off, full, or a private window: the page works without.
  }
}

/** @param {string} name @returns {string} do not trust it: it may be old, or come from another page */
export function stored(name) {
  try {
    return localStorage.getItem(`h323-tester.${name}`) ?? "";
  } catch {
    return "";
  }
}
