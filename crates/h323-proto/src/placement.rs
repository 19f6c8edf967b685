//! A call, and the calls that follow when the endpoint redirects it (H.323 8.4).
//!
//! The driver feeds and drains the call as usual. When the call is over, [`Placement::go_on`] says
//! whether another call follows. If so, the driver continues with that one.

use crate::{
    call::{Call, CallingConfig, Entropy, Input, Output, Redirect, Target},
    time::Instant,
};
use alloc::{
    format,
    string::{String, ToString},
};

/// Most redirects of one call that we follow.
const HOPS: u8 = 2;

/// A call and the redirects that follow it.
#[derive(Debug)]
pub struct Placement {
    call: Call,
    /// The number of redirects that were followed.
    hops: u8,
    /// The time at which the current call began.
    since: Instant,
}

/// The redirect of a call, and our reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// The redirect from the endpoint.
    pub redirect: Redirect,
    /// Whether we followed it.
    pub fate: Fate,
    /// The number of messages that the redirected call had received.
    pub messages: u32,
}

/// Our reaction to a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A call goes to this target.
    Followed(Target),
    /// Redirects were not requested.
    NotWanted,
    /// The redirect could not be followed, or must not be; the text says why.
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

    /// The current call, or the last one.
    #[must_use]
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// The same, mutable.
    pub const fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }

    /// The number of redirects that were followed.
    #[must_use]
    pub const fn hops(&self) -> u8 {
        self.hops
    }

    /// Takes one input for the current call: see [`Call::handle`].
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.call.handle(input, now);
    }

    /// The next task for the driver: see [`Call::poll_output`].
    pub fn poll_output(&mut self) -> Output {
        self.call.poll_output()
    }

    /// The call that follows the redirect of the last one, with the remaining time. An error says
    /// why none can follow. `None` if there was no redirect.
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

    /// Continues after the end of a call. If the endpoint redirected it, returns the redirect and
    /// our reaction. A call that follows is placed at once, on connections of its own.
    ///
    /// `fresh` are the identifiers of that call. Without them, redirects are not followed.
    /// `allowed` says whether the [`next`](Self::next) call may be placed, or why not.
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
