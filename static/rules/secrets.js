/** What of a request leaves this page in the request alone. */

import { isObject } from "../base/values.js";

/**
 * The request as it may be shown, kept and exported: without the password of a gatekeeper.
 * @template {Record<string, any>} Request
 * @param {Request} request
 * @returns {Request}
 */
export function withoutSecrets(request) {
  if (!isObject(request.gatekeeper)) return request;
  const { password: _, ...gatekeeper } = request.gatekeeper;
  return { ...request, gatekeeper };
}
