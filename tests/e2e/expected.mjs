/** What the answer says of a call to each scenario of `h323-peer`, without options. */

export const SETUP = "Sent SETUP message";
export const PROCEEDING = "Received CALL PROCEEDING";
export const ALERTING = "Received ALERTING (ringing)";
export const CONNECT = "Received CONNECT (call answered)";

const NO_RESPONSE = "No response from server";
const REJECTED = "Call rejected";
const INCOMPLETE = "Call setup incomplete";

const CLEARED = { by: "user", cause: 16 };
const LOST = { by: "transport" };

/** An answered call, with what is peculiar to it. */
function answered(rest = {}) {
  return {
    outcome: "release/answered",
    messages: [SETUP, PROCEEDING, ALERTING, CONNECT],
    release: CLEARED,
    ...rest,
  };
}

/** A call that the endpoint released with this cause and reason. */
function released(outcome, cause, reason, rest = {}) {
  return {
    outcome: `h225/${outcome}`,
    error: REJECTED,
    messages: [SETUP],
    release: { by: "remote", cause, reason },
    ...rest,
  };
}

/** An answered call whose H.245 went wrong. */
function without(outcome, ...warnings) {
  return answered({ outcome: `h245/${outcome}`, warnings });
}

/** A call that the endpoint sends elsewhere. */
function redirected(rest = {}) {
  return {
    outcome: "h225/redirected",
    error: INCOMPLETE,
    messages: [SETUP],
    release: { by: "remote", cause: 16, reason: "facilityCallDeflection" },
    ...rest,
  };
}

/** A call to another service. There is nothing to release there, but nobody knows that beforehand. */
function foreign(name) {
  return {
    outcome: "tpkt/not-h323",
    error: INCOMPLETE,
    messages: [SETUP],
    text: name,
    release: { by: "library", cause: 111 },
  };
}

/**
 * By name: the outcome's stage and code, `error`, `messages`, the warnings (each must be there, and
 * no other), what the release says, and what the outcome's text must match.
 */
