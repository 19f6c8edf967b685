//! H.245 in a call: two of our calls against each other, under one virtual clock.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::collections::VecDeque;
use std::net::SocketAddr;

use h323_proto::{
    call::{
        Call, CallEnd, CallTerms, CalledAction, CalledConfig, CallingConfig, Channel, Closed,
        Content, EndReason, EndedBy, Entropy, Event, H245Mode, Input, Output, SetupTerms,
        WarningCode,
    },
    h225::MediaTerms,
    h245::{Codec, Decision, Pdu, Role},
    q931::MessageType,
    time::{Duration, Instant},
};

/// One end and what it has reported.
struct End {
    call: Call,
    names: Vec<String>,
    warnings: Vec<WarningCode>,
    end: Option<CallEnd>,
}

/// Both ends, and the octets on their way.
struct Pair {
    ends: [End; 2],
    wire: VecDeque<(usize, Channel, Vec<u8>)>,
    now: Instant,
    /// Whether a second connection can be opened.
    reachable: bool,
    /// Whether the called side's H.245 gets through.
    silent: bool,
}

impl Pair {
    fn new(calling: CallingConfig, called: CalledConfig) -> Self {
        Self::at(([127, 0, 0, 1], 1720).into(), calling, called)
    }

    /// The called side has this address.
    fn at(peer: SocketAddr, calling: CallingConfig, called: CalledConfig) -> Self {
        let now = Instant::ORIGIN;
        let end = |call| End {
            call,
            names: Vec::new(),
            warnings: Vec::new(),
            end: None,
        };
        let entropy = |fill: u8| Entropy::new([fill; Entropy::OCTETS]);
        Self {
            ends: [
                end(Call::calling(peer.into(), calling, entropy(1), now)),
                end(Call::called(called, entropy(2), now)),
            ],
            wire: VecDeque::new(),
            now,
            reachable: true,
            silent: false,
        }
    }

    fn feed(&mut self, side: usize, input: Input<'_>) {
        let now = self.now;
        self.ends[side].call.handle(input, now);
        self.drain(side);
    }

    fn drain(&mut self, side: usize) {
        loop {
            match self.ends[side].call.poll_output() {
                Output::Connect(Channel::CallSignalling, _) => {
                    self.feed(side, Input::Connected(Channel::CallSignalling, None));
                }
                Output::Connect(Channel::H245Control, _) if self.reachable => {
                    self.feed(1 - side, Input::Connected(Channel::H245Control, None));
                    self.feed(side, Input::Connected(Channel::H245Control, None));
                }
                Output::Connect(Channel::H245Control, _) => {
                    let closed = Closed::Failed("refused".into());
                    self.feed(side, Input::Closed(Channel::H245Control, closed));
                }
                Output::Transmit(channel, octets) => {
                    self.wire.push_back((1 - side, channel, octets));
                }
                Output::Close(_) => {}
                Output::Event(event) => self.take(side, event),
                Output::Timeout(_) => return,
            }
        }
    }

    fn take(&mut self, side: usize, event: Event) {
        let end = &mut self.ends[side];
        match event {
            Event::Message(record) => match record.content {
                Content::Signalling { message, facts, .. } => {
                    end.names.push(message.message_type.to_string());
                    for record in &facts.h245_control {
                        end.names.push(format!("[{}]", record.understood.name));
                    }
                }
                Content::H245(records) => end
                    .names
                    .extend(records.iter().map(|record| record.understood.name.clone())),
                other => panic!("{other:?}"),
            },
            Event::Warning(warning, _) => end.warnings.push(warning.code),
            Event::Ended(ended, _) => end.end = Some(ended),
            Event::State(..) | Event::Repeated(_) => {}
        }
    }

    /// Delivers what is on the wire until nothing moves.
    fn settle(&mut self) {
        while let Some((side, channel, octets)) = self.wire.pop_front() {
            if self.silent && side == 0 && channel == Channel::H245Control {
                continue;
            }
            self.feed(side, Input::Received(channel, &octets));
        }
    }

    fn act(&mut self, action: CalledAction) {
        let now = self.now;
        self.ends[1].call.act(action, now).expect("possible");
        self.drain(1);
        self.settle();
    }

    /// Lets time pass, a second at a time.
    fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now = self.now + Duration::from_secs(1);
            self.feed(0, Input::Timeout);
            self.feed(1, Input::Timeout);
            self.settle();
        }
    }

    fn run(&mut self) -> CallEnd {
        self.drain(0);
        self.settle();
        self.act(CalledAction::CallProceeding);
        self.act(CalledAction::Connect);
        self.wait(15);
        self.ends[0].end.clone().expect("the call is over")
    }

    fn position(&self, name: &str) -> usize {
        let names = &self.ends[0].names;
        names
            .iter()
            .position(|other| other == name)
            .unwrap_or_else(|| panic!("no {name} in {names:?}"))
    }
}

