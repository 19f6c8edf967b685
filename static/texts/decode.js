/** Texts of the decoder: octets without a call, and the calls of a capture. */

/** How hex digits are to be read, by the API's names. */
export const READ_AS = {
  auto: "detect automatically",
  tpkt: "TPKT",
  q931: "Q.931",
  h225: "H323-UserInformation (H.225.0)",
  h245: "MultimediaSystemControlMessage (H.245)",
  ras: "RasMessage (RAS)",
};

/** The API's names for forms of input. */
export const SOURCES = new Map([
  ["hex", "hex digits"],
  ["hexdump", "a hex dump"],
  ["c-array", "a C array"],
  ["escaped-string", "an escaped string"],
  ["asn1", "octet strings of ASN.1"],
  ["base64", "Base64"],
  ["log", "a log"],
  ["octets", "octets"],
  ["pcap", "a pcap file"],
  ["pcapng", "a pcapng file"],
]);

export const DECODE = /** @type {const} */ ({
  text: "Hex digits or a hex dump",
  as: "Read hex digits as",
  file: "Or a file: pcap, pcapng, a hex dump, octets",
  hint: "C arrays, escaped strings and Base64 as Wireshark copies them, its Follow Stream, and logs with octets in them work too, also packed with gzip. At most {most} messages. You can also drop a file anywhere on this page. A file stays on this machine, and a capture may have any length. The tester’s server decodes what is pasted, at most 1 MiB, and keeps nothing.",
  decode: "Decode",
  progress: "Octets of the file that are read",
  cancel: "Cancel",
  decoding: "Decoding…",
  cancelled: "Cancelled.",
  reading: "{file} is read on this machine…",
  findings: "Findings",
  notes: "Notes",
});

/** The faults of an input, and of what was to decode it. */
export const FAULTS = /** @type {const} */ ({
  noDecoder:
    "The decoder could not be loaded, or this browser cannot run it. Check your connection and choose the file again. Nothing was sent.",
  nothing: "Paste something to decode, or choose a file.",
  empty: "The file is empty.",
  tooLong: "This is more than 1 MiB, the most that can be decoded at once. Cut out the part that matters.",
  noAnswer: "The tester did not answer. Check your connection, then press Decode again.",
  status: "The tester answered HTTP {status}.",
  unreadable: "The tester sent an answer that this page cannot read.",
});

/** The choice to have a file decoded elsewhere. */
export const SEND = /** @type {const} */ ({
  send: "Send the file to the tester’s server",
  promise: " It decodes files of at most 1 MiB, and keeps nothing.",
});

/** What came of it, with and without a known form of input. */
export const SUMMARY = /** @type {const} */ ({
  none: { plain: "No messages.", as: "No messages, read as {form}." },
  plain: { one: "One message.", other: "{count} messages." },
  as: { one: "One message, read as {form}.", other: "{count} messages, read as {form}." },
  more: { one: "{summary} {count} more is left out.", other: "{summary} {count} more are left out." },
});

/** The calls of a capture. */
export const CAPTURED = /** @type {const} */ ({
  calls: { one: "One call", other: "{count} calls" },
  ladder: "Ladder",
  start: "Start",
  caller: "Caller",
  called: "Called",
  ending: "How it ended",
  all: "All messages",
  call: "Call {number}",
  ladderOfAll: "Ladder of all messages",
  ladderOf: "Ladder of call {number}",
  shown: "{ladder}: shown",
  noVerdict: "No verdict.",
  noVerdictBut: "No verdict. {why}",
  advice: "What to do",
});
