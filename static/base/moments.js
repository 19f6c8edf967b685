/** What the report's `timing` calls a moment of the call, and what it is called here. */
export const MOMENTS = new Map([
  ["connected", "TCP connected"],
  ["firstReply", "First reply"],
  ["callProceeding", "Call Proceeding"],
  ["alerting", "Alerting"],
  ["connect", "Connect"],
  ["h245", "H.245"],
  ["released", "Released"],
]);
