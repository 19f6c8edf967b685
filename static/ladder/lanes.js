/** The lifelines of a ladder: which there are, in which order, and their heads. */

import { el } from "../base/dom.js";
import { LADDER } from "../texts/ladder.js";

/** More than this many side by side leave no room for their arrows: the ladder stays a list then. */
const MOST = 6;

/**
 * @param {HTMLElement} ladder gets the number of lifelines, which its rows draw
 * @returns {{ node: HTMLElement, place: (end: import("./read.js").End) => number, address: (key: string, address: string) => void }}
 */
export function createLanes(ladder) {
  const node = el("ul", { class: "lifelines", "aria-label": LADDER.lifelines });
  /** @type {Map<string, { index: number, address: HTMLElement }>} */
  const lanes = new Map();

  return {
    node,
    /** Where an end has its lifeline; one that was not there yet comes at the right. */
    place(end) {
      const known = lanes.get(end.key);
      if (known) return known.index;
      const address = el("bdi", { class: "lifeline-address" }, ...breakable(end.address));
      const index = lanes.size;
      lanes.set(end.key, { index, address });
      node.append(el("li", { class: "lifeline" }, el("span", { class: "lifeline-name" }, end.name), " ", address));
      // Through the object model: the content security policy bars style attributes in markup.
      ladder.style.setProperty("--lanes", String(lanes.size));
      ladder.classList.toggle("crowded", lanes.size > MOST);
      return index;
    },
    address(key, text) {
      const known = lanes.get(key);
      if (known && text !== "") known.address.replaceChildren(...breakable(text));
    },
  };
}

/**
 * @param {string} address may break before its port
 * @returns {Array<Node | string>}
 */
export function breakable(address) {
  const [, host, port] = /^(.*)(:[0-9]+)$/.exec(address) ?? [];
  return host === undefined ? [address] : [host, el("wbr"), port];
}
