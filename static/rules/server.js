/** Where a request leads, and who calls whom, for people. */

import { DEFAULTS } from "../base/defaults.js";
import { fill } from "../texts/fill.js";
import { PARTIES } from "../texts/parties.js";
import { isOverTls, readServer } from "./server-address.js";

/** The port for call signalling over TLS (H.460.22). */
const TLS_PORT = 1300;

/**
 * The target of a request.
 * @param {{ server?: unknown, port?: unknown, tls?: unknown }} request
 * @returns {{ server: string, port: string | null }} without a port, if the server says it
 */
export function calledAt({ server, port, tls }) {
  const usual = isOverTls({ server, tls }) ? TLS_PORT : DEFAULTS.port;
  return { server: String(server), port: readServer(String(server)).port === null ? String(port ?? usual) : null };
}

/**
 * The same for people.
 * @param {{ server?: unknown, port?: unknown, tls?: unknown }} request
 * @param {string} [between] the server and a port that it does not say itself
 */
export function whereTo(request, between = ":") {
  const { server, port } = calledAt(request);
  return port === null ? server : `${server}${between}${port}`;
}

/** Whether a request registers and calls nobody. @param {Record<string, any>} request */
export function isRegistration({ callingNumber, calledNumber, gatekeeper }) {
  return gatekeeper !== undefined && callingNumber === undefined && calledNumber === undefined;
}

/**
 * Who calls whom.
 * @param {Record<string, any>} request
 */
export function whoCalls(request) {
  const { callingNumber, calledNumber, server } = request;
  if (isRegistration(request)) return PARTIES.registration;
  return fill(PARTIES.call, { caller: callingNumber ?? PARTIES.noNumber, called: calledNumber ?? server });
}
