/** What the end-to-end and the browser tests start: the Worker, an endpoint, a browser. */

import { startWrangler, withoutLimits } from "../../scripts/lib/services.mjs";

export { launchBrowser } from "../../scripts/lib/browser.mjs";
export { startPeer, withoutLimits } from "../../scripts/lib/services.mjs";

/** Set by scripts/test.mjs to the address of a Worker that all test files share. */
const SHARED = process.env.H323_TEST_WORKER;

/**
 * A running Worker. Without options it is the shared one of the test command where there is one,
 * may dial this machine, and does not limit how often a caller asks.
 * @param {{ allowPrivate?: boolean, rateLimited?: boolean, vars?: Record<string, string>, configure?: (text: string) => string }} [options]
 *   as deployed: `{ allowPrivate: false, rateLimited: true }`; `vars` are further variables; `configure`
 *   changes wrangler.toml
 * @returns {Promise<{ url: string, output: () => string, stop: () => Promise<void> }>}
 */
export async function startWorker({ allowPrivate = true, rateLimited = false, vars, configure } = {}) {
  if (SHARED && allowPrivate && !rateLimited && !vars && !configure) {
    return { url: SHARED, output: () => "", stop: async () => {} };
  }
  return startWrangler({ allowPrivate, vars, configure: configure ?? (rateLimited ? undefined : withoutLimits) });
}
