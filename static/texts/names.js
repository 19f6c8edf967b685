/** The page's names for fields of the report. */

/** The names of moments: in the report's `timing`, and here. */
export const MOMENTS = new Map([
  ["connected", "TCP connected"],
  ["tls", "TLS"],
  ["registered", "Registered"],
  ["admitted", "Call admitted"],
  ["firstReply", "First reply"],
  ["callProceeding", "Call Proceeding"],
  ["alerting", "Alerting"],
  ["connect", "Connect"],
  ["h245", "H.245"],
  ["released", "Released"],
  ["ended", "Registration ended"],
]);

/** Fields of the report's `peer`, in the order they are shown. Others follow under their own name. */
export const PEER = new Map([
  ["address", "Address"],
  ["display", "Display"],
  ["vendor", "Vendor (T.35)"],
  ["product", "Product"],
  ["version", "Version"],
  ["terminalType", "Terminal type"],
  ["h225Version", "H.225.0 version"],
  ["h245Tunnelling", "H.245 tunnelling"],
  ["h245Address", "H.245 address"],
  ["aliases", "Aliases"],
  ["features", "Features"],
]);

/** Where H.245 ran, by the report's `mode`. */
export const H245_WAYS = new Map([
  ["tunnelled", "inside the call signalling"],
  ["separate", "on a connection of its own"],
  ["early", "on a connection of its own, before the call was answered"],
]);
