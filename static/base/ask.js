/** Requests to the API whose answers are shown, or the reason why there is none. */

import { fill } from "../texts/fill.js";

/**
 * @param {string} path
 * @param {RequestInit} request
 * @param {string} noAnswer is said then
 * @returns {Promise<Response>}
 */
export function reach(path, request, noAnswer) {
  return fetch(path, request).catch(() => {
    throw new Error(noAnswer);
  });
}

/**
 * @param {Response} answer
 * @param {string} strange is said with its `{status}` if the answer does not say why it refuses: a proxy in between
 *   may answer instead of the Worker
 * @returns {Promise<any>} the JSON of the answer; `null` if it is none
 * @throws {Error} in the words of the Worker where it has some
 */
export async function read(answer, strange) {
  const value = await answer.json().catch(() => null);
  if (answer.ok) return value;
  throw new Error(typeof value?.error === "string" ? value.error : fill(strange, { status: answer.status }));
}
