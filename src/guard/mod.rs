//! Who may ask for a call, and whom may be called.
//!
//! What can be decided without the platform is decided here and tested beside the code; [`desk`] asks
//! the platform for the rest. Nothing outside this room makes a [`target::Allowed`].

pub mod assertion;
pub mod book;
pub mod caller;
pub mod contact;
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
pub(crate) mod switchboard;

/// Why a request is refused, whatever is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The status of the answer.
    pub status: u16,
    /// What is wrong and what to do, for whoever sent it.
    pub text: String,
    /// Seconds after which to try again, where that can help.
    pub retry_after: Option<u64>,
}

impl Refused {
    /// A refusal that no waiting changes.
    #[must_use]
    pub fn new(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
            retry_after: None,
        }
    }

    /// A refusal that is over in so many seconds.
    #[must_use]
    pub fn for_now(status: u16, text: impl Into<String>, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(status, text)
        }
    }
}