fn config(h245: H245Mode) -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            h245_tunnelling: h245 != H245Mode::Separate,
            h245,
            ..CallTerms::default()
        },
        setup: SetupTerms {
            calling_number: "1000".into(),
            called_number: Some("2000".into()),
            ..SetupTerms::default()
        },
        ..CallingConfig::default()
    }
}

/// A caller that holds the call for a minute.
fn held() -> CallingConfig {
    let mut held = config(H245Mode::Auto);
    held.terms.limits.hold = Duration::from_secs(60);
    held
}

fn called(h245: H245Mode) -> CalledConfig {
    CalledConfig {
        terms: config(h245).terms,
        h245_address: None,
    }
}

fn negotiated(call: &Call) {
    let session = call.h245().session();
    let Decision::Decided(role) = session.decision() else {
        panic!("{:?}", session.decision());
    };
    // Both have terminal type 50, and the caller the lower number.
    assert_eq!(role, Role::Master);
    assert_eq!(session.common_codecs(), Some(Codec::ALL.to_vec()));
    assert!(session.round_trip().is_some());
    assert!(session.end_sent() && session.end_received());
}

#[test]
fn in_the_tunnel() {
    let mut pair = Pair::new(config(H245Mode::Auto), called(H245Mode::Auto));
    let end = pair.run();
    assert_eq!(end.by, EndedBy::User);
    assert_eq!(end.reason, EndReason::Cleared);
    assert!(end.answered);
    assert_eq!(pair.ends[0].call.h245().path().name(), "tunnelled");
    negotiated(&pair.ends[0].call);
    assert_eq!(pair.ends[0].warnings, []);
    assert_eq!(pair.ends[1].warnings, []);
    assert!(pair.position("CONNECT") < pair.position("[terminalCapabilitySet]"));
    assert!(pair.position("[endSessionCommand]") < pair.position("RELEASE COMPLETE"));
    let names = &pair.ends[0].names;
    let releases = names.iter().filter(|name| *name == "RELEASE COMPLETE");
    assert_eq!(releases.count(), 1);
    // One message to a Facility.
    for (index, name) in names.iter().enumerate() {
        if name.starts_with('[') {
            assert!(!names[index - 1].starts_with('['), "{names:?}");
        }
    }
}

#[test]
fn on_a_connection_of_its_own() {
    let called = CalledConfig {
        h245_address: Some(([127, 0, 0, 1], 5000).into()),
        ..called(H245Mode::Separate)
    };
    for mode in [H245Mode::Auto, H245Mode::Separate] {
        let mut pair = Pair::new(config(mode), called.clone());
        let end = pair.run();
        assert!(end.answered);
        assert_eq!(pair.ends[0].call.h245().path().name(), "separate");
        negotiated(&pair.ends[0].call);
        assert_eq!(pair.ends[0].warnings, []);
    }
}

#[test]
fn both_offered_takes_the_tunnel_and_warns() {
    let called = CalledConfig {
        h245_address: Some(([127, 0, 0, 1], 5000).into()),
        ..called(H245Mode::Auto)
    };
    let mut pair = Pair::new(config(H245Mode::Auto), called);
    pair.run();
    assert_eq!(pair.ends[0].call.h245().path().name(), "tunnelled");
    assert_eq!(pair.ends[0].warnings, [WarningCode::BothH245Channels]);
    negotiated(&pair.ends[0].call);
}

#[test]
fn neither_offered_is_said_and_the_call_released() {
    let mut pair = Pair::new(config(H245Mode::Auto), called(H245Mode::Separate));
    let end = pair.run();
    assert!(end.answered);
    assert_eq!(pair.ends[0].call.h245().path().name(), "none");
    assert_eq!(pair.ends[0].warnings, [WarningCode::NoH245Channel]);
}

#[test]
fn a_connection_that_cannot_be_opened_does_not_lose_the_call() {
    let called = CalledConfig {
        h245_address: Some(([127, 0, 0, 1], 5000).into()),
        ..called(H245Mode::Separate)
    };
    let mut pair = Pair::new(config(H245Mode::Auto), called);
    pair.reachable = false;
    let end = pair.run();
    assert!(end.answered);
    assert_eq!(pair.ends[0].warnings, [WarningCode::H245ChannelFailed]);
    assert_eq!(pair.ends[0].call.h245().failure(), Some("refused"));
}

#[test]
fn a_private_address_of_a_public_peer_is_not_dialled() {
    let caller = config(H245Mode::Auto);
    let called = CalledConfig {
        h245_address: Some(([192, 168, 1, 20], 5000).into()),
        ..called(H245Mode::Separate)
    };
    let mut pair = Pair::at(([8, 8, 8, 8], 1720).into(), caller, called);
    let end = pair.run();
    assert!(end.answered);
    assert_eq!(pair.ends[0].warnings, [WarningCode::PrivateH245Address]);
    assert_eq!(pair.ends[0].call.h245().path().name(), "none");
}

