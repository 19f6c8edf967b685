/** Two calls side by side, with their differences marked. */

import { decoration, el, spoken } from "../base/dom.js";
import { line } from "../base/format.js";
import { isOfRegistration } from "../base/registration.js";
import { table, tableCell, tableRow } from "../base/table.js";
import { cleanReport } from "../export/saved.js";
import { whereTo } from "../rules/server.js";
import { COMPARE } from "../texts/compare.js";
import { counted, fill, listed } from "../texts/fill.js";
import { compareReports, WORTH_MARKING } from "./differences.js";

/** The mark of each state: a sign for the eye, its spoken form, words for both. */
const MARKS = {
  same: ["", COMPARE.same, ""],
  differs: ["≠", COMPARE.differs, ""],
  first: ["", "", COMPARE.firstOnly],
  second: ["", "", COMPARE.secondOnly],
};

/**
 * @param {import("./toolbox.js").Context} context
 * @returns {{ node: HTMLElement }}
 */
export function renderCompare(context) {
  const status = el("p", { class: "tool-status", role: "status" });
  const pickers = [picker("first", COMPARE.first), picker("second", COMPARE.second)];
  const only = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "compare-only", checked: true }));
  const place = el("div", { class: "compare-tables only-differences" });
  const controls = el(
    "div",
    { class: "compare-controls", hidden: true },
    ...pickers.map(({ node }) => node),
    el("label", { class: "compare-only", for: "compare-only" }, only, COMPARE.onlyDifferences),
  );

  const draw = () => {
    const [first, second] = pickers.map(({ chosen }) => chosen());
    if (!first || !second) return;
    const sections = compareReports(cleanReport(first.report), cleanReport(second.report));
    const count = sections.flatMap(({ rows }) => rows).filter(({ state }) => state !== "same").length;
    status.textContent = count === 0 ? COMPARE.noDifferences : counted(count, COMPARE.differences, {});
    place.replaceChildren(...sections.map(renderSection));
  };

  let known = 0;
  const update = () => {
    const calls = context.calls();
    controls.hidden = calls.length < 2;
    status.textContent = [COMPARE.needsTwo, COMPARE.needsOne][calls.length] ?? "";
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
    el("p", { class: "field-help" }, fill(COMPARE.help, { ms: WORTH_MARKING })),
    controls,
    status,
    place,
  );
  return { node };
}

/** @param {"first" | "second"} which @param {string} name */
function picker(which, name) {
  const id = `compare-${which}`;
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
  const where = request ? whereTo(request) : line(report.peer?.address) || COMPARE.unknown;
  const number = line(request?.calledNumber);
  const time = startedAt === null ? "" : new Date(startedAt).toLocaleString();
  const answered = report.success === true && !isOfRegistration(report);
  const result = answered ? COMPARE.answered : line(report.outcome?.code) || COMPARE.failed;
  // What tells calls of one test apart comes first: a narrow field cuts the end.
  const parts = number === "" ? [line(where), result, time] : [number, result, time, line(where)];
  return fill(COMPARE.named, { number: at + 1, what: listed(parts.filter((part) => part !== "")) });
}

/** @param {import("./differences.js").Section} section */
function renderSection({ title, rows }) {
  const heads = [COMPARE.item, COMPARE.firstHead, COMPARE.secondHead, COMPARE.difference];
  return table("compare", heads, rows.map(renderRow), title);
}

/** @param {import("./differences.js").Row} row */
function renderRow({ name, first, second, state, notes }) {
  const [sign, said, word] = MARKS[state];
  const noted = notes.map((note) => el(notes.length === 1 ? "span" : "li", {}, el("bdi", {}, note)));
  const value = (/** @type {string} */ text, /** @type {string} */ head) =>
    tableCell(
      "compare-value",
      head,
      ...(text === "" ? [decoration("–"), spoken(COMPARE.absent)] : [el("bdi", {}, text)]),
    );
  return tableRow(
    `is-${state}`,
    el("th", { scope: "row", role: "rowheader" }, el("bdi", {}, name)),
    value(first, COMPARE.firstHead),
    value(second, COMPARE.secondHead),
    tableCell(
      "compare-mark",
      COMPARE.difference,
      sign === "" ? null : decoration(`${sign} `),
      said === "" ? null : spoken(`${said} `),
      word,
      ...(noted.length > 1 ? [el("ul", {}, ...noted)] : noted),
    ),
  );
}
