/** Calls of the page whose stream a test writes itself, and what a test reads from the ladder. */

import { createServer } from "node:http";
import { once } from "node:events";

/** How the ladder names the rows of its messages to a screen reader: by all that it does not hide from it. */
export function rowNames(page) {
  return page.locator(".ladder button.row-line").evaluateAll((rows) =>
    rows.map((row) => {
      const copy = row.cloneNode(true);
      for (const hidden of copy.querySelectorAll("[aria-hidden]")) hidden.remove();
      return copy.textContent;
    }),
  );
}

/**
 * Has the page's calls ask for further options, which its form may not have.
 * @param {import("playwright-core").Page} page
 * @param {Record<string, unknown>} options
 */
export async function withOptions(page, options) {
  await page.route("**/api/h323/call", (route) =>
    route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), ...options }) }),
  );
}

/**
 * Answers the page's calls in the Worker's stead, line by line.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ asked: Promise<void>, send: (type: string, data: object) => void, breakOff: () => void, end: () => void, close: () => void }>}
 */
export async function writeStream(page) {
  const asked = Promise.withResolvers();
  let answer;
  const server = createServer((request, response) => {
    request.resume();
    answer = response;
    response.writeHead(200, {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
    });
    response.flushHeaders();
    asked.resolve();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A test that fails does not get to close it.
  server.unref();
  await page.route("**/api/h323/call", (route) =>
    route.continue({ url: `http://127.0.0.1:${server.address().port}/` }),
  );
  return {
    asked: asked.promise,
    send: (type, data) => answer.write(`${JSON.stringify({ type, data })}\n\n`),
    breakOff: () => answer.destroy(),
    end: () => answer.end(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A line of that stream: an entry of the trace, with the least that it must have. */
export function entry(fields) {
  return {
    t: 0,
    direction: "received",
    channel: "callSignalling",
    type: "STATUS",
    summary: "",
    hex: "03000004",
    ...fields,
  };
}
