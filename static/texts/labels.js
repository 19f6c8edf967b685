/** A field of the form, in a sentence (form/labels.js). */

export const LABEL = /** @type {const} */ ({
  field: "“{label}”",
  alias: "Alias {number} of “{label}”",
});
