/** The ladder of a call as an SVG file, for a document. */

import { placedBy, visible } from "../base/format.js";
import { warningsBehind } from "../base/trace.js";
import { whereTo } from "../rules/server.js";
import { DRAWING } from "../texts/files.js";
import { counted, fill } from "../texts/fill.js";

/** In units of the drawing, about a pixel each. */
const ROW = 28;
const LEFT = 110;
const RIGHT = 410;
const FACTS = 430;
const WIDTH = 1100;
const HEAD = 76;

/** Most characters of a label on a line, and of the facts beside it. */
const LABEL = 34;
const SAID = 92;

/** Most rows of a drawing; a longer call is told to be longer. */
const MOST = 500;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #17202b; }
  .title { font-weight: 600; font-size: 15px; }
  .quiet { fill: #526071; font-size: 12px; }
  .warning { fill: #6f4c00; font-size: 12px; }
  .life { stroke: #7d8a9a; }
  .arrow { stroke: #0b5394; stroke-width: 1.5; fill: none; }
  .back { stroke: #14663a; }
  .head { fill: #0b5394; }
  .head-back { fill: #14663a; }
`;

/**
 * @param {import("./saved.js").Call} call
 * @returns {string}
 */
export function ladderSvg({ report, request, startedAt }) {
  const trace = report.trace.slice(0, MOST);
  const warnings = warningsBehind(report);
  const rows = [...remarks(warnings.get(-1))];
  for (const [at, entry] of trace.entries()) rows.push(message(entry), ...remarks(warnings.get(at)));
  const left = report.trace.length - trace.length;
  if (left > 0) rows.push((/** @type {number} */ y) => text(LEFT, y, "quiet", counted(left, DRAWING.left, {})));
  const height = HEAD + ROW * rows.length + 56;
  const end = HEAD + ROW * rows.length;
  const whom = request === null ? (report.peer?.address ?? DRAWING.someEndpoint) : whereTo(request, " port ");
  const title = fill(DRAWING.title, { whom });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(16, 26, "title", title),
    text(16, 46, "quiet", origin(report, startedAt)),
    text(LEFT, HEAD - 8, "quiet", DRAWING.tester, "middle"),
    text(RIGHT, HEAD - 8, "quiet", DRAWING.endpoint, "middle"),
    ...[LEFT, RIGHT].map((x) => `<line class="life" x1="${x}" y1="${HEAD}" x2="${x}" y2="${end}"/>`),
    ...rows.map((row, at) => row(HEAD + ROW * at + 20)),
    text(16, end + 26, "title", String(report.outcome?.text ?? "")),
    text(16, end + 44, "quiet", `${report.outcome?.stage}/${report.outcome?.code}`),
    "</svg>",
    "",
  ].join("\n");
}

/** When and by what it was placed. @param {Record<string, any>} report @param {string | null} startedAt */
function origin(report, startedAt) {
  const tester = placedBy(report);
  if (startedAt === null) return tester === "" ? "" : fill(DRAWING.by, { tester });
  return tester === "" ? startedAt : fill(DRAWING.whenBy, { moment: startedAt, tester });
}

/** @param {Record<string, any>} entry of the trace @returns {(y: number) => string} */
function message({ t, direction, type, summary, tunnelled = [] }) {
  // What is carried says more than what carries it.
  const carried = tunnelled.map((/** @type {{ type: string }} */ inner) => inner.type).join(", ");
  const sent = direction === "sent";
  const [from, to, step] = sent ? [LEFT, RIGHT, -7] : [RIGHT, LEFT, 7];
  const style = sent ? "" : "-back";
  return (y) =>
    [
      text(LEFT - 14, y, "quiet", fill(DRAWING.at, { time: t }), "end"),
      text((LEFT + RIGHT) / 2, y - 5, "", cut(carried || type, LABEL), "middle"),
      `<line class="arrow${sent ? "" : " back"}" x1="${from}" y1="${y}" x2="${to + step}" y2="${y}"/>`,
      `<path class="head${style}" d="M${to} ${y} l${step} -4 v8 z"/>`,
      text(FACTS, y, "quiet", cut(summary, SAID)),
    ].join("\n");
}

/** @param {Record<string, any>[]} [warnings] @returns {((y: number) => string)[]} */
function remarks(warnings = []) {
  return warnings.map(
    ({ code, text: said }) =>
      (y) =>
        text(FACTS, y, "warning", cut(`! ${code}: ${said}`, SAID)),
  );
}

/** @param {unknown} value @param {number} most characters */
function cut(value, most) {
  const characters = [...visible(String(value ?? "")).replaceAll("\n", " ")];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
}

/** @param {number} x @param {number} y @param {string} style @param {string} words @param {"middle" | "end"} [anchor] */
function text(x, y, style, words, anchor) {
  const attributes = [`x="${x}"`, `y="${y}"`];
  if (style !== "") attributes.push(`class="${style}"`);
  if (anchor !== undefined) attributes.push(`text-anchor="${anchor}"`);
  return `<text ${attributes.join(" ")}>${escaped(visible(words))}</text>`;
}

/** @param {string} value */
function escaped(value) {
  // XML 1.0 has no place for these two; other characters that it lacks were written out before.
  const text = value.replace(/[\ufffe\uffff]/g, "\ufffd");
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
