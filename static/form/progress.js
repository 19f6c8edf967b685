/** Shows that a call runs: a moving bar and the seconds since it began. */

/**
 * @param {HTMLElement} box shown until stopped
 * @param {HTMLElement} clock takes the elapsed time
 * @returns {() => number} stops it and says how many milliseconds it ran
 */
export function startProgress(box, clock) {
  const began = performance.now();
  const show = () => {
    clock.textContent = `${((performance.now() - began) / 1000).toFixed(1)} s`;
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
