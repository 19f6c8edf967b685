//! What the gatekeeper sends, in every scenario; RAS of UDP in the form of H.460.17 too.

use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, SocketAddr},
};

use h323_asn1::{
    codec::{self, EncodeError},
    h225::{
        AdmissionRequest, BandwidthRequest, CallType, DisengageReason, DisengageRequest,
        EndpointType, GatekeeperRequest, H221NonStandard, InfoRequestResponse, LocationRequest,
        NonStandardIdentifier, NonStandardMessage, NonStandardParameter, RasMessage,
        RegistrationRequest, UnregistrationRequest, VendorIdentifier,
    },
    text::{BmpString, bmp_string},
    types::{FixedOctetString, ObjectIdentifier},
};
use h323_proto::{
    gatekeeper::h46017,
    h225::transport_address,
    h235::{Auth, Credentials, Password, cat, user_alias},
    time::{Duration, Instant},
    tpkt,
};

use super::Pdu;
use crate::gatekeeper::{
    Config, Connection, Gatekeeper, Input, Model, Output, Plan, Scenario, TUNNELLING, Users,
};

const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)), 1720);
const THERE: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(203, 0, 113, 5)), 1720);

/// What the clock of the gatekeeper shows at the start, in seconds since 1970.
const TIME: u32 = 1_795_000_000;

/// Longer than every wait of a scenario, and shorter than a registration.
const LATER: Duration = Duration::from_secs(6);

/// The endpointIdentifier of the first endpoint after start.
fn first_identifier() -> Result<BmpString, EncodeError> {
    bmp_string(&format!("{TIME}_1"))
}

/// All messages, each of the same octets once; `setup` is a Setup to be refused.
///
/// # Errors
/// If a request cannot be written, which would be an error of this program.
pub(super) fn messages(setup: &[u8]) -> Result<Vec<Pdu>, EncodeError> {
    let mut pdus = Vec::new();
    let mut seen = BTreeSet::new();
    let who = Credentials {
        user: "1000".into(),
        password: Password::from("secret".to_owned()),
    };
    for scenario in Scenario::all().filter(|scenario| !scenario.breaks_messages()) {
        for user in [None, Some(&who)] {
            for octets in played(&scenario, user)? {
                if seen.insert(octets.clone()) {
                    let number = pdus.len();
                    let name = format!("gatekeeper/{}/{number}", scenario.name);
                    pdus.push(Pdu { name, octets });
                }
            }
        }
    }
    for (name, octets) in refused(setup) {
        let name = format!("gatekeeper/release-{name}");
        pdus.push(Pdu { name, octets });
    }
    Ok(pdus)
}

/// The Release Complete for a Setup: the caller may not call, nobody has its alias, and the endpoint
/// cannot be reached.
fn refused(setup: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let fixed = || vec![("*".to_owned(), THERE)];
    let mut refused = Vec::new();
    for (name, strict, endpoints) in [
        ("strict", true, fixed()),
        ("nobody", false, Vec::new()),
        ("unreachable", false, fixed()),
    ] {
        let config = Config {
            strict,
            endpoints,
            ..config(None)
        };
        let now = Instant::ORIGIN;
        let mut gatekeeper = Gatekeeper::new(config, TIME, now);
        let connection = Connection::Accepted(1);
        gatekeeper.handle(Input::Accepted(connection, THERE), now);
        let setup = tpkt::encode(setup).unwrap_or_default();
        gatekeeper.handle(Input::Received(connection, &setup), now);
        let mut sent = Vec::new();
        while let Some(opened) = take(&mut gatekeeper, &mut sent) {
            gatekeeper.handle(Input::Closed(opened, "refused"), now);
        }
        refused.extend(sent.pop().map(|octets| (name, octets)));
    }
    refused
}

/// The Q.931 messages that the gatekeeper sends when all requests come to it.
fn played(scenario: &Scenario, who: Option<&Credentials>) -> Result<Vec<Vec<u8>>, EncodeError> {
    let mut config = config(who);
    config.plan = Plan {
        scenario: scenario.clone(),
        by_alias: false,
    };
    let mut now = Instant::ORIGIN;
    let mut gatekeeper = Gatekeeper::new(config, TIME, now);
    let mut sent = Vec::new();
    let connection = Connection::Accepted(1);
    gatekeeper.handle(Input::Accepted(connection, THERE), now);
    for message in requests(who)? {
        let octets = codec::encode(&message)?;
        match message {
            RasMessage::gatekeeperRequest(_) => {
                gatekeeper.handle(Input::Datagram(THERE, &octets), now);
            }
            _ => {
                let octets = h46017::wrap(&octets, true).unwrap_or_default();
                gatekeeper.handle(Input::Received(connection, &octets), now);
            }
        }
        take(&mut gatekeeper, &mut sent);
        if matches!(message, RasMessage::admissionRequest(_)) {
            now = now + LATER;
            gatekeeper.handle(Input::Timeout, now);
            take(&mut gatekeeper, &mut sent);
        }
    }
    gatekeeper.handle(Input::Stop, now);
    take(&mut gatekeeper, &mut sent);
    Ok(sent)
}

