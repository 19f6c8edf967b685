//! RAS, registration, admission and status: everything reachable from [`RasMessage`], which an
//! endpoint and a gatekeeper exchange over UDP, or in call signalling (H.460.17).

mod admission;
mod bandwidth;
mod discovery;
mod disengage;
mod gatekeeper;
mod info;
mod location;
mod message;
mod other;
mod registration;
mod resources;
mod service_control;
mod unregistration;

pub use admission::*;
pub use bandwidth::*;
pub use discovery::*;
pub use disengage::*;
pub use gatekeeper::*;
pub use info::*;
pub use location::*;
pub use message::*;
pub use other::*;
pub use registration::*;
pub use resources::*;
pub use service_control::*;
pub use unregistration::*;
