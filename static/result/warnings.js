/** The warnings: breaches of the Recommendations, and behaviour that often breaks elsewhere. */

import { el } from "../base/dom.js";
import { duration, line } from "../base/format.js";
import { explainedClause, explainedWords } from "../base/glossary.js";
import { fill } from "../texts/fill.js";
import { WARNINGS } from "../texts/result.js";

/**
 * @param {unknown} warnings
 * @returns {HTMLElement | null}
 */
export function renderWarnings(warnings) {
  if (!Array.isArray(warnings) || warnings.length === 0) return null;
  return el(
    "section",
    { class: "warnings" },
    el("h3", {}, fill(WARNINGS.title, { count: warnings.length })),
    el(
      "ul",
      {},
      ...warnings.map((warning) =>
        el(
          "li",
          {},
          explainedWords(warning?.text),
          " ",
          el("code", { class: "warning-code" }, line(warning?.code)),
          ...[explainedClause(line(warning?.clause)), duration(warning?.t)]
            .filter((text) => text !== "")
            .map((text) => el("span", { class: "aside" }, text)),
        ),
      ),
    ),
  );
}
