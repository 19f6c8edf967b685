//! Messages of the called side about media and H.245, and their forms after the scenarios have altered
//! them.

use std::net::SocketAddr;

use h323_proto::{
    call::CalledAction,
    h225::{FacilityContents, Facts, FastStartAnswer, MediaTerms},
    h245::{Codec, accept_fast_start, fast_start},
    tpkt,
};

use super::{IPV4, IPV6, Pdu};
use h323_scenario::{Alteration, examples, retunnelled};

const fn media(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), 5004)
}

/// The actions, in the default configuration.
pub(super) fn actions() -> Vec<(String, CalledAction)> {
    let accepted = |codec, address| {
        let offers = fast_start(&[codec], media(address)).unwrap_or_default();
        FastStartAnswer::Accepted(accept_fast_start(&offers, media(address)).unwrap_or_default())
    };
    let terms = [
        ("h245-address-ipv4", Some(IPV4), FastStartAnswer::None),
        ("h245-address-ipv6", Some(IPV6), FastStartAnswer::None),
        ("fast-start-g711a", None, accepted(Codec::G711A, IPV4)),
        ("fast-start-g729", Some(IPV6), accepted(Codec::G729, IPV6)),
        ("fast-start-refused", None, FastStartAnswer::Refused),
    ];
    let mut actions = Vec::new();
    for (name, h245_address, fast_start) in terms {
        let terms = MediaTerms {
            h245_address,
            fast_start,
        };
        for (message, action) in [
            (
                "call-proceeding",
                CalledAction::CallProceedingWith(terms.clone()),
            ),
            ("alerting", CalledAction::AlertingWith(terms.clone())),
            ("connect", CalledAction::ConnectWith(terms)),
        ] {
            actions.push((format!("{message}/{name}"), action));
        }
    }
    for (name, address) in [("ipv4", IPV4), ("ipv6", IPV6)] {
        actions.push((
            format!("facility/start-h245-{name}"),
            CalledAction::Facility(FacilityContents::StartH245(address)),
        ));
    }
    actions
}

/// The actions that name an address for H.245, for a call over TLS.
pub(super) fn secured() -> Vec<(String, CalledAction)> {
    let names = ["h245-address-ipv4", "start-h245-ipv4"];
    let mut actions = actions();
    actions.retain(|(name, _)| names.iter().any(|wanted| name.ends_with(wanted)));
    for (name, _) in &mut actions {
        name.push_str("-tls");
    }
    actions
}

/// Messages of the default configuration after alterations that keep them valid.
pub(super) fn altered(pdus: &[Pdu]) -> Vec<Pdu> {
    let find = |name: &str| pdus.iter().find(|pdu| pdu.name == name);
    let packet = |pdu: &Pdu| tpkt::encode(&pdu.octets).ok();
    let pdu = |name: String, packet: Vec<u8>| {
        packet.get(4..).map(|octets| Pdu {
            name,
            octets: octets.to_vec(),
        })
    };
    let alterations = [
        ("call-proceeding", Alteration::OldVersion, "old-version"),
        ("alerting", Alteration::OldVersion, "old-version"),
        ("connect", Alteration::OldVersion, "old-version"),
        ("release-complete", Alteration::OldVersion, "old-version"),
        ("connect", Alteration::MissingFields, "missing-fields"),
    ];
    let altered = alterations
        .into_iter()
        .filter_map(|(message, alteration, name)| {
            let packet = packet(find(&format!("{message}/default"))?)?;
            let octets = alteration.apply(&packet, &Facts::default());
            pdu(format!("{message}/{name}"), octets)
        });
    let h245: Vec<Vec<u8>> = h245()
        .into_iter()
        .map(|(_, octets)| octets)
        .take(2)
        .collect();
    let several = ["facility-empty", "release-complete"]
        .into_iter()
        .filter_map(|message| {
            let packet = packet(find(&format!("{message}/default"))?)?;
            let octets = retunnelled(&packet, &h245)?;
            pdu(format!("{message}/several-h245"), octets)
        });
    altered.chain(several).collect()
}

/// The H.245 messages of scenarios.
pub(super) fn h245() -> Vec<(String, Vec<u8>)> {
    examples(SocketAddr::new(IPV4.ip(), 5005))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_out() {
        let pdus = crate::pdus::all().expect("every action fits its state");
        assert_eq!(altered(&pdus).len(), 7);
        for (name, _) in h245() {
            assert!(
                pdus.iter()
                    .any(|pdu| pdu.name == format!("facility-h245/{name}")),
                "{name}"
            );
        }
        for (name, action) in actions() {
            let (CalledAction::CallProceedingWith(terms)
            | CalledAction::AlertingWith(terms)
            | CalledAction::ConnectWith(terms)) = action
            else {
                continue;
            };
            if let FastStartAnswer::Accepted(channels) = terms.fast_start {
                assert_eq!(channels.len(), 2, "{name}");
            }
        }
    }
}
