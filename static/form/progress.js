/** Shows that a call runs: a moving bar and the seconds since it began. */

import { fill } from "../texts/fill.js";
import { FORM } from "../texts/form.js";

/**
 * @param {HTMLElement} box shown until stopped
 * @param {HTMLElement} clock takes the elapsed time
 * @returns {() => number} stops it and says how many milliseconds it ran
 */
export function startProgress(box, clock) {
  const began = performance.now();
  const show = () => {
    clock.textContent = fill(FORM.elapsed, { count: ((performance.now() - began) / 1000).toFixed(1) });
  };
  show();
  box.hidden = false;
  const ticking = setInterval(show, 100);
  return () => {
    clearInterval(ticking);
    box.hidden = true;
    return performance.now() - began;
  };
}
