/** A call in the fragment of an address: nothing of it reaches a server, and whoever has the link has the call. */

import { LINK } from "../texts/files.js";
import { LARGEST_FILE, parseSaved, savedText } from "./saved.js";

/** The name of the fragment, also in base/stage.js, which does without this module. */
const NAME = "#call=";

/** Most characters that are looked at: more than any browser takes for an address that is typed. */
const LONGEST = 2_000_000;

/** From so many characters on, mail programs and chats are known to cut a link. */
export const OFTEN_CUT = 16_000;

/**
 * @param {import("./saved.js").Call} call
 * @returns {Promise<string>} the fragment, with its `#`
 */
export async function packed(call) {
  const text = JSON.stringify(JSON.parse(savedText(call)));
  const octets = await read(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")), LARGEST_FILE);
  let binary = "";
  for (const octet of octets) binary += String.fromCharCode(octet);
  return NAME + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} hash as an address has it; anybody may have written it
 * @returns {Promise<import("./saved.js").Call>}
 * @throws {Error} whose message says why there is no call in it
 */
export async function unpacked(hash) {
  if (hash.length > LONGEST) throw new Error(LINK.tooLong);
  const text = hash.slice(NAME.length);
  let octets;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const stream = new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))]).stream();
    octets = await read(stream.pipeThrough(new DecompressionStream("deflate-raw")), LARGEST_FILE);
  } catch (error) {
    if (error instanceof RangeError) throw new Error(LINK.tooMuch);
    throw new Error(LINK.damaged);
  }
  return parseSaved(new TextDecoder().decode(octets));
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} most octets
 * @returns {Promise<Uint8Array>}
 * @throws {RangeError} if there are more
 */
async function read(stream, most) {
  const parts = [];
  let length = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("too much");
    }
    parts.push(next.value);
  }
  const octets = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}
