/** A choice of several words in any order: each has a tick, and buttons that move it. */

import { decoration, el } from "../base/dom.js";
import { fill } from "../texts/fill.js";
import { DIALOG } from "../texts/options.js";
import { errorPlace, helpText } from "./controls.js";

/**
 * @param {import("../rules/options.js").Option} option
 * @returns {{ node: HTMLElement, field: import("./field.js").Field }}
 */
export function codecList({ name, label, help, words = [] }) {
  const rows = el("ol", { class: "options-rows codecs" });
  const said = el("p", { class: "visually-hidden", "aria-live": "polite" });
  const node = el(
    "fieldset",
    { class: "option wide list", "aria-describedby": `${name}-help` },
    el("legend", { class: "field-label" }, label),
    rows,
    said,
    helpText(name, help),
    errorPlace(name),
  );

  const order = () => [...rows.querySelectorAll("input")];

  /** The first cannot go up, the last not down. */
  const limit = () => {
    [...rows.children].forEach((row, index) => {
      const [up, down] = row.querySelectorAll("button");
      up.disabled = index === 0;
      down.disabled = index === rows.children.length - 1;
    });
  };

  /** @param {HTMLElement} row @param {HTMLButtonElement} button @param {number} by */
  const move = (row, button, by) => {
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (by < 0) neighbour?.before(row);
    else neighbour?.after(row);
    limit();
    const other = row.querySelectorAll("button")[by < 0 ? 1 : 0];
    (button.disabled ? other : button).focus();
    const codec = row.querySelector("input")?.value ?? "";
    said.textContent = fill(DIALOG.moved, { codec, place: [...rows.children].indexOf(row) + 1, count: words.length });
    node.dispatchEvent(new Event("input", { bubbles: true }));
    node.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /** @param {string} word @param {boolean} ticked */
  const rowOf = (word, ticked) => {
    const id = `${name}-${word}`;
    const box = el("input", {
      class: "options-box",
      type: "checkbox",
      id,
      name,
      value: word,
      checked: ticked,
      "aria-describedby": `${name}-error`,
    });
    const row = el("li", { class: "options-row" }, box, el("label", { class: "options-word", for: id }, word));
    for (const [by, arrow, where] of /** @type {const} */ ([
      [-1, "↑", DIALOG.up],
      [1, "↓", DIALOG.down],
    ])) {
      const button = el(
        "button",
        { type: "button", class: "button", "aria-label": fill(where, { codec: word }) },
        decoration(arrow),
      );
      button.addEventListener("click", () => move(row, /** @type {HTMLButtonElement} */ (button), by));
      row.append(button);
    }
    return row;
  };

  return {
    node,
    field: {
      read: () =>
        order()
          .filter((box) => box.checked)
          .map((box) => box.value)
          .join(","),
      write(value) {
        if (typeof value !== "string") return false;
        const chosen = value === "" ? [] : value.split(",");
        if (new Set(chosen).size !== chosen.length || !chosen.every((word) => words.includes(word))) return false;
        const all = [...chosen];
        // A word that is not chosen keeps its default neighbour.
        words.forEach((word, index) => {
          if (!chosen.includes(word)) all.splice(index === 0 ? 0 : all.indexOf(words[index - 1]) + 1, 0, word);
        });
        rows.replaceChildren(...all.map((word) => rowOf(word, chosen.includes(word))));
        limit();
        return true;
      },
    },
  };
}
