/** The defaults of the API. */

export const DEFAULTS = {
  port: 1720,
  tls: "off",
  srv: "auto",
  callingNumber: "1000",
  calledNumber: "2000",
  callingNumberPlan: "isdn",
  calledNumberPlan: "isdn",
  callingAliases: [{ type: "h323-ID", value: "H.323 Tester" }],
  calledAliases: [],
  sendingComplete: true,
  bearer: "audio",
  bearerRate: 384,
  callType: "pointToPoint",
  h225Version: 6,
  h245: "auto",
  codecs: ["g711a", "g711u", "g722", "g729", "h261", "h263", "h264"],
  fastStart: false,
  channels: "accept",
  firstAnswerSeconds: 15,
  ringSeconds: 45,
  holdSeconds: 0,
  keepAlive: "none",
  keepAliveSeconds: 10,
  followRedirects: false,
};

/** Limits of the Worker that no request changes, in seconds, by their timers (Q.931 9.2). */
export const LIMITS = { T304: 20, T310: 30 };
