/** The output of the scripts: a line for each step, with its time. */

/**
 * @param {number} started from `performance.now()`
 * @returns {string} seconds since then, as "3.4 s" or "2 min 05 s"
 */
export function since(started) {
  const seconds = (performance.now() - started) / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** @param {string} text of a step that begins */
export function begin(text) {
  console.log(`▸ ${text}`);
}

/** @param {string} text of a step that is done */
export function done(text) {
  console.log(`✔ ${text}`);
}

/** @param {string} text of a step that failed */
export function failed(text) {
  console.error(`✘ ${text}`);
}

/**
 * Runs the main function of a script; an error becomes one message and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    failed(error.message);
    process.exit(1);
  }
}
