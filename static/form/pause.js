/** The time until the tester takes the next call or registration. */

import { fill } from "../texts/fill.js";
import { PAUSE } from "../texts/pause.js";

/**
 * @param {HTMLElement} button has the seconds that are left
 * @param {number} seconds
 * @param {string} [path] of the API, if what comes next is no call
 */
export async function countDown(button, seconds, path) {
  for (let left = seconds; left > 0; left -= 1) {
    button.textContent = fill(path ? PAUSE.registration : PAUSE.call, { count: left });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
