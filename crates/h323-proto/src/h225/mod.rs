//! The H.225.0 part of a message: what we write into the User-user element, and what we
//! understand of the peer's.

mod facts;
mod reason;
mod user_information;
mod writer;

pub use facts::{EndpointKind, Facts, PeerAddress, Vendor};
pub use reason::{FacilityReason, ReleaseReason};
pub use user_information::UserInformation;
pub use writer::{FacilityContents, FacilityRedirect, FastStartAnswer, MediaTerms, Writer};
