//! The properties that must hold for any octets.
//!
//! A [`Target`] takes octets, gives them to one reader, and asserts the properties on which the rest
//! of the program relies. libFuzzer drives the targets (`npm run fuzz`, `fuzz/libfuzzer`).
//! `tests/corpus.rs` drives them with the kept corpus and with changes of it, which is short enough
//! for every run of the tests.
#![forbid(unsafe_code)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a target that finds a fault panics"
)]

mod calls;
mod files;
mod incoming;
mod messages;
mod registrations;

/// One target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also the name of its corpus and of its program in `fuzz/libfuzzer`.
    pub name: &'static str,
    /// Panics if a property does not hold for these octets.
    pub check: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 15] = [
    Target {
        name: "tpkt",
        check: messages::tpkt,
    },
    Target {
        name: "q931",
        check: messages::q931,
    },
    Target {
        name: "h225",
        check: messages::h225,
    },
    Target {
        name: "h245",
        check: messages::h245,
    },
    Target {
        name: "ras",
        check: messages::ras,
    },
    Target {
        name: "fast_start",
        check: messages::fast_start,
    },
    Target {
        name: "signalling",
        check: messages::signalling,
    },
    Target {
        name: "capture",
        check: files::capture,
    },
    Target {
        name: "incoming",
        check: incoming::incoming,
    },
    Target {
        name: "decode",
        check: files::decode,
    },
    Target {
        name: "request",
        check: files::request,
    },
    Target {
        name: "calling",
        check: calls::calling,
    },
    Target {
        name: "called",
        check: calls::called,
    },
    Target {
        name: "registration",
        check: registrations::registration,
    },
    Target {
        name: "permission",
        check: registrations::permission,
    },
];

/// The target with that name.
///
/// # Panics
/// If there is no such target.
#[must_use]
pub fn target(name: &str) -> Target {
    let found = TARGETS.into_iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("no target {name}"))
}
