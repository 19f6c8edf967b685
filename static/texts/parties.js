/** Who calls whom (rules/server.js). */

export const PARTIES = /** @type {const} */ ({
  call: "{caller} → {called}",
  noNumber: "no number",
  registration: "registration",
});
