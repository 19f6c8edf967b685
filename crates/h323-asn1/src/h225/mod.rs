//! H.225.0 version 7 (12/2009): everything reachable from
//! [`H323UserInformation`], which call signalling carries, and from [`RasMessage`], which endpoints
//! and gatekeepers exchange.
//!
//! Types keep the names of the Recommendation without their hyphens, and every
//! component and alternative answers to the Recommendation's own identifier in
//! a decoded tree. An unnamed inner type is named after
//! its parent and its component: [`H323UUPDUH323MessageBody`].
//!
//! Extension additions are all `Option`, also those the module makes mandatory:
//! endpoints of versions 1 and 2 leave them out, and that must not lose a message.
//! A writer fills in the additions that its claimed version demands.
//!
//! Types are `#[non_exhaustive]` because rasn reads the extension marker of a
//! type from that attribute. Build them with `new` (mandatory components of the
//! root) or, for a type of BOOLEANs only, with `Default` (all false), then set the
//! rest.
//!
//! When you add types: rasn 0.30 takes the constraints of an extension
//! addition from the field's own attribute and ignores those of the field's
//! type, so an addition that is a number or a sized string repeats them there.

mod address;
mod common;
mod endpoint;
mod message;
mod ras;
mod security;
mod service;
mod setup;

pub use address::*;
pub use common::*;
pub use endpoint::*;
pub use message::*;
pub use ras::*;
pub use security::*;
pub use service::*;
pub use setup::*;
