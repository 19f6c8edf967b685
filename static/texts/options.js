/** The dialog of the options: what they are called, and what they do (rules/option-groups.js, form/). */

export const DIALOG = /** @type {const} */ ({
  title: "Call options",
  done: "Done",
  register: "Register only",
  changed: { one: "{count} changed", other: "{count} changed" },
  wrong: { one: "{count} to correct", other: "{count} to correct" },
  withDefault: "{help} Default: {value}.",
  display: "Call from {number}",
  noDisplay: "none",
  asked: "{label}: {value}",
  none: "none",
  secret: "given",
  addAlias: "Add an alias",
  alias: "Alias {number}",
  kind: "Kind of alias {number}",
  removeAlias: "Remove alias {number}",
  up: "Move {codec} up",
  down: "Move {codec} down",
  moved: "{codec}: {place} of {count}",
});

export const GROUP_TITLES = /** @type {const} */ ({
  parties: "Numbers and aliases",
  setup: "Setup message",
  control: "H.245 and media",
  gatekeeper: "Gatekeeper",
  limits: "Timing and routing",
});

/**
 * By the name of the option in the API. `hint` stands in an empty field, `wording` for a word of a choice.
 * @type {Record<string, { label: string, help: string, hint?: string, wording?: Record<string, string> }>}
 */
