/** What a link to the form names in vain (form/link-values.js). */

export const LINK = /** @type {const} */ ({
  unknown: "Unknown options in the link were ignored: {names}.",
  impossible: "Impossible values in the link were replaced by the defaults: {names}.",
});
