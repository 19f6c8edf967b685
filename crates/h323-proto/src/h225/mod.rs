//! The H.225.0 part of a message: we write ours into the User-user element, and read the peer's.

mod admission;
mod alias;
mod carried;
mod country;
mod facts;
mod feature;
mod manufacturer;
mod own;
mod reason;
mod terms;
mod unread;
mod user_information;
mod writer;

pub use admission::{Admission, Signer};
pub use alias::{Alias, Numbering, transport_address};
pub use carried::Carried;
pub use country::country;
pub use facts::{EndpointKind, Facts, PeerAddress, Vendor};
pub use feature::Feature;
pub(crate) use feature::{features, of_set};
pub use manufacturer::{MANUFACTURERS, manufacturer};
pub(crate) use own::{alias_addresses, protocol_identifier};
pub use reason::{FacilityReason, ReleaseReason};
pub use terms::{CallType, ConferenceGoal, Entropy, Identity, OwnVendor, SetupOffer, SetupTerms};
pub use unread::Unread;
pub use user_information::UserInformation;
pub use writer::{FacilityContents, FacilityRedirect, FastStartAnswer, MediaTerms, Writer};
