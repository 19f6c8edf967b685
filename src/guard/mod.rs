//! Who may request a call, and who may be called.
//!
//! The rules that do not need the platform are here, with their tests. [`desk`] asks the platform for
//! the rest. Only this module makes a [`target::Allowed`].

pub mod assertion;
pub mod book;
pub mod caller;
pub mod contact;
pub mod demo;
pub mod dials;
pub mod numbers;
pub mod ports;
pub mod provenance;
pub mod target;
pub mod token;

#[cfg(target_arch = "wasm32")]
pub(crate) mod access;
#[cfg(target_arch = "wasm32")]
pub(crate) mod desk;
#[cfg(target_arch = "wasm32")]
pub(crate) mod exchange;
#[cfg(target_arch = "wasm32")]
pub(crate) mod object;
#[cfg(target_arch = "wasm32")]
pub(crate) mod seat;
#[cfg(target_arch = "wasm32")]
pub(crate) mod switchboard;

/// A refusal that does not depend on the content of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status of the answer.
    pub status: u16,
    /// The problem and its remedy, for the client.
    pub text: String,
    /// Seconds until a retry may succeed, or `None` if waiting does not help.
    pub retry_after: Option<u64>,
}

impl Refused {
    /// A refusal that stays however long the client waits.
    #[must_use]
    pub fn new(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
            retry_after: None,
        }
    }

    /// A refusal that ends after so many seconds.
    #[must_use]
    pub fn for_now(status: u16, text: impl Into<String>, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(status, text)
        }
    }
}
