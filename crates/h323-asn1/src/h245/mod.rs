//! H.245 version 16 (05/2011): everything reachable from
//! [`MultimediaSystemControlMessage`], which is all of its module.
//!
//! Names and optional additions are as in [`h225`](crate::h225). `new` takes the
//! mandatory components of the root but BOOLEANs, which start out false; types
//! that have no others implement `Default` instead.
//!
//! A SET OF is a `Vec`: PER encodes it as a SEQUENCE OF, and only canonical PER
//! orders it. An alternative of a CHOICE or an optional component of more than
//! 64 octets on a 32-bit machine is boxed, and so is one that contains itself.

mod address;
mod answer;
mod audio_capability;
mod audio_mode;
mod capability;
mod command;
mod conference;
mod data_capability;
mod determination;
mod entry;
mod generic_capability;
mod h263_capability;
mod h263_options;
mod indication;
mod maintenance;
mod message;
mod miscellaneous_command;
mod mode;
mod multilink;
mod multiplex_capability;
mod mux_channel;
mod open;
mod rtp_channel;
mod transport_capability;
mod user_input;
mod video_capability;
mod video_mode;

pub use address::*;
pub use answer::*;
pub use audio_capability::*;
pub use audio_mode::*;
pub use capability::*;
pub use command::*;
pub use conference::*;
pub use data_capability::*;
pub use determination::*;
pub use entry::*;
pub use generic_capability::*;
pub use h263_capability::*;
pub use h263_options::*;
pub use indication::*;
pub use maintenance::*;
pub use message::*;
pub use miscellaneous_command::*;
pub use mode::*;
pub use multilink::*;
pub use multiplex_capability::*;
pub use mux_channel::*;
pub use open::*;
pub use rtp_channel::*;
pub use transport_capability::*;
pub use user_input::*;
pub use video_capability::*;
pub use video_mode::*;
