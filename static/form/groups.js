/** The options in their dialog: groups of fields. The form counts the changed ones. */

import { el } from "../base/dom.js";
import { GROUPS } from "../rules/option-groups.js";
import { isChanged, OPTIONS } from "../rules/options.js";
import { counted, fill } from "../texts/fill.js";
import { DIALOG } from "../texts/options.js";
import { aliasList } from "./aliases.js";
import { codecList } from "./codecs.js";
import { buildField } from "./controls.js";
import { labelOf } from "./labels.js";

/** The options of more than one control. @type {Map<string, typeof buildField>} */
const LISTS = new Map([
  ["aliases", aliasList],
  ["several", codecList],
]);

/** @typedef {import("../rules/options.js").Values} Values */

/** @param {import("../rules/options.js").Option[]} changed @param {Values} values @returns {string} for paper */
function asked(changed, values) {
  const text = (/** @type {import("../rules/options.js").Value} */ value) =>
    typeof value === "string" ? value : value.map((alias) => `${alias.type} ${alias.value}`).join(", ") || DIALOG.none;
  return changed
    .map(({ name, secret }) =>
      fill(DIALOG.asked, { label: labelOf(name), value: secret ? DIALOG.secret : text(values[name]) }),
    )
    .join("; ");
}

/**
 * Fills the dialog, and adds its options to those that are known.
 * @param {HTMLDialogElement} dialog
 * @param {{ changed: HTMLElement, wrong: HTMLElement, paper: HTMLElement }} places in the form
 * @param {() => void} onRegister
 * @returns {{ fields: [string, import("./field.js").Field][], summarise: (values: Values) => void }}
 *   `summarise` counts beside the button the fields that differ from the default, and the marked ones
 */
export function buildGroups(dialog, { changed, wrong, paper }, onRegister) {
  /** @type {[string, import("./field.js").Field][]} */
  const fields = [];
  const groups = GROUPS.map(({ id, title, options }) => {
    const grid = el("div", { class: "options-grid" });
    for (const option of options) {
      const { node, field } = (LISTS.get(option.kind) ?? buildField)(option);
      grid.append(node);
      fields.push([option.name, field]);
      OPTIONS.set(option.name, option);
    }
    const heading = el("h3", { class: "options-title", id: `options-${id}-title` }, title);
    return el("section", { class: "options-group", id: `options-${id}`, "aria-labelledby": heading.id }, heading, grid);
  });
  const done = el("button", { type: "button", class: "button button-primary" }, DIALOG.done);
  done.addEventListener("click", () => dialog.close());
  const register = el("button", { type: "button", class: "button options-register", hidden: true }, DIALOG.register);
  register.addEventListener("click", () => {
    dialog.close();
    onRegister();
  });
  const head = el(
    "div",
    { class: "options-bar options-head" },
    el("h2", { id: "options-title" }, DIALOG.title),
    register,
    done,
  );
  dialog.append(head, ...groups);
  const display = dialog.querySelector("#display");

  return {
    fields,
    summarise(values) {
      const different = GROUPS.flatMap(({ options }) => options).filter((option) => isChanged(option, values));
      const faults = [...dialog.querySelectorAll(".field-error")].filter((place) => place.textContent !== "").length;
      changed.textContent = different.length === 0 ? "" : counted(different.length, DIALOG.changed, {});
      wrong.textContent = faults === 0 ? "" : counted(faults, DIALOG.wrong, {});
      register.hidden = values["gatekeeper.alias"] === "";
      const number = values.noCallingNumber === "true" ? "" : values.callingNumber;
      display?.setAttribute(
        "placeholder",
        number === "" ? DIALOG.noDisplay : fill(DIALOG.display, { number: String(number) }),
      );
      paper.textContent = asked(different, values);
    },
  };
}
