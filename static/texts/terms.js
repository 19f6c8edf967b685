/** Words that the standards have and a reader may not: each with what it means here. docs/glossary.md has the same. */

/** @type {ReadonlyMap<string, string>} */
export const TERMS = new Map([
  ["T301", "The timer for ringing: how long the caller waits for an answer after Alerting."],
  ["T303", "The timer for Setup: how long the caller waits for any answer to it."],
  ["T304", "The timer for digits: how long the caller waits after Setup Acknowledge."],
  ["T310", "The timer for progress: how long the caller waits after Call Proceeding."],
  ["TPKT", "Four octets before each message on TCP, which say how long the message is."],
  ["h245Tunnelling", "Whether H.245 travels inside call signalling, without a connection of its own."],
  ["tunnelled", "Carried inside call signalling, without a connection of its own."],
  ["fastStart", "Offers of channels in Setup, so that media can begin before H.245 does."],
  ["fast start", "Offers of channels in Setup, so that media can begin before H.245 does."],
  ["inConf", "A reason for a release: the endpoint is in another call."],
  ["destinationRejection", "A reason for a release: the endpoint, or its user, refused the call."],
  ["unreachableDestination", "A reason for a release: no way to the called party was found."],
  ["calledPartyNotRegistered", "A reason for a release: the gatekeeper does not know the called party."],
  ["callerNotRegistered", "A reason for a release: the gatekeeper does not know the caller."],
  ["undefinedReason", "A reason for a release that says no more: the cause beside it may."],
  ["MPI", "The shortest time between two pictures of video, in steps of 1/29.97 second."],
  ["H.460.17", "Registration and admission inside the TCP connection of call signalling, through firewalls."],
  ["RAS", "Registration, admission and status: what an endpoint and its gatekeeper say to each other."],
  ["RRQ", "registrationRequest: asks the gatekeeper to register an endpoint."],
  ["ARQ", "admissionRequest: asks the gatekeeper to permit a call."],
  ["DRQ", "disengageRequest: says that a call is over, or asks to end it."],
  ["generalID", "The name of the receiver in a proof of the password, so that it is good for nobody else."],
  ["HMAC-SHA1-96", "The checksum by which a message proves that its sender knows the password."],
  ["SRV", "A record in DNS which says at what name and port a service of a domain is."],
  ["ALG", "An H.323 inspection in a firewall or router, which reads messages and rewrites them."],
  ["NAT", "Translation of addresses: private addresses inside, a public one outside."],
]);

/** @type {ReadonlyMap<string, { title: string, anchor: string }>} what a clause is a clause of, and its part of docs/clauses.md */
export const RECOMMENDATIONS = new Map([
  ["RFC 1006", { title: "packets on top of TCP", anchor: "rfc-1006-tpkt" }],
  ["Q.931", { title: "call control messages of ISDN", anchor: "q931-messages-information-elements-call-states" }],
  ["Q.850", { title: "causes of a release", anchor: "q850-causes" }],
  ["H.225.0", { title: "call signalling and RAS", anchor: "h2250-call-signalling-ras" }],
  ["H.323", { title: "procedures of a call as a whole", anchor: "h323-procedures" }],
  ["H.245", { title: "control of media", anchor: "h245-control" }],
  ["H.235.1", { title: "proofs of a password", anchor: "h2351-security" }],
  ["H.241", { title: "H.264 in H.245", anchor: "h241-h264-in-h245" }],
  ["H.239", { title: "roles and a second video", anchor: "h239-roles-and-a-second-video" }],
  ["H.450.1", { title: "supplementary services", anchor: "h4501-supplementary-services" }],
]);
