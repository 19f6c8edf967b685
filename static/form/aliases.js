/** A list of aliases: a row each, with its type, its value, and a button that takes it away. */

import { el } from "../base/dom.js";
import { MOST_ALIASES } from "../rules/limits.js";
import { ALIAS_TYPES } from "../rules/option-groups.js";
import { fill } from "../texts/fill.js";
import { DIALOG } from "../texts/options.js";
import { errorPlace, helpText } from "./controls.js";
import { idOf } from "./field.js";

/** @param {unknown} value @returns {value is import("../rules/options.js").Alias[]} */
function isAliases(value) {
  const isAlias = (/** @type {any} */ entry) =>
    ALIAS_TYPES.includes(entry?.type) && typeof entry.value === "string" && Object.keys(entry).length === 2;
  return Array.isArray(value) && value.length <= MOST_ALIASES && value.every(isAlias);
}

/**
 * @param {import("../rules/options.js").Option} option
 * @returns {{ node: HTMLElement, field: import("./field.js").Field }}
 */
export function aliasList({ name, label, help }) {
  const rows = el("ol", { class: "options-rows" });
  const add = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "button" }, DIALOG.addAlias));
  const node = el(
    "fieldset",
    // With the name, an error of the list as a whole finds its place.
    { class: "option wide list", name, "aria-describedby": `${name}-help ${name}-error` },
    el("legend", { class: "field-label" }, label),
    rows,
    add,
    helpText(name, help),
    errorPlace(name),
  );

  const read = () =>
    [...rows.children].map((row) => ({
      type: row.querySelector("select")?.value ?? "",
      value: (row.querySelector("input")?.value ?? "").trim(),
    }));

  /** @param {import("../rules/options.js").Alias} alias @param {number} index */
  const rowOf = (alias, index) => {
    const path = `${name}[${index}]`;
    const place = { number: index + 1 };
    const described = (/** @type {string} */ member) => ({
      name: `${path}.${member}`,
      id: idOf(`${path}.${member}`),
      "aria-describedby": `${idOf(`${path}.value`)}-error`,
    });
    const types = ALIAS_TYPES.map((type) => el("option", { value: type, selected: type === alias.type }, type));
    const value = /** @type {HTMLInputElement} */ (
      el("input", {
        class: "field-input",
        type: "text",
        ...described("value"),
        "aria-label": fill(DIALOG.alias, place),
        autocapitalize: "none",
        spellcheck: "false",
      })
    );
    value.value = alias.value;
    const remove = el(
      "button",
      { type: "button", class: "button", "aria-label": fill(DIALOG.removeAlias, place) },
      "×",
    );
    remove.addEventListener("click", () => {
      change(read().toSpliced(index, 1));
      const next = rows.children[Math.min(index, rows.children.length - 1)];
      (next?.querySelector("button") ?? add).focus();
    });
    return el(
      "li",
      { class: "options-row" },
      el(
        "select",
        { class: "field-input options-kind", ...described("type"), "aria-label": fill(DIALOG.kind, place) },
        ...types,
      ),
      value,
      remove,
      errorPlace(`${path}.value`),
    );
  };

  /** @param {import("../rules/options.js").Alias[]} list */
  const show = (list) => {
    rows.replaceChildren(...list.map(rowOf));
    add.disabled = list.length >= MOST_ALIASES;
  };

  /** @param {import("../rules/options.js").Alias[]} list */
  const change = (list) => {
    show(list);
    node.dispatchEvent(new Event("input", { bubbles: true }));
    node.dispatchEvent(new Event("change", { bubbles: true }));
  };

  add.addEventListener("click", () => {
    change([...read(), { type: "h323-ID", value: "" }]);
    rows.lastElementChild?.querySelector("input")?.focus();
  });

  return {
    node,
    field: {
      read,
      write(value) {
        if (!isAliases(value)) return false;
        show(value);
        return true;
      },
    },
  };
}
