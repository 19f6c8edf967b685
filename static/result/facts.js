/** Small cards of names and values: the endpoint, the end of the call, its identifiers in a log. */

import { el } from "../base/dom.js";
import { duration, line, whole } from "../base/format.js";
import { PEER } from "../base/names.js";
import { isObject, object, objects } from "../base/values.js";
import { words } from "../base/words.js";
import { listing } from "./listing.js";

/** Fields with the meaning of the vendor's code, shown beside it. */
const BESIDE_VENDOR = ["manufacturer", "country"];

/** The side that ended the call, by the report's `release.by`. */
const ENDED_BY = new Map([
  ["user", "the tester (normal end)"],
  ["library", "the tester (at a limit or a fault)"],
  ["remote", "the endpoint"],
  ["transport", "the connection (it broke)"],
]);

/**
 * @param {string} title
 * @param {Array<[string, string]>} rows name and value; rows without a value are left out
 * @returns {HTMLElement | null} `null` if no row is left
 */
function card(title, rows) {
  const known = rows.filter(([, value]) => value !== "");
  if (known.length === 0) return null;
  return el(
    "section",
    { class: "panel" },
    el("h3", {}, title),
    el(
      "dl",
      { class: "facts" },
      ...known.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, words(value)))),
    ),
  );
}

/**
 * @param {unknown} peer
 * @returns {HTMLElement | null}
 */
export function renderPeer(peer) {
  if (!isObject(peer)) return null;
  const vendor = joined(peer.vendor, ...BESIDE_VENDOR.map((field) => peer[field]));
  const features = objects(peer.features).map(({ id, name }) => joined(id, name));
  /** @type {Record<string, unknown>} */
  const known = { ...peer, vendor, features };
  const named = [...PEER].map(([field, name]) => pair(name, text(known[field])));
  const others = Object.entries(peer)
    .filter(([field]) => !PEER.has(field) && !BESIDE_VENDOR.includes(field))
    .map(([field, value]) => pair(line(field), text(value)));
  return card("Endpoint", [...named, ...others]);
}

/**
 * @param {unknown} release
 * @returns {HTMLElement | null}
 */
export function renderRelease(release) {
  if (!isObject(release)) return null;
  return card("Release", [
    ["Released by", ENDED_BY.get(line(release.by)) ?? line(release.by)],
    // Both are shown, also when missing: peers send one, the other, both, or two that disagree.
    ["Cause (Q.850)", joined(release.cause, release.causeText) || "not given"],
    ["Cause location", line(release.location)],
    ["Reason (H.225.0)", joined(release.reason, release.reasonText) || "not given"],
    ["Sent by the tester", said(release.own)],
    ["Sent by the endpoint", said(release.peer)],
  ]);
}

/**
 * The TLS session of call signalling, with the endpoint's own certificate.
 * @param {unknown} tls
 * @returns {HTMLElement | null} `null` without TLS
 */
export function renderTls(tls) {
  if (!isObject(tls)) return null;
  const [own = {}, ...others] = objects(tls.certificates);
  const further = others.length + (typeof tls.furtherCertificates === "number" ? tls.furtherCertificates : 0);
  const told = objects(tls.objections).map(({ text }) => line(text));
  const names = Array.isArray(own.names) ? own.names.map(line).join(", ") : "";
  return card("TLS", [
    [
      "Protocol",
      [tls.version, tls.cipherSuite]
        .filter((part) => part !== undefined)
        .map(line)
        .join(", "),
    ],
    ["Called as", `${line(tls.name)}${tls.sni === true ? "" : " (not told to the endpoint)"}`],
    ["Objections", told.join("; ") || (own.fingerprint === undefined ? "" : "none")],
    ["Certificate of", text(own.subject)],
    ["Issued by", text(own.issuer)],
    ["For", names],
    ["Valid", own.notBefore === undefined ? "" : `${line(own.notBefore)} to ${line(own.notAfter)}`],
    ["Key", text(own.key)],
    ["Signature", text(own.signature)],
    ["SHA-256", text(own.fingerprint)],
    ["Not readable", text(own.error)],
    [
      "Further certificates",
      further === 0 ? "" : `${further}: ${others.map(({ subject }) => line(subject)).join("; ")}`,
    ],
  ]);
}

/** @param {unknown} release the contents of a Release Complete, if there was one */
function said(release) {
  if (!isObject(release)) return "";
  const { cause, causeText, reason, reasonText } = release;
  return (
    [joined(cause, causeText), joined(reason, reasonText)].filter(Boolean).join("; ") || "neither cause nor reason"
  );
}

/** @param {unknown} pauses of `h245` */
function paused(pauses) {
  return objects(pauses)
    .map(({ t, until }) =>
      until === undefined ? `from ${duration(t)} to the end` : `${duration(t)} to ${duration(until)}`,
    )
    .join(", ");
}

/**
 * The results of H.245.
 * @param {unknown} h245
 * @returns {HTMLElement | null}
 */
