/** The options beside the numbers, as docs/api.md has them: their meaning and their controls. */

import { DEFAULTS } from "../base/defaults.js";
import { fill } from "../texts/fill.js";
import { OPTION_FAULTS } from "../texts/option-faults.js";
import { GROUP_TITLES, OPTION_TEXTS } from "../texts/options.js";
import { LONGEST_DISPLAY, LONGEST_KEYS, LONGEST_NUMBER, LONGEST_VENDOR_TEXT, MOST_ALIASES } from "./limits.js";
import { aliasRule, display, identifier, keys, password, registered, vendorText } from "./option-rules.js";
import { initialOf, namesSomebody } from "./options.js";
import { digits, fault, h323Id } from "./text.js";

/**
 * @typedef {import("./options.js").Option} Option
 * @typedef {import("./options.js").Alias} Alias
 */

/** H.225.0, `AliasAddress`. */
export const ALIAS_TYPES = ["dialedDigits", "h323-ID", "url-ID", "email-ID", "transportID", "partyNumber"];

const TYPES = ["unknown", "international", "national", "networkSpecific", "subscriber", "abbreviated"];
const PLANS = ["unknown", "isdn", "data", "telex", "nationalStandard", "private"];
const CODECS = ["g711a", "g711u", "g722", "g729", "h261", "h263", "h264"];

/** The numbers in the help texts. */
const MOST = {
  aliases: MOST_ALIASES,
  number: LONGEST_NUMBER,
  display: LONGEST_DISPLAY,
  vendor: LONGEST_VENDOR_TEXT,
  keys: LONGEST_KEYS,
};

/** @param {string} name */
function named(name) {
  const texts = OPTION_TEXTS[name];
  return { name, ...texts, help: fill(texts.help, MOST) };
}

/** @type {(name: string, words: string[], more?: Partial<Option>) => Option} */
const choice = (name, words, more) => ({ ...named(name), kind: "choice", words, initial: initialOf(name), ...more });

/** @type {(name: string, more?: Partial<Option>) => Option} */
const tick = (name, more) => ({
  ...named(name),
  kind: "tick",
  initial: initialOf(name) || "false",
  wide: true,
  ...more,
});

/** @type {(name: string, range: [number, number, number?], more?: Partial<Option>) => Option} */
const number = (name, [min, max, step = 1], more) => ({
  ...named(name),
  kind: "number",
  min,
  max,
  step,
  initial: initialOf(name),
  ...more,
});

/** @type {(name: string, rule: Option["rule"], more?: Partial<Option>) => Option} */
const text = (name, rule, more) => ({ hint: "", ...named(name), kind: "text", initial: "", rule, ...more });

/** @type {(name: "callingAliases" | "calledAliases") => Option} */
const aliases = (name) => ({ ...named(name), kind: "aliases", initial: DEFAULTS[name], wide: true, aliasRule });

/** @param {import("./options.js").Values} values */
const noDigits = (values) => values["userInput.digits"] === "";

/** @param {import("./options.js").Values} values */
const unregistered = (values) => values["gatekeeper.alias"] === "";

/** @param {import("./options.js").Values} values */
const noPassword = (values) => unregistered(values) || values["gatekeeper.password"] === "";

/** @type {(id: keyof typeof GROUP_TITLES, options: Option[]) => { id: string, title: string, options: Option[] }} */
const group = (id, options) => ({ id, title: GROUP_TITLES[id], options });

/** As they stand together. */
export const GROUPS = [
  group("parties", [
    tick("noCallingNumber", { instead: "callingNumber" }),
    tick("noCalledNumber", { instead: "calledNumber", idle: namesSomebody }),
    choice("callingNumberType", ["", ...TYPES]),
    choice("callingNumberPlan", PLANS),
    choice("calledNumberType", ["", ...TYPES]),
    choice("calledNumberPlan", PLANS),
    aliases("callingAliases"),
    aliases("calledAliases"),
    text("overlapDigits", digits, { wide: true }),
    tick("sendingComplete", { idle: (values) => values.overlapDigits === "" }),
  ]),
  group("setup", [
    text("display", display, { wide: true, idle: (values) => values.noDisplay === "true" }),
    tick("noDisplay", { instead: "display" }),
    choice("bearer", ["audio", "video"]),
    number("bearerRate", [64, 1920, 64], { idle: (values) => values.bearer !== "video" }),
    choice("callType", ["pointToPoint", "oneToN", "nToOne", "nToN"]),
    choice("h225Version", ["2", "3", "4", "5", "6", "7"], { numeric: true }),
    number("vendor.t35CountryCode", [0, 255], { hint: "181" }),
    number("vendor.t35Extension", [0, 255], { hint: "0" }),
    number("vendor.manufacturerCode", [0, 65535], { hint: "0" }),
    text("vendor.versionId", vendorText),
    text("vendor.productId", vendorText, { wide: true }),
  ]),
  group("control", [
    choice("h245", ["auto", "tunnelled", "separate", "off"], { wide: true }),
    {
      ...named("codecs"),
      kind: "several",
      words: CODECS,
      initial: initialOf("codecs"),
      wide: true,
      rule: () => fault(OPTION_FAULTS.codecs, { codecs: CODECS.join(", ") }),
    },
    tick("fastStart"),
    choice("channels", ["accept", "reject", "offer"], { wide: true }),
    text("userInput.digits", keys, { wide: true }),
    choice("userInput.as", ["auto", "alphanumeric", "signal", "information"], { initial: "auto", idle: noDigits }),
    number("userInput.afterSeconds", [0, 60], { initial: "2", idle: noDigits }),
    choice("requestMode.codec", ["", ...CODECS]),
  ]),
  group("gatekeeper", [
    text("gatekeeper.alias", registered, { wide: true }),
    text("gatekeeper.password", password, { idle: unregistered, secret: true }),
    text("gatekeeper.user", h323Id, { idle: noPassword }),
    choice("gatekeeper.auth", ["auto", "h235.1", "md5", "cat", "none"], { initial: "auto", idle: noPassword }),
    choice("gatekeeper.terminalType", ["terminal", "gateway", "mcu"], { initial: "terminal", idle: unregistered }),
    number("gatekeeper.timeToLive", [1, 65535], { idle: unregistered }),
    text("gatekeeper.identifier", identifier, { idle: unregistered }),
  ]),
  group("limits", [
    number("firstAnswerSeconds", [1, 60]),
    number("ringSeconds", [1, 120]),
    number("holdSeconds", [0, 60]),
    choice("keepAlive", ["none", "tpkt", "facilityEmpty", "facilityTransportedInformation"]),
    number("keepAliveSeconds", [1, 60], { idle: (values) => values.keepAlive === "none" }),
    choice("tls", ["off", "verify", "inspect"]),
    choice("srv", ["auto", "off"]),
    tick("followRedirects"),
  ]),
];
