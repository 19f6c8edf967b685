/** The texts of the ladder: its head, its rows, and what chooses among them. */

export const LADDER = /** @type {const} */ ({
  title: "Ladder",
  titleOf: "Ladder ({messages})",
  facts: "Facts",
  octets: "Octets",
  lifelines: "Lifelines",
  toEnd: "Go to the end of the ladder",
  left: {
    one: "{count} more message was received. The trace does not hold it.",
    other: "{count} more messages were received. The trace does not hold them.",
  },
});

/** How many messages a ladder has, of one kind and of several. */
export const MESSAGES = /** @type {const} */ ({
  signalling: { one: "{count} signalling message", other: "{count} signalling messages" },
  h245: { one: "{count} H.245 message", other: "{count} H.245 messages" },
  ras: { one: "{count} RAS message", other: "{count} RAS messages" },
  all: { one: "{count} message", other: "{count} messages: {kinds}" },
});

/** Of the messages of several kinds. */
export const OF_KIND = /** @type {const} */ ({
  signalling: { one: "{count} signalling", other: "{count} signalling" },
  h245: { one: "{count} H.245", other: "{count} H.245" },
  ras: { one: "{count} RAS", other: "{count} RAS" },
});

/** The names of lifelines. */
export const LANE = /** @type {const} */ ({
  tester: "Tester",
  caller: "Caller",
  endpoint: "Endpoint",
  gatekeeper: "Gatekeeper",
  signalling: "Call signalling",
  h245: "H.245",
  redirect: "Redirect {hop}",
  redirectH245: "Redirect {hop}, H.245",
});

/** The connection of a message, where there are no lifelines. */
export const TAG = /** @type {const} */ ({
  caller: "caller",
  endpoint: "endpoint",
  signalling: "signalling",
  ras: "RAS",
  signallingTo: "signalling {address}",
  h245To: "H.245 {address}",
  rasTo: "RAS {address}",
});

export const ROW = /** @type {const} */ ({
  sent: "sent",
  received: "received",
  undecodable: "undecodable",
  message: "message",
  inOnePacket: "in one packet",
  inMessage: "in {message}",
  inSomeMessage: "in a message",
  moreLike: { one: "{count} more like this until {time}", other: "{count} more like this until {time}" },
  fault: "fault: {fault}",
  factsAndFault: "{facts}, {fault}",
  withFault: "with a fault",
  octets: "{count} B",
  warning: "Warning",
  redirect: "Redirect",
});

/** Where a redirect leads, and what came of it. */
export const REDIRECT = /** @type {const} */ ({
  followed: "Sent on to {address}: followed",
  notFollowed: "Sent on to {address}: not followed",
  notFollowedBecause: "Sent on to {address}: not followed, {error}",
  elsewhere: {
    followed: "Sent elsewhere: followed",
    notFollowed: "Sent elsewhere: not followed",
    notFollowedBecause: "Sent elsewhere: not followed, {error}",
  },
});

export const FILTER = /** @type {const} */ ({
  name: "Show only",
  signalling: "Signalling",
  h245: "H.245",
  ras: "RAS",
  warnings: "Warnings",
  warningsTitle: "Warnings, and messages of which some could not be read",
  find: "Find rows of the ladder",
  findHere: "Find ( / )",
  shown: "{count} of {all} shown",
});

/** The ways to show a time: in the choice, and over the column. */
export const TIMES = /** @type {const} */ ({
  label: "Times",
  start: ["since the start", "Time"],
  before: ["since the message before", "Delta"],
  utc: ["of day, UTC", "UTC"],
  local: ["of day, local", ""],
  from: "From {moment}",
});

export const DETAIL_OF = /** @type {const} */ ({
  name: "Fields and octets of {message}",
  decoded: "Decoded: {message}",
  octets: "Octets: {message}",
});

export const WAITING = /** @type {const} */ ({
  name: "State of the call",
  connecting: "Connecting",
  hold: "hold",
  elapsed: "{elapsed} s",
  timer: "{timer}: {elapsed} s of {seconds} s",
});

/** Milestones by state, for readers who hear the page and do not see the ladder. @type {ReadonlyMap<number, string>} */
export const MILESTONES = new Map([
  [2, "The endpoint asks for more digits"],
  [3, "The endpoint is setting up the call"],
  [4, "Ringing"],
  [10, "Answered"],
]);

export const REDIRECTED = /** @type {const} */ ({
  followed: "Redirected to another address",
  named: "The endpoint names another address",
});
