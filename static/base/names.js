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
