/** The names of the tools beside the call. */

export const TOOLBOX = /** @type {const} */ ({
  firewall: "Check a firewall with three calls",
  compare: "Compare two calls",
  history: "Earlier calls",
  load: "Open a saved call",
  decode: "Decode a capture or hex",
  missing: "This part of the page could not be loaded. Check your connection, then choose it again above.",
});
