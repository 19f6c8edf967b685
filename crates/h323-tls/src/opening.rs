//! The first octets of the other side. They tell an old version, and a service without TLS, from each
//! other: rustls takes both for a fault.

use h323_proto::{
    tls::{Alert, Fault, OldVersion, Plain},
    tpkt,
};

/// Content types of records (RFC 8446 5.1).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
/// The first of them, change_cipher_spec, and the last, application_data.
const TYPES: core::ops::RangeInclusive<u8> = 20..=23;

/// `server_hello` (RFC 8446 4).
const SERVER_HELLO: u8 = 2;

/// Octets up to the version in a ServerHello: the header of the record, that of the message, and the
/// version itself.
const NEEDED: usize = 5 + 4 + 2;

/// The first octets.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    octets: Vec<u8>,
}

impl Opening {
    /// Takes more octets.
    pub(crate) fn take(&mut self, octets: &[u8]) {
        let wanted = NEEDED.saturating_sub(self.octets.len());
        self.octets.extend(octets.iter().take(wanted));
    }

    /// Why these octets do not lead to a session, if that is certain. `all` has the octets that came
    /// last, for the name of a protocol that is not TLS.
    pub(crate) fn fault(&self, all: &[u8]) -> Option<Fault> {
        let known = match self.octets.len() > all.len() {
            true => self.octets.as_slice(),
            false => all,
        };
        match self.octets.as_slice() {
            [] => None,
            [3, ..] => Some(Fault::NotTls(Plain::H323)),
            [first, ..] if !TYPES.contains(first) => Some(not_tls(known)),
            [_, major, ..] if *major != 3 => Some(not_tls(known)),
            [
                HANDSHAKE,
                _,
                _,
                _,
                _,
                SERVER_HELLO,
                _,
                _,
                _,
                major,
                minor,
                ..,
            ] => OldVersion::of(*major, *minor).map(Fault::OldVersion),
            _ => None,
        }
    }

    /// What an alert means: one about versions names the version in the header of its record.
    pub(crate) fn alert(&self, alert: Alert) -> Fault {
        match self.octets.as_slice() {
            [ALERT, major, minor, ..] if alert == Alert::PROTOCOL_VERSION => {
                Fault::OldVersion(OldVersion::of(*major, *minor).unwrap_or(OldVersion::Unknown))
            }
            _ => Fault::Alert(alert),
        }
    }
}

fn not_tls(octets: &[u8]) -> Fault {
    Fault::NotTls(Plain::Other(tpkt::guess(octets)))
}

#[cfg(test)]
mod tests {
    use h323_proto::tpkt::Foreign;

    use super::*;

    fn fault(octets: &[u8]) -> Option<Fault> {
        let mut opening = Opening::default();
        opening.take(octets);
        opening.fault(octets)
    }

    #[test]
    fn a_service_without_tls_is_named() {
        let other = |foreign| Some(Fault::NotTls(Plain::Other(foreign)));
        for (octets, expected) in [
            (&b"HTTP/1.1 400 Bad Request\r\n"[..], other(Foreign::Http)),
            (b"SSH-2.0-x", other(Foreign::Ssh)),
            (&[3, 0, 0, 4], Some(Fault::NotTls(Plain::H323))),
            (&[22, 9, 1], other(Foreign::Unknown)),
            (&[0; 20], other(Foreign::Unknown)),
        ] {
            assert_eq!(fault(octets), expected, "{octets:?}");
        }
    }

    #[test]
    fn an_old_version_is_told_from_the_server_hello_however_it_is_cut() {
        for (minor, version) in [
            (0, Some(OldVersion::Ssl3)),
            (1, Some(OldVersion::Tls10)),
            (2, Some(OldVersion::Tls11)),
            (3, None),
        ] {
            let hello = [22, 3, minor, 0, 74, 2, 0, 0, 70, 3, minor, 0x5A];
            let mut opening = Opening::default();
            for (index, octet) in hello.iter().enumerate() {
                opening.take(&[*octet]);
                let expected = version.filter(|_| index >= 10).map(Fault::OldVersion);
                assert_eq!(opening.fault(&[*octet]), expected, "{minor} {index}");
            }
        }
    }

    #[test]
    fn an_alert_about_versions_names_the_version_of_its_record() {
        let alert = |minor, code| {
            let mut opening = Opening::default();
            opening.take(&[21, 3, minor, 0, 2, 2, code]);
            opening.alert(Alert(code))
        };
        assert_eq!(alert(1, 70), Fault::OldVersion(OldVersion::Tls10));
        assert_eq!(alert(3, 70), Fault::OldVersion(OldVersion::Unknown));
        assert_eq!(alert(1, 40), Fault::Alert(Alert::HANDSHAKE_FAILURE));
    }
}
