/** Two calls side by side, with their differences marked. */

import { decoration, el, spoken } from "../base/dom.js";
import { line } from "../base/format.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { cleanReport } from "../export/saved.js";
import { whereTo } from "../rules/server.js";
import { compareReports, WORTH_MARKING } from "./differences.js";

/** The mark of each state: a sign for the eye, its spoken form, words for both. */
const MARKS = {
  same: ["", "the same", ""],
  differs: ["≠", "differs", ""],
  first: ["", "", "first only"],
  second: ["", "", "second only"],
};

/**
 * @param {import("./toolbox.js").Context} context
 * @returns {{ node: HTMLElement }}
 */
export function renderCompare(context) {
  const status = el("p", { class: "tool-status", role: "status" });
  const pickers = ["First call", "Second call"].map(picker);
  const only = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "compare-only", checked: true }));
  const place = el("div", { class: "compare-tables only-differences" });
  const controls = el(
    "div",
    { class: "compare-controls", hidden: true },
    ...pickers.map(({ node }) => node),
    el("label", { class: "compare-only", for: "compare-only" }, only, " Differences only"),
  );

  const draw = () => {
    const [first, second] = pickers.map(({ chosen }) => chosen());
    if (!first || !second) return;
    const sections = compareReports(cleanReport(first.report), cleanReport(second.report));
    const count = sections.flatMap(({ rows }) => rows).filter(({ state }) => state !== "same").length;
    status.textContent = count === 0 ? "No differences." : count === 1 ? "One difference." : `${count} differences.`;
    place.replaceChildren(...sections.map(renderSection));
  };

  let known = 0;
  const update = () => {
    const calls = context.calls();
    controls.hidden = calls.length < 2;
    status.textContent =
      calls.length < 2 ? `Place or load ${calls.length === 1 ? "another call" : "two calls"} to compare.` : "";
    for (const { set } of pickers) set(calls);
    // A new call is compared with the one before it, unless the reader has chosen otherwise.
    if (calls.length >= 2 && (known < 2 || pickers[1].atEnd())) {
      pickers[0].choose(calls.length - 2);
      pickers[1].choose(calls.length - 1);
    }
    known = calls.length;
    draw();
  };

  for (const { select } of pickers) select.addEventListener("change", draw);
  only.addEventListener("change", () => place.classList.toggle("only-differences", only.checked));
  context.changes.addEventListener("calls", update);
  update();

  const node = el(
    "div",
    { class: "tool-body" },
    el(
      "p",
      { class: "field-help" },
      `Identifiers, random numbers and transport addresses inside messages are not compared, because they always differ. Times are marked if they differ by ${WORTH_MARKING} ms or more.`,
    ),
    controls,
    status,
    place,
  );
  return { node };
}

/** @param {string} name */
function picker(name) {
  const id = `compare-${name.split(" ")[0].toLowerCase()}`;
  const select = /** @type {HTMLSelectElement} */ (el("select", { class: "field-input", id }));
  /** @type {import("../export/saved.js").Call[]} */
  let calls = [];
  let wasAtEnd = false;
  return {
    node: el("div", { class: "compare-picker" }, el("label", { for: id, class: "field-label" }, name), select),
    select,
    /** @param {import("../export/saved.js").Call[]} now */
    set(now) {
      const chosen = calls[select.selectedIndex];
      wasAtEnd = select.selectedIndex === calls.length - 1;
      calls = now;
      select.replaceChildren(...calls.map((call, at) => el("option", { value: at }, nameOf(call, at))));
      select.selectedIndex = calls.indexOf(chosen);
    },
    atEnd: () => wasAtEnd,
    /** @param {number} at */
    choose(at) {
      select.selectedIndex = at;
    },
    chosen: () => calls[select.selectedIndex],
  };
}

/** @param {import("../export/saved.js").Call} call @param {number} at */
function nameOf({ report, request, startedAt }, at) {
  const where = request ? whereTo(request) : line(report.peer?.address) || "unknown";
  const number = line(request?.calledNumber);
  const time = startedAt === null ? "" : new Date(startedAt).toLocaleString();
  const result = report.success === true ? "answered" : line(report.outcome?.code) || "failed";
  // What tells calls of one test apart comes first: a narrow field cuts the end.
  const parts = number === "" ? [line(where), result, time] : [number, result, time, line(where)];
  return `${at + 1}. ${parts.filter((part) => part !== "").join(", ")}`;
}

/** @param {import("./differences.js").Section} section */
function renderSection({ title, rows }) {
  return table("compare", ["Item", "First", "Second", "Difference"], rows.map(renderRow), title);
}

/** @param {import("./differences.js").Row} row */
function renderRow({ name, first, second, state, notes }) {
  const [sign, said, word] = MARKS[state];
  const noted = notes.map((note) => el(notes.length === 1 ? "span" : "li", {}, el("bdi", {}, note)));
  const value = (/** @type {string} */ text, /** @type {string} */ head) =>
    tableCell("compare-value", head, ...(text === "" ? [decoration("–"), spoken("absent")] : [el("bdi", {}, text)]));
  return tableRow(
    `is-${state}`,
    el("th", { scope: "row", role: "rowheader" }, el("bdi", {}, name)),
    value(first, "First"),
    value(second, "Second"),
    tableCell(
      "compare-mark",
      "Difference",
      sign === "" ? null : decoration(`${sign} `),
      said === "" ? null : spoken(`${said} `),
      word,
      ...(noted.length > 1 ? [el("ul", {}, ...noted)] : noted),
    ),
  );
}
