/** The calls that this browser has kept: opened again, exported, removed. */

import { el } from "../base/dom.js";
import { line } from "../base/format.js";
import { download } from "../export/download.js";
import { parseSaved } from "../export/saved.js";
import { whereTo } from "../rules/server.js";
import { counted, fill } from "../texts/fill.js";
import { HISTORY } from "../texts/history.js";
import { all, isOn, MOST, remove, removeAll, setOn } from "./kept.js";
import { showSaved } from "./load.js";

/**
 * @param {import("./toolbox.js").Context} context
 * @returns {{ node: HTMLElement }}
 */
export function renderHistory(context) {
  const status = el("p", { class: "tool-status", role: "status" });
  const rows = el("ul", { class: "history-rows" });
  const on = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "history-on" }));
  on.checked = isOn();
  on.addEventListener("change", () => setOn(on.checked));

  const exportAll = el("button", { type: "button", class: "button" }, HISTORY.exportAll);
  const clear = el("button", { type: "button", class: "button" }, HISTORY.removeAll);

  /** @param {string} [said] what was done */
  const draw = async (said = "") => {
    try {
      const kept = (await all()).flatMap(read);
      rows.replaceChildren(...kept.map((one) => renderRow(one, context, draw)));
      for (const button of [exportAll, clear]) button.hidden = kept.length === 0;
      const count = kept.length === 0 ? HISTORY.none : counted(kept.length, HISTORY.kept, {});
      status.textContent = [said, count].filter(Boolean).join(" ");
    } catch {
      status.textContent = HISTORY.cannot;
    }
  };
  exportAll.addEventListener("click", async () => {
    const lines = (await all()).map(({ text }) => JSON.stringify(JSON.parse(text)));
    status.textContent = download("h323-history.jsonl", "application/x-ndjson", `${lines.join("\n")}\n`);
  });
  clear.addEventListener("click", async () => {
    await removeAll();
    await draw(HISTORY.removedAll);
    on.focus();
  });
  context.changes.addEventListener("kept", () => void draw());
  void draw();

  const node = el(
    "div",
    { class: "tool-body history" },
    el("label", { class: "history-switch", for: "history-on" }, on, fill(HISTORY.keep, { most: MOST })),
    el("p", { class: "field-help" }, HISTORY.help),
    rows,
    el("div", { class: "history-buttons" }, exportAll, clear),
    status,
  );
  return { node };
}

/** @typedef {{ id: number, call: import("../export/saved.js").Call }} Read */

/** @param {import("./kept.js").Kept} kept @returns {Read[]} nothing if an older page kept what this one cannot read */
function read({ id, text }) {
  try {
    return [{ id, call: parseSaved(text) }];
  } catch {
    return [];
  }
}

/**
 * @param {Read} kept
 * @param {import("./toolbox.js").Context} context
 * @param {(said: string) => Promise<void>} draw
 */
function renderRow({ id, call }, context, draw) {
  const { report, request, startedAt } = call;
  const whom = line(request === null ? report.peer?.address : whereTo(request)) || HISTORY.unknown;
  const when = startedAt === null ? "" : new Date(startedAt).toLocaleString();
  const named = when === "" ? whom : fill(HISTORY.named, { whom, when });
  const [opens, removes] = [HISTORY.openCall, HISTORY.removeCall].map((text) => fill(text, { call: named }));
  const open = el("button", { type: "button", class: "button", "aria-label": opens }, HISTORY.open);
  open.addEventListener("click", () => {
    if (context.busy()) return void draw(HISTORY.running);
    showSaved(call, context);
    context.add(call);
  });
  const drop = el("button", { type: "button", class: "button", "aria-label": removes }, HISTORY.remove);
  drop.addEventListener("click", async () => {
    const next = drop.closest("li")?.nextElementSibling ? at(drop) : 0;
    await remove(id);
    await draw(HISTORY.removed);
    const left = document.querySelectorAll(".history-rows .history-remove");
    /** @type {HTMLElement | undefined} */ (left[Math.min(next, left.length - 1)])?.focus();
  });
  drop.classList.add("history-remove");
  return el(
    "li",
    { class: "history-row" },
    el(
      "div",
      { class: "history-what" },
      el("strong", {}, el("bdi", {}, whom)),
      el("span", { class: "history-when" }, when),
      el("span", {}, el("bdi", {}, line(report.outcome?.text))),
    ),
    el("div", { class: "history-buttons" }, open, drop),
  );
}

/** @param {HTMLElement} button of a row @returns {number} the row's place */
function at(button) {
  const row = button.closest("li");
  return row?.parentElement ? Array.from(row.parentElement.children).indexOf(row) : 0;
}
