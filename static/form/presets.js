/** Options for common cases, each with its reason (docs/presets.md). */

import { OPTIONS } from "../rules/options.js";

/** @typedef {{ why: string, values: (now: import("../rules/options.js").Values) => Record<string, string> }} Preset */

/** @type {Record<string, Preset>} */
export const PRESETS = {
  room: {
    why: "Sends no called number, because a room is called by its address, and asks for video as rooms do.",
    values: () => ({ noCalledNumber: "true", bearer: "video" }),
  },
  mcu: {
    why: "Write the server as address##conference. Asks for video, and holds for 5 s: an MCU answers first and looks for the conference then.",
    values: () => ({ bearer: "video", holdSeconds: "5" }),
  },
  alias: {
    why: "Write the server as alias@gatekeeper. Follows redirects, because a gatekeeper may send the caller on to the endpoint.",
    values: () => ({ followRedirects: "true" }),
  },
  registration: {
    why: "Registers the calling number with the gatekeeper at the server first. A password goes under “More options…”.",
    values: ({ callingNumber }) => ({ "gatekeeper.alias": String(callingNumber) }),
  },
  expressway: {
    why: "Write the server as alias@domain: an Expressway may refuse calls to an address alone. Asks for video as rooms do.",
    values: () => ({ bearer: "video" }),
  },
  polycom: {
    why: "Write the server as address##conference. Asks for video, and holds for 5 s, until the bridge has found the conference.",
    values: () => ({ bearer: "video", holdSeconds: "5" }),
  },
  avaya: {
    why: "Announces audio codecs alone: a telephone system has no use for video.",
    values: () => ({ codecs: "g711u,g711a,g722,g729" }),
  },
  netmeeting: {
    why: "H.225.0 version 2, H.245 on a connection of its own and the codecs of that time: old endpoints know no tunnel.",
    values: () => ({ h225Version: "2", h245: "separate", codecs: "g711a,g711u,h261,h263" }),
  },
};

/**
 * Sets what a preset sets. What the one before has set goes, unless it was changed since; what the reader
 * has set stays.
 * @param {string} name of the preset; none if there is no such
 * @param {Record<string, string>} before what the one before has set
 * @param {Map<string, import("./field.js").Field>} fields
 * @param {HTMLElement} why takes the reason
 * @returns {Record<string, string>} what this one has set
 */
export function turnTo(name, before, fields, why) {
  const preset = PRESETS[name];
  const now = Object.fromEntries([...fields].map(([key, field]) => [key, field.read()]));
  for (const [key, value] of Object.entries(before))
    if (now[key] === value) fields.get(key)?.write(OPTIONS.get(key)?.initial);
  const set = preset?.values(now) ?? {};
  for (const [key, value] of Object.entries(set)) fields.get(key)?.write(value);
  why.textContent = preset?.why ?? "";
  return set;
}
