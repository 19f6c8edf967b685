/** The texts of a result: its verdict, what it says in brief, its warnings and its times. */

export const VERDICT = /** @type {const} */ ({
  testerFailed: "The tester failed",
  notPlaced: "No call was placed",
  notKnown: "The result is not known",
  registered: "The gatekeeper registered the tester.",
  notRegistered: "The registration failed.",
  answered: "The endpoint answered.",
  failed: "The call failed.",
  answeredBut: "Answered, but something went wrong",
});

/** Whether a call, or a registration, came about. */
export const BADGE = /** @type {const} */ ({
  registered: "✓ Registered",
  notRegistered: "✗ Registration Failed",
  answered: "✓ Call Setup Successful",
  failed: "✗ Call Failed",
});

/** The verdict on an answered call with a fault, by the outcome's code. @type {ReadonlyMap<string, string>} */
export const ANSWERED_BUT = new Map([
  ["h245-no-channel", "Answered, but no way for H.245"],
  ["h245-unknown", "Answered, but its H.245 channel could not be read"],
  ["h245-private-address", "Answered, but H.245 at a private address"],
  ["h245-unreachable", "Answered, but H.245 cannot be reached"],
  ["h245-broken", "Answered, but H.245 broke off"],
  ["h245-silent", "Answered, but H.245 is silent"],
  ["h245-incomplete", "Answered, but H.245 was not finished"],
  ["h245-rejected", "Answered, but H.245 was rejected"],
  ["dropped-after-connect", "Answered, but dropped at once"],
  ["broken-after-connect", "Answered, but its stream broke"],
  ["no-common-codec", "Answered, but no codec in common"],
  ["ended-early", "Answered, but ended early"],
]);

export const RESULT = /** @type {const} */ ({
  by: " by {tester}",
  offline: "This device is offline.",
  connectFirst: "Connect it to the network, then call again.",
  noAnswer:
    "The tester did not answer properly, so nothing is known about the endpoint. Check your connection, then call again.",
  perhapsSeen: "It is not known whether the endpoint saw this call.",
  toTry: "What to try:",
  remedies: "Place the next call with a change",
  leads: "{label}…",
  otherTab: " (opens another tab)",
  callFlow: "Call Flow:",
  noH245:
    "Call signalling works from end to end, and the call has been released. H.245 did not come up, so capabilities were not exchanged; a real call could not start its media streams (RTP).",
  noH245Because:
    "Call signalling works from end to end, and the call has been released. H.245 did not come up ({error}), so capabilities were not exchanged; a real call could not start its media streams (RTP).",
  ran: {
    one: "Call signalling works from end to end, and the call has been released. H.245 ran {way}: the endpoint announced {count} capability. A real call would now open logical channels and start the media streams (RTP).",
    other:
      "Call signalling works from end to end, and the call has been released. H.245 ran {way}: the endpoint announced {count} capabilities. A real call would now open logical channels and start the media streams (RTP).",
  },
  ranAs: {
    one: "Call signalling works from end to end, and the call has been released. H.245 ran {way}: the endpoint announced {count} capability, and the tester became {role}. A real call would now open logical channels and start the media streams (RTP).",
    other:
      "Call signalling works from end to end, and the call has been released. H.245 ran {way}: the endpoint announced {count} capabilities, and the tester became {role}. A real call would now open logical channels and start the media streams (RTP).",
  },
});

export const CHIPS = /** @type {const} */ ({
  name: "The call in brief",
  noH245: "No H.245",
  h245: "H.245 {way}",
  h245Fault: "H.245 {way}, with a fault",
  warnings: { one: "{count} warning", other: "{count} warnings" },
  capabilities: { one: "{count} capability", other: "{count} capabilities" },
  common: { one: "{capabilities}, {count} codec in common", other: "{capabilities}, {count} codecs in common" },
});

export const WARNINGS = /** @type {const} */ ({ title: "Warnings ({count})" });

export const STEPS = /** @type {const} */ ({
  running: "Ticked: the steps that the call has reached. Outlined: the current step.",
});

export const TIMING = /** @type {const} */ ({
  title: "Timing",
  moment: "Moment",
  sinceStart: "Since the start",
  sinceBefore: "Since the moment before",
});
