/** The labels of a result: names of the page, with a term in them explained. */

import { explainedText } from "../base/glossary.js";
import { cut } from "../base/terms.js";

/**
 * @param {string} text of the page, never of an endpoint
 * @returns {(Node | string)[]} for `el`: its first term is explained, so that a label is one stop at most
 */
export function explainedLabel(text) {
  const pieces = cut(text);
  const first = pieces.findIndex(({ term }) => term);
  return pieces.flatMap((piece, at) => (at === first ? explainedText(piece.text) : [piece.text]));
}
