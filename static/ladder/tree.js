/** The tree of a message's fields, walked with the arrow keys (the tree pattern of WAI-ARIA). */

import { el, spoken } from "../base/dom.js";
import { explainItem } from "../base/glossary.js";
import { FIELD } from "../texts/detail.js";
import { counted } from "../texts/fill.js";
import { everyField, octetsSpoken } from "./fields.js";

/** @typedef {import("./fields.js").Field} Field */

/** A tree of more fields than this starts with its outer levels open. */
const MANY = 150;
const OUTER = 3;

/** Fields that are opened in a row. */
const AT_ONCE = 200;

/**
 * @param {Field[]} fields
 * @param {string} label
 * @param {{ onFocus: (field: Field) => void, onHover: (field: Field | null) => void }} on
 * @returns {{ node: HTMLElement, mark: (field: Field | null) => void, focus: (field: Field) => void,
 *   show: (field: Field, first?: boolean) => void, openAll: () => void }}
 *   `mark` takes the innermost field around it that is in view; `show` brings a field into view, as the `first`
 *   one of those in view if need be, and marks it
 */
export function createTree(fields, label, on) {
  /** @type {Map<Field, HTMLElement>} the items built so far: a closed item is not built inside */
  const items = new Map();
  /** @type {WeakMap<Element, Field>} */
  const fieldOf = new WeakMap();
  const node = el("ul", { class: "tree", role: "tree", "aria-label": label });
  /** @type {Field | null} */
  let current = null;
  /** @type {HTMLElement | null} */
  let marked = null;

  const isOpen = (/** @type {Field} */ field) => items.get(field)?.getAttribute("aria-expanded") === "true";

  // An item does not contain its inner items, or its name would include theirs: levels and places
  // express the nesting.
  const build = (/** @type {Field[]} */ some, /** @type {number} */ level) =>
    some.map((field, index) => {
      const item = fieldLine(field, { level, index, count: some.length });
      items.set(field, item);
      fieldOf.set(item, field);
      return el("li", { role: "none" }, item);
    });

  /** @param {Field} field @param {boolean} open */
  const setOpen = (field, open) => {
    const item = items.get(field);
    if (!item || field.children.length === 0) return;
    item.setAttribute("aria-expanded", String(open));
    if (item.nextElementSibling) item.nextElementSibling.toggleAttribute("hidden", !open);
    else if (open)
      item.after(
        el(
          "ul",
          { class: "tree-branch", role: "none" },
          ...build(field.children, Number(item.getAttribute("aria-level")) + 1),
        ),
      );
  };

  /** @param {Field} field opens the fields around it */
  const reveal = (field) => {
    if (field.parent === null) return;
    reveal(field.parent);
    setOpen(field.parent, true);
  };

  /** @param {Field} field */
  const makeCurrent = (field) => {
    if (current) items.get(current)?.setAttribute("tabindex", "-1");
    current = field;
    items.get(field)?.setAttribute("tabindex", "0");
  };

  /** @param {Field} field */
  const focus = (field) => {
    reveal(field);
    makeCurrent(field);
    items.get(field)?.focus({ preventScroll: true });
    scrollTo(node, items.get(field));
  };

  const inView = () => {
    /** @type {Field[]} */
    const found = [];
    const walk = (/** @type {Field[]} */ some) => {
      for (const field of some) {
        found.push(field);
        if (isOpen(field)) walk(field.children);
      }
    };
    walk(fields);
    return found;
  };

  node.append(...build(fields, 1));
  openAtFirst(fields, setOpen, reveal);
  if (fields.length > 0) makeCurrent(fields[0]);

  node.addEventListener("focusin", (event) => {
    const field = fieldOf.get(/** @type {Element} */ (event.target));
    if (!field) return;
    makeCurrent(field);
    on.onFocus(field);
  });
  node.addEventListener("mouseover", (event) => on.onHover(fieldAt(event.target)));
  node.addEventListener("mouseleave", () => on.onHover(null));
  node.addEventListener("click", (event) => {
    const field = fieldAt(event.target);
    if (!field) return;
    setOpen(field, !isOpen(field));
    focus(field);
  });
  node.addEventListener("keydown", (event) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = destination(event.key, current, inView(), isOpen);
    if (to === undefined) return;
    event.preventDefault();
    if (to === current) setOpen(current, !isOpen(current));
    focus(to);
  });

  /** @param {EventTarget | null} target @returns {Field | null} */
  function fieldAt(target) {
    const item = target instanceof Element ? target.closest(".tree-line") : null;
    return item ? (fieldOf.get(item) ?? null) : null;
  }

  /** @param {Field | null} field */
  const mark = (field) => {
    marked?.classList.remove("mark");
    let shown = field;
    while (shown?.parent && !isOpen(shown.parent)) shown = shown.parent;
    marked = shown ? (items.get(shown) ?? null) : null;
    marked?.classList.add("mark");
    scrollTo(node, marked);
  };

  return {
    node,
    focus,
    mark,
    show(field, first = false) {
      reveal(field);
      makeCurrent(field);
      mark(field);
      const item = first ? items.get(field) : undefined;
      if (item) node.scrollTop += item.getBoundingClientRect().top - node.getBoundingClientRect().top - node.clientTop;
    },
    /** Outer fields come first. The page must not stand still meanwhile. */
    openAll() {
      const all = everyField(fields);
      const some = () => {
        for (let opened = 0; opened < AT_ONCE; opened += 1) {
          const { value, done } = all.next();
          if (done) return;
          setOpen(value, true);
        }
        setTimeout(some);
      };
      some();
    },
  };
}