export function renderControl(h245) {
  if (!isObject(h245)) return null;
  const { sent, received } = object(h245.endSession);
  return card("H.245", [
    ["Transport", line(h245.mode)],
    ["Address", h245.overTls === true ? `${line(h245.address)} over TLS` : line(h245.address)],
    ["Fault", line(h245.error)],
    ["Version", line(h245.version)],
    ["Role of the tester", line(h245.masterSlave)],
    ["Roles not decided", line(h245.masterSlaveError)],
    ["Codecs in common", Array.isArray(h245.commonCodecs) ? h245.commonCodecs.map(line).join(", ") || "none" : ""],
    ["Round trip", typeof h245.roundTrip === "number" ? `${h245.roundTrip} ms` : ""],
    ["Paused", paused(h245.pauses)],
    ["Flow control", Array.isArray(h245.flowControl) ? h245.flowControl.map(line).join(", ") : ""],
    ["User input", Array.isArray(h245.userInput) ? h245.userInput.map(line).join(" ") : ""],
    [
      "endSession",
      h245.mode === "none" ? "" : [sent ? "sent" : "", received ? "received" : ""].filter(Boolean).join(", "),
    ],
  ]);
}

/** The fate of the digits, by the report's `userInput.state`. */
const SENT = new Map([
  ["sent", "sent"],
  ["partly", "partly sent"],
  ["unsent", "not sent"],
]);

/**
 * What the gatekeeper granted.
 * @param {Record<string, any>} report
 * @returns {HTMLElement | null} `null` without a registration
 */
export function renderRegistration({ registration, admission }) {
  if (registration === undefined) return null;
  const { registered, unregistered, timeToLive, aliases, callSignalAddresses } = registration;
  const texts = (/** @type {unknown} */ list) => (Array.isArray(list) ? list.map(line).join(", ") : "");
  return card("Gatekeeper", [
    ["Registered", registered === true ? "yes" : "no"],
    ["Ended", unregistered === undefined ? "" : unregistered === true ? "confirmed" : "not confirmed"],
    ["Gatekeeper", line(registration.gatekeeperIdentifier)],
    ["Endpoint", line(registration.endpointIdentifier)],
    ["Time to live", registered !== true ? "" : timeToLive === undefined ? "without end" : `${line(timeToLive)} s`],
    ["Aliases", texts(aliases)],
    ["Takes calls at", texts(callSignalAddresses)],
    ["Admission", registration.preGranted === true ? "calls need none" : ""],
    ["Call", admission === undefined ? "" : admission.routed === true ? "routed by the gatekeeper" : "direct"],
    [
      "Destination",
      [admission?.destination, ...(admission?.destinationAliases ?? [])].filter(Boolean).map(line).join(", "),
    ],
  ]);
}

/**
 * The work done while the call was up.
 * @param {Record<string, any>} report
 * @returns {HTMLElement | null} `null` if nothing was asked for
 */
export function renderDuring({ userInput, requestMode }) {
  const { state, as, error } = userInput ?? {};
  const why = (/** @type {unknown} */ fault) => (fault === undefined ? "" : `: ${line(fault)}`);
  return card("While the call was up", [
    ["Digits", line(userInput?.digits)],
    [
      "Sending",
      state === undefined
        ? ""
        : `${SENT.get(line(state)) ?? line(state)}${as === undefined ? "" : ` as ${line(as)}`}${why(error)}`,
    ],
    [
      "Mode",
      requestMode === undefined
        ? ""
        : `${line(requestMode.codec)}: ${line(requestMode.state)}${why(requestMode.error)}`,
    ],
    ["Answer to the mode", line(requestMode?.response ?? requestMode?.cause)],
  ]);
}

/**
 * The capabilities of the endpoint.
 * @param {unknown} h245
 * @returns {HTMLElement | null} `null` if it did not say
 */
export function renderCapabilities(h245) {
  const rows = objects(object(h245).capabilities);
  if (rows.length === 0) return null;
  return listing(
    "Capabilities of the endpoint",
    ["No.", "Media", "Codec or function", "Direction", "Parameters", "In common"],
    rows.map(({ number, media, codec, name, direction, parameters, text: words, common }) => ({
      cells: [number, media, name ?? codec, direction, words ?? parameters, common === true ? "✓ yes" : ""],
      common: common === true,
    })),
    { name: "capabilities" },
  );
}

/**
 * @param {Record<string, unknown>} report
 * @returns {HTMLElement | null}
 */
export function renderIdentifiers(report) {
  return card("Identifiers", [
    ["Call identifier", line(report.callIdentifier)],
    ["Conference ID", line(report.conferenceId)],
  ]);
}

/** @param {string} name @param {string} value @returns {[string, string]} */
function pair(name, value) {
  return [name, value];
}

/** @param {...unknown} parts a code and its meaning; either may be absent */
function joined(...parts) {
  return parts
    .map(whole)
    .filter((part) => part !== "")
    .join(" – ");
}

/** @param {unknown} value a scalar, a list or an object of the report */
function text(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map(whole).join(", ") : whole(value);
}
