/** Long work in turns: between two of them the page has one, so that it answers while the work goes on. */

/** @returns {Promise<void>} resolves in a task of its own */
function nextTask() {
  const { scheduler } = /** @type {{ scheduler?: { yield?: () => Promise<void> } }} */ (globalThis);
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * @param {AbortSignal} signal ends the work
 * @returns {() => Promise<void>} lets the page have its turn; rejects once the work is to end
 */
export function turns(signal) {
  return async () => {
    await nextTask();
    signal.throwIfAborted();
  };
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} most that are taken in one turn
 * @param {(some: T[]) => void} take
 * @param {() => Promise<void>} turn of the page, between two of these
 */
export async function inTurns(items, most, take, turn) {
  for (let at = 0; at < items.length; at += most) {
    if (at > 0) await turn();
    take(items.slice(at, at + most));
  }
}
