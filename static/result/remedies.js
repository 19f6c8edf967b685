/**
 * What the next call can change, by the outcome of the last one: the buttons beside the advice. A code
 * without any says why beside it, and none is forgotten (tests/page/remedies.test.mjs).
 */

import { DEFAULTS } from "../base/defaults.js";
import { line } from "../base/format.js";
import { isOfRegistration } from "../base/registration.js";
import { object, objects } from "../base/values.js";
import { fill } from "../texts/fill.js";
import { REMEDY } from "../texts/remedies.js";
import { isOverTls, readServer } from "../rules/server-address.js";

/**
 * @typedef {Record<string, any>} Request of docs/api.md
 * @typedef {Record<string, any>} Report
 *
 * @typedef {object} Remedy
 * @property {string} label of its button
 * @property {(request: Request, report: Report) => Request | null} [change] the request of the next call, `null`
 *   where that would be the same call again, or where nothing can come of it
 * @property {string} [field] is led to instead: the visitor has to give it
 * @property {(request: Request, report: Report) => boolean} [applies] whether it makes sense there
 */

/** Longest time to ring, in seconds. */
const LONGEST_RING = 120;

/** @param {Request} request @param {string} name @returns {unknown} as it was asked for, or by default */
const asked = (request, name) =>
  // A value of `null` is one: that a number is left out.
  request[name] === undefined ? /** @type {Record<string, unknown>} */ (DEFAULTS)[name] : request[name];

/**
 * @param {string} label
 * @param {Request} values
 * @param {(request: Request, report: Report) => boolean} [applies]
 * @returns {Remedy}
 */
const put = (label, values, applies = () => true) => ({
  label,
  change(request, report) {
    const same = Object.entries(values).every(([name, value]) => String(asked(request, name)) === String(value));
    return same || !applies(request, report) ? null : { ...request, ...values };
  },
});

/** @param {Request} request @param {string[]} names */
const without = (request, ...names) =>
  Object.fromEntries(Object.entries(request).filter(([name]) => !names.includes(name)));

/** Of the request, and of what the endpoint did with it. */
const wanted = (/** @type {Request} */ request) => asked(request, "h245");
const mode = (/** @type {Report} */ report) => line(object(report.h245).mode);

const separate = put(
  REMEDY.separate,
  { h245: "separate" },
  (_, report) => mode(report) !== "separate" && mode(report) !== "early",
);
// An endpoint that may choose, and did not take the tunnel, does not take it when it must.
const tunnelled = put(REMEDY.tunnelled, { h245: "tunnelled" }, (request) => wanted(request) === "separate");
const eitherWay = put(REMEDY.eitherWay, { h245: "auto" });

const codecs = (/** @type {Request} */ request) => /** @type {string[]} */ (asked(request, "codecs"));
const FEW = ["g711a", "g711u"];

/** @type {Remedy} */
const fewerCodecs = {
  label: REMEDY.fewerCodecs,
  change(request, report) {
    // Roles do not depend on codecs.
    if (object(report.h245).masterSlaveError !== undefined) return null;
    const kept = codecs(request).filter((codec) => FEW.includes(codec));
    if (kept.length === 0 || kept.length === codecs(request).length) return null;
    // A mode can be asked for among the codecs alone.
    return { ...without(request, "requestMode"), codecs: kept };
  },
};
const allCodecs = put(REMEDY.allCodecs, { codecs: DEFAULTS.codecs });
const oldVersion = put(REMEDY.oldVersion, { h225Version: 2 });

/** @type {Remedy} */
const noNumber = {
  label: REMEDY.noNumber,
  change(request) {
    if (asked(request, "calledNumber") === null || readServer(String(request.server)).names) return null;
    return {
      ...without(request, "calledNumberType", "calledNumberPlan", "overlapDigits", "sendingComplete"),
      calledNumber: null,
    };
  },
};

/** @type {Remedy} */
const followRedirect = put(REMEDY.followRedirect, { followRedirects: true }, (_, { redirects }) =>
  objects(redirects).some(({ error }) => error === undefined),
);

/** The endpoint inside the Worker takes neither TLS nor registrations. @param {Request} request */
const isDemo = ({ server }) => String(server).trim().toLowerCase() === "demo";

/** @type {Remedy} */
const withTls = {
  label: REMEDY.withTls,
  change(request) {
    const { server, port } = request;
    if (isOverTls(request) || isDemo(request)) return null;
    const usual = port === DEFAULTS.port && readServer(String(server)).port === null;
    return { ...(usual ? without(request, "port") : request), tls: "inspect" };
  },
};

/** @type {Remedy} */
const withoutTls = {
  label: REMEDY.withoutTls,
  change(request) {
    if (!isOverTls(request) || readServer(String(request.server)).secure === true) return null;
    return without(request, "tls", "port");
  },
};
const anyCertificate = put(REMEDY.anyCertificate, { tls: "inspect" });

/** @type {Remedy} */
const usualPort = {
  label: fill(REMEDY.usualPort, { port: DEFAULTS.port }),
  change(request) {
    if (isOverTls(request) || readServer(String(request.server)).port !== null) return null;
    return asked(request, "port") === DEFAULTS.port ? null : without(request, "port");
  },
};

