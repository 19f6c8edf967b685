/** Which rows of a ladder are shown: those of some kinds, those with a text in them. */

import { el } from "../base/dom.js";
import { fill } from "../texts/fill.js";
import { FILTER } from "../texts/ladder.js";

/** Up to so many rows are seen at a glance. */
const HANDFUL = 8;

/** From the last key to the rows. */
const REST_MS = 80;

/**
 * The kinds that can be chosen, with what belongs to each.
 * @type {Record<string, [string, (row: HTMLElement) => boolean, string]>}
 */
const KINDS = {
  signalling: [FILTER.signalling, ({ dataset }) => dataset.kind === "signalling" || dataset.kind === "redirect", ""],
  h245: [FILTER.h245, ({ dataset }) => dataset.kind === "h245", ""],
  ras: [FILTER.ras, ({ dataset }) => dataset.kind === "ras", ""],
  warning: [
    FILTER.warnings,
    ({ dataset, classList }) => dataset.kind === "warning" || classList.contains("faulty"),
    FILTER.warningsTitle,
  ],
};

/**
 * @returns {{ node: HTMLElement, take: (row: HTMLElement) => HTMLElement }}
 *   `take` gets each row as it is made; none is without the reader's choice left out
 */
export function createFilter() {
  /** @type {HTMLElement[]} */
  const rows = [];
  /** @type {WeakMap<HTMLElement, string>} their texts, in lower case */
  const texts = new WeakMap();
  /** @type {Set<string>} */
  const chosen = new Set();
  /** @type {Record<string, number>} */
  const counts = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0]));
  let wanted = "";
  let shown = 0;

  const find = /** @type {HTMLInputElement} */ (
    el("input", {
      type: "search",
      class: "field-input ladder-tools-find",
      "aria-label": FILTER.find,
      "aria-keyshortcuts": "/",
      placeholder: FILTER.findHere,
      autocomplete: "off",
      spellcheck: "false",
    })
  );
  const said = el("span", { class: "ladder-tools-shown", role: "status" });
  const numbers = Object.fromEntries(
    Object.keys(KINDS).map((kind) => [kind, el("span", { class: "ladder-tools-count" })]),
  );
  const chips = Object.entries(KINDS).map(([kind, [name, , title]]) => {
    const chip = el(
      "button",
      { type: "button", class: "ladder-tools-chip", "aria-pressed": "false", title: title || null, hidden: true },
      `${name} `,
      numbers[kind],
    );
    chip.addEventListener("click", () => {
      if (!chosen.delete(kind)) chosen.add(kind);
      chip.setAttribute("aria-pressed", String(chosen.has(kind)));
      showAll();
    });
    return chip;
  });
  const node = el(
    "div",
    { class: "ladder-tools-filter", role: "group", "aria-label": FILTER.name, hidden: true },
    ...chips,
    find,
    said,
  );

  /** @param {HTMLElement} row @returns {string} what is read in its line, not in its detail */
  const textOf = (row) => {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = (
      (row.firstElementChild?.matches("button") ? row.firstElementChild : row).textContent ?? ""
    ).toLowerCase();
    texts.set(row, text);
    return text;
  };

  /** @param {HTMLElement} row */
  const isShown = (row) =>
    (chosen.size === 0 || [...chosen].some((kind) => KINDS[kind][1](row))) &&
    (wanted === "" || textOf(row).includes(wanted));

  /** @param {"polite" | "off"} live a row that comes is no reason to speak */
  const say = (live) => {
    const all = chosen.size === 0 && wanted === "";
    said.setAttribute("aria-live", live);
    said.textContent = all ? "" : fill(FILTER.shown, { count: shown, all: rows.length });
  };

  const showAll = () => {
    shown = 0;
    for (const row of rows) {
      const shows = isShown(row);
      row.hidden = !shows;
      if (shows) shown += 1;
    }
    say("polite");
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const typed = () => {
    wanted = find.value.trim().toLowerCase();
    showAll();
  };
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(typed, REST_MS);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || find.value === "") return;
    // It empties the field, and does not hang up.
    event.preventDefault();
    find.value = "";
    typed();
  });

  return {
    node,
    take(row) {
      rows.push(row);
      const shows = isShown(row);
      row.hidden = !shows;
      if (shows) shown += 1;
      for (const [at, [kind, [, belongs]]] of Object.entries(KINDS).entries()) {
        if (!belongs(row)) continue;
        counts[kind] += 1;
        numbers[kind].textContent = String(counts[kind]);
        chips[at].hidden = false;
      }
      if (rows.length > HANDFUL) node.hidden = false;
      say("off");
      return row;
    },
  };
}

/** The key leads to the field that is in sight, wherever the reader is. */
document.addEventListener("keydown", (event) => {
  const { key, target, altKey, ctrlKey, metaKey, defaultPrevented } = event;
  if (key !== "/" || altKey || ctrlKey || metaKey || defaultPrevented) return;
  if (target instanceof Element && target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".ladder-tools-find"));
  const field = [...fields].find((one) => one.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
