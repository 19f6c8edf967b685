//! ASN.1 types of the H.323 family, their tables, and the aligned PER that goes by them.
//!
//! [`h225`] holds H.225.0 with RAS, [`h245`] all of H.245, [`h235`] what H.225.0 takes from H.235,
//! [`h450`] the supplementary services, and [`h460`] what its series puts into octets of these.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;
// What is derived names this crate from outside.
extern crate self as h323_asn1;

pub mod codec;
pub mod h225;
pub mod h235;
pub mod h245;
pub mod h450;
pub mod h460;
pub mod text;

/// What can be read: every type here.
pub use rasn::Decode;

/// The types of rasn that ours are made of, but for BMPString: see [`text`].
pub use rasn::types;