/**
 * Where a key leads: to another field, or to the same one if it opens or closes that.
 * @param {string} key
 * @param {Field} field
 * @param {Field[]} inView
 * @param {(field: Field) => boolean} isOpen
 * @returns {Field | undefined}
 */
function destination(key, field, inView, isOpen) {
  const at = inView.indexOf(field);
  const inner = field.children.length > 0;
  switch (key) {
    case "ArrowDown":
      return inView[Math.min(at + 1, inView.length - 1)] === field ? undefined : inView[at + 1];
    case "ArrowUp":
      return at > 0 ? inView[at - 1] : undefined;
    case "Home":
      return at > 0 ? inView[0] : undefined;
    case "End":
      return at < inView.length - 1 ? inView[inView.length - 1] : undefined;
    case "ArrowRight":
      return !inner ? undefined : isOpen(field) ? field.children[0] : field;
    case "ArrowLeft":
      return inner && isOpen(field) ? field : (field.parent ?? undefined);
    case "Enter":
    case " ":
      return inner ? field : undefined;
    default:
      return undefined;
  }
}

/**
 * @param {Field[]} fields
 * @param {(field: Field, open: boolean) => void} setOpen
 * @param {(field: Field) => void} reveal
 */
function openAtFirst(fields, setOpen, reveal) {
  const all = [...everyField(fields)];
  const open = (/** @type {Field[]} */ some, /** @type {number} */ depth) => {
    if (depth === 0) return;
    for (const field of some) {
      setOpen(field, true);
      open(field.children, depth - 1);
    }
  };
  open(fields, all.length > MANY ? OUTER : Number.POSITIVE_INFINITY);
  // Readers open a message because of its unreadable fields.
  for (const field of all) if (field.fault !== "") reveal(field);
}

/**
 * @param {Field} field
 * @param {{ level: number, index: number, count: number }} place
 */
function fieldLine(field, { level, index, count }) {
  const octets = octetsSpoken(field);
  const name = el("bdi", { class: "tree-name" }, field.name);
  const item = el(
    "div",
    {
      class: field.fault === "" ? "tree-line" : "tree-line unreadable",
      role: "treeitem",
      "aria-level": level,
      "aria-posinset": index + 1,
      "aria-setsize": count,
      "aria-expanded": field.children.length === 0 ? null : "false",
      tabindex: -1,
    },
    name,
    ...(field.value === "" ? [] : [spoken(", "), valueNode(field.value)]),
    ...(field.fault === "" ? [] : [spoken(", "), el("bdi", { class: "tree-fault" }, `⚠ ${field.fault}`)]),
    octets === "" ? null : spoken(`, ${octets}`),
  );
  explainItem(item, name);
  return item;
}

/** A longer value is cut here; the octets beside the tree, and a copy of it, have it whole. */
const LONGEST = 400;

/** @param {string} text */
function valueNode(text) {
  const shown = text.length > LONGEST ? counted(text.length, FIELD.cut, { beginning: text.slice(0, LONGEST) }) : text;
  return el("bdi", { class: /\S{25}/.test(shown) ? "tree-value unbroken" : "tree-value" }, shown);
}

/**
 * Scrolls the tree alone: the page stays where it is.
 * @param {HTMLElement} box
 * @param {HTMLElement | null | undefined} item
 */
function scrollTo(box, item) {
  if (!item) return;
  const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top;
  if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
}