/** @type {Remedy} */
const register = {
  label: REMEDY.register,
  field: "gatekeeper.alias",
  applies: (request) => request.gatekeeper === undefined && !isDemo(request),
};
/** @type {Remedy} */
const unregistered = {
  label: REMEDY.unregistered,
  // A registration has nothing else.
  change: (request, report) =>
    request.gatekeeper === undefined || isOfRegistration(report) ? null : without(request, "gatekeeper"),
};
/** @type {Remedy} */
const otherAlias = { label: REMEDY.otherAlias, field: "gatekeeper.alias" };
/** @type {Remedy} */
const otherPassword = { label: REMEDY.otherPassword, field: "gatekeeper.password" };
/** @type {Remedy} */
const otherUser = { label: REMEDY.otherUser, field: "gatekeeper.user" };

/** Only the endpoint, or the network between, can be changed. @type {Remedy[]} */
const THERE = [];
/** Nothing to change: the bar has “Call again”. @type {Remedy[]} */
const AGAIN = [];

/**
 * By the code of the outcome.
 * @type {Record<string, Remedy[]>}
 */
export const REMEDIES = {
  answered: [], // It worked.
  "ended-early": [
    put(REMEDY.noKeepAlive, { keepAlive: "none" }),
    put(REMEDY.acceptChannels, { channels: "accept" }, (request) => asked(request, "channels") === "reject"),
  ],
  cancelled: AGAIN,
  "bad-request": [], // The form leads to the field.
  "target-not-allowed": [], // Another target is for the visitor to name.
  "setup-not-written": [], // The number or text is for the visitor to correct.
  "ras-not-written": [otherAlias],
  registered: [], // It worked.
  "gatekeeper-silent": [unregistered],
  "h46017-not-supported": [unregistered],
  "registration-rejected": [otherAlias, unregistered],
  "admission-rejected": [unregistered],
  "password-wrong": [otherPassword, otherUser],
  "user-unknown": [otherUser],
  "clock-apart": [], // Only the gatekeeper's clock can be set.
  "gatekeeper-unproven": [otherPassword],
  "ras-incomplete": THERE,
  "dropped-by-gatekeeper": AGAIN,
  unregistered: AGAIN,
  "name-not-found": [], // The name is for the visitor to correct.
  "service-not-offered": [put(REMEDY.withoutSrv, { srv: "off" })],
  "lookup-failed": AGAIN,
  "connect-failed": [usualPort],
  "connect-timeout": [usualPort],
  "connection-lost": [withTls].map((remedy) => onlyAt(1300, remedy)),
  "not-tls": [withoutTls],
  "tls-too-old": [withoutTls],
  "tls-handshake-failed": [withoutTls],
  "certificate-refused": [anyCertificate],
  "closed-at-once": [withTls, register],
  "closed-in-message": THERE,
  "stuck-in-message": [put(REMEDY.noFastStart, { fastStart: false }), fewerCodecs],
  silent: THERE,
  "not-h323": [usualPort, ifSaid(/TLS/, withTls)],
  "stream-broken": THERE,
  undecodable: THERE,
  "closed-without-release": THERE,
  "no-answer-to-setup": [noNumber],
  "more-digits-wanted": [{ label: REMEDY.completeNumber, field: "calledNumber" }],
  "no-progress": THERE,
  "no-answer": [
    put(
      REMEDY.ringLonger,
      { ringSeconds: LONGEST_RING },
      (request) => Number(asked(request, "ringSeconds")) < LONGEST_RING,
    ),
  ],
  "too-long": THERE,
  redirected: [followRedirect],
  flood: THERE,
  busy: AGAIN,
  rejected: [noNumber, register],
  "unknown-number": [noNumber],
  "gatekeeper-refuses": [register],
  "not-registered": [], // The endpoint, and not the caller, has to register.
  "no-route": THERE,
  congestion: AGAIN,
  incompatible: [put(REMEDY.videoBearer, { bearer: "video" }), oldVersion],
  "far-end-unavailable": THERE,
  released: [], // The reason is the endpoint's own.
  "h245-private-address": [tunnelled],
  "h245-no-channel": [eitherWay],
  "h245-unknown": THERE,
  "h245-unreachable": [tunnelled],
  "h245-broken": [tunnelled],
  "h245-silent": [separate, tunnelled],
  "h245-incomplete": [separate, tunnelled],
  "h245-rejected": [fewerCodecs, oldVersion],
  "no-common-codec": [allCodecs],
  "dropped-after-connect": [fewerCodecs],
  "broken-after-connect": [fewerCodecs],
};

/** @param {number} port @param {Remedy} remedy @returns {Remedy} for calls to that port alone */
function onlyAt(port, remedy) {
  const at = (/** @type {Request} */ request) =>
    Number(readServer(String(request.server)).port ?? asked(request, "port")) === port;
  return { ...remedy, change: (request, report) => (at(request) ? (remedy.change?.(request, report) ?? null) : null) };
}

/** @param {RegExp} pattern @param {Remedy} remedy @returns {Remedy} if the outcome's text speaks of it */
function ifSaid(pattern, remedy) {
  const said = (/** @type {Report} */ report) => pattern.test(line(object(report.outcome).text));
  return { ...remedy, change: (request, report) => (said(report) ? (remedy.change?.(request, report) ?? null) : null) };
}

/**
 * @param {Request} request of the call
 * @param {Report} report of it
 * @returns {Remedy[]} those that change something
 */
export function remediesFor(request, report) {
  const code = line(object(report.outcome).code);
  const known = Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : [];
  return known.filter(({ change, applies }) =>
    change ? change(request, report) !== null : (applies?.(request, report) ?? true),
  );
}
