//! The endpoint as users run it: a process of its own, called over TCP.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod addresses;
mod call;
mod capture;
mod decode;
mod dns;
mod during;
mod gatekeeper;
mod listen;
mod monitor;
mod options;
mod recorded;
mod register;
mod scenarios;
mod support;
mod tls;
