/** A call in Markdown, for a ticket: the verdict, what is known of the endpoint, the ladder. */

import { placedBy, visible } from "../base/format.js";
import { PEER } from "../texts/names.js";
import { list, object, objects } from "../base/values.js";
import { whereTo } from "../rules/server.js";
import { MARKDOWN } from "../texts/files.js";
import { fill } from "../texts/fill.js";
import { callText } from "./ladder-text.js";

/**
 * @param {import("./saved.js").Call} call
 * @returns {string}
 */
export function markdown(call) {
  const { report, request, startedAt } = call;
  const { text, stage, code, advice, links } = object(report.outcome);
  const facts = [
    [MARKDOWN.called, request === null ? report.peer?.address : whereTo(request, " port ")],
    [MARKDOWN.when, startedAt],
    [MARKDOWN.placedBy, placedBy(report)],
    [
      MARKDOWN.result,
      fill(report.success === true ? MARKDOWN.answered : MARKDOWN.failed, { code: `${stage}/${code}` }),
    ],
    ...[...PEER].map(([field, name]) => [name, plain(object(report.peer)[field])]),
  ];
  const hints = [
    ...list(advice),
    ...objects(links).map(({ text: title, href }) => `${title}: ${String(href).replace(/^\//, "")}`),
  ];
  return [
    `## ${fill(MARKDOWN.title, { outcome: inline(text) })}`,
    "",
    ...facts.filter(([, value]) => plain(value) !== "").map(([name, value]) => `- ${name}: ${inline(plain(value))}`),
    ...(hints.length === 0 ? [] : ["", MARKDOWN.toTry, "", ...hints.map((hint) => `- ${inline(hint)}`)]),
    "",
    ...fenced(callText(call)),
    "",
  ].join("\n");
}

/** @param {unknown} value of the report @returns {string} */
function plain(value) {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? MARKDOWN.yes : MARKDOWN.no;
  if (Array.isArray(value)) return value.map((item) => plain(item?.id ?? item)).join(", ");
  return String(value);
}

/** @param {unknown} text of the endpoint @returns {string} on one line, with nothing that Markdown or HTML acts on */
function inline(text) {
  return visible(String(text ?? ""))
    .replaceAll("\n", " ")
    .replace(/[\\`*_[\]<>&#|~!]/g, "\\$&");
}

/** @param {string} text @returns {string[]} in a fence that is longer than any run of backticks in it */
function fenced(text) {
  const runs = Array.from(text.matchAll(/`+/g), ([run]) => run.length);
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  return [`${fence}text`, text.trimEnd(), fence];
}
