//! The call of a registration: from its admission to its end.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{Plan, Registration, Stage};
use crate::{
    call::{self, Call, CallingConfig, Channel, Entropy, Target},
    gatekeeper::{
        event::{Admitted, Event, Line, Outcome, Output},
        exchange::Request,
        terms::Transport,
    },
    h225::{Alias, PeerAddress},
    time::{Duration, Instant},
};

/// How long a driver may take to decide about a call.
const PATIENCE: Duration = Duration::from_secs(10);

/// A call that is admitted.
#[derive(Debug)]
pub(super) struct Next {
    target: Target,
    config: CallingConfig,
    entropy: Entropy,
}

impl Registration {
    /// The gatekeeper lets the call happen.
    pub(super) fn admitted(&mut self, admitted: &Admitted, destination: Vec<Alias>) {
        let (Some(plan), false) = (self.plan.take(), self.leaving) else {
            return self.leave();
        };
        let Plan {
            mut config,
            entropy,
        } = *plan;
        self.shared = self.transport == Transport::H46017 && admitted.routed;
        let target = match &admitted.destination {
            Some(PeerAddress::Ip(address))
                if address.port() != 0 && !address.ip().is_unspecified() =>
            {
                Target::from(*address)
            }
            _ if self.shared => self.target.clone(),
            _ => {
                let outcome = Outcome::Incomplete(Request::Admission, "destCallSignalAddress");
                self.ends(outcome);
                return self.leave();
            }
        };
        if !destination.is_empty() {
            config.setup.call(destination);
            config.overlap = None;
        }
        let next = Next {
            target,
            config,
            entropy,
        };
        if self.asks {
            self.next = Some(Box::new(next));
            self.stage = Stage::Asking(self.now + PATIENCE);
        } else {
            self.place(next);
        }
    }

    /// Lets the driver decide whether the call may go where the gatekeeper says. Then it waits after
    /// [`Event::Admitted`] with a call in [`next`](Self::next), until [`go_on`](Self::go_on).
    #[must_use]
    pub const fn asking(mut self) -> Self {
        self.asks = true;
        self
    }

    /// The call that waits for the driver's decision, and the address to dial for it. Without one,
    /// it uses the connection to the gatekeeper.
    #[must_use]
    pub fn next(&self) -> Option<(Option<&Target>, &CallingConfig)> {
        let next = self.next.as_ref()?;
        Some(((!self.shared).then_some(&next.target), &next.config))
    }

    /// Places the call that waits, or ends everything; the text says why.
    pub fn go_on(&mut self, allowed: Result<(), String>, now: Instant) {
        self.now = self.now.max(now);
        let Some(next) = self.next.take() else {
            return;
        };
        match allowed {
            Ok(()) => self.place(*next),
            Err(why) => {
                self.ends(Outcome::NotAllowed(why));
                self.leave();
            }
        }
    }

    fn place(&mut self, next: Next) {
        let Next {
            target,
            mut config,
            entropy,
        } = next;
        if let Some(granted) = self.course.granted() {
            let identifier = &granted.endpoint_identifier;
            self.admission.endpoint_identifier.clone_from(identifier);
        }
        self.admission.shares = self.shared;
        self.admission.signer = self.course.signer(self.now);
        config.admission = Some(self.admission.clone());
        self.stage = Stage::Calling;
        self.call = Some(Box::new(Call::calling(target, config, entropy, self.now)));
        self.drain_call();
    }

    pub(super) fn call_input(&mut self, input: call::Input<'_>) {
        if let Some(call) = &mut self.call {
            call.handle(input, self.now);
            self.drain_call();
        }
    }

    fn drain_call(&mut self) {
        let (mut opens, mut ended) = (false, false);
        while let Some(call) = &mut self.call {
            let output = match call.poll_output() {
                call::Output::Connect(Channel::CallSignalling, _) if self.shared => {
                    opens = true;
                    continue;
                }
                call::Output::Close(Channel::CallSignalling) if self.shared => continue,
                call::Output::Timeout(_) if opens => {
                    // The connection to the gatekeeper is open already.
                    opens = false;
                    let input = call::Input::Connected(Channel::CallSignalling, self.peer);
                    call.handle(input, self.now);
                    continue;
                }
                call::Output::Timeout(deadline) => {
                    self.call_deadline = deadline;
                    break;
                }
                call::Output::Connect(channel, target) => {
                    Output::Connect(Line::Call(channel), target)
                }
                call::Output::Close(channel) => Output::Close(Line::Call(channel)),
                call::Output::Transmit(Channel::CallSignalling, octets) if self.shared => {
                    Output::Transmit(Line::Ras, octets)
                }
                call::Output::Transmit(channel, octets) => {
                    Output::Transmit(Line::Call(channel), octets)
                }
                call::Output::Event(event) => {
                    ended |= matches!(event, call::Event::Ended(..));
                    Output::Event(Event::Call(event))
                }
            };
            self.out.push_back(output);
        }
        if ended {
            self.done = self.call.take();
            self.call_deadline = None;
            self.ends(Outcome::Done);
            self.leave();
        }
    }
}
