/**
 * Calls that this browser keeps: the last fifty, in IndexedDB. Each is kept as the text of a saved call,
 * so that it is read with the same care as a file.
 */

import { savedText } from "../export/saved.js";

const DATABASE = "h323-tester";
const STORE = "calls";
const OFF = "h323-tester.history";

/** Most calls that are kept. */
export const MOST = 50;

/** @typedef {{ id: number, text: string }} Kept */

/** @returns {boolean} whether calls are kept */
export function isOn() {
  try {
    return localStorage.getItem(OFF) !== "off";
  } catch {
    return false;
  }
}

/** @param {boolean} on */
export function setOn(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
  } catch {
    // Without storage nothing is kept anyway.
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException());
  });
}

/** @param {IDBTransactionMode} mode @returns {Promise<{ store: IDBObjectStore, close: () => void }>} */
async function open(mode) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
  };
  const database = await done(opening);
  return { store: database.transaction(STORE, mode).objectStore(STORE), close: () => database.close() };
}

/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => Promise<T>} act @returns {Promise<T>} */
async function within(mode, act) {
  const { store, close } = await open(mode);
  try {
    return await act(store);
  } finally {
    close();
  }
}

/** Keeps a call, and lets go of the oldest ones. @param {import("../export/saved.js").Call} call */
export function keep(call) {
  return within("readwrite", async (store) => {
    await done(store.add({ text: savedText(call) }));
    const ids = await done(store.getAllKeys());
    for (const id of ids.slice(0, Math.max(0, ids.length - MOST))) await done(store.delete(id));
  });
}

/** @returns {Promise<Kept[]>} the calls, the latest first */
export async function all() {
  const kept = await within("readonly", (store) => done(store.getAll()));
  return kept.reverse();
}

/** @param {number} id */
export function remove(id) {
  return within("readwrite", (store) => done(store.delete(id)));
}

/** Lets go of all calls. */
export function removeAll() {
  return within("readwrite", (store) => done(store.clear()));
}
