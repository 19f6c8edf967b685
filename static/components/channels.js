/** What became of media channels: fast start, logical channels; and where the endpoint sent the call. */

import { el } from "../lib/dom.js";
import { duration, line } from "../lib/format.js";

/** What the states of `fastStart` mean. */
const FAST_START = {
  accepted: "accepted",
  refused: "refused: fastConnectRefused",
  ignored: "ignored: answered without a word about it",
  unanswered: "unanswered",
};

/** Which way a channel leads, by the report's words. */
const WAYS = { transmit: "to the endpoint", receive: "to this tester", sent: "to the endpoint", received: "to this tester" };

/**
 * @param {string} title
 * @param {string[]} head
 * @param {unknown[][]} rows
 * @param {string} [remark] below the title
 */
function table(title, head, rows, remark = "") {
  const cell = (text) => el("td", {}, el("bdi", {}, line(text)));
  return el(
    "section",
    { class: "panel" },
    el("h3", {}, title),
    remark === "" ? null : el("p", { class: "remark" }, el("bdi", {}, remark)),
    rows.length === 0
      ? null
      : el(
          "table",
          { class: "listing" },
          el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
          el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell)))),
        ),
  );
}

/** @param {unknown} value @returns {Record<string, unknown>[]} the objects of a list */
function objects(value) {
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
}

/**
 * @param {unknown} fastStart
 * @returns {HTMLElement | null} `null` if none was asked for
 */
export function renderFastStart(fastStart) {
  if (typeof fastStart !== "object" || fastStart === null) return null;
  const state = FAST_START[fastStart.state] ?? line(fastStart.state);
  const where = fastStart.message === undefined ? "" : ` (${line(fastStart.message)})`;
  const rows = objects(fastStart.channels).map((channel) => [
    WAYS[channel.direction] ?? channel.direction,
    channel.data,
    channel.media,
    channel.offered === false ? "no" : "yes",
  ]);
  return table("Fast start", ["Leads", "Carries", "Media", "Offered"], rows, `${state}${where}`);
}

/**
 * @param {unknown} h245
 * @returns {HTMLElement | null} `null` if no channel was offered in H.245
 */
export function renderChannels(h245) {
  const channels = objects(h245?.channels);
  if (channels.length === 0) return null;
  const rows = channels.map((channel) => [
    channel.number,
    channel.bidirectional === true ? "both ways" : (WAYS[channel.offer] ?? channel.offer),
    channel.data,
    channel.cause === undefined ? channel.state : `${line(channel.state)}: ${line(channel.cause)}`,
    channel.media,
  ]);
  return table("Logical channels", ["No.", "Leads", "Carries", "State", "Media"], rows);
}

/**
 * @param {unknown} redirects
 * @returns {HTMLElement | null} `null` if there was none
 */
export function renderRedirects(redirects) {
  const list = objects(redirects);
  if (list.length === 0) return null;
  const rows = list.map((redirect) => [
    duration(redirect.t),
    redirect.reason,
    [redirect.address, ...(Array.isArray(redirect.aliases) ? redirect.aliases : [])].filter(Boolean).map(line).join(", "),
    redirect.followed === true ? "followed" : redirect.error === undefined ? "not followed" : `not followed: ${line(redirect.error)}`,
  ]);
  return table("Redirects", ["Time", "Reason", "To", "Then"], rows);
}
