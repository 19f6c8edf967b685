/** The folded groups of options, each with a word in its heading on what is in it. */

import { el } from "../lib/dom.js";
import { GROUPS } from "../lib/option-groups.js";
import { OPTIONS, isChanged } from "../lib/options.js";
import { aliasList } from "./form-aliases.js";
import { codecList } from "./form-codecs.js";
import { buildField } from "./form-controls.js";

/** Those that are more than one control. @type {Record<string, typeof buildField>} */
const LISTS = { aliases: aliasList, several: codecList };

/** @typedef {import("../lib/options.js").Values} Values */

/** @param {Values} values @returns {string} for paper: what differs from the default */
function asked(values) {
  const changed = GROUPS.flatMap(({ options }) => options).filter((option) => isChanged(option, values));
  const text = (/** @type {import("../lib/options.js").Value} */ value) =>
    typeof value === "string" ? value : value.map((alias) => `${alias.type} ${alias.value}`).join(", ") || "none";
  return changed.map(({ name }) => `${name}: ${text(values[name])}`).join("; ");
}

/** @param {HTMLElement} details @returns {number} how many mistakes are said in it */
function mistakes(details) {
  return [...details.querySelectorAll(".field-error")].filter((place) => place.textContent !== "").length;
}

/**
 * Fills the groups, and adds their options to those that are known.
 * @param {HTMLElement} host where they are, folded and empty
 * @returns {{
 *   fields: [string, import("./form-fields.js").Field][],
 *   summarise: (values: Values) => void,
 *   unfoldWrong: () => void,
 * }} `summarise` counts in the headings what differs from the default, and what is marked as wrong
 */
export function buildGroups(host) {
  /** @type {[string, import("./form-fields.js").Field][]} */
  const fields = [];
  const groups = GROUPS.map(({ id, options }) => {
    const details = /** @type {HTMLDetailsElement} */ (host.querySelector(`#options-${id}`));
    const heading = /** @type {HTMLElement} */ (details.querySelector("summary"));
    const body = el("div", { class: "option-grid", role: "group", "aria-label": heading.textContent });
    for (const option of options) {
      const { node, field } = (LISTS[option.kind] ?? buildField)(option);
      body.append(node);
      fields.push([option.name, field]);
      OPTIONS.set(option.name, option);
    }
    const changed = el("span", { class: "badge" });
    const wrong = el("span", { class: "badge wrong" });
    heading.append(" ", changed, " ", wrong);
    details.append(body);
    return { options, details, changed, wrong };
  });
  const paper = el("p", { class: "asked" });
  host.after(paper);
  const display = host.querySelector("#display");

  return {
    fields,
    summarise(values) {
      for (const { options, details, changed, wrong } of groups) {
        const count = options.filter((option) => isChanged(option, values)).length;
        const faults = mistakes(details);
        changed.textContent = count === 0 ? "" : `${count} changed`;
        wrong.textContent = faults === 0 ? "" : `${faults} wrong`;
      }
      const number = values.noCallingNumber === "true" ? "" : values.callingNumber;
      display?.setAttribute("placeholder", number === "" ? "none" : `Call from ${number}`);
      paper.textContent = asked(values);
    },
    unfoldWrong() {
      for (const { details } of groups) details.open ||= mistakes(details) > 0;
    },
  };
}
