/** What is said of a call while it is placed, and of an answer that is none (call.js, base/api.js, base/places.js). */

export const CALL = /** @type {const} */ ({
  placing: "Calling {server}",
  placingAtPort: "Calling {server} port {port}",
  registering: "Registering at {server}",
  registeringAtPort: "Registering at {server} port {port}",
  brief: "{target} · {parties}",
  reached: " (reached)",
  soFar: "The call so far",
  title: "{verdict} · {server}",
  steps: "Ticked: the steps of the last call. Outlined: its last step before the release.",
  cancelled: "Cancelled after {time}. The tester hangs up.",
  cancelledHere: "Cancelled here. The tester hangs up.",
  brokeOff: "The tester’s answer broke off here. Later messages are not known.",
});

export const ANSWER = /** @type {const} */ ({
  unreadable: "A line of the answer cannot be read",
  brokeOff: "The answer broke off before the call had ended",
  status: "HTTP {status}",
  noObject: "HTTP {status}, and the answer is not a JSON object",
});
