//! What a part of a call makes of an input, for the call to act on.

use super::end::{EndReason, EndedBy};

/// What is to become of the call.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Nothing: it goes on.
    GoesOn,
    /// Called side: Setup is here.
    SetUp,
    /// The peer has answered.
    Answered,
    /// H.245 has nothing more to tell: the call is held as long as asked.
    Hold,
    /// It ends.
    End(EndedBy, EndReason),
    /// The peer has released it.
    Released,
}
