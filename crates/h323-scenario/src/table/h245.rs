//! H.245: its path, and its faults.

use alloc::{vec, vec::Vec};
use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use h323_proto::{
    call::CalledAction,
    h225::{FacilityContents, MediaTerms},
    time::Duration,
};

use super::{
    alerting, answered, bare_connect, connect, facility, in_h245, proceeding, release, then, wait,
};
use crate::{Awaited, Manner, Settings, Step};

/// The address that an endpoint behind NAT gives as its own (RFC 1918).
const PRIVATE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 20, 30, 40)), 5_000);

scenarios! { H245 =
    2040 "h245-separate" via Separate => Answered,
        "answers without a tunnel; H.245 on a connection to the h245Address in Connect",
        |_| answered();
    2041 "h245-in-proceeding" via Separate => Answered,
        "the same, but the address is in Call Proceeding, and used before Connect",
        |settings| vec![
            Step::Do(CalledAction::CallProceedingWith(h245_at(settings))),
            alerting(),
            wait(300),
            bare_connect(),
        ];
    2042 "h245-in-alerting" via Separate => Answered,
        "the same, but the address is in Alerting, and used before Connect",
        |settings| vec![
            proceeding(),
            Step::Do(CalledAction::AlertingWith(h245_at(settings))),
            wait(300),
            bare_connect(),
        ];
    2043 "h245-start" via Separate => Answered,
        "answers with neither tunnel nor address; the address follows in a Facility startH245",
        start_h245;
    2044 "h245-both" via Both => Answered,
        "answers with the tunnel and an h245Address",
        |_| answered();
    2045 "h245-neither" via None => H245NoChannel,
        "answers with neither tunnel nor h245Address",
        |_| answered();
    2046 "h245-private-address" via Elsewhere => H245PrivateAddress,
        "answers without a tunnel, and with the h245Address 10.20.30.40:5000",
        |_| vec![
            proceeding(),
            alerting(),
            wait(300),
            Step::Do(CalledAction::ConnectWith(MediaTerms {
                h245_address: Some(PRIVATE),
                ..MediaTerms::default()
            })),
        ];
    2047 "h245-refused-port" via Closed => H245Unreachable,
        "answers without a tunnel, and with an h245Address whose port refuses connections",
        |_| answered();
    2048 "h245-early-tunnel" via Tunnelled => Answered,
        "begins H.245 in the tunnel while it rings",
        |_| vec![
            proceeding(),
            alerting(),
            Step::Do(CalledAction::StartH245),
            wait(300),
            connect(),
        ];
    2049 "h245-several-in-one" via Tunnelled => Answered,
        "puts two H.245 messages into the h245Control of one Facility",
        |_| in_h245(Manner::SeveralInOne);
    2050 "h245-several-in-one-tpkt" via Separate => Answered,
        "puts two H.245 messages into one TPKT of the H.245 connection",
        |_| in_h245(Manner::SeveralInOne);
    2051 "h245-silent" via Tunnelled => H245Silent,
        "agrees to the tunnel and never speaks H.245",
        |_| in_h245(Manner::Silent);
    2052 "h245-no-ack" via Tunnelled => H245Incomplete,
        "sends its own capabilities and master/slave determination, and acknowledges neither of the caller's",
        |_| in_h245(Manner::NoAck);
    2053 "h245-closes" via Separate => H245Broken,
        "closes the H.245 connection as soon as it is open",
        |_| in_h245(Manner::Closes);
    2054 "h245-foreign" via Separate => H245Broken,
        "answers on the H.245 connection as a web server",
        |_| in_h245(Manner::Foreign);
    2055 "h245-undecodable" via Tunnelled => Answered,
        "sends half a terminalCapabilitySet among the H.245 messages",
        |_| in_h245(Manner::Undecodable);
    2056 "h245-tie" via Tunnelled => Answered,
        "answers the first masterSlaveDetermination with the caller's own number, the second with another",
        |_| in_h245(Manner::Tie);
    2057 "h245-tie-forever" via Tunnelled => H245Rejected,
        "answers every masterSlaveDetermination with the caller's own number",
        |_| in_h245(Manner::TieForever);
    2058 "h245-capabilities-rejected" via Tunnelled => H245Rejected,
        "rejects the caller's capabilities",
        |_| in_h245(Manner::RejectsCapabilities);
    2059 "h245-no-common-codec" via Tunnelled => NoCommonCodec,
        "announces G.723.1 and nothing else",
        |_| in_h245(Manner::NoCommonCodec);
    2060 "h245-empty-set" via Tunnelled => Answered,
        "announces an empty capability set, and the real one when that is acknowledged",
        |_| in_h245(Manner::EmptySet);
    2061 "h245-capabilities-change" via Tunnelled => Answered,
        "announces G.711 A-law alone when its first capability set is acknowledged",
        |_| in_h245(Manner::ChangesCapabilities);
    2062 "h245-no-round-trip" via Tunnelled => Answered,
        "does not answer roundTripDelayRequest",
        |_| in_h245(Manner::NoRoundTrip);
    2063 "h245-no-end-session" via Tunnelled => Answered,
        "does not answer endSession",
        |_| in_h245(Manner::NoEndSession);
    2064 "h245-ends-at-once" via Tunnelled => H245Incomplete,
        "endSession right after Connect, and no other H.245 message",
        |_| in_h245(Manner::EndsAtOnce);
    2065 "h245-requests" via Tunnelled => Answered,
        "asks for round trip, mode, maintenance loop, communication mode, H.239, flow control and channel close, sends user input, offers a channel one way and one both ways",
        |_| in_h245(Manner::Requests);
    2066 "h245-opens-channels" via Tunnelled => Answered,
        "opens a channel each for the first audio and video codec of the caller, and closes those that were accepted before endSession",
        |_| in_h245(Manner::OpensChannels);
    2067 "drop-after-connect" via Tunnelled => DroppedAfterConnect,
        "answers, and releases the call right after Connect: cause 47, no H.245",
        |_| then(in_h245(Manner::Silent), release(47, None));
    2068 "release-without-end-session" via Tunnelled => Answered,
        "answers, and sends Release Complete when the caller ends the session, or after 2 s, and no endSession",
        |_| then(
            then(
                in_h245(Manner::NoEndSession),
                Step::Await(
                    Awaited::EndSession,
                    Duration::from_secs(2),
                    vec![release(16, None)],
                ),
            ),
            release(16, None),
        );
    2069 "h245-rejects-channels" via Tunnelled => Answered,
        "rejects the channels that the caller opens, which other scenarios accept",
        |_| in_h245(Manner::RejectsChannels);
}

/// Media terms with the address for H.245.
fn h245_at(settings: &Settings) -> MediaTerms {
    MediaTerms {
        h245_address: settings.h245_address,
        ..MediaTerms::default()
    }
}

fn start_h245(settings: &Settings) -> Vec<Step> {
    let mut steps = vec![proceeding(), alerting(), wait(300), bare_connect()];
    if let Some(address) = settings.h245_address {
        steps.push(facility(FacilityContents::StartH245(address)));
    }
    steps
}
