//! TLS without I/O, for call signalling over TLS (H.460.22) and the H.245 connection beside it.
//!
//! A [`Session`] takes the octets that arrive, and gives the octets to send and the plaintext. It has
//! no sockets and no clock: the driver gives it the time. Its [`account`](Session::account) says what
//! was agreed on and what the other side showed, also after a handshake that failed.
//!
//! All protocol and all cryptography is in rustls and its provider of RustCrypto's algorithms, the
//! same in the Worker and natively. Here are the choice of certificates, the reading of them for
//! people, and words for what went wrong.
#![forbid(unsafe_code)]

mod certificate;
mod objections;
mod opening;
mod provider;
#[cfg(feature = "server")]
mod server;
mod session;
mod signatures;
mod verifier;

#[cfg(feature = "server")]
pub use server::{Credentials, CredentialsError, Wish};
pub use session::Session;

#[cfg(test)]
mod tests;
