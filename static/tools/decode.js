/** Decodes octets without a call: hex, a hex dump, a capture. */

import { el } from "../base/dom.js";
import { line, visible } from "../base/format.js";
import { list, object } from "../base/values.js";
import { words } from "../base/words.js";
import { cleanMessages } from "../export/saved.js";
import { renderCaptured } from "./captured.js";
import { NoDecoder, decodeFile } from "./file.js";

/** The limits of the API: octets of body, and messages; the messages of a file are bounded alike. */
const LARGEST = 1024 * 1024;
const MOST_MESSAGES = 500;

/** How hex digits are to be read, by the API's names. */
const READ_AS = {
  auto: "detect automatically",
  tpkt: "TPKT",
  q931: "Q.931",
  h225: "H323-UserInformation (H.225.0)",
  h245: "MultimediaSystemControlMessage (H.245)",
  ras: "RasMessage (RAS)",
};

/** The API's names for forms of input. */
const SOURCES = new Map([
  ["hex", "hex digits"],
  ["hexdump", "a hex dump"],
  ["c-array", "a C array"],
  ["escaped-string", "an escaped string"],
  ["asn1", "octet strings of ASN.1"],
  ["base64", "Base64"],
  ["log", "a log"],
  ["octets", "octets"],
  ["pcap", "a pcap file"],
  ["pcapng", "a pcapng file"],
]);

/** @typedef {{ type: string, content: Blob }} Body of a request, with its content type */

/**
 * @param {import("./toolbox.js").Context} _context
 * @returns {{ node: HTMLElement, take: (file: File) => Promise<void> }}
 */
export function renderDecode(_context) {
  const text = /** @type {HTMLTextAreaElement} */ (
    el("textarea", {
      class: "field-input",
      id: "decode-text",
      rows: 6,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "none",
      "aria-describedby": "decode-hint",
    })
  );
  const as = /** @type {HTMLSelectElement} */ (
    el(
      "select",
      { class: "field-input", id: "decode-as" },
      ...Object.entries(READ_AS).map(([value, name]) => el("option", { value }, name)),
    )
  );
  const file = /** @type {HTMLInputElement} */ (
    el("input", { class: "tool-file", type: "file", id: "decode-file", "aria-describedby": "decode-hint" })
  );
  const button = /** @type {HTMLButtonElement} */ (
    el("button", { type: "submit", class: "button button-primary" }, "Decode")
  );
  const fault = el("p", { class: "field-error", role: "alert" });
  const status = el("p", { class: "tool-status", role: "status" });
  const place = el("div", { class: "decode-answer" });

  const progress = /** @type {HTMLProgressElement} */ (
    el("progress", { class: "decode-progress", "aria-label": "Octets of the file that are read" })
  );
  const cancel = el("button", { type: "button", class: "button button-small" }, "Cancel");
  const work = el("div", { class: "decode-work", hidden: "" }, progress, cancel);

  /** @type {AbortController | null} */
  let running = null;
  const stop = () => {
    running?.abort();
    running = null;
    work.hidden = true;
    fault.replaceChildren();
    place.replaceChildren();
    status.textContent = "";
  };
  /** @param {(signal: AbortSignal) => Promise<unknown>} read gives the decoder's answer; it may reject with its mistake */
  const decode = async (read) => {
    stop();
    const abort = new AbortController();
    running = abort;
    const { signal } = abort;
    status.textContent = "Decoding…";
    try {
      const answer = answerOf(await read(signal));
      if (signal.aborted) return;
      status.textContent = summary(answer);
      place.replaceChildren(...renderAnswer(answer));
    } catch (error) {
      // A later one has taken its place.
      if (signal.aborted) return;
      status.textContent = "";
      // Whole: the remedy stands at its end.
      fault.textContent = visible(error instanceof Error ? error.message : String(error));
    } finally {
      if (!signal.aborted) work.hidden = true;
    }
  };
  cancel.addEventListener("click", () => {
    stop();
    status.textContent = "Cancelled.";
    file.focus();
  });

  /** @param {File} chosen */
  const take = (chosen) => {
    // The field shows the name of a file that was dropped, too.
    const shown = new DataTransfer();
    shown.items.add(chosen);
    file.files = shown.files;
    return decode(async (signal) => {
      if (chosen.size === 0) throw new Error("The file is empty.");
      status.textContent = `${line(chosen.name)} is read on this machine…`;
      progress.max = chosen.size;
      progress.value = 0;
      work.hidden = false;
      try {
        return await decodeFile(chosen, signal, (octets) => {
          progress.value = octets;
        });
      } catch (error) {
        if (error instanceof NoDecoder && !signal.aborted) {
          place.replaceChildren(sender(() => decode(async (signal) => post(await bodyOfFile(chosen), signal))));
          throw new Error(NO_DECODER);
        }
        throw error;
      }
    });
  };
  const form = el(
    "form",
    { class: "decode-form" },
    el("label", { for: "decode-text", class: "field-label" }, "Hex digits or a hex dump"),
    text,
    el(
      "div",
      { class: "decode-row" },
      el("div", {}, el("label", { for: "decode-as", class: "field-label" }, "Read hex digits as"), as),
      button,
    ),
    el("label", { for: "decode-file", class: "field-label" }, "Or a file: pcap, pcapng, a hex dump, octets"),
    file,
    el(
      "p",
      { class: "field-help", id: "decode-hint" },
      `C arrays, escaped strings and Base64 as Wireshark copies them, its Follow Stream, and logs with octets in them work too, also packed with gzip. At most ${MOST_MESSAGES} messages. You can also drop a file anywhere on this page. A file stays on this machine, and a capture may have any length. What is pasted, at most 1 MiB, the tester’s server decodes, and keeps nothing.`,
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    file.value = "";
    void decode(async (signal) => post(bodyOfText(text.value, as.value), signal));
  });
  // The same file, changed, can be chosen again.
  file.addEventListener("click", () => {
    file.value = "";
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) await take(chosen);
  });
  return { node: el("div", { class: "tool-body" }, form, fault, status, work, place), take };
}

