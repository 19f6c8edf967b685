/** The options beside the numbers, as docs/api.md has them: their meaning and their controls. */

import { DEFAULTS } from "../base/defaults.js";
import { LONGEST_DISPLAY, LONGEST_KEYS, LONGEST_NUMBER, LONGEST_VENDOR_TEXT, MOST_ALIASES } from "./limits.js";
import { aliasRule, display, identifier, keys, password, registered, vendorText } from "./option-rules.js";
import { initialOf, namesSomebody } from "./options.js";
import { digits, h323Id } from "./text.js";

/**
 * @typedef {import("./options.js").Option} Option
 * @typedef {import("./options.js").Alias} Alias
 */

/** H.225.0, `AliasAddress`. */
export const ALIAS_TYPES = ["dialedDigits", "h323-ID", "url-ID", "email-ID", "transportID", "partyNumber"];

const TYPES = ["unknown", "international", "national", "networkSpecific", "subscriber", "abbreviated"];
const PLANS = ["unknown", "isdn", "data", "telex", "nationalStandard", "private"];
const CODECS = ["g711a", "g711u", "g722", "g729", "h261", "h263", "h264"];

/** @type {(name: string, label: string, words: string[], help: string, more?: Partial<Option>) => Option} */
const choice = (name, label, words, help, more) => ({
  name,
  kind: "choice",
  label,
  words,
  initial: initialOf(name),
  help,
  ...more,
});

/** @type {(name: string, label: string, help: string, more?: Partial<Option>) => Option} */
const tick = (name, label, help, more) => ({
  name,
  kind: "tick",
  label,
  initial: initialOf(name) || "false",
  help,
  wide: true,
  ...more,
});

/** @type {(name: string, label: string, range: [number, number, number?], help: string, more?: Partial<Option>) => Option} */
const number = (name, label, [min, max, step = 1], help, more) => ({
  name,
  kind: "number",
  label,
  min,
  max,
  step,
  initial: initialOf(name),
  help,
  ...more,
});

/** @type {(name: string, label: string, hint: string, rule: Option["rule"], help: string, more?: Partial<Option>) => Option} */
const text = (name, label, hint, rule, help, more) => ({
  name,
  kind: "text",
  label,
  hint,
  initial: "",
  rule,
  help,
  ...more,
});

/** @type {(name: "callingAliases" | "calledAliases", label: string, help: string) => Option} */
const aliases = (name, label, help) => ({
  name,
  kind: "aliases",
  label,
  initial: DEFAULTS[name],
  help,
  wide: true,
  aliasRule,
});

/** @type {(side: string, name: string, clause: string) => Option[]} */
const numbering = (side, name, clause) => [
  choice(
    `${side}NumberType`,
    `${name} type`,
    ["", ...TYPES],
    `Q.931 ${clause}. “As dialled” is international after a +, otherwise unknown.`,
    {
      wording: { "": "as dialled" },
    },
  ),
  choice(`${side}NumberPlan`, `${name} plan`, PLANS, `Numbering plan, Q.931 ${clause}.`),
];

/** @param {import("./options.js").Values} values */
const noDigits = (values) => values["userInput.digits"] === "";

/** @param {import("./options.js").Values} values */
const unregistered = (values) => values["gatekeeper.alias"] === "";

/** @param {import("./options.js").Values} values */
const noPassword = (values) => unregistered(values) || values["gatekeeper.password"] === "";

