/** The texts of the cards and tables of a result. */

export const YES = "yes";
export const NO = "no";

/** The side that ended the call, by the report's `release.by`. @type {ReadonlyMap<string, string>} */
export const ENDED_BY = new Map([
  ["user", "the tester (normal end)"],
  ["library", "the tester (at a limit or a fault)"],
  ["remote", "the endpoint"],
  ["transport", "the connection (it broke)"],
]);

export const ENDPOINT = /** @type {const} */ ({ title: "Endpoint" });

export const RELEASE = /** @type {const} */ ({
  title: "Release",
  by: "Released by",
  cause: "Cause (Q.850)",
  location: "Cause location",
  reason: "Reason (H.225.0)",
  own: "Sent by the tester",
  peer: "Sent by the endpoint",
  notGiven: "not given",
  neither: "neither cause nor reason",
});

export const TLS = /** @type {const} */ ({
  title: "TLS",
  protocol: "Protocol",
  calledAs: "Called as",
  notTold: "{name} (not told to the endpoint)",
  objections: "Objections",
  none: "none",
  subject: "Certificate of",
  issuer: "Issued by",
  names: "For",
  valid: "Valid",
  validity: "{from} to {until}",
  key: "Key",
  signature: "Signature",
  fingerprint: "SHA-256",
  error: "Not readable",
  further: "Further certificates",
});

export const CONTROL = /** @type {const} */ ({
  title: "H.245",
  transport: "Transport",
  address: "Address",
  overTls: "{address} over TLS",
  fault: "Fault",
  version: "Version",
  role: "Role of the tester",
  undecided: "Roles not decided",
  common: "Codecs in common",
  none: "none",
  roundTrip: "Round trip",
  milliseconds: "{count} ms",
  paused: "Paused",
  pausedToEnd: "from {from} to the end",
  pause: "{from} to {until}",
  flowControl: "Flow control",
  userInput: "User input",
  endSession: "endSession",
  sent: "sent",
  received: "received",
  sentAndReceived: "sent, received",
});

export const REGISTRATION = /** @type {const} */ ({
  title: "Gatekeeper",
  registered: "Registered",
  ended: "Ended",
  confirmed: "confirmed",
  notConfirmed: "not confirmed",
  gatekeeper: "Gatekeeper",
  endpoint: "Endpoint",
  timeToLive: "Time to live",
  withoutEnd: "without end",
  seconds: "{count} s",
  aliases: "Aliases",
  takesCallsAt: "Takes calls at",
  admission: "Admission",
  none: "calls need none",
  call: "Call",
  routed: "routed by the gatekeeper",
  direct: "direct",
  destination: "Destination",
});

export const DURING = /** @type {const} */ ({
  title: "While the call was up",
  digits: "Digits",
  sending: "Sending",
  mode: "Mode",
  answer: "Answer to the mode",
});

/** The fate of the digits, by the report's `userInput.state`: without and with the form in which they went. */
export const SENDING = /** @type {const} */ ({
  sent: ["sent", "sent as {form}"],
  partly: ["partly sent", "partly sent as {form}"],
  unsent: ["not sent", "not sent as {form}"],
});

export const CAPABILITIES = /** @type {const} */ ({
  title: "Capabilities of the endpoint",
  heads: ["No.", "Media", "Codec or function", "Direction", "Parameters", "In common"],
  common: "✓ yes",
});

export const IDENTIFIERS = /** @type {const} */ ({
  title: "Identifiers",
  call: "Call identifier",
  conference: "Conference ID",
});

/** Which way a channel leads, by the report's words. @type {ReadonlyMap<string, string>} */
export const WAYS = new Map([
  ["transmit", "to the endpoint"],
  ["receive", "to the tester"],
  ["sent", "to the endpoint"],
  ["received", "to the tester"],
]);

/** The meaning of the states of `fastStart`. @type {ReadonlyMap<string, string>} */
export const FAST_START_STATES = new Map([
  ["accepted", "accepted"],
  ["refused", "refused: fastConnectRefused"],
  ["ignored", "ignored: the endpoint answered without it"],
  ["unanswered", "unanswered"],
]);

export const FAST_START = /** @type {const} */ ({
  title: "Fast start",
  heads: ["Direction", "Carries", "Media", "Offered"],
});

export const CHANNELS = /** @type {const} */ ({
  title: "Logical channels",
  heads: ["No.", "Direction", "Carries", "State", "Media"],
  bothWays: "both ways",
  offered: { one: "{state}; offered {count} time", other: "{state}; offered {count} times" },
});

export const SERVICES = /** @type {const} */ ({
  title: "SRV records",
  heads: ["Service", "Server", "Priority / weight", "Result"],
  none: "none",
  notKnown: "not known: {error}",
  notOffered: "not offered",
  calledAt: "called at {addresses}",
});

export const REDIRECTS = /** @type {const} */ ({
  title: "Redirects",
  heads: ["Time", "Reason", "To", "Result"],
  followed: "followed",
  notFollowed: "not followed",
  notFollowedBecause: "not followed: {error}",
});
