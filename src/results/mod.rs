//! Results of calls that are stored on request, each until a date, where the operator switches that on.
//! `docs/decisions/0013-stored-results.md` says why it is as it is.

pub mod saved;
pub mod shelf;
pub mod terms;

#[cfg(target_arch = "wasm32")]
pub(crate) mod http;
#[cfg(target_arch = "wasm32")]
pub(crate) mod object;
