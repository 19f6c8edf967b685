/** The texts of the ladder as plain text, which `h323-peer call` prints in the same words. */

export const HEAD = /** @type {const} */ ({
  call: "H.323 call",
  to: "H.323 call to {whom}",
  at: "{call} at {moment}",
  by: "{call} by {tester}",
});

/** A time in the width of its column, and the time since the message before. */
export const TIME = /** @type {const} */ ({
  milliseconds: "{time} ms",
  seconds: "{time} s ",
  days: "{time} d ",
  later: "+{time}",
  laterSeconds: "+{time}s",
  laterDays: "+{time}d",
  laterYears: "+{time}y",
});

export const MORE = /** @type {const} */ ({
  one: "{count} more like this, {message}",
  other: "{count} more like this, {message}",
});

export const VERDICT = /** @type {const} */ ({
  answered: "Answered: {text} [{code}]",
  failed: "Failed: {text} [{code}]",
});

/** The fate of the digits, by the report's `userInput.state`. */
export const DIGITS = /** @type {const} */ ({
  unsent: "Digits {digits}: not sent",
  sent: "Digits {digits}: sent as {form}",
  partly: "Digits {digits}: partly sent as {form}",
});

export const MODE = /** @type {const} */ ({
  state: "Mode {codec}: {state}",
  answered: "Mode {codec}: {state} ({answer})",
});

/** Who released a call, by the report's `release.by`. @type {ReadonlyMap<string, string>} */
export const RELEASED = new Map([
  ["user", "Released by the tester"],
  ["library", "Released by the tester at a limit or fault"],
  ["remote", "Released by the endpoint"],
]);

export const RELEASE = /** @type {const} */ ({
  broken: "The connection ended the call",
  own: "the tester: {said}",
  peer: "the endpoint: {said}",
  cause: "cause {cause}",
  reason: "reason {reason}",
  neither: "neither cause nor reason",
});
