/** The texts of the inside of a message: its fields and its octets. */

export const DETAIL = /** @type {const} */ ({
  fields: "Fields of {message}",
  octets: "Octets of {message}",
  expand: "Expand all",
  copyHex: "Copy hex",
  copyFields: "Copy fields as text",
  copyPath: "Copy path and value",
  copied: "Copied",
  notCopied: "The browser did not allow copying",
  unplaced: "The octets of each field are not known here, because the decoder did not answer.",
  nothing: "No fields could be read.",
  allOctets: { one: "Show the {count} octet", other: "Show all {count} octets" },
});

export const FIND = /** @type {const} */ ({
  name: "Find a field of {message}",
  here: "Find a field",
  none: "No field has this.",
  found: "{at} of {count}",
});

export const FIELD = /** @type {const} */ ({
  unknown: "unknown",
  unreadable: "unreadable",
  fault: "{field} (unreadable: {fault})",
  octet: "octet {at}",
  octets: "octets {from}–{to}",
  octetsSpoken: "octets {from} to {to}",
  cut: { one: "{beginning}… ({count} character)", other: "{beginning}… ({count} characters)" },
});
