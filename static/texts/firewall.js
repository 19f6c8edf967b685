/** Texts of the firewall check: three calls that differ in what carries H.245. */

export const FIREWALL = /** @type {const} */ ({
  tunnelled: "H.245 in the tunnel",
  separate: "H.245 on a connection of its own",
  fastStart: "Fast start",
  help: "Calls the endpoint of the form three times, one after the other: it rings three times. The calls differ in what carries H.245, which is what firewalls often change.",
  start: "Place three calls",
  fillIn: "Fill in the form first, and wait for a call that is running.",
  trying: "Call {number} of {count}: {way}",
  waiting: "Waiting {seconds} s for the next call: one call at a time to an endpoint",
  cancelled: "Cancelled. The tester hangs up.",
  cancelledCall: "Cancelled",
  notPlaced: "No call was placed: {why}",
  show: "Show",
  showCall: "Show the call: {way}",
  passes: "✓ passes",
  fails: "✗ does not pass",
  title: "What passes",
  way: "Way",
  result: "Result",
  verdict: "Verdict",
  call: "Call",
});

/** What the three calls say together. */
export const VERDICTS = /** @type {const} */ ({
  notAll: "Not every call could be placed, so the check says nothing.",
  unsure:
    "Not every call was answered, so the check cannot tell a firewall from an endpoint that was busy. Look at each verdict, and try again.",
  alike: "All three calls end in the same way, so what carries H.245 is not the cause.",
  none: "No call was answered. The three verdicts differ: look at each.",
  all: "All three ways pass: nothing between here and the endpoint stops H.323.",
  noFastStart: "H.245 passes both ways. The endpoint does not take fast start, which many do not.",
  tunnelOnly:
    "H.245 passes in the tunnel, but not on a connection of its own: a firewall or NAT is in its way at {address}, or the endpoint offers none. Callers that cannot tunnel will have no sound.",
  connectionOnly:
    "H.245 passes on a connection of its own, but not in the tunnel: the endpoint or something in between takes the tunnel away.",
  neither: "The call is answered, but H.245 passes neither way, so there would be neither sound nor picture.",
});
