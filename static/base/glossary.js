/** Explains a term where it stands: under the pointer, with the focus, and at a tap. */

import { parts } from "../texts/fill.js";
import { GLOSSARY } from "../texts/glossary.js";
import { TERMS } from "../texts/terms.js";
import { el, spoken } from "./dom.js";
import { LONGEST, line, whole } from "./format.js";
import { stage } from "./stage.js";
import { cut, recommendationOf, termOf } from "./terms.js";
import { words } from "./words.js";

/** Between a term and its explanation, and to the window's edges, in CSS pixels. */
const GAP = 6;

/** How long the pointer may take from the term to the explanation. */
const LEAVE_MS = 200;

/** How long it rests on an item before that is explained. */
const REST_MS = 400;

/** @type {Map<string, HTMLElement>} the explanations, one for each term however often it is shown */
const boxes = new Map();

/** @type {{ term: HTMLElement, box: HTMLElement } | null} what is open */
let open = null;
let leaving = 0;

function hide() {
  clearTimeout(leaving);
  if (open?.box.isConnected) open.box.hidePopover();
  open = null;
}

/** Below the term, or above it where there is more room; never on it. */
function place() {
  if (open === null) return;
  const { term, box } = open;
  // A term may go on in the next line.
  const at = term.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = at.bottom + GAP + height <= clientHeight || at.top - GAP - height < 0;
  box.style.left = `${Math.max(GAP, Math.min(at.left, clientWidth - width - GAP))}px`;
  box.style.top = `${below ? at.bottom + GAP : at.top - GAP - height}px`;
}

/** @param {HTMLElement} term @param {HTMLElement} box */
function show(term, box) {
  clearTimeout(leaving);
  if (open?.term === term) return;
  hide();
  // Beside a modal dialog nothing can be reached.
  (term.closest("dialog") ?? document.body).append(box);
  box.showPopover(/** @type {any} */ ({ source: term }));
  open = { term, box };
  place();
}

function leave() {
  clearTimeout(leaving);
  leaving = window.setTimeout(hide, LEAVE_MS);
}

/** @param {FocusEvent} event */
function blurred({ relatedTarget }) {
  if (!(relatedTarget instanceof Node && open?.box.contains(relatedTarget))) hide();
}

window.addEventListener("scroll", place, { capture: true, passive: true });
window.addEventListener("resize", place);
stage.addEventListener("taken", hide);
document.addEventListener("close", hide, { capture: true });
document.addEventListener("pointerdown", ({ target }) => {
  if (open && target instanceof Node && !open.term.contains(target) && !open.box.contains(target)) hide();
});
// Before all others: Escape would end the call that runs.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || open === null) return;
    event.preventDefault();
    if (open.box.contains(document.activeElement)) open.term.focus();
    hide();
  },
  { capture: true },
);

/**
 * @param {string} key
 * @param {() => (Node | string)[]} explain
 * @returns {HTMLElement} the explanation
 */
function boxOf(key, explain) {
  const known = boxes.get(key);
  if (known !== undefined) return known;
  const id = `glossary-${key.replaceAll(/[^A-Za-z\d]/g, "-")}`;
  const box = el("div", { class: "glossary", id, popover: "manual" }, ...explain());
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", leave);
  box.addEventListener("focusout", blurred);
  boxes.set(key, box);
  document.body.append(box);
  return box;
}

/** @param {string} term @returns {(Node | string)[]} */
const meaning = (term) => parts(GLOSSARY.term, { term: el("b", {}, term), meaning: TERMS.get(term) ?? "" });

/**
 * @param {string} text of the term, as it stands
 * @param {string} key of its explanation
 * @param {() => (Node | string)[]} explain
 * @param {"button" | "span"} [tag]
 */
function explained(text, key, explain, tag = "button") {
  const held = boxOf(key, explain);
  const { id } = held;
  const plain = tag === "button" ? { type: "button" } : { role: "button", tabindex: 0 };
  const term = el(tag, { ...plain, class: "glossary-term", "aria-describedby": id }, text);
  term.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && show(term, held));
  term.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && leave());
  term.addEventListener("focus", () => show(term, held));
  term.addEventListener("blur", blurred);
  term.addEventListener("click", (event) => {
    // Its label would hand the focus on.
    event.preventDefault();
    show(term, held);
  });
  return term;
}

/**
 * A text of the page itself, with its terms explained.
 * @param {string} text
 * @param {"button" | "span"} [tag] of a term; in a label no button may stand
 * @returns {(Node | string)[]} for `el`
 */
export function explainedText(text, tag = "button") {
  return cut(text).map((part) => {
    if (!part.term) return part.text;
    const term = termOf(part.text);
    return explained(part.text, term, () => meaning(term), tag);
  });
}

/**
 * A text of the tester, with its terms explained. Never for a text that an endpoint sent.
 * @param {unknown} value
 * @returns {HTMLElement}
 */
export function explainedWords(value) {
  if (whole(value).length > LONGEST) return words(value);
  return el("bdi", {}, ...explainedText(line(value)));
}

/**
 * @param {string} clause
 * @returns {Node | string} explained, if its Recommendation is known
 */
export function explainedClause(clause) {
  const found = recommendationOf(clause);
  if (found === null) return clause;
  const { name, title, anchor } = found;
  return explained(clause, name, () => {
    const href = `/docs/clauses#${anchor}`;
    const link = el("a", { href, target: "_blank", rel: "noopener" }, GLOSSARY.follows, spoken(GLOSSARY.opens));
    return parts(GLOSSARY.clause, { recommendation: el("b", {}, name), title, link });
  });
}

/**
 * Explains an item of a list or tree if its name is a term. The item has the focus itself, so nothing becomes a
 * stop of its own, and who only passes over the name is not stopped.
 * @param {HTMLElement} item
 * @param {HTMLElement} name in it
 */
export function explainItem(item, name) {
  const text = name.textContent ?? "";
  const [only, ...others] = cut(text);
  if (only?.term !== true || others.length > 0) return;
  const term = termOf(text);
  const box = boxOf(term, () => meaning(term));
  name.classList.add("glossary-item");
  item.setAttribute("aria-describedby", box.id);
  let waiting = 0;
  name.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType === "mouse") waiting = window.setTimeout(show, REST_MS, name, box);
  });
  name.addEventListener("pointerleave", ({ pointerType }) => {
    clearTimeout(waiting);
    if (pointerType === "mouse" && open?.term === name) leave();
  });
  // A press opens or closes the item: an explanation would be on what comes into sight.
  item.addEventListener("focus", () => item.matches(":focus-visible") && show(name, box));
  item.addEventListener("blur", blurred);
  name.addEventListener("click", (event) => {
    if (event instanceof PointerEvent && event.pointerType === "touch") show(name, box);
  });
}
