/** Stores a result on the server, where its operator has switched that on, and deletes it again. */

import { reach, read } from "../base/ask.js";
import { copyText } from "../base/clipboard.js";
import { el } from "../base/dom.js";
import { isObject } from "../base/values.js";
import { counted, fill, parts } from "../texts/fill.js";
import { STORED } from "../texts/stored.js";
import { onPress } from "./press.js";
import { savedText } from "./saved.js";

const PATH = "/api/h323/results";

/** The fragment of a link to a stored result, and what follows in one that can delete it. */
export const LINK = "#result=";
export const DELETE = "&delete=";

/** @typedef {(name: string, act: (call: import("./saved.js").Call) => Promise<string>) => HTMLElement} MakeButton */

/**
 * Adds a button for it, if this server stores results.
 * @param {HTMLElement} list of buttons, in a menu
 * @param {MakeButton} button
 * @param {HTMLElement} place for what is said about stored results
 */
export async function offerStore(list, button, place) {
  const days = await storedDays();
  if (days === null) return;
  const about = el("p", { class: "field-help", id: "store-help" }, counted(days, STORED.before, {}));
  const store = button(STORED.store, async (call) => {
    const note = await storeCall(call, place);
    // The menu would cover what is said.
    const menu = list.closest("details");
    if (menu !== null) menu.open = false;
    place.lastElementChild?.querySelector("a")?.focus();
    return note;
  });
  store.setAttribute("aria-describedby", about.id);
  list.append(store, about);
}

/**
 * @returns {Promise<number | null>} how long this server stores a result; `null` if it stores none
 * @throws {Error} if it does not say
 */
async function storedDays() {
  const { storedResultDays: days } = await ask("/api/h323/health", {});
  return typeof days === "number" ? days : null;
}

/**
 * @param {import("./saved.js").Call} call
 * @param {HTMLElement} place
 * @returns {Promise<string>} a note
 */
async function storeCall(call, place) {
  const { id, until, deleteKey } = await ask(PATH, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    // Without the white space of a file.
    body: JSON.stringify(JSON.parse(savedText(call))),
  });
  const link = `${location.origin}/${LINK}${id}`;
  place.append(panel(link, String(id), String(until), String(deleteKey)));
  return (await copyText(link)) ? STORED.copied : STORED.stored;
}

/** @param {string} link @param {string} id @param {string} until @param {string} key */
function panel(link, id, until, key) {
  const said = el("p", { role: "status" });
  const copy = el("button", { type: "button", class: "button button-small" }, STORED.copyDelete);
  copy.addEventListener("click", async () => {
    const whole = link + DELETE + key;
    said.textContent = (await copyText(whole)) ? STORED.deleteCopied : fill(STORED.deleteLink, { link: whole });
  });
  const node = el(
    "div",
    { class: "takeaway-stored" },
    el("p", {}, ...parts(STORED.until, { date: day(until), link: el("a", { href: link }, link) })),
    copy,
    " ",
    deleteButton(id, key, said, () => node.replaceChildren(said)),
    said,
  );
  return node;
}

/**
 * @param {string} id of a stored result
 * @param {string} key that deletes it
 * @param {HTMLElement} said takes what came of it
 * @param {() => void} gone is called when it is deleted
 * @returns {HTMLElement}
 */
export function deleteButton(id, key, said, gone) {
  const button = el("button", { type: "button", class: "button button-small" }, STORED.remove);
  onPress(button, async () => {
    try {
      await ask(`${PATH}/${id}`, { method: "DELETE", headers: { "Delete-Key": key } });
      said.textContent = STORED.deleted;
      gone();
      // The pressed button may have gone, and the focus with it.
      said.tabIndex = -1;
      said.focus();
    } catch (error) {
      said.textContent = fill(STORED.notDeleted, { reason: error instanceof Error ? error.message : "" });
    }
  });
  return button;
}

/**
 * @param {string} date
 * @returns {HTMLElement} in the reader's words
 */
export function day(date) {
  const text = new Date(date).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
  return el("time", { datetime: date }, text);
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Record<string, unknown>>} the answer
 * @throws {Error} whose message says why there is none
 */
async function ask(path, request) {
  const answer = await reach(path, request, STORED.noAnswer);
  const { status } = answer;
  if (status === 413) throw new Error(STORED.tooLarge);
  const value = status === 204 ? {} : await read(answer, STORED.strange);
  if (!isObject(value)) throw new Error(fill(STORED.strange, { status }));
  return value;
}

/**
 * @param {string} id
 * @returns {Promise<{ text: string, until: string }>} a stored result
 * @throws {Error} whose message says why there is none
 */
export async function storedText(id) {
  try {
    const answer = await reach(`${PATH}/${id}`, {}, STORED.noAnswer);
    if (!answer.ok) await read(answer, STORED.strange);
    const ended = new Date(answer.headers.get("Sunset") ?? Number.NaN);
    if (Number.isNaN(ended.getTime())) throw new Error(fill(STORED.strange, { status: answer.status }));
    return { text: await answer.text(), until: ended.toISOString() };
  } catch (error) {
    throw new Error(fill(STORED.notRead, { reason: error instanceof Error ? error.message : "" }));
  }
}
