//! A calling and a called [`Call`] under one clock, with a network between them that a test can
//! make worse.

use std::collections::VecDeque;

use h323_proto::{
    call::{Call, CalledAction, CalledConfig, CallingConfig, Channel, Closed, Input, Side},
    q931::CallState,
    time::{Duration, Instant},
};

use super::{PEER, Random, Seen, entropy};

/// What happens to octets on their way.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// How long they take.
    pub(crate) delay: Duration,
    /// Most octets in a segment; segments are sent and arrive one by one.
    pub(crate) segment: usize,
    /// Segments that wait for one another and arrive as one.
    pub(crate) coalesce: bool,
    /// From when on nothing arrives any more.
    pub(crate) dead_from: Option<Instant>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            delay: Duration::from_millis(20),
            segment: 1460,
            coalesce: false,
            dead_from: None,
        }
    }
}

#[derive(Debug)]
enum Parcel {
    Octets(Vec<u8>),
    Fin,
}

/// One end: the call, what it put out, and what is on its way to it.
#[derive(Debug)]
pub(crate) struct End {
    pub(crate) call: Call,
    pub(crate) seen: Seen,
    incoming: VecDeque<(Instant, Parcel)>,
    gone: bool,
}

impl End {
    fn new(call: Call) -> Self {
        Self {
            call,
            seen: Seen::default(),
            incoming: VecDeque::new(),
            gone: false,
        }
    }
}

/// Both ends of a call.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) now: Instant,
    pub(crate) calling: End,
    pub(crate) called: End,
    network: Network,
    /// What the called side does, each after the time since the one before; the first after Setup.
    plan: VecDeque<(Duration, CalledAction)>,
    due: Option<Instant>,
}

impl Pair {
    pub(crate) fn new(config: CallingConfig, network: Network) -> Self {
        let now = Instant::from_millis(5_000);
        let mut called = CalledConfig::default();
        called.terms.display = Some("Called".into());
        let mut pair = Self {
            now,
            calling: End::new(Call::calling(PEER.into(), config, entropy(), now)),
            called: End::new(Call::called(called, entropy(), now)),
            network,
            plan: VecDeque::new(),
            due: None,
        };
        pair.drain();
        pair
    }

    /// What the called side is to do once Setup has come.
    pub(crate) fn plan(&mut self, plan: impl IntoIterator<Item = (Duration, CalledAction)>) {
        self.plan.extend(plan);
    }

    /// Opens the connection, with the time of a TCP handshake.
    pub(crate) fn connect(&mut self) {
        self.now = self.now + self.network.delay * 2;
        self.feed(
            Side::Calling,
            Input::Connected(Channel::CallSignalling, Some(PEER)),
        );
    }

    /// Gives an input to one end.
    pub(crate) fn feed(&mut self, side: Side, input: Input<'_>) {
        let now = self.now;
        self.end(side).call.handle(input, now);
        self.drain();
    }

    /// One end's process dies: its connection closes without a word from it.
    pub(crate) fn vanish(&mut self, side: Side) {
        self.end(side).gone = true;
        self.post(side, Parcel::Fin);
    }

    /// Runs until nothing is left to happen.
    pub(crate) fn run(&mut self) {
        while self.step() {}
    }

    /// Runs until `until`, or until nothing is left to happen.
    pub(crate) fn run_until(&mut self, until: Instant) {
        while self.next().is_some_and(|next| next <= until) {
            self.step();
        }
        self.now = self.now.max(until);
    }

    fn next(&self) -> Option<Instant> {
        let ends = [&self.calling, &self.called];
        let deadlines = ends
            .iter()
            .filter(|end| !end.gone)
            .filter_map(|end| end.seen.deadline);
        let arrivals = ends
            .iter()
            .filter_map(|end| end.incoming.front().map(|(at, _)| *at));
        deadlines.chain(arrivals).chain(self.due).min()
    }

    fn step(&mut self) -> bool {
        let Some(next) = self.next() else {
            return false;
        };
        assert!(next >= self.now || self.due.is_some_and(|due| due == next));
        self.now = self.now.max(next);
        let now = self.now;
        if self.due.is_some_and(|due| due <= now) {
            self.due = None;
            self.act();
            return true;
        }
        for side in [Side::Called, Side::Calling] {
            if self
                .end(side)
                .incoming
                .front()
                .is_some_and(|(at, _)| *at <= now)
            {
                self.deliver(side);
                return true;
            }
            let end = self.end(side);
            if !end.gone && end.seen.deadline.is_some_and(|at| at <= now) {
                self.feed(side, Input::Timeout);
                return true;
            }
        }
        true
    }

    fn act(&mut self) {
        if let Some((_, action)) = self.plan.pop_front()
            && !self.called.gone
        {
            // A caller that has released already makes an action a misuse.
            let _ = self.called.call.act(action, self.now);
            self.due = self.plan.front().map(|(wait, _)| self.now + *wait);
        }
        self.drain();
    }

    fn deliver(&mut self, side: Side) {
        let now = self.now;
        let coalesce = self.network.coalesce;
        let end = self.end(side);
        let Some((_, parcel)) = end.incoming.pop_front() else {
            return;
        };
        if end.gone {
            return;
        }
        match parcel {
            Parcel::Octets(mut octets) => {
                while coalesce
                    && matches!(end.incoming.front(), Some((at, Parcel::Octets(_))) if *at <= now)
                    && let Some((_, Parcel::Octets(more))) = end.incoming.pop_front()
                {
                    octets.extend(more);
                }
                self.feed(side, Input::Received(Channel::CallSignalling, &octets));
            }
            Parcel::Fin => {
                self.feed(side, Input::Closed(Channel::CallSignalling, Closed::ByPeer));
            }
        }
        if side == Side::Called
            && self.called.call.state() == CallState::CallPresent
            && self.due.is_none()
        {
            self.due = self.plan.front().map(|(wait, _)| self.now + *wait);
        }
    }

    fn drain(&mut self) {
        for side in [Side::Calling, Side::Called] {
            let end = self.end(side);
            let closed_before = end.seen.closes;
            let written = end.seen.drain(&mut end.call);
            let closes = end.seen.closes > closed_before;
            for octets in written {
                self.post(side, Parcel::Octets(octets));
            }
            if closes {
                self.post(side, Parcel::Fin);
            }
        }
    }

    /// Sends something from one end to the other.
    fn post(&mut self, from: Side, parcel: Parcel) {
        let at = self.now + self.network.delay;
        if self.network.dead_from.is_some_and(|dead| at >= dead) {
            return;
        }
        let segment = self.network.segment;
        let to = self.end(match from {
            Side::Calling => Side::Called,
            Side::Called => Side::Calling,
        });
        match parcel {
            Parcel::Octets(octets) => to.incoming.extend(
                octets
                    .chunks(segment)
                    .map(|chunk| (at, Parcel::Octets(chunk.to_vec()))),
            ),
            Parcel::Fin => to.incoming.push_back((at, Parcel::Fin)),
        }
    }

    fn end(&mut self, side: Side) -> &mut End {
        match side {
            Side::Calling => &mut self.calling,
            Side::Called => &mut self.called,
        }
    }

    /// A delay that is different in every run of `random`, up to `most` milliseconds.
    pub(crate) fn some_delay(random: &mut Random, most: usize) -> Duration {
        Duration::from_millis(random.below(most) as u64)
    }
}
