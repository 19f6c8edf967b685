/** What the button says until the tester takes the next call or registration (form/pause.js). */

export const PAUSE = /** @type {const} */ ({
  call: "Call again in {count} s",
  registration: "Register again in {count} s",
});
