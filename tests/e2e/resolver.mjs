/** A resolver for DNS over HTTPS in its JSON form, as the Worker asks it, with answers from the test. */

import { once } from "node:events";
import { createServer } from "node:http";
import { HOST } from "./api.mjs";

/** Types of records (RFC 1035 3.2.2, RFC 3596 2.1, RFC 2782). */
export const RECORD = { A: 1, CNAME: 5, AAAA: 28, SRV: 33 };

/** Response codes (RFC 1035 4.1.1). */
export const NOERROR = 0;
export const SERVFAIL = 2;
export const NXDOMAIN = 3;
export const REFUSED = 5;

/**
 * @param {number} status response code
 * @param {Array<[number, string, number?]>} [records] type, data and time to live in seconds
 */
export function dnsAnswer(status, records = []) {
  const answers = records.map(([type, data, ttl = 300]) => ({ name: "x", type, TTL: ttl, data }));
  return JSON.stringify({ Status: status, TC: false, RD: true, RA: true, ...(records.length && { Answer: answers }) });
}

/**
 * @param {number} [status] response code for names that are not there; by default they do not exist
 * @returns {Promise<{
 *   url: string,
 *   queries: Array<{ name: string, type: string, accept: string }>,
 *   names: Map<string, (type: string, response: import("node:http").ServerResponse) => string | void>,
 *   stop: () => Promise<void>,
 * }>} `names` has what is answered for each name: the body, or nothing if the function does it itself
 */
export async function startResolver(status = NXDOMAIN) {
  const queries = [];
  const names = new Map();
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, `http://${HOST}`);
    const [name, type] = [searchParams.get("name"), searchParams.get("type")];
    queries.push({ name, type, accept: request.headers.accept });
    const reply = names.get(name) ?? (() => dnsAnswer(status));
    response.setHeader("Content-Type", "application/dns-json");
    const body = reply(type, response);
    if (body !== undefined) response.end(body);
  });
  server.listen(0, HOST);
  await once(server, "listening");
  return {
    url: `http://${HOST}:${server.address().port}/dns-query`,
    queries,
    names,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
