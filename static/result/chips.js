/** The call in a few words beside its verdict: how H.245 went, the warnings, the maker, the codecs. */

import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { H245_WAYS } from "../texts/names.js";
import { list, object } from "../base/values.js";
import { counted, fill } from "../texts/fill.js";
import { CHIPS } from "../texts/result.js";
import { explainedLabel } from "./labels.js";

/** @param {Record<string, any>} report */
function control(report) {
  const { mode, error } = object(report.h245);
  if (mode === undefined) return "";
  // Without an answer that H.245 did not come up says nothing.
  if (mode === "none") return report.success === true ? CHIPS.noH245 : "";
  const way = H245_WAYS.get(line(mode)) ?? line(mode);
  return fill(error === undefined ? CHIPS.h245 : CHIPS.h245Fault, { way });
}

/**
 * @param {Record<string, any>} report
 * @returns {string} the product, or the maker by its T.35 code: several makers send another's
 */
function maker({ peer }) {
  const { manufacturer, product, version } = object(peer);
  const named = [product, version].map(line).filter((part) => part !== "");
  return named.length > 0 ? named.join(" · ") : line(manufacturer);
}

/** @param {Record<string, any>} report */
function codecs({ h245 }) {
  const { capabilities, commonCodecs } = object(h245);
  if (list(capabilities).length === 0) return "";
  const said = counted(list(capabilities).length, CHIPS.capabilities, {});
  return Array.isArray(commonCodecs) ? counted(commonCodecs.length, CHIPS.common, { capabilities: said }) : said;
}

/**
 * @param {Record<string, any>} report
 * @returns {HTMLElement | null} `null` if there is nothing to say
 */
export function renderChips(report) {
  const warnings = list(report.warnings).length;
  /** @type {[kind: string, words: string, isOurs?: boolean][]} */
  const all = [
    ["", control(report), true],
    ["chip-warning", warnings === 0 ? "" : counted(warnings, CHIPS.warnings, {}), true],
    ["", maker(report)],
    ["", codecs(report), true],
  ];
  const chips = all.filter(([, words]) => words !== "");
  if (chips.length === 0) return null;
  return el(
    "ul",
    { class: "chips", "aria-label": CHIPS.name },
    ...chips.map(([kind, words, isOurs = false]) =>
      el(
        "li",
        { class: ["chip", kind].filter(Boolean).join(" ") },
        el("bdi", {}, ...(isOurs ? explainedLabel(words) : [words])),
      ),
    ),
  );
}