/** As they stand together. @type {{ id: string, title: string, options: Option[] }[]} */
export const GROUPS = [
  {
    id: "parties",
    title: "Numbers and aliases",
    options: [
      tick("noCallingNumber", "Send no calling number", "Setup then has no Calling party number (Q.931 4.5.10).", {
        instead: "callingNumber",
      }),
      tick(
        "noCalledNumber",
        "Send no called number",
        "Setup then has no Called party number (Q.931 4.5.8): the call goes to the host itself, or to an alias.",
        {
          instead: "calledNumber",
          idle: namesSomebody,
        },
      ),
      ...numbering("calling", "Calling number", "4.5.10"),
      ...numbering("called", "Called number", "4.5.8"),
      aliases(
        "callingAliases",
        "Aliases of the caller",
        `Follow the calling number in sourceAddress (H.225.0 7.3.10). At most ${MOST_ALIASES}.`,
      ),
      aliases(
        "calledAliases",
        "Aliases to call",
        `Follow the called number in destinationAddress (H.225.0 7.3.10). At most ${MOST_ALIASES}.`,
      ),
      text(
        "overlapDigits",
        "Digits that follow",
        "no digits",
        digits,
        `The rest of the called number, sent in Information when the endpoint asks for it with Setup Acknowledge (overlap sending, Q.931 5.1.3). Up to ${LONGEST_NUMBER} of 0-9 * # ,`,
        { wide: true },
      ),
      tick(
        "sendingComplete",
        "These digits complete the number",
        "That Information then has Sending complete (Q.931 4.5.27). Only with digits that follow.",
        {
          idle: (values) => values.overlapDigits === "",
        },
      ),
    ],
  },
  {
    id: "setup",
    title: "Setup message",
    options: [
      text(
        "display",
        "Display",
        "",
        display,
        `The name that many endpoints show (Q.931 4.5.16). Up to ${LONGEST_DISPLAY} printable ASCII characters.`,
        {
          wide: true,
          idle: (values) => values.noDisplay === "true",
        },
      ),
      tick("noDisplay", "Send no Display", "Setup then has no Display element.", { instead: "display" }),
      choice(
        "bearer",
        "Bearer",
        ["audio", "video"],
        "Bearer capability (Q.931 4.5.5): audio is speech with G.711, video is unrestricted digital with H.221 and H.242.",
      ),
      number("bearerRate", "Bearer rate, kbit/s", [64, 1920, 64], "64–1920 in steps of 64. Only with video.", {
        idle: (values) => values.bearer !== "video",
      }),
      choice(
        "callType",
        "Kind of call",
        ["pointToPoint", "oneToN", "nToOne", "nToN"],
        "callType (H.225.0 7.3.10). A gatekeeper computes the bandwidth from it.",
      ),
      choice(
        "h225Version",
        "H.225.0 version",
        ["2", "3", "4", "5", "6", "7"],
        "In protocolIdentifier (H.225.0 7.3.10). H.245 claims the matching version.",
        { numeric: true },
      ),
      number(
        "vendor.t35CountryCode",
        "Vendor: country",
        [0, 255],
        "T.35 country code, 0–255 (H.225.0 7.6). Some endpoints treat makers differently.",
        { hint: "181" },
      ),
      number("vendor.t35Extension", "Vendor: extension", [0, 255], "T.35 extension, 0–255 (H.225.0 7.6).", {
        hint: "0",
      }),
      number(
        "vendor.manufacturerCode",
        "Vendor: manufacturer",
        [0, 65535],
        "0–65535, assigned by each country (H.225.0 7.6).",
        { hint: "0" },
      ),
      text(
        "vendor.versionId",
        "Vendor: version",
        "our own",
        vendorText,
        `1–${LONGEST_VENDOR_TEXT} octets of UTF-8 (H.225.0 7.6).`,
      ),
      text(
        "vendor.productId",
        "Vendor: product",
        "H.323 edge tester",
        vendorText,
        `1–${LONGEST_VENDOR_TEXT} octets of UTF-8 (H.225.0 7.6).`,
        { wide: true },
      ),
    ],
  },
  {
    id: "control",
    title: "H.245 and media",
    options: [
      choice(
        "h245",
        "How H.245 travels",
        ["auto", "tunnelled", "separate", "off"],
        "H.323 8.2. auto: in the tunnel if the endpoint agrees, otherwise on a connection of its own. tunnelled and separate: only that way. off: without H.245.",
        { wide: true },
      ),
      {
        name: "codecs",
        kind: "several",
        label: "Codecs",
        words: CODECS,
        initial: initialOf("codecs"),
        wide: true,
        rule: () => `must be a list of one or more of ${CODECS.join(", ")}, each once`,
        help: "The tester announces these codecs in this order (H.245 7.2), and offers them in fast start and in channels. At least one.",
      },
      tick("fastStart", "Fast start", "Offers each codec in both directions in Setup itself (H.323 8.1.7)."),
      choice(
        "channels",
        "Logical channels",
        ["accept", "reject", "offer"],
        "Whether the tester accepts or rejects an openLogicalChannel of the endpoint (H.245 8.4). offer: accepts, and opens one audio and one video channel. Media is never sent: its address leads nowhere.",
        { wide: true },
      ),
      text(
        "userInput.digits",
        "Digits to type",
        "no digits",
        keys,
        `Sent once the call is up: a conference’s number, a PIN (H.245 B.14). Up to ${LONGEST_KEYS} of 0-9 * # A-D; a comma is a pause of a second. The result shows them in clear.`,
        { wide: true },
      ),
      choice(
        "userInput.as",
        "Type them as",
        ["auto", "alphanumeric", "signal", "information"],
        "auto: as tones (signal) if the endpoint takes them, otherwise as text (alphanumeric); in Information (Q.931 4.5.18) without H.245.",
        {
          initial: "auto",
          idle: noDigits,
        },
      ),
      number("userInput.afterSeconds", "Type them after, s", [0, 60], "0–60, counted from the moment the call is up.", {
        initial: "2",
        idle: noDigits,
      }),
      choice(
        "requestMode.codec",
        "Ask for a codec",
        ["", ...CODECS],
        "Asks the endpoint to send this codec once the call is up (requestMode, H.245 8.9). One of the codecs above.",
        {
          wording: { "": "none" },
        },
      ),
    ],
  },
  {
    id: "gatekeeper",
    title: "Gatekeeper",
    options: [
      text(
        "gatekeeper.alias",
        "Register as",
        "no registration",
        registered,
        "The tester registers this number or name with the gatekeeper at the server, over H.460.17, has the call admitted, and ends the registration after the call. The log of this service has the outcome and the times of it, and no name, number or address unless its operator logs targets.",
        { wide: true },
      ),
      text(
        "gatekeeper.password",
        "Password",
        "no password",
        password,
        "For H.235.1, MD5 and CAT. It goes to the tester in the request and is kept nowhere: not in the link, this browser, a report or an export. The trace has the proofs made of it, against which a weak password can be guessed.",
        { idle: unregistered, secret: true },
      ),
      text(
        "gatekeeper.user",
        "User",
        "the name above",
        h323Id,
        "The name that belongs to the password, if it is another.",
        { idle: noPassword },
      ),
      choice(
        "gatekeeper.auth",
        "Proof of the password",
        ["auto", "h235.1", "md5", "cat", "none"],
        "auto: all three. h235.1: HMAC-SHA1-96 over each message. md5: cryptoEPPwdHash. cat: the Cisco access token.",
        { initial: "auto", idle: noPassword },
      ),
      choice(
        "gatekeeper.terminalType",
        "Register a",
        ["terminal", "gateway", "mcu"],
        "terminalType of the registration (H.225.0 7.9.1).",
        { initial: "terminal", idle: unregistered },
      ),
      number(
        "gatekeeper.timeToLive",
        "Time to live, s",
        [1, 65535],
        "1–65535: how long the registration is asked for. The gatekeeper may choose less.",
        { idle: unregistered },
      ),
      text(
        "gatekeeper.identifier",
        "Gatekeeper identifier",
        "any",
        identifier,
        "gatekeeperIdentifier of the wanted gatekeeper.",
        { idle: unregistered },
      ),
    ],
  },
  {
    id: "limits",
    title: "Timing and routing",
    options: [
      number(
        "firstAnswerSeconds",
        "First answer within, s",
        [1, 60],
        "T303: Setup to the first answer, 1–60 (Q.931 9.2).",
      ),
      number("ringSeconds", "Ring for, s", [1, 120], "T301: Alerting to Connect, 1–120 (Q.931 9.2)."),
      number(
        "holdSeconds",
        "Hold after answer, s",
        [0, 60],
        "0–60, then the tester releases the call. The whole call takes 300 s at most.",
      ),
      choice(
        "keepAlive",
        "Keep-alive",
        ["none", "tpkt", "facilityEmpty", "facilityTransportedInformation"],
        "Sent during the call: an empty TPKT (RFC 1006), or a Facility (H.225.0 7.4.1).",
        {
          wording: {
            tpkt: "empty TPKT",
            facilityEmpty: "Facility, empty",
            facilityTransportedInformation: "Facility, transportedInformation",
          },
        },
      ),
      number("keepAliveSeconds", "Keep-alive every, s", [1, 60], "1–60. Only with a keep-alive.", {
        idle: (values) => values.keepAlive === "none",
      }),
      choice(
        "tls",
        "TLS",
        ["off", "verify", "inspect"],
        "Call signalling over TLS (H.460.22), port 1300. verify: the certificate must be one of a public authority for this name. inspect: any certificate is accepted, and shown. An address with h323s: is called with verify.",
      ),
      choice(
        "srv",
        "SRV records",
        ["auto", "off"],
        "auto: for user@domain and H.323 URLs without a port, the SRV record of the domain says where the call goes (H.323 Annex O). off, and with TLS: to the address of the name.",
      ),
      tick(
        "followRedirects",
        "Follow redirects",
        "Follows a Facility with routeCallToGatekeeper, callForwarded or routeCallToMC (H.225.0 7.4.1): twice at most, to public targets only.",
      ),
    ],
  },
];
