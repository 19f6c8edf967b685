/** The texts in the files of a call, and those about a file or link that holds none. */

export const SAVED = /** @type {const} */ ({
  notObject: "This is not a saved call: the file must hold a JSON object.",
  otherVersion: "This call was saved in version {saved} of the format. This page knows version {known} only.",
  noVersion: "This call was saved without a version of the format, so this page cannot read it.",
  noReport: "This file does not hold the report of a call.",
  error: "This file holds an error answer of the tester, not a call.",
  noCall: "This file is JSON but does not hold a call: open one that was saved on this page, or an answer of the API.",
  notJson: "This file is not JSON.",
});

export const LINK = /** @type {const} */ ({
  tooLong: "The link is too long for a call.",
  tooMuch: "The link holds more than a call can be.",
  damaged: "The link is damaged or was cut: ask for the call as a file.",
});

export const MARKDOWN = /** @type {const} */ ({
  title: "H.323 call: {outcome}",
  called: "Called",
  when: "When",
  placedBy: "Placed by",
  result: "Result",
  answered: "answered ({code})",
  failed: "failed ({code})",
  toTry: "What to try:",
  yes: "yes",
  no: "no",
});

export const DRAWING = /** @type {const} */ ({
  title: "H.323 call to {whom}",
  someEndpoint: "endpoint",
  tester: "Tester",
  endpoint: "Endpoint",
  at: "{time} ms",
  left: { one: "{count} more message is not drawn", other: "{count} more messages are not drawn" },
  by: "by {tester}",
  whenBy: "{moment} by {tester}",
});

export const CAPTURE = /** @type {const} */ ({
  program: "H.323 edge tester",
  made: "Made by the H.323 edge tester from the trace of one call.",
  isTrue:
    "True: the octets of each message, their order, and their times to the millisecond, the endpoint's addresses and ports.",
  isMadeUp:
    "Made up: IP and TCP around them, such as handshakes, segments, acknowledgements and ends, because the tester sees only the octets that TCP delivers.",
  address:
    "The tester's own address is not known: 192.0.2.1 or 2001:db8::1 (documentation addresses) and ports from 50001 stand for it.",
  timeNotKnown: "The time of the call is not known: times count from 1970-01-01.",
  placed: "Placed at {moment}.",
  placedBy: "Placed at {moment} by {tester}.",
  missing: {
    one: "{count} more message was received. The trace does not hold it.",
    other: "{count} more messages were received. The trace does not hold them.",
  },
  outcome: "Outcome: {text} [{code}]",
  warning: "Warning at {time} ms: {text} [{code}]",
  port: "If Wireshark does not show H.225.0 here, it reads port {port} as the service that owns it. Then set the preference “Try heuristic sub-dissectors first” of the protocol TCP (tshark -o tcp.try_heuristic_first:TRUE).",
});
