//! The addresses of a name, from the resolver of this machine.

use std::{io, net::SocketAddr};

use dns_lookup::{AddrInfoHints, LookupErrorKind, SockType, getaddrinfo};
use h323_proto::diagnosis::{Outcome, lookup_failed, name_not_found};

/// The beginning of the platform's error text. The outcome already says this.
const PREFIX: &str = "failed to lookup address information: ";

/// Resolves a name, or parses an address. Returns at least one address.
///
/// # Errors
/// If the name has no address, or the lookup failed. The error is the outcome of the call.
pub(crate) fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, Outcome> {
    let hints = AddrInfoHints {
        socktype: SockType::Stream.into(),
        ..AddrInfoHints::default()
    };
    // The port is set later: passed as a service, it could be wrong in its own right.
    let found = getaddrinfo(Some(host), None, Some(hints)).map_err(|error| {
        let (kind, text) = (error.kind(), io::Error::from(error).to_string());
        not_resolved(host, kind, text.strip_prefix(PREFIX).unwrap_or(&text))
    })?;
    let addresses: Vec<SocketAddr> = found
        .flatten()
        .map(|found| {
            let mut address = found.sockaddr;
            address.set_port(port);
            address
        })
        .collect();
    if addresses.is_empty() {
        return Err(name_not_found(host, "it has no address"));
    }
    Ok(addresses)
}

/// The outcome of a call whose name was not resolved. Platforms differ in how they tell a missing name
/// from a failed lookup; in doubt we do not blame the name.
fn not_resolved(host: &str, kind: LookupErrorKind, why: &str) -> Outcome {
    match kind {
        LookupErrorKind::NoName | LookupErrorKind::NoData => name_not_found(host, why),
        _ => lookup_failed(host, why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use h323_proto::diagnosis::OutcomeCode;

    #[test]
    fn an_address_is_its_own_and_keeps_its_zone_and_port() {
        let wanted = |text: &str| vec![text.parse::<SocketAddr>().expect("an address")];
        assert_eq!(resolve("127.0.0.1", 1720), Ok(wanted("127.0.0.1:1720")));
        assert_eq!(resolve("::1", 65535), Ok(wanted("[::1]:65535")));
    }

    #[test]
    fn only_a_resolver_that_knows_says_that_a_name_is_not_there() {
        for (kind, code) in [
            (LookupErrorKind::NoName, OutcomeCode::NameNotFound),
            (LookupErrorKind::NoData, OutcomeCode::NameNotFound),
            (LookupErrorKind::Again, OutcomeCode::LookupFailed),
            (LookupErrorKind::Fail, OutcomeCode::LookupFailed),
            (LookupErrorKind::System, OutcomeCode::LookupFailed),
            (LookupErrorKind::Unknown, OutcomeCode::LookupFailed),
        ] {
            let outcome = not_resolved("gw.example", kind, "why");
            assert_eq!(outcome.code, code, "{kind:?}");
            assert!(outcome.text.contains("gw.example"), "{}", outcome.text);
            assert!(outcome.text.contains("why"), "{}", outcome.text);
        }
    }

    #[test]
    fn a_name_that_no_resolver_can_be_asked_for_is_not_looked_up() {
        let outcome = resolve("gw\0.example", 1720).expect_err("no name");
        assert_eq!(outcome.code, OutcomeCode::LookupFailed);
    }
}
