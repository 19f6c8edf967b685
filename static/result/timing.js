/** When each stage of the call was reached, to scale. */

import { el } from "../base/dom.js";
import { duration, line } from "../base/format.js";
import { TIMING } from "../texts/result.js";
import { MOMENTS } from "../texts/names.js";

/**
 * @param {unknown} timing milliseconds from the start of the call, by moment
 * @returns {HTMLElement | null}
 */
export function renderTiming(timing) {
  if (typeof timing !== "object" || timing === null) return null;
  const moments = Object.entries(timing)
    .filter(([, ms]) => typeof ms === "number" && ms >= 0)
    // `sort` is stable: moments of the same millisecond keep the order of the report.
    .sort(([, a], [, b]) => a - b);
  if (moments.length === 0) return null;
  const end = Math.max(1, moments[moments.length - 1][1]);

  let before = 0;
  const rows = moments.map(([name, ms]) => {
    const bar = el("span", { class: "timing-bar" });
    // Through the object model, as the content security policy bars style attributes in markup.
    bar.style.setProperty("--from", String(before / end));
    bar.style.setProperty("--to", String(ms / end));
    const row = el(
      "tr",
      {},
      el("th", { class: "timing-moment", scope: "row" }, MOMENTS.get(name) ?? line(name)),
      el("td", { class: "timing-at" }, duration(ms)),
      el("td", { class: "timing-step" }, `+${duration(ms - before)}`),
      el("td", { class: "timing-track", "aria-hidden": "true" }, bar),
    );
    before = ms;
    return row;
  });

  return el(
    "section",
    { class: "panel panel-timing" },
    el("h3", {}, TIMING.title),
    el(
      "table",
      { class: "timing" },
      el(
        "thead",
        { class: "visually-hidden" },
        el(
          "tr",
          {},
          ...[TIMING.moment, TIMING.sinceStart, TIMING.sinceBefore].map((name) =>
            el("th", { class: "timing-head", scope: "col" }, name),
          ),
        ),
      ),
      el("tbody", {}, ...rows),
    ),
  );
}
