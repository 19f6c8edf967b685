//! H.323 call signalling without I/O: H.225.0 and Q.931 over TPKT, H.245 in the tunnel or on a
//! connection of its own, and the state machine of a call on either side.
//!
//! The crate has no clock, no socket and no randomness. The driver of a [`call::Call`] puts in
//! octets and the time. It takes out octets, requests for connections, events and the next
//! deadline. One invariant: **after every input, drain `poll_output` until it yields
//! `Output::Timeout`**, and come back no later than the time in it.
//!
//! This driver has an endpoint that accepts the connection and stays silent. A real driver reads
//! sockets and a clock; this one counts the time:
//!
//! ```
//! use std::net::SocketAddr;
//!
//! use h323_proto::{
//!     call::{Call, CallingConfig, EndReason, Entropy, Event, Input, Output, Target, Timer},
//!     time::Instant,
//! };
//!
//! let target = Target::from(SocketAddr::from(([192, 0, 2, 10], 1720)));
//! let mut config = CallingConfig::default();
//! config.setup.called_number = Some("2000".into());
//! // From the system's source of randomness.
//! let entropy = Entropy::new([7; Entropy::OCTETS]);
//!
//! let mut now = Instant::ORIGIN;
//! let mut call = Call::calling(target, config, entropy, now);
//! let (mut written, mut end) = (Vec::new(), None);
//! while end.is_none() {
//!     let mut input = Input::Timeout;
//!     loop {
//!         match call.poll_output() {
//!             // Dial `target`; `Input::Closed` if that fails.
//!             Output::Connect(channel, target) => {
//!                 assert_eq!(target.host, "192.0.2.10");
//!                 input = Input::Connected(channel, None);
//!             }
//!             Output::Transmit(_, octets) => written.push(octets),
//!             Output::Close(_) => {}
//!             Output::Event(Event::Ended(how, _)) => end = Some(how),
//!             Output::Event(_) => {}
//!             // Wait for the sockets until `deadline`. Whatever comes first is the next input:
//!             // `Input::Received`, `Input::Closed`, or `Input::Timeout`.
//!             Output::Timeout(deadline) => {
//!                 if let (Input::Timeout, Some(deadline)) = (&input, deadline) {
//!                     now = deadline;
//!                 }
//!                 break;
//!             }
//!         }
//!     }
//!     call.handle(input, now);
//! }
//! // Setup went out, nobody answered it within T303, and Release Complete said so.
//! assert_eq!(written.len(), 2);
//! assert_eq!(end.unwrap().reason, EndReason::TimedOut(Timer::T303));
//! ```
//!
//! A call that an endpoint may redirect is driven as a [`placement::Placement`].
//!
//! Every received message is kept twice, because a tester shows both: whole as it arrived, even
//! where it means nothing to us, and as we understand it.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod address;
pub mod call;
pub mod diagnosis;
mod element_id;
pub mod error;
pub mod gatekeeper;
pub mod h225;
pub mod h235;
pub mod h245;
pub mod h450;
mod named;
pub mod placement;
/// The tests of behaviour have the same.
#[cfg(test)]
#[path = "../tests/behaviour/support/plain.rs"]
mod plain;
pub mod q931;
pub mod ras;
mod reader;
pub mod srv;
pub mod summary;
pub mod text;
pub mod time;
pub mod tls;
pub mod tpkt;
mod view;
pub mod words;
