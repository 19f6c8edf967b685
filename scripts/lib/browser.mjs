/** The Chromium that the browser tests drive. */

import { existsSync } from "node:fs";
import { which } from "./paths.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * @returns {Promise<string | undefined>} path of a Chromium: the one in PLAYWRIGHT_CHROMIUM, the
 *   machine's, or Playwright's own
 */
export async function findChromium() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`PLAYWRIGHT_CHROMIUM names ${named}, which does not exist`);
    return named;
  }
  const installed = NAMES.map(which).find(Boolean) ?? MAC_PATHS.find((path) => existsSync(path));
  if (installed) return installed;
  const { chromium } = await import("playwright-core");
  const downloaded = chromium.executablePath();
  return downloaded && existsSync(downloaded) ? downloaded : undefined;
}

/**
 * Starts Chromium without a window and without network traffic of its own.
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser() {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("no Chromium: install one, or name it in PLAYWRIGHT_CHROMIUM");
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium's sandbox refuses to start as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
