/** Exports a call: a capture, the report, its ladder as text, the command. */

import { copyText } from "../base/clipboard.js";
import { el } from "../base/dom.js";
import { fill } from "../texts/fill.js";
import { COPIES, TAKEAWAY } from "../texts/takeaway.js";
import { download } from "./download.js";
import { onPress } from "./press.js";

/** How long a note stays beside the buttons, in milliseconds. */
const SAID_FOR = 4000;

/** @type {Promise<Record<string, any>> | null} */
let modules = null;

/**
 * The modules that make the files. They are fetched early, so that saving works without a network.
 * @returns {Promise<Record<string, any>>}
 */
export function fetchModules() {
  modules ??= Promise.all([
    import("./pcapng.js"),
    import("./ladder-text.js"),
    import("./curl.js"),
    import("./saved.js"),
    import("./packed.js"),
    import("./markdown.js"),
    import("./ladder-svg.js"),
  ]).then(
    (parts) => Object.assign({}, ...parts),
    () => {
      modules = null;
      throw new Error(TAKEAWAY.notLoaded);
    },
  );
  return modules;
}

/**
 * @param {object} call
 * @param {Record<string, any>} call.report
 * @param {Record<string, any> | null} call.request `null` if it is not known
 * @param {Date | string | null} call.startedAt when the call was placed, `null` if that is not known
 * @returns {HTMLElement}
 */
export function renderTakeaway({ report, request, startedAt }) {
  fetchModules().catch(() => {});
  const said = el("p", { class: "takeaway-said", role: "status" });
  const place = el("div", { class: "takeaway-text" });
  // What is stored stays in sight: the key that deletes it is nowhere else.
  const stored = el("div", { class: "takeaway-text" });

  /** @param {string} name @param {(call: import("./saved.js").Call, tools: any) => string | Promise<string>} act returns a note about its work */
  const button = (name, act) => {
    const node = el("button", { type: "button", class: "button" }, name);
    onPress(node, async () => {
      place.replaceChildren();
      try {
        const tools = await fetchModules();
        // A report from a file may hold anything.
        const call = { report: tools.cleanReport(report), request, startedAt: isoDate(startedAt) };
        say(said, await act(call, tools));
      } catch (error) {
        say(said, fill(TAKEAWAY.failed, { error: error instanceof Error ? error.message : TAKEAWAY.noReason }));
      }
    });
    return node;
  };

  const buttons = [
    button(TAKEAWAY.json, (call, tools) =>
      download(tools.fileName(call, "json"), "application/json", tools.savedText({ ...call, report })),
    ),
    button(TAKEAWAY.text, (call, tools) => download(tools.fileName(call, "txt"), "text/plain", tools.callText(call))),
    button(TAKEAWAY.copyText, (call, tools) => copy(tools.callText(call), COPIES.text, place)),
    button(TAKEAWAY.copyMarkdown, (call, tools) => copy(tools.markdown(call), COPIES.markdown, place)),
  ];
  if (request !== null) {
    buttons.push(
      button(TAKEAWAY.copyCurl, (_call, tools) =>
        copy(tools.curlCommand(request, location.origin), COPIES.curl, place),
      ),
    );
  }
  const captured = Array.isArray(report.trace) && report.trace.length > 0;
  if (captured) {
    buttons.push(
      button(TAKEAWAY.drawing, (call, tools) =>
        download(tools.fileName(call, "svg"), "image/svg+xml", tools.ladderSvg(call)),
      ),
    );
    buttons.unshift(
      button(TAKEAWAY.capture, (call, tools) => {
        const octets = tools.pcapng(call.report, call.startedAt === null ? null : Date.parse(call.startedAt));
        return download(tools.fileName(call, "pcapng"), "application/x-pcapng", octets);
      }),
    );
  }
  const link = button(TAKEAWAY.link, async (call, tools) => {
    const address = `${location.origin}/${await tools.packed({ ...call, report })}`;
    const note = await copy(address, COPIES.link, place);
    return address.length < tools.OFTEN_CUT ? note : fill(TAKEAWAY.longLink, { copied: note });
  });
  const list = el("div", { class: "takeaway-buttons" }, ...buttons);
  const exports = menu(TAKEAWAY.export, [
    list,
    el("p", { class: "field-help" }, captured ? TAKEAWAY.captured : TAKEAWAY.notCaptured),
  ]);
  // Asked only now: most servers store nothing, and the first look needs nothing of it.
  let offered = false;
  exports.addEventListener("toggle", async () => {
    if (!exports.open || offered) return;
    offered = true;
    try {
      const { offerStore } = await import("./stored.js");
      await offerStore(list, button, stored);
    } catch {
      // The next opening asks again.
      offered = false;
    }
  });
  return el("div", { class: "takeaway" }, link, exports, said, place, stored);
}

/**
 * Opens below its name; Escape, a press elsewhere and the focus elsewhere close it.
 * @param {string} name
 * @param {HTMLElement[]} content
 */
function menu(name, content) {
  const summary = el("summary", { class: "button takeaway-open" }, name);
  const node = /** @type {HTMLDetailsElement} */ (
    el("details", { class: "takeaway-menu" }, summary, el("div", { class: "takeaway-sheet" }, ...content))
  );
  const elsewhere = (/** @type {Event} */ { target }) => {
    if (target instanceof Node && !node.contains(target)) node.open = false;
  };
  node.addEventListener("toggle", () => {
    if (node.open) document.addEventListener("pointerdown", elsewhere);
    else document.removeEventListener("pointerdown", elsewhere);
  });
  // What has the focus must not lie under the sheet.
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !node.contains(relatedTarget)) node.open = false;
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault();
    node.open = false;
    summary.focus();
  });
  return node;
}

/** @param {Date | string | null} when */
function isoDate(when) {
  const date = new Date(when ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** @param {HTMLElement} place @param {string} words */
function say(place, words) {
  place.textContent = words;
  setTimeout(() => {
    if (place.textContent === words) place.textContent = "";
  }, SAID_FOR);
}

/**
 * @param {string} text
 * @param {readonly [string, string]} said its name, and what is said when it was copied
 * @param {HTMLElement} place takes the text if the browser does not let the page write to the clipboard
 */
async function copy(text, [name, copied], place) {
  if (await copyText(text)) return copied;
  const area = /** @type {HTMLTextAreaElement} */ (
    el("textarea", { class: "field-input", readonly: true, rows: 6, "aria-label": name })
  );
  area.value = text;
  place.replaceChildren(area);
  area.focus();
  area.select();
  return TAKEAWAY.byHand;
}
