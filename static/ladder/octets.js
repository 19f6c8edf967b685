/** The octets of a message in rows of 16: offset, hexadecimal, ASCII. */

import { el } from "../base/dom.js";
import { asciiOf } from "../base/format.js";
import { DETAIL } from "../texts/detail.js";
import { counted } from "../texts/fill.js";

const A_ROW = 16;

/** So many are shown at once; the rest of a message that long when it is asked for. */
const AT_FIRST = 4096;

/**
 * @param {string} hex digits alone
 * @param {string} label
 * @param {{ onHover: (octet: number | null) => void, onPick: (octet: number) => void }} on
 * @returns {{ node: HTMLElement, mark: (at: number, length: number) => void, fault: (at: number, length: number) => void, bringIntoView: (at: number) => void }}
 */
export function createOctets(hex, label, on) {
  const octets = hex.match(/../g) ?? [];
  /** @type {HTMLElement[]} */
  const digits = [];
  /** @type {HTMLElement[]} */
  const letters = [];
  /** @type {HTMLElement[]} */
  let marked = [];
  const rows = el("div", { class: "octet-rows" });
  // Scrolls, so a keyboard must be able to reach it.
  const node = el("div", { class: "octet-box", role: "group", "aria-label": label, tabindex: 0 }, rows);

  /** @param {number} to all rows before that octet */
  const showTo = (to) => {
    for (let at = digits.length; at < Math.min(to, octets.length); at += A_ROW) {
      const row = octets.slice(at, at + A_ROW);
      const hexes = row.map((octet, index) => el("span", { class: "octet", "data-at": at + index }, octet));
      const texts = row.map((octet, index) => el("span", { class: "octet", "data-at": at + index }, asciiOf(octet)));
      digits.push(...hexes);
      letters.push(...texts);
      rows.append(
        el(
          "div",
          { class: "octet-row" },
          el("span", { class: "offset" }, at.toString(16).padStart(4, "0")),
          el("span", { class: "hex" }, ...hexes.flatMap((span) => [span, " "])),
          el("span", { class: "ascii", "aria-hidden": "true" }, ...texts),
        ),
      );
    }
  };
  showTo(AT_FIRST);
  if (octets.length > digits.length) {
    const rest = el(
      "button",
      { type: "button", class: "button button-small" },
      counted(octets.length, DETAIL.allOctets, {}),
    );
    rest.addEventListener("click", () => {
      showTo(octets.length);
      node.focus({ preventScroll: true });
      rest.remove();
    });
    node.append(rest);
  }

  /** @param {EventTarget | null} target @returns {number | null} */
  const octetAt = (target) => {
    const at = target instanceof HTMLElement ? target.dataset.at : undefined;
    return at === undefined ? null : Number(at);
  };
  rows.addEventListener("mouseover", (event) => on.onHover(octetAt(event.target)));
  rows.addEventListener("mouseleave", () => on.onHover(null));
  rows.addEventListener("click", (event) => {
    const at = octetAt(event.target);
    if (at !== null) on.onPick(at);
  });

  const spans = (/** @type {number} */ at, /** @type {number} */ length) =>
    at < 0 ? [] : [...digits.slice(at, at + length), ...letters.slice(at, at + length)];

  return {
    node,
    mark(at, length) {
      for (const span of marked) span.classList.remove("mark");
      marked = spans(at, length);
      for (const span of marked) span.classList.add("mark");
    },
    fault(at, length) {
      for (const span of spans(at, length)) span.classList.add("fault");
    },
    /** Scrolls the octets alone: the page stays where it is. */
    bringIntoView(at) {
      const span = digits[at];
      if (!span) return;
      const [outer, inner] = [node.getBoundingClientRect(), span.getBoundingClientRect()];
      if (inner.top < outer.top) node.scrollTop -= outer.top - inner.top;
      if (inner.bottom > outer.bottom) node.scrollTop += inner.bottom - outer.bottom;
    },
  };
}
