//! Answered calls: what was wrong with their H.245.

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
                    "The called side answered, but does not tunnel H.245, and nothing else was asked for."
                }
                H245Mode::Separate => {
                    "The called side answered, but gave no h245Address, and nothing but a connection of its own was asked for."
                }
                H245Mode::Auto | H245Mode::Off => {
                    "The called side answered, but neither tunnels H.245 nor says where it takes it: no media could flow."
                }
            },
            &[
                "Switch H.245 tunnelling on at the endpoint, or let it give an h245Address in Connect.",
                "An H.323 inspection (ALG) in a firewall may have taken the h245Address out: switch it off for this rule.",
                "Let the call take what the endpoint offers: “How H.245 travels” (h245) on auto.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::NoFurtherChannel => outcome(
            OutcomeCode::H245NoChannel,
            "The called side answered and took channels of fastStart, but neither tunnels H.245 nor says where it takes it: nothing else can be negotiated.",
            &[
                "Switch H.245 tunnelling on at the endpoint, or let it give an h245Address in Connect: video, DTMF, hold and transfer need H.245.",
                "An H.323 inspection (ALG) in a firewall may have taken the h245Address out: switch it off for this rule.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Hidden => outcome(
            OutcomeCode::H245Unknown,
            "The called side answered, but a message of it could not be read to its end: whether it tunnels H.245 or says where it takes it is not known.",
            &[
                "Compare the octets in the trace with a capture at the endpoint: a firewall's H.323 inspection (ALG) may have altered them. Switch it off for this rule.",
                "Update the endpoint's software: what it sends does not follow H.225.0 where the warning says.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::TunnelWithdrawn(what) => outcome(
            OutcomeCode::H245NoChannel,
            format!(
                "The called side answered, but took back its word on H.245 tunnelling: {what}. It does not say where else it takes H.245: nothing can be negotiated."
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
                "The called side answered, but its H.245 cannot be reached: {}.",
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
                "The called side answered, but its H.245 connection could not be opened: {why}."
            ),
            &[
                "Open the endpoint's range of H.245 ports (TCP) in the firewall, and forward it to the endpoint.",
                "Or switch H.245 tunnelling on at the endpoint: then TCP 1720 is enough.",
            ],
        ),
        H245Problem::Broken(why) => outcome(
            OutcomeCode::H245Broken,
            format!("The called side answered, but its H.245 connection did not last: {why}."),
            &[
                "Check that the port in h245Address leads to the endpoint: a port forwarding to another service looks like this.",
                "Check the endpoint's log at this time for why it closed the H.245 connection.",
            ],
        ),
        H245Problem::Silent => outcome(
            OutcomeCode::H245Silent,
            "The called side answered, and a way for H.245 was agreed on, but nothing came over it.",
            &[
                "An H.323 inspection (ALG) that lets call signalling through and holds back what it does not know looks like this: switch it off for this rule.",
                "See whether the other way works: “How H.245 travels” (h245) on separate, or on tunnelled.",
                "Check the endpoint's log for H.245 at this time.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Incomplete(what) => outcome(
            OutcomeCode::H245Incomplete,
            format!("The called side answered, but H.245 was not finished: {what}."),
            &[
                "The trace shows the last H.245 message that came: look in the endpoint's log for what follows it there.",
                "An ALG may drop single messages that it does not know: switch H.323 inspection off for this rule.",
            ],
        )
        .see(FIREWALLS),
        H245Problem::Rejected(why) => outcome(
            OutcomeCode::H245Rejected,
            format!("The called side answered, but H.245 failed: {why}."),
            &[
                "Announce fewer “Codecs” (codecs), or an earlier “H.225.0 version” (h225Version): some stacks refuse what they do not know.",
                "Check the endpoint's software version; this is seldom a matter of configuration.",
            ],
        ),
        H245Problem::Undecided(why) => outcome(
            OutcomeCode::H245Rejected,
            format!(
                "The called side answered, but H.245 failed: master and slave could not be decided, {why}."
            ),
            &[
                "The trace shows each masterSlaveDetermination and its answer: look in the endpoint's log for what it made of them.",
                "Check the endpoint's software version; this is seldom a matter of configuration.",
            ],
        ),
        H245Problem::Dropped => outcome(
            OutcomeCode::DroppedAfterConnect,
            "The called side answered, and was gone before H.245 was finished.",
            &[
                "Cause and reason of its Release Complete say why, as far as it gave them.",
                "A gateway that answers before its next leg is up, or a licence for answered calls that has run out, looks like this.",
                "Check the endpoint's log at this time.",
            ],
        ),
        H245Problem::NoCommonCodec => outcome(
            OutcomeCode::NoCommonCodec,
            "The called side answered, but it has none of the codecs that were announced.",
            &[
                "Announce more “Codecs” (codecs), or switch G.711 on at the endpoint: every H.323 endpoint with audio has to have it.",
                "An endpoint that demands encryption (H.235) announces its codecs in an encrypted form only.",
            ],
        ),
    }
}

/// A sentence as the rest of another one.
fn lower(text: &str) -> alloc::string::String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_lowercase().chain(characters).collect())
        .unwrap_or_default()
}
