/** Keeps the last state of the form in this browser, if the browser allows storage. */

import { store, stored } from "../base/stored.js";

/** @param {string} query the form as link.js writes it */
export const remember = (query) => store("form", query);

/** @returns {string} the kept state; do not trust it, for it may be old or come from another page */
export const recall = () => stored("form");
