/** Opens and closes the detail of a row, which is fetched and built when first asked for. */

import { el } from "../base/dom.js";
import { hexDump, octetCount, tree, visible } from "../base/format.js";
import { styles } from "../base/styles.js";
import { fill } from "../texts/fill.js";
import { DETAIL_OF } from "../texts/ladder.js";

let made = 0;

/** The detail is a module of its own, so that the ladder does not wait for it. */
const load = async () => {
  const [module] = await Promise.all([import("./detail.js"), styles("detail", "glossary")]);
  return module;
};

/** Fetches the detail ahead of the first click, so that it opens at once, also without a network. */
export function prepareDetail() {
  load().catch(() => {});
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} button of that row
 * @param {import("./read.js").Entry} entry
 * @param {import("./read.js").Part} part of it that the row is about
 */
export function toggleDetail(row, button, entry, part) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  const id = button.getAttribute("aria-controls");
  const known = id === null ? null : row.querySelector(`#${id}`);
  if (known) {
    known.toggleAttribute("hidden", !open);
    return;
  }
  made += 1;
  const box = el("div", {
    class: "detail",
    id: `detail-${made}`,
    role: "group",
    "aria-label": fill(DETAIL_OF.name, { message: part.name }),
  });
  button.setAttribute("aria-controls", box.id);
  row.append(box);
  void fillDetail(box, entry, part);
}

/**
 * @param {HTMLElement} box
 * @param {import("./read.js").Entry} entry
 * @param {import("./read.js").Part} part
 */
async function fillDetail(box, entry, part) {
  box.setAttribute("aria-busy", "true");
  try {
    const { renderDetail } = await load();
    await renderDetail(box, entry, part);
  } catch {
    // Without a network the module may not be there. Everything can still be read.
    box.replaceChildren(...plain(entry, part.name));
  }
  box.removeAttribute("aria-busy");
}

/**
 * @param {import("./read.js").Entry} entry
 * @param {string} type
 */
function plain(entry, type) {
  const parts = [];
  if (entry.decoded !== null && entry.decoded !== undefined)
    parts.push([DETAIL_OF.decoded, visible(tree(entry.decoded))]);
  if (octetCount(entry.hex) > 0) parts.push([DETAIL_OF.octets, hexDump(String(entry.hex))]);
  return parts.map(([name, text]) =>
    // Scrolls sideways, so a keyboard must be able to reach it.
    el("pre", { class: "plain", tabindex: 0, role: "group", "aria-label": fill(name, { message: type }) }, text),
  );
}
