//! An H.323 endpoint over the host's own TCP: it answers calls by [`scenario`] and places them,
//! with the same [`h323_proto::call::Call`] that the Worker drives.
#![forbid(unsafe_code)]

pub mod capture;
pub mod clock;
pub mod driver;
pub mod gatekeeper;
pub mod listen;
pub mod pdus;
pub mod place;
pub mod register;
mod resolve;
pub mod srv;
mod wire;

pub use h323_scenario as scenario;

use std::io::{self, Write as _};

use h323_proto::call::Entropy;
use h323_report::{Origin, Tester};

/// The origin of a call that starts so many milliseconds after the beginning of 1970.
#[must_use]
pub fn origin(millis: u64) -> Origin {
    let tester = Tester {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    };
    Origin::new(millis, tester, None)
}

/// Random octets for the identifiers of one call.
///
/// # Errors
/// If the operating system has none.
pub fn entropy() -> io::Result<Entropy> {
    let mut octets = [0; Entropy::OCTETS];
    getrandom::fill(&mut octets)?;
    Ok(Entropy::new(octets))
}

/// Writes a line to standard output, complete and at once.
///
/// If the reader has gone away, the calls must still continue. So a failed write is not an error.
pub fn print_line(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
