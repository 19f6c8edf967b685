/**
 * The inside of a message: its fields on one side, its octets on the other. The part that is pointed at or
 * focused on one side is marked on the other.
 */

import { copyText } from "../base/clipboard.js";
import { el } from "../base/dom.js";
import { DETAIL } from "../texts/detail.js";
import { fill } from "../texts/fill.js";
import { everyField, fieldsOf, fieldsText, octetsText, ownersOf, pathOf } from "./fields.js";
import { createFinder } from "./find.js";
import { createOctets } from "./octets.js";
import { createTree } from "./tree.js";

/** How long a button says that it has copied. */
const COPIED_MS = 2000;

/**
 * @param {HTMLElement} box takes it
 * @param {import("./read.js").Entry} entry
 * @param {import("./read.js").Part} part of it that is asked for
 */
export async function renderDetail(box, entry, { name: type, nth }) {
  const { fields, hex, placed } = await fieldsOf(entry);
  const where = el("bdi", { class: "where" });
  /** @type {import("./fields.js").Field | null} */
  let focused = null;

  const tree = createTree(fields, fill(DETAIL.fields, { message: type }), {
    onFocus(field) {
      focused = field;
      show(field);
      octets.bringIntoView(field.at);
    },
    onHover: (field) => show(field ?? focused),
  });
  const octets = createOctets(hex, fill(DETAIL.octets, { message: type }), {
    onHover(octet) {
      const field = octet === null ? focused : (owners[octet] ?? null);
      show(field);
      tree.mark(octet === null ? null : field);
    },
    onPick(octet) {
      const field = owners[octet];
      if (field) tree.focus(field);
    },
  });
  const owners = ownersOf(fields, hex.length >> 1);
  for (const field of everyField(fields)) if (field.fault !== "") octets.fault(field.at, field.length);

  /** @param {import("./fields.js").Field | null} field */
  function show(field) {
    octets.mark(field?.at ?? -1, field?.length ?? 0);
    where.textContent = field === null ? "" : [pathOf(field), octetsText(field)].filter(Boolean).join(" · ");
  }

  const buttons = [];
  if (hex !== "") buttons.push(copyButton(DETAIL.copyHex, () => hex));
  if (fields.length > 0) {
    const expand = el("button", { type: "button", class: "button button-small" }, DETAIL.expand);
    expand.addEventListener("click", () => tree.openAll());
    const finder = createFinder(fields, type, (field) => {
      focused = field;
      show(field);
      if (field === null) return;
      tree.show(field);
      octets.bringIntoView(field.at);
    });
    buttons.push(
      copyButton(DETAIL.copyFields, () => fieldsText(fields)),
      copyButton(DETAIL.copyPath, () => {
        const { value, ...field } = focused ?? fields[0];
        return [pathOf({ ...field, value }), value].filter(Boolean).join(": ");
      }),
      expand,
      finder,
    );
  }
  box.replaceChildren(
    el(
      "div",
      { class: "detail-tools" },
      ...buttons,
      placed || fields.length === 0 ? null : el("span", { class: "unplaced-note" }, DETAIL.unplaced),
    ),
    el(
      "div",
      { class: "detail-sides" },
      fields.length > 0 ? tree.node : el("p", { class: "nothing" }, DETAIL.nothing),
      hex === "" ? null : octets.node,
    ),
    el("p", { class: "where-line" }, where),
  );

  // Only now they are laid out, and can be scrolled.
  const asked = [...everyField(fields)].filter((field) => field.name === type)[nth];
  if (asked === undefined) return;
  focused = asked;
  show(asked);
  tree.show(asked, true);
  octets.bringIntoView(asked.at);
}

/**
 * @param {string} label
 * @param {() => string} text
 */
function copyButton(label, text) {
  const said = el("span", { class: "visually-hidden", "aria-live": "polite" });
  const words = el("span", {}, label);
  const button = el("button", { type: "button", class: "button button-small" }, words);
  button.addEventListener("click", async () => {
    const result = (await copyText(text())) ? DETAIL.copied : DETAIL.notCopied;
    words.textContent = result;
    said.textContent = result;
    setTimeout(() => {
      words.textContent = label;
      said.textContent = "";
    }, COPIED_MS);
  });
  return el("span", {}, button, said);
}
