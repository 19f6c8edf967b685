//! H.245: the exchange in an H.245 channel, over any carrier.
//!
//! Each signalling entity of H.245 annex C is one small state machine: [`msdse`](self), `cese`,
//! `lcse`, `mrse`. [`Session`] holds them together, and has the procedures without states of their
//! own (round trip, maintenance loop). The entities do not know how messages travel; the call
//! decides that.

mod capability;
mod cese;
mod data_type;
mod fast_connect;
mod fast_start;
mod lcse;
mod message;
mod mrse;
mod msdse;
mod pause;
mod pdu;
mod policy;
mod record;
mod says;
mod session;
mod user_input;
mod writer;

pub use capability::{
    CapabilityDetails, CapabilityEntry, CapabilityMedia, MediaDirection, Packet, PacketUnit,
    PictureFormat, Tempo, identified,
};
pub(crate) use capability::{
    audio_packet, max_bit_rate, parameter, parameter_value, picture_rate, rate,
};
pub use cese::Announced;
pub use data_type::Media;
pub use fast_connect::accept_fast_start;
pub use fast_start::{ChannelRecord, FastStartChannel, fast_start};
pub use lcse::{ChannelState, LogicalChannel};
pub(crate) use message::transport;
pub use message::{H245Message, Kind, Loop, OfferedChannel, Role, Understood};
pub use mrse::{AskedMode, ModeState, T109};
pub use msdse::Decision;
pub use pause::Pause;
pub use pdu::{ChannelRejection, Codec, ModeRejection, ModeResponse, Pdu};
pub use policy::{Asked, ChannelPolicy};
pub use record::H245Record;
pub use session::{Session, SessionConfig};
pub use user_input::UserInput;
pub use writer::{forward_channel, version_for, write};