fn config(who: Option<&Credentials>) -> Config {
    Config {
        identifier: "gatekeeper".into(),
        ras: HERE,
        signalling: HERE,
        users: Users::new(who.into_iter().cloned().collect(), Auth::Auto),
        model: Model::Routed,
        strict: false,
        time_to_live: 60,
        endpoints: vec![("2000".into(), THERE)],
        ask_info: None,
        alternate: THERE,
        plan: Plan::default(),
    }
}

/// Takes out what the gatekeeper sends; returns a connection that it wants.
fn take(gatekeeper: &mut Gatekeeper, sent: &mut Vec<Vec<u8>>) -> Option<Connection> {
    let mut wanted = None;
    loop {
        let packet = match gatekeeper.poll_output() {
            Output::Datagram(_, octets) => h46017::wrap(&octets, TUNNELLING).unwrap_or_default(),
            Output::Transmit(_, packet) => packet,
            Output::Connect(connection, _) => {
                wanted = Some(connection);
                continue;
            }
            Output::Timeout(_) => return wanted,
            _ => continue,
        };
        // Behind the header of TPKT.
        sent.extend(packet.get(4..).map(<[u8]>::to_vec));
    }
}

/// A request of each kind, of one endpoint in its order; with a proof where that is needed.
fn requests(who: Option<&Credentials>) -> Result<Vec<RasMessage>, EncodeError> {
    let protocol = || ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, 7].into());
    let identifier = first_identifier()?;
    let conference = FixedOctetString::from([7; 16]);
    let there = || vec![transport_address(THERE)];
    let tokens = who
        .map(|who| cat(who, TIME, 7).map(|token| vec![token]))
        .transpose()?;
    let owner = H221NonStandard::new(181, 0, 1);
    let vendor = || VendorIdentifier::new(owner.clone());
    let kind = EndpointType::default;

    let mut discovery = GatekeeperRequest::new(1, protocol(), transport_address(THERE), kind());
    discovery.algorithm_oids = who.map(|_| {
        let methods = Auth::Auto.methods().iter();
        methods
            .map(|method| ObjectIdentifier::new_unchecked(method.algorithm().to_vec().into()))
            .collect()
    });
    let mut registration = RegistrationRequest::new(
        2,
        protocol(),
        false,
        Vec::new(),
        Vec::new(),
        kind(),
        vendor(),
    );
    registration.tokens.clone_from(&tokens);
    registration.terminal_alias = Some(vec![user_alias("1000")?, user_alias("room")?]);
    let mut keep_alive = registration.clone();
    keep_alive.keep_alive = Some(true);
    keep_alive.endpoint_identifier = Some(identifier.clone());
    let mut admission = AdmissionRequest::new(
        4,
        CallType::pointToPoint,
        identifier.clone(),
        Vec::new(),
        1_280,
        1,
        conference,
    );
    admission.tokens.clone_from(&tokens);
    let mut nobody = admission.clone();
    nobody.destination_info = Some(vec![user_alias("2001")?]);
    admission.destination_info = Some(vec![user_alias("2000")?]);
    let mut bandwidth = BandwidthRequest::new(5, identifier.clone(), conference, 1, 640);
    bandwidth.tokens.clone_from(&tokens);
    let mut location = LocationRequest::new(6, vec![user_alias("2000")?], transport_address(THERE));
    location.tokens.clone_from(&tokens);
    let mut information = InfoRequestResponse::new(
        7,
        kind(),
        identifier.clone(),
        transport_address(THERE),
        there(),
    );
    information.tokens.clone_from(&tokens);
    information.need_response = Some(true);
    let reason = DisengageReason::normalDrop;
    let mut disengage = DisengageRequest::new(8, identifier.clone(), conference, 1, reason);
    disengage.tokens.clone_from(&tokens);
    let mut unregistration = UnregistrationRequest::new(9, there());
    unregistration.tokens = tokens;
    unregistration.endpoint_identifier = Some(identifier);
    let other = NonStandardMessage::new(
        10,
        NonStandardParameter {
            non_standard_identifier: NonStandardIdentifier::h221NonStandard(owner.clone()),
            data: vec![1].into(),
        },
    );
    Ok(vec![
        RasMessage::gatekeeperRequest(Box::new(discovery)),
        RasMessage::admissionRequest(Box::new(admission.clone())),
        RasMessage::registrationRequest(Box::new(registration)),
        RasMessage::admissionRequest(Box::new(nobody)),
        RasMessage::admissionRequest(Box::new(admission)),
        RasMessage::registrationRequest(Box::new(keep_alive)),
        RasMessage::bandwidthRequest(Box::new(bandwidth.clone())),
        RasMessage::locationRequest(Box::new(location)),
        RasMessage::infoRequestResponse(Box::new(information.clone())),
        RasMessage::disengageRequest(Box::new(disengage.clone())),
        RasMessage::nonStandardMessage(Box::new(other)),
        RasMessage::unregistrationRequest(Box::new(unregistration.clone())),
        // The same of an endpoint that is not registered.
        RasMessage::bandwidthRequest(Box::new(bandwidth)),
        RasMessage::infoRequestResponse(Box::new(information)),
        RasMessage::disengageRequest(Box::new(disengage)),
        RasMessage::unregistrationRequest(Box::new(unregistration)),
    ])
}
