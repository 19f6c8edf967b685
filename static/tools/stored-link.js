/** A result that is stored on the server, by its link. One kind of link can delete it too. */

import { el } from "../base/dom.js";
import { parseSaved } from "../export/saved.js";
import { DELETE, LINK, day, deleteButton, storedText } from "../export/stored.js";
import { parts } from "../texts/fill.js";
import { STORED } from "../texts/stored.js";

const ID = /^[0-9a-f]{32}$/;

/**
 * @param {string} hash as an address has it; anybody may have written it
 * @returns {Promise<{ call: import("../export/saved.js").Call, notes: HTMLElement[], address: string }>} with what
 *   is said about it, and the link without the key: who passes the address on does not mean to pass on the key
 * @throws {Error & { notes?: HTMLElement[] }} whose message says why there is no result; a key deletes it all the same
 */
export async function storedResult(hash) {
  const [id, key] = hash.slice(LINK.length).split(DELETE);
  if (!ID.test(id) || (key !== undefined && !ID.test(key))) throw new Error(STORED.damaged);
  try {
    const { text, until } = await storedText(id);
    const call = parseSaved(text);
    const note = el("div", { class: "saved-banner" }, el("p", {}, ...parts(STORED.banner, { date: day(until) })));
    if (key !== undefined) note.append(question(id, key, STORED.ask));
    return { call, notes: [note], address: LINK + id };
  } catch (error) {
    if (key === undefined) throw error;
    throw Object.assign(new Error(error instanceof Error ? error.message : ""), {
      notes: [question(id, key, STORED.askUnread)],
    });
  }
}

/** @param {string} id @param {string} key @param {string} asked */
function question(id, key, asked) {
  const said = el("p", { role: "status" });
  const keep = el("button", { type: "button", class: "button button-small" }, STORED.keep);
  keep.addEventListener("click", () => node.remove());
  const node = el(
    "div",
    { class: "saved-question" },
    el("p", { role: "alert" }, asked),
    deleteButton(id, key, said, () => node.replaceChildren(said)),
    keep,
    said,
  );
  return node;
}
