//! Two sides of one call, without sockets and without a real clock.

use h323_proto::{
    call::{
        ApiMisuse, Call, CallTerms, CalledAction, CalledConfig, CallingConfig, Channel, Entropy,
        Input, Output, Side, Target,
    },
    time::{Duration, Instant},
    tpkt,
};

use super::{IPV4, Pdu};

/// A calling and a called side, connected by a vector.
pub(super) struct Pair {
    calling: Call,
    called: Call,
    now: Instant,
    /// All messages so far, in order, without TPKT.
    pub(super) wire: Vec<(Side, Vec<u8>)>,
}

impl Pair {
    /// A connected pair; Setup has arrived.
    pub(super) fn new(calling: CallingConfig, called: CallTerms) -> Self {
        Self::towards(IPV4.into(), calling, called)
    }

    /// The same, with this target in Setup.
    pub(super) fn towards(target: Target, calling: CallingConfig, called: CallTerms) -> Self {
        let now = Instant::ORIGIN;
        let mut octets = [0; Entropy::OCTETS];
        for (octet, value) in octets.iter_mut().zip(0x11..) {
            *octet = value;
        }
        let entropy = Entropy::new(octets);
        // The called side needs other random octets: with the same ones, master/slave determination
        // would be a tie.
        octets.reverse();
        let config = CalledConfig {
            terms: called,
            h245_address: None,
        };
        let mut pair = Self {
            calling: Call::calling(target, calling, entropy, now),
            called: Call::called(config, Entropy::new(octets), now),
            now,
            wire: Vec::new(),
        };
        let connected = Input::Connected(Channel::CallSignalling, None);
        pair.calling.handle(connected, now);
        pair.settle();
        pair
    }

    /// Performs an action of the called side.
    pub(super) fn called(&mut self, action: CalledAction) -> Result<(), ApiMisuse> {
        self.called.act(action, self.now)?;
        self.settle();
        Ok(())
    }

    /// Hangs up on one side.
    pub(super) fn hang_up(&mut self, side: Side) {
        let call = match side {
            Side::Calling => &mut self.calling,
            Side::Called => &mut self.called,
        };
        call.handle(Input::Hangup, self.now);
        self.settle();
    }

    /// Advances the clock of the calling side only.
    pub(super) fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
        self.calling.handle(Input::Timeout, self.now);
        self.settle();
    }

    /// Delivers octets to the calling side.
    pub(super) fn inject(&mut self, octets: &[u8]) {
        let input = Input::Received(Channel::CallSignalling, octets);
        self.calling.handle(input, self.now);
        self.settle();
    }

    /// Carries octets between the sides until both have sent everything.
    fn settle(&mut self) {
        loop {
            let from_calling = transmitted(&mut self.calling);
            let from_called = transmitted(&mut self.called);
            if from_calling.is_empty() && from_called.is_empty() {
                return;
            }
            for octets in from_calling {
                let input = Input::Received(Channel::CallSignalling, &octets);
                self.called.handle(input, self.now);
                self.keep(Side::Calling, &octets);
            }
            for octets in from_called {
                let input = Input::Received(Channel::CallSignalling, &octets);
                self.calling.handle(input, self.now);
                self.keep(Side::Called, &octets);
            }
        }
    }

    fn keep(&mut self, side: Side, octets: &[u8]) {
        let mut deframer = tpkt::Deframer::new();
        deframer.push(octets);
        while let Ok(Some(tpkt::Frame::Message { payload, .. })) = deframer.next_frame() {
            self.wire.push((side, payload));
        }
    }

    /// Adds the last message of either side to `pdus`.
    pub(super) fn take_last(self, pdus: &mut Vec<Pdu>, name: String) {
        if let Some((_, octets)) = self.wire.into_iter().next_back() {
            pdus.push(Pdu { name, octets });
        }
    }

    /// Adds the last message of `side` to `pdus`.
    pub(super) fn take_last_of(mut self, side: Side, pdus: &mut Vec<Pdu>, name: String) {
        self.wire.retain(|(from, _)| *from == side);
        self.take_last(pdus, name);
    }
}

fn transmitted(call: &mut Call) -> Vec<Vec<u8>> {
    let mut transmitted = Vec::new();
    loop {
        match call.poll_output() {
            Output::Transmit(_, octets) => transmitted.push(octets),
            Output::Timeout(_) => return transmitted,
            Output::Connect(..) | Output::Close(_) | Output::Event(_) => {}
        }
    }
}
