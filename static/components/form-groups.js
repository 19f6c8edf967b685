/** The folded groups of options, each with a word in its heading on what is in it. */

import { el } from "../lib/dom.js";
import { GROUPS, isChanged } from "../lib/options.js";
import { aliasList } from "./form-aliases.js";
import { codecList } from "./form-codecs.js";
import { buildField } from "./form-fields.js";

/** Those that are more than one control. @type {Record<string, typeof buildField>} */
const LISTS = { aliases: aliasList, several: codecList };

/**
 * @param {HTMLElement} host where they go
 * @returns {{
 *   fields: [string, import("./form-fields.js").Field][],
 *   summarise: (values: import("../lib/options.js").Values) => void,
 *   unfoldWrong: () => void,
 * }} `summarise` counts in the headings what differs from the default, and what is marked as wrong
 */
export function buildGroups(host) {
  /** @type {[string, import("./form-fields.js").Field][]} */
  const fields = [];
  const groups = GROUPS.map(({ id, title, options }) => {
    const changed = el("span", { class: "badge" });
    const wrong = el("span", { class: "badge wrong" });
    const body = el("div", { class: "option-grid", role: "group", "aria-label": title });
    for (const option of options) {
      const { node, field } = (LISTS[option.kind] ?? buildField)(option);
      body.append(node);
      fields.push([option.name, field]);
    }
    const heading = el("summary", {}, el("span", { class: "group-title" }, title), " ", changed, " ", wrong);
    const details = /** @type {HTMLDetailsElement} */ (el("details", { class: "options", id: `options-${id}` }, heading, body));
    host.append(details);
    return { options, details, changed, wrong };
  });

  /** @param {HTMLElement} details @returns {number} how many mistakes are said in it */
  const mistakes = (details) =>
    [...details.querySelectorAll(".field-error")].filter((place) => place.textContent !== "").length;

  return {
    fields,
    summarise(values) {
      for (const { options, details, changed, wrong } of groups) {
        const count = options.filter((option) => isChanged(option, values)).length;
        const faults = mistakes(details);
        changed.textContent = count === 0 ? "" : `${count} changed`;
        wrong.textContent = faults === 0 ? "" : `${faults} wrong`;
      }
    },
    unfoldWrong() {
      for (const { details } of groups) details.open ||= mistakes(details) > 0;
    },
  };
}
