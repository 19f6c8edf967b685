/** Small cards of names and values: the endpoint, the end of the call, its identifiers in a log. */

import { el } from "../base/dom.js";
import { duration, line, whole } from "../base/format.js";
import { PEER } from "../texts/names.js";
import { isObject, object, objects } from "../base/values.js";
import { words } from "../base/words.js";
import {
  CAPABILITIES,
  CONTROL,
  DURING,
  ENDED_BY,
  ENDPOINT,
  IDENTIFIERS,
  NO,
  REGISTRATION,
  RELEASE,
  SENDING,
  TLS,
  YES,
} from "../texts/cards.js";
import { fill } from "../texts/fill.js";
import { explainedLabel } from "./labels.js";
import { listing } from "./listing.js";

/** Fields with the meaning of the vendor's code, shown beside it. */
const BESIDE_VENDOR = ["manufacturer", "country"];

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
      ...known.map(([name, value]) => el("div", {}, el("dt", {}, ...explainedLabel(name)), el("dd", {}, words(value)))),
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
  return card(ENDPOINT.title, [...named, ...others]);
}

/**
 * @param {unknown} release
 * @returns {HTMLElement | null}
 */
export function renderRelease(release) {
  if (!isObject(release)) return null;
  return card(RELEASE.title, [
    [RELEASE.by, ENDED_BY.get(line(release.by)) ?? line(release.by)],
    // Both are shown, also when missing: peers send one, the other, both, or two that disagree.
    [RELEASE.cause, joined(release.cause, release.causeText) || RELEASE.notGiven],
    [RELEASE.location, line(release.location)],
    [RELEASE.reason, joined(release.reason, release.reasonText) || RELEASE.notGiven],
    [RELEASE.own, said(release.own)],
    [RELEASE.peer, said(release.peer)],
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
  return card(TLS.title, [
    [
      TLS.protocol,
      [tls.version, tls.cipherSuite]
        .filter((part) => part !== undefined)
        .map(line)
        .join(", "),
    ],
    [TLS.calledAs, tls.sni === true ? line(tls.name) : fill(TLS.notTold, { name: line(tls.name) })],
    [TLS.objections, told.join("; ") || (own.fingerprint === undefined ? "" : TLS.none)],
    [TLS.subject, text(own.subject)],
    [TLS.issuer, text(own.issuer)],
    [TLS.names, names],
    [
      TLS.valid,
      own.notBefore === undefined ? "" : fill(TLS.validity, { from: line(own.notBefore), until: line(own.notAfter) }),
    ],
    [TLS.key, text(own.key)],
    [TLS.signature, text(own.signature)],
    [TLS.fingerprint, text(own.fingerprint)],
    [TLS.error, text(own.error)],
    [TLS.further, further === 0 ? "" : `${further}: ${others.map(({ subject }) => line(subject)).join("; ")}`],
  ]);
}

/** @param {unknown} release the contents of a Release Complete, if there was one */
function said(release) {
  if (!isObject(release)) return "";
  const { cause, causeText, reason, reasonText } = release;
  return [joined(cause, causeText), joined(reason, reasonText)].filter(Boolean).join("; ") || RELEASE.neither;
}

/** @param {unknown} pauses of `h245` */
function paused(pauses) {
  return objects(pauses)
    .map(({ t, until }) =>
      until === undefined
        ? fill(CONTROL.pausedToEnd, { from: duration(t) })
        : fill(CONTROL.pause, { from: duration(t), until: duration(until) }),
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
  const both = sent && received ? CONTROL.sentAndReceived : "";
  const ended = both || (sent ? CONTROL.sent : received ? CONTROL.received : "");
  return card(CONTROL.title, [
    [CONTROL.transport, line(h245.mode)],
    [
      CONTROL.address,
      h245.overTls === true ? fill(CONTROL.overTls, { address: line(h245.address) }) : line(h245.address),
    ],
    [CONTROL.fault, line(h245.error)],
    [CONTROL.version, line(h245.version)],
    [CONTROL.role, line(h245.masterSlave)],
    [CONTROL.undecided, line(h245.masterSlaveError)],
    [CONTROL.common, Array.isArray(h245.commonCodecs) ? h245.commonCodecs.map(line).join(", ") || CONTROL.none : ""],
    [
      CONTROL.roundTrip,
      typeof h245.roundTrip === "number" ? fill(CONTROL.milliseconds, { count: h245.roundTrip }) : "",
    ],
    [CONTROL.paused, paused(h245.pauses)],
    [CONTROL.flowControl, Array.isArray(h245.flowControl) ? h245.flowControl.map(line).join(", ") : ""],
    [CONTROL.userInput, Array.isArray(h245.userInput) ? h245.userInput.map(line).join(" ") : ""],
    [CONTROL.endSession, h245.mode === "none" ? "" : ended],
  ]);
}

/**
 * What the gatekeeper granted.
 * @param {Record<string, any>} report
 * @returns {HTMLElement | null} `null` without a registration
 */
export function renderRegistration({ registration, admission }) {
  if (registration === undefined) return null;
  const { registered, unregistered, timeToLive, aliases, callSignalAddresses } = registration;
  const texts = (/** @type {unknown} */ list) => (Array.isArray(list) ? list.map(line).join(", ") : "");
  return card(REGISTRATION.title, [
    [REGISTRATION.registered, registered === true ? YES : NO],
    [
      REGISTRATION.ended,
      unregistered === undefined ? "" : unregistered === true ? REGISTRATION.confirmed : REGISTRATION.notConfirmed,
    ],
    [REGISTRATION.gatekeeper, line(registration.gatekeeperIdentifier)],
    [REGISTRATION.endpoint, line(registration.endpointIdentifier)],
    [
      REGISTRATION.timeToLive,
      registered !== true
        ? ""
        : timeToLive === undefined
          ? REGISTRATION.withoutEnd
          : fill(REGISTRATION.seconds, { count: line(timeToLive) }),
    ],
    [REGISTRATION.aliases, texts(aliases)],
    [REGISTRATION.takesCallsAt, texts(callSignalAddresses)],
    [REGISTRATION.admission, registration.preGranted === true ? REGISTRATION.none : ""],
    [
      REGISTRATION.call,
      admission === undefined ? "" : admission.routed === true ? REGISTRATION.routed : REGISTRATION.direct,
    ],
    [
      REGISTRATION.destination,
      [admission?.destination, ...(admission?.destinationAliases ?? [])].filter(Boolean).map(line).join(", "),
    ],
  ]);
}

/** @param {unknown} state of the digits @param {unknown} form in which they went, if they did @returns {string} */
function sending(state, form) {
  const name = line(state);
  if (!Object.hasOwn(SENDING, name)) return name;
  const [alone, as] = SENDING[/** @type {keyof typeof SENDING} */ (name)];
  return form === undefined ? alone : fill(as, { form: line(form) });
}

/**
 * The work done while the call was up.
 * @param {Record<string, any>} report
 * @returns {HTMLElement | null} `null` if nothing was asked for
 */
export function renderDuring({ userInput, requestMode }) {
  const { state, as, error } = userInput ?? {};
  const why = (/** @type {unknown} */ fault) => (fault === undefined ? "" : `: ${line(fault)}`);
  return card(DURING.title, [
    [DURING.digits, line(userInput?.digits)],
    [DURING.sending, state === undefined ? "" : `${sending(state, as)}${why(error)}`],
    [
      DURING.mode,
      requestMode === undefined
        ? ""
        : `${line(requestMode.codec)}: ${line(requestMode.state)}${why(requestMode.error)}`,
    ],
    [DURING.answer, line(requestMode?.response ?? requestMode?.cause)],
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
    CAPABILITIES.title,
    CAPABILITIES.heads,
    rows.map(({ number, media, codec, name, direction, parameters, text: words, common }) => ({
      cells: [number, media, name ?? codec, direction, words ?? parameters, common === true ? CAPABILITIES.common : ""],
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
  return card(IDENTIFIERS.title, [
    [IDENTIFIERS.call, line(report.callIdentifier)],
    [IDENTIFIERS.conference, line(report.conferenceId)],
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
  if (typeof value === "boolean") return value ? YES : NO;
  return Array.isArray(value) ? value.map(whole).join(", ") : whole(value);
}
