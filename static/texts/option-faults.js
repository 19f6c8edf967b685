/** What is wrong with the value of an option (rules/option-rules.js); more is in faults.js. */

export const OPTION_FAULTS = /** @type {const} */ ({
  printable: "{field} may have printable ASCII characters only",
  transport: "{field} must be an IP address and a port, as in 192.0.2.1:1720",
  octets: "{field} must be 1 to {most} octets of UTF-8",
  display: "{field} must be 1 to {most} printable ASCII characters",
  keys: "{field} must be 1 to {most} of 0-9 * # A-D, and commas for pauses of a second between them",
  characters: "{field} must be 1 to {most} characters",
  codecs: "{field} must be a list of one or more of {codecs}, each once",
});
