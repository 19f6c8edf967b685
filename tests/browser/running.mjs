/** What tests of real calls run on, and how they place a call. It starts before the first test, and ends after the last. */

import { after, before } from "node:test";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { LABELS } from "./form-page.mjs";
import { loadSheets, strollAndPress } from "./geometry.mjs";
import { fill, openPage, placeCall } from "./page.mjs";

export let worker;
export let browser;
/** Answers every scenario, by the called number. */
export let peer;

before(async () => {
  [worker, browser, peer] = await Promise.all([startWorker(), launchBrowser(), startPeer({ args: ["--by-number"] })]);
});

after(async () => {
  await browser?.close();
  await Promise.all([worker, peer].map((service) => service?.stop()));
});

/** Calls that number at the endpoint, on a fresh page with that in its link. */
export async function called(number, { query = "", ...how } = {}) {
  const opened = await openPage(browser, `${worker.url}/${query}`, how);
  await fill(opened.page, { [LABELS.calledNumber]: number });
  await placeCall(opened.page, peer);
  await loadSheets(opened.page);
  return opened;
}

/** The same as a person does: fields, then the pointer over the options to the button. */
export async function calledByHand(number, { query = "", ...how } = {}) {
  const opened = await openPage(browser, `${worker.url}/${query}`, how);
  const { page } = opened;
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: peer.port, [LABELS.calledNumber]: number });
  await page.locator("#submit").scrollIntoViewIfNeeded();
  await strollAndPress(page, ["#calledNumber", "#more", "#submit"]);
  await page.locator("#result h2").waitFor({ timeout: 60_000 });
  await loadSheets(page);
  return opened;
}
