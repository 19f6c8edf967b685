//! A call that is redirected goes on as another: at most twice, where it may, in the time that is
//! left.

use std::net::SocketAddr;

use h323_proto::{
    call::{Channel, Direction, EndReason, Input, Target, Timer},
    h225::{FacilityContents, FacilityReason, FacilityRedirect},
    placement::{Fate, Onward, Placement},
    q931::MessageType,
    time::Instant,
    tpkt,
};

use crate::support::{PEER, Seen, config, entropy, message, secs};
use h323_proto::call::Entropy;

/// A placement and its clock.
struct Placed {
    placement: Placement,
    now: Instant,
    seen: Seen,
}

fn placed() -> Placed {
    let now = Instant::from_millis(1_000);
    let mut placed = Placed {
        placement: Placement::new(PEER.into(), config(), entropy(), now),
        now,
        seen: Seen::default(),
    };
    placed.connect();
    placed
}

fn fresh(number: u8) -> Option<Entropy> {
    Some(Entropy::new([number; Entropy::OCTETS]))
}

impl Placed {
    fn input(&mut self, input: Input<'_>) {
        self.placement.handle(input, self.now);
        self.seen.drain(self.placement.call_mut());
    }

    fn connect(&mut self) {
        self.seen = Seen::default();
        self.seen.drain(self.placement.call_mut());
        self.input(Input::Connected(Channel::CallSignalling, Some(PEER)));
        assert_eq!(self.seen.sent_types(), [MessageType::Setup]);
    }

    /// The peer sends the call to this port, and closes when it is released.
    fn redirect(&mut self, port: u16) {
        let writer = config().writer(&entropy());
        let contents = FacilityContents::Redirect(FacilityRedirect {
            reason: FacilityReason::CallForwarded,
            address: Some(SocketAddr::new(PEER.ip(), port)),
            digits: None,
        });
        let reference = self.seen.sent[0].call_reference.reversed();
        let information = writer.facility(&contents).unwrap();
        let facility = message(reference, MessageType::Facility, Some(information));
        let octets = tpkt::encode(&facility.encode().unwrap()).unwrap();
        self.input(Input::Received(Channel::CallSignalling, &octets));
        self.now = self.seen.deadline.unwrap();
        self.input(Input::Timeout);
        assert!(self.placement.call().is_over());
    }

    fn go_on(&mut self, fresh: Option<Entropy>) -> Option<Onward> {
        self.placement.go_on(fresh, Ok(()), self.now)
    }
}

fn target(port: u16) -> Target {
    Target {
        host: PEER.ip().to_string(),
        port,
    }
}

fn followed(port: u16) -> Fate {
    Fate::Followed(target(port))
}

#[test]
fn two_redirects_are_followed_and_no_more() {
    let mut placed = placed();
    let mut identifiers = vec![placed.placement.call().call_identifier()];
    for hop in 1..=2 {
        let port = 1720 + u16::from(hop);
        placed.redirect(port);
        let onward = placed.go_on(fresh(hop)).unwrap();
        assert_eq!(onward.fate, followed(port));
        assert_eq!(onward.messages, 1);
        assert_eq!(placed.placement.hops(), hop);
        placed.connect();
        assert_eq!(placed.seen.connects, [target(port)]);
        identifiers.push(placed.placement.call().call_identifier());
    }
    identifiers.dedup();
    assert_eq!(identifiers.len(), 3, "each call is one of its own");
    placed.redirect(1730);
    let onward = placed.go_on(fresh(3)).unwrap();
    let why = "2 redirects of this call were followed".to_owned();
    assert_eq!(onward.fate, Fate::Refused(why));
    assert!(placed.placement.call().is_over());
}

#[test]
fn without_identifiers_for_it_no_call_follows() {
    let mut placed = placed();
    placed.redirect(1721);
    let onward = placed.go_on(None).unwrap();
    assert_eq!(onward.fate, Fate::NotWanted);
    assert_eq!(onward.redirect.reason.name(), "callForwarded");
    assert!(placed.placement.call().is_over());
}

#[test]
fn nor_does_one_to_where_none_may_go_or_where_it_was() {
    let mut placed = placed();
    placed.redirect(1721);
    let (next, _) = placed.placement.next(placed.now).unwrap().unwrap();
    assert_eq!(next, target(1721));
    let why = "port 1721 is closed to us".to_owned();
    let onward = placed
        .placement
        .go_on(fresh(1), Err(why.clone()), placed.now);
    assert_eq!(onward.unwrap().fate, Fate::Refused(why));

    let mut placed = self::placed();
    placed.redirect(PEER.port());
    let Fate::Refused(why) = placed.go_on(fresh(1)).unwrap().fate else {
        panic!("it goes round in a circle");
    };
    assert!(why.contains("the call that was just placed"), "{why}");
    assert_eq!(placed.placement.hops(), 0);
}

#[test]
fn a_call_that_was_not_redirected_is_the_last() {
    let mut placed = placed();
    placed.input(Input::Hangup);
    placed.now = placed.seen.deadline.unwrap();
    placed.input(Input::Timeout);
    assert_eq!(placed.go_on(fresh(1)), None);
    assert!(
        placed
            .seen
            .types(Direction::Sent)
            .contains(&MessageType::ReleaseComplete)
    );
}

/// The time that a call may take is that of all of them.
#[test]
fn a_call_that_follows_has_the_time_that_is_left() {
    let mut wanted = config();
    wanted.terms.limits.total = secs(10);
    wanted.terms.limits.t303.hard = secs(60);
    let start = Instant::from_millis(1_000);
    let mut placed = Placed {
        placement: Placement::new(PEER.into(), wanted, entropy(), start),
        now: start,
        seen: Seen::default(),
    };
    placed.connect();
    placed.now = start + secs(7);
    placed.redirect(1721);
    assert!(placed.go_on(fresh(1)).is_some());
    placed.connect();
    placed.now = start + secs(10);
    placed.input(Input::Timeout);
    assert_eq!(
        placed.seen.sent_types().last(),
        Some(&MessageType::ReleaseComplete)
    );
    placed.now = placed.seen.deadline.unwrap();
    placed.input(Input::Timeout);
    let reason = &placed.seen.ended().unwrap().reason;
    assert_eq!(*reason, EndReason::TimedOut(Timer::Total));
}
