//! The answer of a part to an input. The call acts on it.

use super::end::{EndReason, EndedBy};

/// The next step of the call.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The call goes on.
    GoesOn,
    /// Called side: Setup has arrived.
    SetUp,
    /// The peer has answered.
    Answered,
    /// H.245 has nothing more to tell, so the call is held as long as requested.
    Hold,
    /// The call ends.
    End(EndedBy, EndReason),
    /// The peer has released the call.
    Released,
}