export const OPTION_TEXTS = {
  noCallingNumber: {
    label: "Send no calling number",
    help: "Setup then has no Calling party number (Q.931 4.5.10).",
  },
  noCalledNumber: {
    label: "Send no called number",
    help: "Setup then has no Called party number (Q.931 4.5.8): the call goes to the host itself, or to an alias.",
  },
  callingNumberType: {
    label: "Calling number type",
    help: "Q.931 4.5.10. “As dialled” is international after a +, otherwise unknown.",
    wording: { "": "as dialled" },
  },
  callingNumberPlan: { label: "Calling number plan", help: "Numbering plan, Q.931 4.5.10." },
  calledNumberType: {
    label: "Called number type",
    help: "Q.931 4.5.8. “As dialled” is international after a +, otherwise unknown.",
    wording: { "": "as dialled" },
  },
  calledNumberPlan: { label: "Called number plan", help: "Numbering plan, Q.931 4.5.8." },
  callingAliases: {
    label: "Aliases of the caller",
    help: "Follow the calling number in sourceAddress (H.225.0 7.3.10). At most {aliases}.",
  },
  calledAliases: {
    label: "Aliases to call",
    help: "Follow the called number in destinationAddress (H.225.0 7.3.10). At most {aliases}.",
  },
  overlapDigits: {
    label: "Digits that follow",
    hint: "no digits",
    help: "The rest of the called number, sent in Information when the endpoint asks for it with Setup Acknowledge (overlap sending, Q.931 5.1.3). Up to {number} of 0-9 * # ,",
  },
  sendingComplete: {
    label: "These digits complete the number",
    help: "That Information then has Sending complete (Q.931 4.5.27). Only with digits that follow.",
  },
  display: {
    label: "Display",
    help: "The name that many endpoints show (Q.931 4.5.16). Up to {display} printable ASCII characters.",
  },
  noDisplay: { label: "Send no Display", help: "Setup then has no Display element." },
  bearer: {
    label: "Bearer",
    help: "Bearer capability (Q.931 4.5.5): audio is speech with G.711, video is unrestricted digital with H.221 and H.242.",
  },
  bearerRate: { label: "Bearer rate, kbit/s", help: "64–1920 in steps of 64. Only with video." },
  callType: {
    label: "Kind of call",
    help: "callType (H.225.0 7.3.10). A gatekeeper computes the bandwidth from it.",
  },
  h225Version: {
    label: "H.225.0 version",
    help: "In protocolIdentifier (H.225.0 7.3.10). H.245 claims the matching version.",
  },
  "vendor.t35CountryCode": {
    label: "Vendor: country",
    help: "T.35 country code, 0–255 (H.225.0 7.6). Some endpoints treat makers differently.",
  },
  "vendor.t35Extension": { label: "Vendor: extension", help: "T.35 extension, 0–255 (H.225.0 7.6)." },
  "vendor.manufacturerCode": {
    label: "Vendor: manufacturer",
    help: "0–65535, assigned by each country (H.225.0 7.6).",
  },
  "vendor.versionId": {
    label: "Vendor: version",
    hint: "the tester’s own",
    help: "1–{vendor} octets of UTF-8 (H.225.0 7.6).",
  },
  "vendor.productId": {
    label: "Vendor: product",
    hint: "H.323 edge tester",
    help: "1–{vendor} octets of UTF-8 (H.225.0 7.6).",
  },
  h245: {
    label: "How H.245 travels",
    help: "H.323 8.2. auto: in the tunnel if the endpoint agrees, otherwise on a connection of its own. tunnelled and separate: only that way. off: without H.245.",
  },
  codecs: {
    label: "Codecs",
    help: "The tester announces these codecs in this order (H.245 7.2), and offers them in fast start and in channels. At least one.",
  },
  fastStart: {
    label: "Fast start",
    help: "Fast start offers each codec in both directions in Setup itself (H.323 8.1.7).",
  },
  channels: {
    label: "Logical channels",
    help: "Whether the tester accepts or rejects an openLogicalChannel of the endpoint (H.245 8.4). offer: accepts, and opens one audio and one video channel. Media is never sent: its address leads nowhere.",
  },
  "userInput.digits": {
    label: "Digits to type",
    hint: "no digits",
    help: "Sent once the call is up: a conference’s number, a PIN (H.245 B.14). Up to {keys} of 0-9 * # A-D; a comma is a pause of a second. The result shows them in clear.",
  },
  "userInput.as": {
    label: "Type them as",
    help: "auto: as tones (signal) if the endpoint takes them, otherwise as text (alphanumeric); in Information (Q.931 4.5.18) without H.245.",
  },
  "userInput.afterSeconds": {
    label: "Type them after, s",
    help: "0–60, counted from the moment the call is up.",
  },
  "requestMode.codec": {
    label: "Ask for a codec",
    help: "Asks the endpoint to send this codec once the call is up (requestMode, H.245 8.9). One of the codecs above.",
    wording: { "": "none" },
  },
  "gatekeeper.alias": {
    label: "Register as",
    hint: "no registration",
    help: "The tester registers this number or name with the gatekeeper at the server, over H.460.17, has the call admitted, and ends the registration after the call. The log of this service has the outcome and the times of it, and no name, number or address unless its operator logs targets.",
  },
  "gatekeeper.password": {
    label: "Password",
    hint: "no password",
    help: "For H.235.1, MD5 and CAT. It goes to the tester in the request and is kept nowhere: not in the link, this browser, a report or an export. The trace has the proofs made of it, against which a weak password can be guessed.",
  },
  "gatekeeper.user": {
    label: "User",
    hint: "the name above",
    help: "The name that belongs to the password, if it is another.",
  },
  "gatekeeper.auth": {
    label: "Proof of the password",
    help: "auto: all three. h235.1: HMAC-SHA1-96 over each message. md5: cryptoEPPwdHash. cat: the Cisco access token.",
  },
  "gatekeeper.terminalType": {
    label: "Register a",
    help: "terminalType of the registration (H.225.0 7.9.1).",
  },
  "gatekeeper.timeToLive": {
    label: "Time to live, s",
    help: "1–65535: how long the registration is asked for. The gatekeeper may choose less.",
  },
  "gatekeeper.identifier": {
    label: "Gatekeeper identifier",
    hint: "any",
    help: "gatekeeperIdentifier of the wanted gatekeeper.",
  },
  firstAnswerSeconds: {
    label: "First answer within, s",
    help: "T303: Setup to the first answer, 1–60 (Q.931 9.2).",
  },
  ringSeconds: { label: "Ring for, s", help: "T301: Alerting to Connect, 1–120 (Q.931 9.2)." },
  holdSeconds: {
    label: "Hold after answer, s",
    help: "0–60, then the tester releases the call. The whole call takes 300 s at most.",
  },
  keepAlive: {
    label: "Keep-alive",
    help: "Sent during the call: an empty TPKT (RFC 1006), or a Facility (H.225.0 7.4.1).",
    wording: {
      tpkt: "empty TPKT",
      facilityEmpty: "Facility, empty",
      facilityTransportedInformation: "Facility, transportedInformation",
    },
  },
  keepAliveSeconds: { label: "Keep-alive every, s", help: "1–60. Only with a keep-alive." },
  tls: {
    label: "TLS",
    help: "Call signalling over TLS (H.460.22), port 1300. verify: the certificate must be one of a public authority for this name. inspect: any certificate is accepted, and shown. An address with h323s: is called with verify.",
  },
  srv: {
    label: "SRV records",
    help: "auto: for user@domain and H.323 URLs without a port, the SRV record of the domain says where the call goes (H.323 Annex O). off, and with TLS: to the address of the name.",
  },
  followRedirects: {
    label: "Follow redirects",
    help: "Follows a Facility with routeCallToGatekeeper, callForwarded or routeCallToMC (H.225.0 7.4.1): twice at most, to public targets only.",
  },
};
