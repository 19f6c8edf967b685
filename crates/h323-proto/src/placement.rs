//! A call, and the calls that follow where the peer redirects it (H.323 8.4).
//!
//! The driver feeds the call and drains it as ever. When it is over, [`Placement::go_on`] says
//! whether another takes its place; then the driver goes on with that.

use crate::{
    call::{Call, CallingConfig, Entropy, Input, Output, Redirect, Target},
    time::Instant,
};
use alloc::{
    format,
    string::{String, ToString},
};

/// Most redirects of one call that are followed.
const HOPS: u8 = 2;

/// A call and the redirects that follow it.
#[derive(Debug)]
pub struct Placement {
    call: Call,
    /// How many redirects were followed.
    hops: u8,
    /// When the call began that is up now.
    since: Instant,
}

/// Where the peer sent a call, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// What the peer said.
    pub redirect: Redirect,
    /// Whether a call went there.
    pub fate: Fate,
    /// How many messages the call had received that was sent elsewhere.
    pub messages: u32,
}

/// What was made of a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A call goes there.
    Followed(Target),
    /// Redirects were not to be followed.
    NotWanted,
    /// It could not or must not be followed; why.
    Refused(String),
}

impl Placement {
    /// Places the first call.
    #[must_use]
    pub fn new(target: Target, config: CallingConfig, entropy: Entropy, now: Instant) -> Self {
        Self {
            call: Call::calling(target, config, entropy, now),
            hops: 0,
            since: now,
        }
    }

    /// The call that is up now, or was the last.
    #[must_use]
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// The same, for a driver of calls.
    pub const fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }

    /// How many redirects were followed.
    #[must_use]
    pub const fn hops(&self) -> u8 {
        self.hops
    }

    /// Takes one input for the call that is up: see [`Call::handle`].
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.call.handle(input, now);
    }

    /// The next thing the driver has to do: see [`Call::poll_output`].
    pub fn poll_output(&mut self) -> Output {
        self.call.poll_output()
    }

    /// The call that goes where the last one was sent, if it was, with the time that is left; or why
    /// none can.
    #[must_use]
    pub fn next(&self, now: Instant) -> Option<Result<(Target, CallingConfig), String>> {
        Some(match self.call.redirected()? {
            Ok(_) if self.hops >= HOPS => {
                Err(format!("{HOPS} redirects of this call were followed"))
            }
            Ok((target, mut config)) => {
                let total = &mut config.terms.limits.total;
                *total = total.saturating_sub(now.since(self.since));
                Ok((target, config))
            }
            Err(why) => Err(why.to_string()),
        })
    }

    /// The call is over. If the peer sent it elsewhere, says where to and what is made of it; a call
    /// that follows is placed at once, on connections of its own.
    ///
    /// `fresh` are the identifiers of that call; without any, redirects are not followed. `allowed`
    /// says whether the [`next`](Self::next) one may be placed, or why not.
    pub fn go_on(
        &mut self,
        fresh: Option<Entropy>,
        allowed: Result<(), String>,
        now: Instant,
    ) -> Option<Onward> {
        let redirect = self.call.redirect()?.clone();
        let messages = self.call.messages_received();
        let fate = match fresh {
            None => Fate::NotWanted,
            Some(fresh) => match self.next(now)?.and_then(|next| allowed.map(|()| next)) {
                Err(why) => Fate::Refused(why),
                Ok((target, config)) => {
                    let followed = Fate::Followed(target.clone());
                    self.call = Call::calling(target, config, fresh, now);
                    self.hops += 1;
                    self.since = now;
                    followed
                }
            },
        };
        Some(Onward {
            redirect,
            fate,
            messages,
        })
    }
}
