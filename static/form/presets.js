/** Options for common cases, each with its reason (docs/presets.md). */

import { OPTIONS } from "../rules/options.js";
import { PRESET_REASONS } from "../texts/presets.js";

/** @typedef {{ why: string, values: (now: import("../rules/options.js").Values) => Record<string, string> }} Preset */

/** @type {Record<string, Preset>} */
export const PRESETS = {
  room: {
    why: PRESET_REASONS.room,
    values: () => ({ noCalledNumber: "true", bearer: "video" }),
  },
  mcu: {
    why: PRESET_REASONS.mcu,
    values: () => ({ bearer: "video", holdSeconds: "5" }),
  },
  alias: {
    why: PRESET_REASONS.alias,
    values: () => ({ followRedirects: "true" }),
  },
  registration: {
    why: PRESET_REASONS.registration,
    values: ({ callingNumber }) => ({ "gatekeeper.alias": String(callingNumber) }),
  },
  expressway: {
    why: PRESET_REASONS.expressway,
    values: () => ({ bearer: "video" }),
  },
  polycom: {
    why: PRESET_REASONS.polycom,
    values: () => ({ bearer: "video", holdSeconds: "5" }),
  },
  avaya: {
    why: PRESET_REASONS.avaya,
    values: () => ({ codecs: "g711u,g711a,g722,g729" }),
  },
  netmeeting: {
    why: PRESET_REASONS.netmeeting,
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