const NO_DECODER =
  "The decoder could not be loaded, or this browser cannot run it. Check your connection and choose the file again. Nothing was sent.";

/** @param {() => void} send @returns {HTMLElement} the choice to have a file decoded elsewhere */
function sender(send) {
  const button = el("button", { type: "button", class: "button button-small" }, "Send the file to the tester’s server");
  button.addEventListener("click", send);
  return el("p", { class: "decode-send" }, button, " It decodes files of at most 1 MiB, and keeps nothing.");
}

/** @param {string} text @param {string} as @returns {Body} */
function bodyOfText(text, as) {
  if (text.trim() === "") throw new Error("Paste something to decode, or choose a file.");
  const digits = /^[0-9a-f\s:]*$/i.test(text) && !looksLikeDump(text);
  const json = digits || as !== "auto";
  const content = new Blob([json ? JSON.stringify({ hex: text.trim(), as }) : text]);
  return limited({ type: json ? "application/json" : "text/plain", content });
}

/**
 * Whether each of several lines begins with an offset: digits that are more than an octet, and count
 * up. Hex dumps without their ASCII column have nothing but hex digits too.
 * @param {string} text
 */
function looksLikeDump(text) {
  const offsets = text
    .trim()
    .split("\n")
    .map((row) => /^([0-9a-f]{3,8}):?\s+[0-9a-f]{2}/i.exec(row.trim())?.[1]);
  const counts = offsets.map((offset) => Number.parseInt(offset ?? "", 16));
  return counts[0] === 0 && counts.every((count, at) => at === 0 || count > counts[at - 1]);
}

/** @param {File} file @returns {Promise<Body>} */
async function bodyOfFile(file) {
  limited({ type: "", content: file });
  const octets = new Uint8Array(await file.arrayBuffer());
  // Printable ASCII and line ends alone are text; anything else the API finds out itself.
  const isText =
    octets.length > 0 && octets.every((octet) => (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d));
  return { type: isText ? "text/plain" : "application/octet-stream", content: new Blob([octets]) };
}

/** @param {Body} body @returns {Body} */
function limited(body) {
  if (body.content.size > LARGEST)
    throw new Error("This is more than 1 MiB, the most that can be decoded at once. Cut out the part that matters.");
  if (body.content.size === 0) throw new Error("The file is empty.");
  return body;
}

/**
 * @param {Body} body
 * @param {AbortSignal} signal
 * @returns {Promise<unknown>} the server's answer
 * @throws {Error} in the server's words where it has some
 */
async function post({ type, content }, signal) {
  const response = await fetch("/api/h323/decode", {
    method: "POST",
    headers: { "Content-Type": type, Accept: "application/json" },
    body: content,
    signal,
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok)
    throw new Error(typeof answer?.error === "string" ? answer.error : `The tester answered HTTP ${response.status}.`);
  return answer;
}

/**
 * @param {any} answer of the server, or of the decoder on this machine
 * @returns {{ source: unknown, startedAt: unknown, messages: Record<string, any>[], calls: unknown[], findings: unknown[], notes: unknown[], leftOut: number }}
 */
function answerOf(answer) {
  if (!Array.isArray(answer?.messages)) throw new Error("The tester sent an answer that this page cannot read.");
  const leftOut = Number.isInteger(answer.leftOut) && answer.leftOut > 0 ? answer.leftOut : 0;
  return {
    source: answer.source,
    startedAt: answer.startedAt,
    messages: cleanMessages(answer.messages),
    calls: list(answer.calls),
    findings: list(answer.findings),
    notes: list(answer.notes),
    leftOut,
  };
}

/** @param {{ source: unknown, messages: unknown[], leftOut: number }} answer */
function summary({ source, messages, leftOut }) {
  const count = messages.length === 1 ? "One message" : `${messages.length || "No"} messages`;
  const name = SOURCES.get(String(source));
  const taken = name === undefined ? "" : `, read as ${name}`;
  return `${count}${taken}.${leftOut > 0 ? ` ${leftOut} more exceed the limit of ${MOST_MESSAGES}.` : ""}`;
}

/**
 * @param {{ messages: Record<string, any>[], calls: unknown[], startedAt: unknown, findings: unknown[],
 *   notes: unknown[] }} answer
 */
function renderAnswer({ messages, calls, startedAt, findings, notes }) {
  return [
    ...listed("Findings", findings.map(renderFinding)),
    ...listed(
      "Notes",
      notes.map((note) => el("li", {}, words(note))),
    ),
    ...renderCaptured({ messages, calls, startedAt }),
  ];
}

/** @param {string} title @param {HTMLElement[]} items @returns {HTMLElement[]} nothing without items */
function listed(title, items) {
  if (items.length === 0) return [];
  return [el("div", { class: "decode-notes" }, el("p", { class: "field-label" }, title), el("ul", {}, ...items))];
}

/** @param {unknown} finding @returns {HTMLElement} its words, and below them what to do */
function renderFinding(finding) {
  const { text, advice } = object(finding);
  const steps = list(advice).map((step) => el("li", {}, words(step)));
  return el("li", {}, words(text), ...(steps.length > 0 ? [el("ul", {}, ...steps)] : []));
}