#[test]
fn the_called_side_chooses_after_setup_how_it_takes_h245() {
    let mut pair = Pair::new(config(H245Mode::Auto), called(H245Mode::Auto));
    pair.drain(0);
    pair.settle();
    let address = Some(([127, 0, 0, 1], 5000).into());
    pair.act(CalledAction::TakeH245(H245Mode::Separate, address));
    pair.act(CalledAction::Connect);
    assert_eq!(pair.ends[0].call.h245().path().name(), "separate");
    negotiated(&pair.ends[0].call);
    assert_eq!(pair.ends[0].warnings, []);
}

#[test]
fn an_address_in_alerting_is_used_before_connect() {
    let mut pair = Pair::new(config(H245Mode::Auto), called(H245Mode::Separate));
    pair.drain(0);
    pair.settle();
    pair.act(CalledAction::AlertingWith(MediaTerms {
        h245_address: Some(([127, 0, 0, 1], 5000).into()),
        ..MediaTerms::default()
    }));
    assert_eq!(pair.ends[0].call.h245().path().name(), "early");
    assert!(pair.position("terminalCapabilitySetAck") > pair.position("ALERTING"));
    pair.act(CalledAction::ConnectWith(MediaTerms::default()));
    negotiated(&pair.ends[0].call);
    assert_eq!(pair.ends[0].warnings, []);
}

#[test]
fn the_called_side_may_begin_in_the_tunnel_while_it_rings() {
    let mut pair = Pair::new(config(H245Mode::Auto), called(H245Mode::Auto));
    pair.drain(0);
    pair.settle();
    pair.act(CalledAction::Alerting);
    pair.act(CalledAction::StartH245);
    pair.act(CalledAction::Connect);
    assert!(pair.position("[terminalCapabilitySet]") < pair.position("CONNECT"));
    negotiated(&pair.ends[0].call);
}

#[test]
fn without_a_tunnel_there_is_nothing_to_begin_or_say() {
    let mut pair = Pair::new(config(H245Mode::Separate), called(H245Mode::Auto));
    pair.drain(0);
    pair.settle();
    pair.act(CalledAction::Alerting);
    pair.act(CalledAction::StartH245);
    pair.act(CalledAction::H245(vec![0]));
    assert!(!pair.ends[0].names.iter().any(|name| name.starts_with('[')));
}

#[test]
fn the_called_side_says_messages_of_its_own_and_ends_the_session_first() {
    let mut pair = Pair::new(held(), called(H245Mode::Auto));
    pair.drain(0);
    pair.settle();
    pair.act(CalledAction::Connect);
    let request = h323_proto::h245::write(&Pdu::RoundTripDelayRequest(99), 13).expect("written");
    pair.act(CalledAction::H245(request));
    let asked = pair.ends[0]
        .names
        .iter()
        .filter(|name| *name == "[roundTripDelayRequest]");
    // Each side's own one, and this.
    assert_eq!(asked.count(), 3);
    pair.act(CalledAction::EndSession);
    // The called side leaves the Release Complete to the caller, who waits for it first.
    pair.wait(4);
    assert!(pair.position("[endSessionCommand]") < pair.position("RELEASE COMPLETE"));
    assert!(pair.ends[0].end.clone().expect("it is over").answered);
}

#[test]
fn silence_on_the_control_channel_ends_in_release_complete_all_the_same() {
    let called = CalledConfig {
        h245_address: Some(([127, 0, 0, 1], 5000).into()),
        ..called(H245Mode::Separate)
    };
    let mut pair = Pair::new(config(H245Mode::Auto), called);
    pair.silent = true;
    let end = pair.run();
    assert!(end.answered);
    assert_eq!(
        pair.ends[0].warnings,
        [WarningCode::H245Incomplete, WarningCode::NoEndSession]
    );
    assert!(pair.position("endSessionCommand") < pair.position("RELEASE COMPLETE"));
}

#[test]
fn a_hangup_in_mid_call_sends_end_session_in_the_release_complete() {
    let mut pair = Pair::new(held(), called(H245Mode::Auto));
    pair.drain(0);
    pair.settle();
    pair.act(CalledAction::Connect);
    pair.wait(2);
    assert!(pair.ends[0].end.is_none());
    pair.feed(0, Input::Hangup);
    pair.settle();
    pair.wait(3);
    assert_eq!(
        pair.ends[0].names[pair.position("RELEASE COMPLETE") + 1],
        "[endSessionCommand]"
    );
    let last = pair.ends[1]
        .names
        .iter()
        .rposition(|name| *name == MessageType::ReleaseComplete.to_string());
    assert!(last.is_some());
}
