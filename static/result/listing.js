/** A panel with a table of values of the report. */

import { el } from "../base/dom.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { words } from "../base/words.js";
import { explainedLabel } from "./labels.js";

/**
 * @typedef {object} Row
 * @property {unknown[]} cells
 * @property {boolean} [common] whether it is set off from the others
 */

/**
 * @param {string} title
 * @param {readonly string[]} heads
 * @param {Row[]} rows
 * @param {{ remark?: string, name?: string }} [more] a line below the title; a class of the panel
 * @returns {HTMLElement}
 */
export function listing(title, heads, rows, { remark = "", name = "" } = {}) {
  return el(
    "section",
    { class: `panel ${name}`.trim() },
    el("h3", {}, ...explainedLabel(title)),
    remark === "" ? null : el("p", { class: "remark" }, words(remark)),
    rows.length === 0
      ? null
      : el(
          "div",
          { class: "listing-box" },
          table(
            "listing",
            [...heads],
            rows.map(({ cells, common }) => rowOf(heads, cells, common === true)),
          ),
        ),
  );
}

/** @param {readonly string[]} heads @param {unknown[]} cells @param {boolean} common */
function rowOf(heads, cells, common) {
  const cell = (/** @type {unknown} */ value, /** @type {number} */ at) => {
    const absent = value === undefined || value === null || value === "";
    return tableCell(classes("listing-cell", absent ? "absent" : ""), heads[at], absent ? null : words(value));
  };
  return tableRow(classes("listing-row", common ? "common" : ""), ...cells.map(cell));
}

/** @param {...string} names some may be empty */
const classes = (...names) => names.filter(Boolean).join(" ");
