/** What the page shows: another call, and the title of the page. */

/** Fires `taken` when another call takes the place of the one before. */
export const stage = new EventTarget();

/** The fragment of an address with a call in it (export/packed.js), or with that of a stored result. */
export const LINK = /^#(call|result)=/;

/** Of the page, without a call. */
const TITLE = document.title;

/** Of the call that is shown, and of the view if it is another than the call's. */
const names = { call: "", view: "" };

function title() {
  document.title = [names.view || names.call, TITLE].filter((name) => name !== "").join(" · ");
}

/** @param {string} name of the call that is shown */
export function nameCall(name) {
  names.call = name;
  title();
}

/** @param {string} name of the view, empty for that of the call */
export function nameView(name) {
  names.view = name;
  title();
}
