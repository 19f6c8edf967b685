/**
 * The tools beside the call itself, each in its view: a firewall, octets without a call, two calls side
 * by side, earlier and saved calls. Each is fetched when its view is first shown, or when the page is
 * idle, so that it works without a network; so is this module.
 */

import { el } from "../base/dom.js";
import { LINK } from "../base/stage.js";
import { RESULT_SHEETS, styles } from "../base/styles.js";
import { TOOLBOX } from "../texts/toolbox.js";

/** Calls of this page that are kept to compare. */
const MOST_CALLS = 20;

/**
 * @typedef {import("../export/saved.js").Call} Call
 * @typedef {{ report: Record<string, any>, request: Record<string, any> | null, startedAt: Date | string | null }} PlacedCall
 * @typedef {object} Context shared by the tools
 * @property {() => Call[]} calls of this page and those that were loaded, the oldest first
 * @property {EventTarget} changes fires `calls`
 * @property {(call: Call) => void} add
 * @property {() => boolean} busy whether a call is running
 * @property {FillFrom | null} fillFrom
 * @property {() => Turn | null} begin takes the turn of a call: the request of the form, and its end;
 *   nothing if the form has a fault, which it shows, or another call is running
 *
 * @typedef {{ request: import("../base/api.js").CallRequest, signal: AbortSignal, end: () => void }} Turn
 *
 * @typedef {(request: Record<string, unknown>) => Promise<string[]>} FillFrom puts a request into the
 *   form, and returns the names of fields that it could not fill
 */

/** @type {Tool[]} */
const TOOLS = [
  {
    id: "tool-firewall",
    view: "firewall",
    name: TOOLBOX.firewall,
    sheets: ["firewall", "saved", ...RESULT_SHEETS],
    render: () => import("./firewall.js").then(({ renderFirewall }) => renderFirewall),
  },
  {
    id: "tool-compare",
    view: "compare",
    name: TOOLBOX.compare,
    sheets: ["compare"],
    render: () => import("./compare.js").then(({ renderCompare }) => renderCompare),
  },
  {
    id: "tool-history",
    view: "history",
    name: TOOLBOX.history,
    sheets: ["history", "saved", ...RESULT_SHEETS],
    render: () => import("./history.js").then(({ renderHistory }) => renderHistory),
  },
  {
    id: "tool-load",
    view: "history",
    name: TOOLBOX.load,
    sheets: ["saved", ...RESULT_SHEETS],
    render: () => import("./load.js").then(({ renderLoad }) => renderLoad),
  },
  {
    id: "tool-decode",
    view: "decode",
    name: TOOLBOX.decode,
    sheets: ["decode", "ladder", "ladder-tools", "listing"],
    render: () => import("./decode.js").then(({ renderDecode }) => renderDecode),
  },
];

/**
 * @param {HTMLElement} root
 * @param {{ busy: () => boolean, begin: () => Turn | null, fillFrom?: FillFrom, show: (view: string) => void }} page
 * @returns {{ add: (call: PlacedCall) => void, open: (view: string) => void, fetch: () => void }}
 *   `add` keeps a call of this page, to be compared; `open` fills the tools of a view that is shown;
 *   `fetch` brings all of them for later
 */
export function bindToolbox(root, { busy, begin, fillFrom, show }) {
  /** @type {Call[]} */
  const calls = [];
  const changes = new EventTarget();
  /** @type {Context} */
  const context = {
    calls: () => [...calls],
    changes,
    add(call) {
      calls.push(call);
      if (calls.length > MOST_CALLS) calls.shift();
      changes.dispatchEvent(new Event("calls"));
    },
    busy,
    begin,
    fillFrom: fillFrom ?? null,
  };

  void styles("tool");
  const tools = TOOLS.map((one) => tool(one, context, show));
  root.append(...tools.map(({ node }) => node));
  const [load, decode] = tools.slice(-2);
  takeDrops(load, {
    take(file) {
      show(decode.view);
      void decode.take(file);
    },
  });
  const takeLink = () => {
    if (LINK.test(location.hash)) void load.takeLink(location.hash);
  };
  addEventListener("hashchange", takeLink);
  takeLink();
  return {
    open(view) {
      for (const one of tools) {
        one.node.hidden = one.view !== view;
        if (one.view === view) void one.open();
      }
    },
    fetch() {
      import("../export/takeaway.js").then(({ fetchModules }) => fetchModules()).catch(() => {});
      for (const { fetch } of tools) void fetch();
    },
    add({ startedAt, ...placed }) {
      // The address is no longer that of what is shown.
      if (LINK.test(location.hash)) history.replaceState(history.state, "", location.pathname + location.search);
      const call = { ...placed, startedAt: startedAt === null ? null : new Date(startedAt).toISOString() };
      context.add(call);
      void keepCall(call).then(() => changes.dispatchEvent(new Event("kept")));
    },
  };
}

/** Keeps a call in this browser, if that is wanted and possible. @param {Call} call */
async function keepCall(call) {
  try {
    const { isOn, keep } = await import("./kept.js");
    if (isOn()) await keep(call);
  } catch {
    // A private window, a full disk: the page works without.
  }
}

/**
 * @typedef {object} Tool
 * @property {string} id
 * @property {string} view that it is in
 * @property {string} name
 * @property {string[]} sheets of style
 * @property {() => Promise<(context: Context) => { node: HTMLElement, take?: (file: File) => void | Promise<void>, takeLink?: (hash: string) => Promise<void> }>} render
 *
 * @param {Tool} tool
 * @param {Context} context
 * @param {(view: string) => void} show
 */
function tool({ id, view, name, sheets, render }, context, show) {
  const heading = el("h2", { tabindex: -1 }, name);
  const node = el("section", { class: "tool card", id, "data-views": view, hidden: true }, heading);
  /** @type {ReturnType<typeof render> | null} */
  let fetched = null;
  /** @type {Promise<{ take?: (file: File) => void | Promise<void>, takeLink?: (hash: string) => Promise<void> }> | null} */
  let built = null;

  const fetch = () => {
    const held = styles(...sheets);
    fetched ??= render().catch((error) => {
      // The network may come back: the next attempt fetches again.
      fetched = null;
      throw error;
    });
    return fetched.then(
      () => held.then(() => true),
      () => false,
    );
  };
  const build = async () => {
    if (!(await fetch())) {
      node.append(el("p", { class: "field-error tool-missing", role: "alert" }, TOOLBOX.missing));
      return {};
    }
    const made = (await /** @type {NonNullable<typeof fetched>} */ (fetched))(context);
    node.append(made.node);
    return made;
  };
  const open = () => {
    node.querySelector(".tool-missing")?.remove();
    built ??= build().then((made) => {
      if (fetched === null) built = null;
      return made;
    });
    return built;
  };
  /** What it says of a mistake is said in its view. */
  const showMistake = () => {
    if (node.querySelector("[role=alert]:not(:empty)")) show(view);
  };
  return {
    node,
    view,
    fetch,
    open,
    /** @param {File} file */
    async take(file) {
      await (await open()).take?.(file);
      showMistake();
    },
    /** @param {string} hash */
    async takeLink(hash) {
      await (await open()).takeLink?.(hash);
      showMistake();
    },
  };
}

/**
 * Takes files dropped anywhere: the browser would open them in place of the page.
 * @param {{ take: (file: File) => void }} load @param {{ take: (file: File) => void }} decode
 */
function takeDrops(load, decode) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    (/\.(json|jsonl|ndjson)$/i.test(file.name) ? load : decode).take(file);
  });
}
