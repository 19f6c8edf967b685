//! Answered calls with an H.245 problem.

use alloc::format;

use super::{FIREWALLS, Outcome, OutcomeCode, outcome};
use crate::call::{H245Mode, H245Problem};

/// The outcome of an answered call with this problem.
pub(super) fn problem(problem: &H245Problem) -> Outcome {
    match problem {
        H245Problem::NoChannel(mode) => outcome(
            OutcomeCode::H245NoChannel,
            match mode {
                H245Mode::Tunnelled => {
                    "The endpoint answered, but does not tunnel H.245, and the request allows only the tunnel."
                }
                H245Mode::Separate => {
                    "The endpoint answered, but did not give an h245Address, and the request allows only a separate H.245 connection."
                }
                H245Mode::Auto | H245Mode::Off => {
                    "The endpoint answered, but neither tunnels H.245 nor gives an h245Address: media could not flow."
                }
            },
            &[
                "Switch H.245 tunnelling on at the endpoint, or let it give an h245Address in Connect.",
                "An H.323 inspection (ALG) in a firewall may have removed the h245Address: switch it off for this rule.",
                "Let the call use the offer of the endpoint: “How H.245 travels” (`h245`) on auto.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::NoFurtherChannel => outcome(
            OutcomeCode::H245NoChannel,
            "The endpoint answered and accepted channels of fastStart, but neither tunnels H.245 nor gives an h245Address: further negotiation is not possible.",
            &[
                "Switch H.245 tunnelling on at the endpoint, or let it give an h245Address in Connect: video, DTMF, hold and transfer need H.245.",
                "An H.323 inspection (ALG) in a firewall may have removed the h245Address: switch it off for this rule.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Hidden => outcome(
            OutcomeCode::H245Unknown,
            "The endpoint answered, but one of its messages could not be read to its end: it is not known whether it tunnels H.245 or gives an h245Address.",
            &[
                "Compare the octets in the trace with a capture at the endpoint: a firewall's H.323 inspection (ALG) may have altered them. Switch it off for this rule.",
                "Update the endpoint's software: its message does not follow H.225.0 (see the warning).",
            ],
        )
        .see(FIREWALLS),
        H245Problem::TunnelWithdrawn(what) => outcome(
            OutcomeCode::H245NoChannel,
            format!(
                "The endpoint answered, but withdrew its offer of H.245 tunnelling: {what}. It does not give an h245Address either: negotiation is not possible."
            ),
            &[
                "Switch H.245 tunnelling on at the endpoint and at every gatekeeper or proxy in the path, or off at all of them: their messages contradict each other.",
                "Some stacks forget the flag in single messages: update the endpoint's software.",
                "Or let the endpoint give an h245Address in Connect.",
            ],
        ),
        H245Problem::PrivateAddress(why) => outcome(
            OutcomeCode::H245PrivateAddress,
            format!(
                "The endpoint answered, but its H.245 channel cannot be reached: {}.",
                lower(why)
            ),
            &[
                "Switch H.245 tunnelling on at the endpoint: then no second connection is needed.",
                "Tell the endpoint its public address (NAT or static NAT setting), and forward its H.245 port range to it.",
                "Or put an H.460.18/19 traversal server or a gatekeeper in proxy mode in front of it.",
            ],
        ),
        H245Problem::Unreachable(why) => outcome(
            OutcomeCode::H245Unreachable,
            format!(
                "The endpoint answered, but its H.245 connection could not be opened: {why}."
            ),
            &[
                "Open the endpoint's range of H.245 ports (TCP) in the firewall, and forward it to the endpoint.",
                "Or switch H.245 tunnelling on at the endpoint: then TCP 1720 is enough.",
            ],
        ),
        H245Problem::Broken(why) => outcome(
            OutcomeCode::H245Broken,
            format!("The endpoint answered, but its H.245 connection did not last: {why}."),
            &[
                "Check that the port in h245Address leads to the endpoint: a port forwarding to another service looks like this.",
                "Check the endpoint's log at this time: it may say why the H.245 connection was closed.",
            ],
        ),
        H245Problem::Silent => outcome(
            OutcomeCode::H245Silent,
            "The endpoint answered, and an H.245 channel was agreed on, but nothing came over it.",
            &[
                "An H.323 inspection (ALG) that passes call signalling but holds back unknown messages looks like this: switch it off for this rule.",
                "Try the other channel: “How H.245 travels” (`h245`) on separate, or on tunnelled.",
                "Check the endpoint's log for H.245 at this time.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Incomplete(what) => outcome(
            OutcomeCode::H245Incomplete,
            format!("The endpoint answered, but H.245 was not finished: {what}."),
            &[
                "The trace shows the last H.245 message that came: look for its successor in the endpoint's log.",
                "An ALG may drop single unknown messages: switch H.323 inspection off for this rule.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Rejected(why) => outcome(
            OutcomeCode::H245Rejected,
            format!("The endpoint answered, but H.245 failed: {why}."),
            &[
                "Announce fewer “Codecs” (`codecs`), or an earlier “H.225.0 version” (`h225Version`): some stacks refuse unknown capabilities.",
                "Check the endpoint's software version; this is seldom a matter of configuration.",
            ],
        ),
        H245Problem::Undecided(why) => outcome(
            OutcomeCode::H245Rejected,
            format!(
                "The endpoint answered, but H.245 failed: master and slave could not be decided, {why}."
            ),
            &[
                "The trace shows each masterSlaveDetermination and its answer: compare them with the endpoint's log.",
                "Check the endpoint's software version; this is seldom a matter of configuration.",
            ],
        ),
        H245Problem::Dropped => outcome(
            OutcomeCode::DroppedAfterConnect,
            "The endpoint answered, but left before H.245 was finished.",
            &[
                "Look at cause and reason of its Release Complete, if it gave them.",
                "A gateway that answers before its next leg is up, or a licence for answered calls that has run out, looks like this.",
                "Check the endpoint's log at this time.",
            ],
        ),
        H245Problem::NoCommonCodec => outcome(
            OutcomeCode::NoCommonCodec,
            "The endpoint answered, but it has no codec of ours.",
            &[
                "Announce more “Codecs” (`codecs`), or switch G.711 on at the endpoint: it is mandatory for every H.323 endpoint with audio.",
                "An endpoint that demands encryption (H.235) announces its codecs in an encrypted form only.",
            ],
        ),
    }
}

/// A sentence in the form that continues another one.
fn lower(text: &str) -> alloc::string::String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_lowercase().chain(characters).collect())
        .unwrap_or_default()
}