export const EXPECTED = {
  answer: answered(),
  ring: {
    outcome: "h225/no-answer",
    error: INCOMPLETE,
    messages: [SETUP, PROCEEDING, ALERTING],
    release: { by: "library", cause: 19 },
  },
  busy: released("busy", 17, "inConf"),
  reject: released("rejected", 21, "destinationRejection", {
    messages: [SETUP, PROCEEDING],
  }),
  silent: {
    outcome: "tpkt/silent",
    error: NO_RESPONSE,
    messages: [SETUP],
    warnings: ["timer-expected"],
    release: { by: "library", cause: 102 },
  },
  slow: answered({ warnings: ["timer-expected"] }),
  "proceed-then-drop": {
    outcome: "h225/closed-without-release",
    error: INCOMPLETE,
    messages: [SETUP, PROCEEDING],
    warnings: ["no-release-complete"],
    release: LOST,
  },
  "close-at-once": {
    outcome: "tpkt/closed-at-once",
    error: NO_RESPONSE,
    messages: [SETUP],
    warnings: ["no-release-complete"],
    release: LOST,
  },
  "close-mid-message": {
    outcome: "tpkt/closed-in-message",
    error: INCOMPLETE,
    messages: [SETUP, PROCEEDING],
    warnings: ["no-release-complete"],
    release: LOST,
    text: /in the middle of a message \(\d+ octets/,
  },
  "no-proceeding": answered({ messages: [SETUP, CONNECT] }),
  split: answered(),
  coalesced: answered(),
  "keep-alives": answered(),
  garbage: answered({ warnings: ["undecodable-message", "undecodable-uuie"] }),
  "foreign-http": foreign(/HTTP/),
  "foreign-tls": foreign(/TLS/),
  "foreign-ssh": foreign(/SSH/),
  "foreign-sip": foreign(/SIP/),
  "foreign-rdp": foreign(/RDP/),
  "status-inquiry": answered(),
  "notify-without-uuie": answered(),
  information: answered(),
  "setup-acknowledge": released("unknown-number", 28, undefined, { warnings: ["more-digits-wanted"] }),
  "facility-redirect": {
    outcome: "h225/redirected",
    error: INCOMPLETE,
    messages: [SETUP],
    release: { by: "remote", cause: 16, reason: "facilityCallDeflection" },
    text: /call 127\.0\.0\.1:\d+, 2000 instead \(callForwarded\)/,
  },
  "hostile-names": answered(),
  flood: {
    outcome: "h225/no-answer-to-setup",
    error: INCOMPLETE,
    messages: [SETUP],
    warnings: ["status-flood", "timer-expected"],
    release: { by: "library", cause: 102 },
  },
  "flood-then-connect": answered({ messages: [SETUP, CONNECT], warnings: ["status-flood"] }),
  "wrong-call-reference-flag": answered({ warnings: ["call-reference-flag"] }),
  "wrong-call-identifier": answered({ warnings: ["call-identifier-changed"] }),
  "other-conference-id": answered({ warnings: ["conference-id-changed"] }),
  "disagreeing-release": released("busy", 17, "noBandwidth", {
    messages: [SETUP, PROCEEDING],
    warnings: ["release-disagrees"],
  }),
  "no-release": {
    outcome: "h225/closed-without-release",
    error: INCOMPLETE,
    messages: [SETUP, PROCEEDING, ALERTING],
    warnings: ["no-release-complete"],
    release: LOST,
  },
  progress: answered(),
  disconnect: released("released", 16, undefined, {
    messages: [SETUP, PROCEEDING, ALERTING],
    warnings: ["unexpected-message"],
  }),
  "h245-separate": answered({ mode: "separate" }),
  "h245-in-proceeding": answered({ mode: "early" }),
  "h245-in-alerting": answered({ mode: "early" }),
  "h245-start": answered({ mode: "separate" }),
  "h245-both": answered({ mode: "tunnelled", warnings: ["both-control-channels"] }),
  "h245-neither": { ...without("h245-no-channel", "no-control-channel"), mode: "none" },
  "h245-private-address": { ...without("h245-private-address", "private-h245-address"), mode: "none" },
  "h245-refused-port": { ...without("h245-unreachable", "h245-channel-failed"), mode: "none" },
  "h245-early-tunnel": answered({ mode: "tunnelled" }),
  "h245-several-in-one": answered({ mode: "tunnelled" }),
  "h245-several-in-one-tpkt": answered({ mode: "separate" }),
  "h245-silent": without("h245-silent", "h245-incomplete", "no-end-session"),
  "h245-no-ack": without("h245-incomplete", "h245-incomplete"),
  "h245-closes": { ...without("h245-broken", "h245-channel-failed"), mode: "separate" },
  "h245-foreign": { ...without("h245-broken", "h245-channel-failed"), mode: "separate", text: /HTTP/ },
  "h245-undecodable": answered({ warnings: ["undecodable-h245"] }),
  "h245-tie": answered(),
  "h245-tie-forever": without("h245-rejected", "master-slave-failed"),
  "h245-capabilities-rejected": without("h245-rejected", "capabilities-rejected"),
  "h245-no-common-codec": without("no-common-codec", "no-common-codec"),
  "h245-empty-set": answered({ warnings: ["empty-capability-set"] }),
  "h245-capabilities-change": answered({ warnings: ["capabilities-changed"] }),
  "h245-no-round-trip": answered({ warnings: ["round-trip-unanswered"] }),
  "h245-no-end-session": answered({ warnings: ["no-end-session"] }),
  "h245-ends-at-once": { ...without("h245-incomplete"), release: { by: "remote", cause: 16 } },
  "h245-requests": answered(),
  "h245-opens-channels": answered(),
  "drop-after-connect": {
    ...without("dropped-after-connect", "no-end-session"),
    release: { by: "remote", cause: 47 },
  },
  // We had ended the call with endSession; the endpoint's Release Complete only came first.
  "release-without-end-session": answered({ warnings: ["no-end-session"] }),
  "h245-rejects-channels": answered(),
  "fast-start-in-proceeding": answered(),
  "fast-start-in-alerting": answered(),
  "fast-start-in-connect": answered(),
  "fast-start-refused": answered(),
  "fast-start-ignored": answered(),
  "fast-start-mismatch": answered(),
  "redirect-gatekeeper": redirected({ messages: [SETUP, PROCEEDING] }),
  "redirect-mc": redirected(),
  "redirect-alias-only": redirected(),
  "redirect-loop": redirected(),
  "redirect-twice": redirected(),
  "redirect-private": redirected({ text: /10\.20\.30\.40:1720/ }),
  overlap: released("unknown-number", 28, undefined, { warnings: ["more-digits-wanted"] }),
  "old-version": answered({ mode: "separate", warnings: ["old-version"] }),
  "missing-fields": answered({ warnings: ["missing-field"] }),
  "hold-then-hangup": answered(),
  "h245-offers-again": answered({ mode: "tunnelled" }),
  "hangs-up-after-3-s": answered(),
  "alerting-flood": answered({ warnings: ["repeated-message"] }),
  "h245-pause": answered({ mode: "tunnelled" }),
  "release-noBandwidth": released("congestion", 34, "noBandwidth"),
  "release-gatekeeperResources": released("congestion", 47, "gatekeeperResources"),
  "release-unreachableDestination": released("no-route", 3, "unreachableDestination"),
  "release-destinationRejection": released("rejected", 16, "destinationRejection"),
  "release-invalidRevision": released("incompatible", 88, "invalidRevision"),
  "release-noPermission": released("gatekeeper-refuses", 127, "noPermission"),
  "release-unreachableGatekeeper": released("no-route", 38, "unreachableGatekeeper"),
  "release-gatewayResources": released("congestion", 42, "gatewayResources"),
  "release-badFormatAddress": released("unknown-number", 28, "badFormatAddress"),
  "release-adaptiveBusy": released("congestion", 41, "adaptiveBusy"),
  "release-inConf": released("busy", 17, "inConf"),
  "release-undefinedReason": released("released", 31, "undefinedReason"),
  "release-facilityCallDeflection": released("released", 16, "facilityCallDeflection"),
  "release-securityDenied": released("gatekeeper-refuses", 31, "securityDenied"),
  "release-calledPartyNotRegistered": released("not-registered", 20, "calledPartyNotRegistered"),
  "release-callerNotRegistered": released("gatekeeper-refuses", 31, "callerNotRegistered"),
  "release-newConnectionNeeded": released("incompatible", 47, "newConnectionNeeded"),
  "release-genericDataReason": released("released", 31, "genericDataReason"),
  "release-neededFeatureNotSupported": released("incompatible", 31, "neededFeatureNotSupported"),
  "release-tunnelledSignallingRejected": released("released", 127, "tunnelledSignallingRejected"),
  "release-invalidCID": released("no-route", 3, "invalidCID"),
  "release-hopCountExceeded": released("no-route", 3, "hopCountExceeded"),
  conference: answered(),
  "digits-echo": answered(),
  "digits-from-endpoint": answered(),
  "mode-acknowledged": answered(),
  "mode-less-preferred": answered(),
  "mode-unavailable": answered(),
  "mode-constrained": answered(),
  "mode-ignored": answered(),
};
