/** The fields of a message as a tree, with their octets if these are known. */

import { line, visible, whole } from "../base/format.js";
import { list, object } from "../base/values.js";
import { FIELD } from "../texts/detail.js";
import { fill } from "../texts/fill.js";

/**
 * @typedef {object} Field
 * @property {string} name as the Recommendation has it
 * @property {string} value empty for a field that only has others in it
 * @property {string} fault why it could not be read, or empty
 * @property {number} at first octet; -1 if that is not known
 * @property {number} length in octets
 * @property {Field | null} parent
 * @property {Field[]} children
 */

/** After this time the decoder counts as silent. */
const PATIENCE_MS = 10_000;

/** Deeper than any message; a made-up file must not exhaust the stack. */
const DEEPEST = 60;

/** @typedef {{ fields: Field[], hex: string, placed: boolean }} Fields `placed` if they know their octets */

/** Several rows may be of one entry. @type {WeakMap<import("./read.js").Entry, Fields>} */
const known = new WeakMap();

/**
 * @param {import("./read.js").Entry} entry
 * @returns {Promise<Fields>} without the decoder they do not know their octets
 */
export async function fieldsOf(entry) {
  const fields = known.get(entry) ?? (await readFields(entry));
  // The next row may reach the decoder.
  if (fields.placed) known.set(entry, fields);
  return fields;
}

/** @param {import("./read.js").Entry} entry @returns {Promise<Fields>} */
async function readFields(entry) {
  const hex = hexOf(entry.hex);
  if (entry.fields !== undefined) return { fields: placedFields(entry.fields, hex), hex, placed: true };
  const message = await decode(hex, entry.channel === "ras" ? "ras" : "tpkt").catch(() => null);
  if (message === null) return { fields: decodedFields(entry.decoded), hex, placed: false };
  const octets = hexOf(message.hex) || hex;
  return { fields: placedFields(message.fields, octets), hex: octets, placed: true };
}

/** @param {unknown} value @returns {string} its hex digits */
function hexOf(value) {
  return typeof value === "string" ? value.replace(/[^0-9a-f]/gi, "").toLowerCase() : "";
}

/**
 * @param {string} hex
 * @param {string} as the kind of octets
 * @returns {Promise<Record<string, unknown> | null>} the message with its `fields`
 */
async function decode(hex, as) {
  if (hex === "") return null;
  const response = await fetch("/api/h323/decode", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ hex, as }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) return null;
  const message = object(list(object(await response.json()).messages)[0]);
  return typeof message.fields === "object" && message.fields !== null ? message : null;
}

/**
 * @param {unknown} fields a node of the decoder's answer, or several
 * @param {string} hex the octets that they point into
 */
function placedFields(fields, hex) {
  const size = hex.length >> 1;
  const count = (/** @type {unknown} */ value, /** @type {number} */ otherwise) =>
    Number.isInteger(value) && Number(value) >= 0 ? Number(value) : otherwise;
  const convert = (/** @type {unknown} */ value, /** @type {Field | null} */ parent, /** @type {number} */ depth) => {
    const node = object(value);
    const at = count(node.at, -1);
    /** @type {Field} */
    const field = {
      name: line(node.name) || FIELD.unknown,
      value: [valueText(node.value), node.text === undefined ? "" : `(${line(node.text)})`].filter(Boolean).join(" "),
      fault: whole(node.fault),
      at: at < size ? at : -1,
      length: at < 0 ? 0 : Math.min(count(node.length, 0), Math.max(0, size - at)),
      parent,
      children: [],
    };
    if (depth < DEEPEST) field.children = list(node.children).map((child) => convert(child, field, depth + 1));
    return field;
  };
  return (Array.isArray(fields) ? fields : [fields]).map((node) => convert(node, null, 0));
}

/** @param {unknown} value */
function valueText(value) {
  if (value === null || value === undefined) return "";
  return visible(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/**
 * The same tree out of `decoded`, which knows no octets.
 * @param {unknown} decoded
 */
function decodedFields(decoded) {
  /** @param {string} name @param {unknown} value @param {Field | null} parent @param {number} depth @returns {Field} */
  const convert = (name, value, parent, depth) => {
    /** @type {Field} */
    const field = { name: line(name), value: "", fault: "", at: -1, length: 0, parent, children: [] };
    if (name === "error") {
      Object.assign(field, {
        name: line(object(value).layer) || FIELD.unreadable,
        fault: whole(object(value).text ?? value),
      });
    } else if (typeof value !== "object" || value === null || depth >= DEEPEST || isPlainList(value)) {
      field.value = valueText(value);
    } else {
      const nameOf = Array.isArray(value) ? itemName : (/** @type {string} */ key) => key;
      field.children = Object.entries(value).map(([key, item]) => convert(nameOf(key, item), item, field, depth + 1));
    }
    return field;
  };
  return Object.entries(object(decoded)).map(([name, value]) => convert(name, value, null, 0));
}

/** @param {unknown} value */
function isPlainList(value) {
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
}

/** @param {string} key @param {unknown} item @returns {string} elements of Q.931 have a name of their own */
function itemName(key, item) {
  const element = line(object(item).element);
  return element === "" ? `[${key}]` : `[${key}] ${element}`;
}

/** @param {Field[]} fields @returns {Generator<Field>} all of them, inner ones after outer ones */
export function* everyField(fields) {
  for (const field of fields) {
    yield field;
    yield* everyField(field.children);
  }
}

/**
 * For each octet the field that describes it best: the innermost one, and among neighbours that share
 * the octet the shorter one.
 * @param {Field[]} fields
 * @param {number} size of the message in octets
 * @returns {Array<Field | undefined>}
 */
export function ownersOf(fields, size) {
  /** @type {Array<Field | undefined>} */
  const owners = new Array(size);
  for (const field of everyField(fields)) {
    if (field.at < 0) continue;
    for (let octet = field.at; octet < field.at + field.length; octet += 1) {
      const owner = owners[octet];
      if (owner === undefined || field.length <= owner.length) owners[octet] = field;
    }
  }
  return owners;
}

/**
 * @param {Field} field
 * @param {string} range the text for several octets
 */
function octetsIn({ at, length }, range) {
  if (at < 0 || length === 0) return "";
  return length === 1 ? fill(FIELD.octet, { at }) : fill(range, { from: at, to: at + length - 1 });
}

/** @param {Field} field @returns {string} its octets in words; empty if they are not known */
export const octetsText = (field) => octetsIn(field, FIELD.octets);

/** @param {Field} field @returns {string} the same for who hears it */
export const octetsSpoken = (field) => octetsIn(field, FIELD.octetsSpoken);

/** @param {Field} field @returns {string} its name behind those of the fields around it */
export function pathOf(field) {
  return field.parent === null ? field.name : `${pathOf(field.parent)} › ${field.name}`;
}

/** @param {Field[]} fields @param {string} indent @returns {string} a line for each field */
export function fieldsText(fields, indent = "") {
  return fields
    .map((field) => {
      const { name, value, fault } = field;
      const said = `${indent}${name}${value === "" ? "" : `: ${value}`}`;
      const own = fault === "" ? said : fill(FIELD.fault, { field: said, fault });
      return field.children.length === 0 ? own : `${own}\n${fieldsText(field.children, `${indent}  `)}`;
    })
    .join("\n");
}
