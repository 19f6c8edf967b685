//! RAS, registration, admission and status (H.225.0 clause 7.7 and following): the messages between
//! an endpoint and its gatekeeper, read as far as possible.
//!
//! A message comes in a datagram of its own, or in a Facility of call signalling (H.460.17).
//! [`RasRecord`] has its octets and their meaning, [`RasFacts`] the fields that matter, [`reason`] the
//! words for every refusal, and [`Exchanges`] which message answers which.

mod exchange;
mod facts;
mod message;
pub mod reason;
mod record;
mod says;
mod security;

pub use exchange::{Exchanges, Turn, Unanswered};
pub use facts::{AlternateGatekeeper, RasFacts};
pub use message::{RasMessageName, Wait};
pub use record::RasRecord;
pub use security::TokenKind;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod testdata {
    use alloc::vec::Vec;

    const FILES: [&str; 8] = [
        include_str!("../../../../testdata/ras/gnugk-c22-gnugk-unregistered-caller.hex"),
        include_str!("../../../../testdata/ras/gnugk-c24-gnugk-h46017-caller.hex"),
        include_str!("../../../../testdata/ras/gnugk-c26-gnugk-auth-ok.hex"),
        include_str!("../../../../testdata/ras/gnugk-c29-gnugk-auth-h46017.hex"),
        include_str!("../../../../testdata/ras/h323plus-c22-gnugk-unregistered-caller.hex"),
        include_str!("../../../../testdata/ras/h323plus-c24-gnugk-h46017-caller.hex"),
        include_str!("../../../../testdata/ras/h323plus-c26-gnugk-auth-ok.hex"),
        include_str!("../../../../testdata/ras/h323plus-c29-gnugk-auth-h46017.hex"),
    ];

    /// All recorded messages with their names.
    pub(super) fn messages() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
        let lines = FILES.iter().flat_map(|file| file.lines());
        lines.filter_map(|line| {
            let (name, rest) = line.split_once('\t')?;
            Some((name, hex(rest.split('\t').next()?)))
        })
    }

    /// The recorded message with that name.
    pub(super) fn message(name: &str) -> Vec<u8> {
        let found = messages().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("no {name}")).1
    }

    fn hex(digits: &str) -> Vec<u8> {
        (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
            .collect()
    }
}
