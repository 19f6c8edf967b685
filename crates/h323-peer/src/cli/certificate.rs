//! The certificate of an answering side, made at its start.

use std::net::IpAddr;

use clap::ValueEnum;
use h323_peer::clock::Clock;
use h323_tls::{Credentials, CredentialsError, Wish};

/// A flaw of the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Flaw {
    /// Nothing: it is for this machine and valid for a year.
    None,
    /// It expired a year ago.
    Expired,
    /// It is valid in a year.
    NotYetValid,
    /// It is for another name.
    WrongName,
}

const DAY: u64 = 24 * 60 * 60;
const YEAR: u64 = 365 * DAY;

/// A certificate for the address, valid from yesterday on, with the flaw.
pub(super) fn credentials(address: IpAddr, flaw: Flaw) -> Result<Credentials, CredentialsError> {
    let yesterday = Clock::since_1970() / 1000 - DAY;
    let from = match flaw {
        Flaw::Expired => yesterday - 2 * YEAR,
        Flaw::NotYetValid => yesterday + YEAR,
        Flaw::None | Flaw::WrongName => yesterday,
    };
    let own = ["localhost".to_owned(), address.to_string()];
    Credentials::self_signed(&Wish {
        names: match flaw {
            Flaw::WrongName => vec!["other.example.com".into()],
            _ => own.into(),
        },
        from,
        until: from + YEAR,
    })
}
