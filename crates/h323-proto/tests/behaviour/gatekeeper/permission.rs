//! A driver that decides whether the call may go where the gatekeeper says.

use h323_asn1::{
    h225::{AliasAddress, CallModel, DisengageReason, DisengageRequest, RasMessage},
    text::bmp_string,
    types::{FixedOctetString, Ia5String},
};
use h323_proto::{
    call::{Channel, Target},
    gatekeeper::{Input, Line, Outcome},
    h225::Alias,
    q931::MessageType,
};

use super::{
    super::support::secs,
    admission::plan,
    desk::{Desk, ENDPOINT, THERE, terms},
};

/// A call that the gatekeeper admits to 3000 instead of 2000, and the driver has to decide about.
fn asked(model: CallModel) -> Desk {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.registration = desk.registration.asking();
    desk.confirm();
    let digits = Ia5String::from_iso646_bytes(b"3000").unwrap();
    let mut message = desk.admission_confirm();
    message.call_model = model;
    message.destination_info = Some(vec![AliasAddress::dialledDigits(digits)]);
    desk.confirm_admission(message);
    assert!(desk.types().is_empty(), "Setup without permission");
    assert_eq!(desk.connects.len(), 1, "a connection without permission");
    desk
}

fn go_on(desk: &mut Desk, allowed: Result<(), String>) {
    desk.registration.go_on(allowed, desk.now);
    desk.input(Input::Timeout);
}

#[test]
fn sees_the_address_and_the_numbers_that_the_gatekeeper_chose() {
    let desk = asked(CallModel::direct);
    let (target, config) = desk.registration.next().expect("a call");
    assert_eq!(
        target,
        Some(&Target::from(std::net::SocketAddr::from(THERE)))
    );
    let numbers = [&config.setup.called_aliases[..], &[]].concat();
    let number = config.setup.called_number.as_deref();
    assert!(
        number == Some("3000") || numbers == [Alias::DialedDigits("3000".into())],
        "{number:?} {numbers:?}"
    );
    // No address is dialled for a call on the connection to the gatekeeper.
    let desk = asked(CallModel::gatekeeperRouted);
    assert_eq!(desk.registration.next().expect("a call").0, None);
}

#[test]
fn lets_the_call_go() {
    let mut desk = asked(CallModel::direct);
    go_on(&mut desk, Ok(()));
    assert!(desk.registration.next().is_none());
    let signalling = Line::Call(Channel::CallSignalling);
    assert_eq!(desk.connects[1].0, signalling);
    desk.input(Input::Connected(signalling, None));
    assert_eq!(desk.types(), [MessageType::Setup]);

    let mut desk = asked(CallModel::gatekeeperRouted);
    go_on(&mut desk, Ok(()));
    assert_eq!(desk.types(), [MessageType::Setup]);
    assert_eq!(desk.connects.len(), 1);
}

#[test]
fn forbids_the_call_and_everything_is_ended() {
    for model in [CallModel::direct, CallModel::gatekeeperRouted] {
        let mut desk = asked(model);
        go_on(&mut desk, Err("it is private".into()));
        desk.confirm();
        desk.confirm();
        assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
        assert!(desk.types().is_empty());
        assert_eq!(desk.connects.len(), 1);
        let outcome = Outcome::NotAllowed("it is private".into());
        assert_eq!(desk.outcome(), &outcome);
    }
}

#[test]
fn does_not_decide() {
    let mut desk = asked(CallModel::direct);
    desk.pass(secs(10));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ"]);
    // Too late.
    go_on(&mut desk, Ok(()));
    desk.run_out();
    assert!(desk.types().is_empty());
    assert_eq!(desk.connects.len(), 1);
    assert!(matches!(desk.outcome(), Outcome::NotAllowed(_)));
}

#[test]
fn decides_about_a_call_that_is_given_up() {
    let give_up: [fn(&mut Desk); 2] = [
        |desk| desk.input(Input::Hangup),
        |desk| {
            let RasMessage::admissionRequest(request) = desk.sent[1].clone() else {
                panic!("{:?}", desk.sent);
            };
            let mut drop = DisengageRequest::new(
                12,
                bmp_string(ENDPOINT).unwrap(),
                FixedOctetString::from(*request.conference_id),
                request.call_reference_value,
                DisengageReason::forcedDrop,
            );
            drop.call_identifier = request.call_identifier.clone();
            desk.say(&RasMessage::disengageRequest(Box::new(drop)));
        },
    ];
    for give_up in give_up {
        let mut desk = asked(CallModel::direct);
        give_up(&mut desk);
        go_on(&mut desk, Ok(()));
        desk.run_out();
        assert!(desk.types().is_empty());
        assert_eq!(desk.connects.len(), 1);
        assert_eq!(desk.names().last(), Some(&"URQ"));
    }
}
