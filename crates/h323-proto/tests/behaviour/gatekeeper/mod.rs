//! How a [`Registration`](h323_proto::gatekeeper::Registration) behaves. One file for each
//! behaviour.

mod admission;
mod desk;
mod discovery;
mod expiry;
mod hostile;
mod inquiries;
mod permission;
mod proofs;
mod registered;
mod rejects;
mod routed_call;
mod silence;
mod unreachable;
