/**
 * The views of the page. The fragment of the address names the one that is shown, so that each can be
 * kept as a bookmark, and the query stays the form's (form/link.js).
 */

import { byId } from "./base/dom.js";
import { nameView } from "./base/stage.js";

/** Without a fragment, and for a link with a call in it. */
const FIRST = "test";

const links = [...byId("views").querySelectorAll("a")];

let shown = FIRST;

/** @param {string} hash @returns {string | null} the view that it names; `null` for a place within a view */
function viewOf(hash) {
  if (hash === "" || hash.includes("=")) return FIRST;
  const name = hash.slice(1);
  return links.some((link) => link.hash === hash) ? name : null;
}

/** @returns {string} */
export const current = () => shown;

/** @param {string} words of the call that runs or ended meanwhile, beside the view that has it */
export function tell(words) {
  byId("views-state").textContent = shown === FIRST ? "" : words;
}

/** @type {(name: string) => Promise<void>} */
let opened = async () => {};

/** @param {string} name @returns {Promise<void>} resolves when all of it is there */
function apply(name) {
  shown = name;
  for (const node of document.querySelectorAll("[data-views]")) {
    const { views = "" } = /** @type {HTMLElement} */ (node).dataset;
    /** @type {HTMLElement} */ (node).hidden = !views.split(" ").includes(name);
  }
  byId("layout").classList.toggle("alone", Boolean(byId("column-form").hidden));
  for (const link of links) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  nameView(name === FIRST ? "" : (links.find((link) => link.hash === `#${name}`)?.textContent ?? "").trim());
  if (name === FIRST) tell("");
  return opened(name);
}

/** For who has asked for it: the focus goes along. @param {string} name */
async function goTo(name) {
  await apply(name);
  if (shown !== name) return;
  const headings = [...document.querySelectorAll("main h2[tabindex]")];
  /** @type {HTMLElement | undefined} */ (headings.find((heading) => heading.checkVisibility()))?.focus();
}

/**
 * Shows a view for what the page itself has to show; going back leads to the one before.
 * @param {string} name
 */
export function show(name) {
  if (name === shown) return;
  const hash = name === FIRST ? "" : `#${name}`;
  history.pushState(null, "", `${location.pathname}${location.search}${hash}`);
  void apply(name);
}

/** @param {(name: string) => Promise<void>} onShow brings what the view has: that at first, and each after it */
export function bindViews(onShow) {
  opened = onShow;
  addEventListener("hashchange", () => {
    const name = viewOf(location.hash);
    if (name !== null) void goTo(name);
  });
  byId("views").addEventListener("click", (event) => {
    // The address does not change, but who presses it wants to be there.
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.hash === location.hash) void goTo(link.hash.slice(1));
  });
  void apply(viewOf(location.hash) ?? FIRST);
}
