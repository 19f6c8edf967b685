//! H.235: proofs that a side knows the password, without the password in them.
//!
//! [`Method`] lists the ways. Tokens of CAT and MD5 are values, made by [`cat`] and
//! [`password_hash`]. The token of H.235.1 covers the message that carries it: [`baseline()`] makes it
//! without its hash, and [`seal`] computes the hash over the written message and puts it in.
//! [`check`] does the same for a message that came, and says what the proof is worth.

mod baseline;
mod method;
mod password;
mod token;

pub use baseline::{Clock, Expected, Names, Proof, TOLERANCE, baseline, check, seal};
pub use method::{Auth, Method};
pub use password::{Credentials, Password};
pub use token::{cat, password_hash, user_alias};
