/** Texts of the calls that this browser keeps. */

export const HISTORY = /** @type {const} */ ({
  keep: " Keep the last {most} calls in this browser",
  help: "They stay on this machine. A password is never kept.",
  none: "No call is kept.",
  kept: { one: "One call is kept.", other: "{count} calls are kept." },
  cannot: "This browser does not let the page keep calls, as in a private window.",
  exportAll: "Export all",
  removeAll: "Remove all",
  removedAll: "All are removed.",
  removed: "Removed.",
  running: "A call is running. Open this one when it is over.",
  unknown: "unknown",
  named: "{whom}, {when}",
  open: "Open",
  openCall: "Open: {call}",
  remove: "Remove",
  removeCall: "Remove: {call}",
});
