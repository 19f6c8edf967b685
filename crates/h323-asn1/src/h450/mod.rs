//! H.450: supplementary services, which H.225.0 carries in `h4501SupplementaryService`.
//!
//! [`H4501SupplementaryService`] is the APDU of H.450.1 around remote operations. The argument
//! of an operation is an open type there, and is kept as octets: [`operation`] names its operation,
//! and the arguments with a type here are [`CTInitiateArg`] and its neighbours.
//!
//! When you add types: an open type has the encoding of an OCTET STRING without constraint
//! (X.691 clause 11.2), so it is one here.

mod argument;
mod operation;
mod service;

pub use argument::*;
pub use operation::*;
pub use service::*;
