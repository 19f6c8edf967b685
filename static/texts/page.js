/** What the page says around a call (index.js). */

export const PAGE = /** @type {const} */ ({
  runs: "calling…",
  ended: "has ended",
  noTools: "This part of the page could not be loaded. Check your connection, then choose it again above.",
  noCalls: "The part of this page that places calls could not be loaded. Check your connection, then try again.",
  printed: "{title}. Printed {now} from {address}",
  cannotHold: "The form cannot hold {fields}. No call was placed.",
  hangingUp: "Hanging up. The report follows.",
});
