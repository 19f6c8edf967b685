/** Where calls go: SRV records, the media channels (fast start, logical channels), redirects. */

import { duration, line } from "../base/format.js";
import { isObject, object, objects } from "../base/values.js";
import { CHANNELS, FAST_START, FAST_START_STATES, NO, REDIRECTS, SERVICES, WAYS, YES } from "../texts/cards.js";
import { counted, fill } from "../texts/fill.js";
import { listing } from "./listing.js";

/** @param {unknown[][]} rows @returns {import("./listing.js").Row[]} */
const plain = (rows) => rows.map((cells) => ({ cells }));

/**
 * @param {unknown} fastStart
 * @returns {HTMLElement | null} `null` if the call did not use it
 */
export function renderFastStart(fastStart) {
  if (!isObject(fastStart)) return null;
  const state = FAST_START_STATES.get(line(fastStart.state)) ?? line(fastStart.state);
  const where = fastStart.message === undefined ? "" : ` (${line(fastStart.message)})`;
  const rows = objects(fastStart.channels).map((channel) => [
    WAYS.get(line(channel.direction)) ?? channel.direction,
    channel.data,
    channel.media,
    channel.offered === false ? NO : YES,
  ]);
  return listing(FAST_START.title, FAST_START.heads, plain(rows), {
    remark: `${state}${where}`,
  });
}

/**
 * @param {unknown} h245
 * @returns {HTMLElement | null} `null` if no channel was offered in H.245
 */
export function renderChannels(h245) {
  const channels = objects(object(h245).channels);
  if (channels.length === 0) return null;
  const rows = channels.map((channel) => [
    channel.number,
    channel.bidirectional === true ? CHANNELS.bothWays : (WAYS.get(line(channel.offer)) ?? channel.offer),
    channel.data,
    stateOf(channel),
    channel.media,
  ]);
  return listing(CHANNELS.title, CHANNELS.heads, plain(rows));
}

/** @param {Record<string, unknown>} channel */
function stateOf({ state, cause, offers }) {
  const why = cause === undefined ? line(state) : `${line(state)}: ${line(cause)}`;
  return typeof offers === "number" && offers > 1 ? counted(offers, CHANNELS.offered, { state: why }) : why;
}

/**
 * The SRV records of the domain: where its calls go, and the gatekeepers that it names.
 * @param {unknown} services
 * @returns {HTMLElement | null} `null` if they were not looked up
 */
export function renderServices(services) {
  const rows = objects(services).flatMap((service) => {
    const servers = objects(service.servers);
    if (servers.length === 0) {
      const why = service.error === undefined ? SERVICES.none : fill(SERVICES.notKnown, { error: line(service.error) });
      return [[service.service, "", "", why]];
    }
    return servers.map((server) => [
      service.service,
      server.target === "." ? SERVICES.notOffered : `${line(server.target)}:${line(server.port)}`,
      `${line(server.priority)} / ${line(server.weight)}`,
      resultOf(server),
    ]);
  });
  if (rows.length === 0) return null;
  return listing(SERVICES.title, SERVICES.heads, plain(rows));
}

/** @param {Record<string, unknown>} server an entry of `servers` */
function resultOf({ addresses, called, error }) {
  const at = Array.isArray(addresses) ? addresses.map(line).join(", ") : "";
  if (error !== undefined) return line(error);
  return called === true ? fill(SERVICES.calledAt, { addresses: at }) : at;
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
    [redirect.address, ...(Array.isArray(redirect.aliases) ? redirect.aliases : [])]
      .filter(Boolean)
      .map(line)
      .join(", "),
    redirect.followed === true
      ? REDIRECTS.followed
      : redirect.error === undefined
        ? REDIRECTS.notFollowed
        : fill(REDIRECTS.notFollowedBecause, { error: line(redirect.error) }),
  ]);
  return listing(REDIRECTS.title, REDIRECTS.heads, plain(rows));
}
