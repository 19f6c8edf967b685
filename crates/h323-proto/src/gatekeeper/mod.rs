//! Behind a gatekeeper (H.323 7, H.225.0 7.7–7.20, H.460.17).
//!
//! [`Registration`] finds a gatekeeper and registers with it, asks it to admit a call, places the
//! call, tells the gatekeeper when the call is over, and ends the registration. Like a
//! [`Call`](crate::call::Call), it has no I/O.
//!
//! RAS travels in datagrams or, over H.460.17, on the connection of call signalling. There the call
//! uses the same connection if the gatekeeper routes it.
//!
//! This driver has a gatekeeper that accepts the connection and stays silent:
//!
//! ```
//! use std::net::SocketAddr;
//!
//! use h323_proto::{
//!     call::Target,
//!     gatekeeper::{
//!         Event, GatekeeperTerms, Input, Line, Outcome, Output, Registration, Request,
//!         Surroundings,
//!     },
//!     h225::Alias,
//!     time::Instant,
//! };
//!
//! let gatekeeper = Target::from(SocketAddr::from(([192, 0, 2, 1], 1720)));
//! let terms = GatekeeperTerms {
//!     aliases: vec![Alias::DialedDigits("1000".into())],
//!     ..GatekeeperTerms::default()
//! };
//! // From the system's clock and source of randomness.
//! let surroundings = Surroundings { seconds: 1_795_433_883, random: 7, local: None };
//!
//! let mut now = Instant::ORIGIN;
//! let mut registration = Registration::new(gatekeeper, terms, None, surroundings, now)?;
//! let (mut written, mut end) = (Vec::new(), None);
//! while end.is_none() {
//!     let mut input = Input::Timeout;
//!     loop {
//!         match registration.poll_output() {
//!             Output::Connect(line, _) => input = Input::Connected(line, None),
//!             Output::Transmit(Line::Ras, octets) => written.push(octets),
//!             Output::Transmit(..) | Output::Close(_) => {}
//!             Output::Event(Event::Ended(how, _)) => end = Some(how),
//!             Output::Event(_) => {}
//!             Output::Timeout(deadline) => {
//!                 if let (Input::Timeout, Some(deadline)) = (&input, deadline) {
//!                     now = deadline;
//!                 }
//!                 break;
//!             }
//!         }
//!     }
//!     registration.handle(input, now);
//! }
//! // A registration request went out, and nobody answered it. It may have arrived all the same: an
//! // unregistration request followed.
//! assert_eq!(written.len(), 2);
//! assert_eq!(end.unwrap().outcome, Outcome::NoAnswer(Request::Registration));
//! # Ok::<(), h323_asn1::codec::EncodeError>(())
//! ```

mod answer;
mod course;
mod event;
mod exchange;
pub mod h46017;
mod heard;
mod inquiry;
mod registration;
mod security;
mod terms;
mod writer;

pub use event::{
    Admitted, Discovered, End, Event, Granted, Input, Line, Local, Oddity, Outcome, Output,
    RasEvent, Reject,
};
pub use exchange::Request;
pub use registration::{Plan, Registration, Surroundings};
pub use terms::{GatekeeperTerms, RasLimits, Transport};
