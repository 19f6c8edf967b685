/** Texts of a call or a registration that was saved. */

export const LOAD = /** @type {const} */ ({
  file: "Saved call",
  unknown: "unknown",
  hint: "JSON saved on this page, or an answer of the API saved with curl. You can also drop the file anywhere on this page. It stays on this machine.",
  shown: "{file} is shown as the result. You can also compare it.",
  shownLink: "The call in the link is shown as the result.",
  fault: "{file}: {why}",
  runningFile: "A call is running. Open the file when it is over.",
  runningLink: "A call is running. Open the link when it is over.",
  tooLarge: "The file is too large for a saved call (over 16 MiB).",
  steps: "Ticked: the steps of the saved call. Outlined: its last step before the release.",
  call: "Saved call",
  registration: "Saved registration",
  of: "{what} of {moment}",
  undated: "{what} (its date is not known)",
  fill: "Fill in the form",
  filled: "The form is filled in.",
  filledExcept: "The form is filled in, except {fields}.",
});
