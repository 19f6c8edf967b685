/** The call flow in one line a message, as the report's `messages` gives it. */

import { decoration, el } from "../base/dom.js";
import { line } from "../base/format.js";
import { RESULT } from "../texts/result.js";

/**
 * @param {unknown} messages
 * @returns {HTMLElement | null}
 */
export function renderMessages(messages) {
  if (!Array.isArray(messages) || messages.length === 0) return null;
  return el(
    "div",
    { class: "messages" },
    el("p", { class: "field-label" }, RESULT.callFlow),
    el(
      "ul",
      {},
      ...messages.map((message) => el("li", { class: "message" }, decoration("→"), el("span", {}, line(message)))),
    ),
  );
}
