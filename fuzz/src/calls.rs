//! Whole calls: octets, closes, timeouts and clocks in any order.

use std::net::SocketAddr;

use h323_proto::{
    call::{
        Call, CalledAction, CalledConfig, CallingConfig, Channel, Closed, Entropy, Event, H245Mode,
        Input, Output, Target,
    },
    q931::{Message, MessageType},
    time::{Duration, Instant},
    tpkt,
};

/// More outputs than this for one input mean that the call never comes to rest.
const OUTPUTS: usize = 10_000;

/// A call that receives only timeouts ends within so many deadlines.
const DEADLINES: usize = 200;

const CHANNELS: [Channel; 2] = [Channel::CallSignalling, Channel::H245Control];

pub(crate) fn calling(octets: &[u8]) {
    let mut script = Octets(octets);
    let options = script.next();
    let mut config = CallingConfig::default();
    config.terms.h245_tunnelling = options & 1 == 0;
    config.terms.h245 = match options >> 1 & 3 {
        0 => H245Mode::Off,
        1 => H245Mode::Tunnelled,
        _ => H245Mode::Auto,
    };
    config.fast_start = options & 8 != 0;
    config.terms.limits.hold = Duration::from_secs(u64::from(options >> 4));
    config.setup.called_number = Some("2000".into());
    let target = Target {
        host: "192.0.2.10".into(),
        port: 1720,
    };
    let call = Call::calling(target, config, entropy(), Instant::ORIGIN);
    Driver::new(call).run(script);
}

pub(crate) fn called(octets: &[u8]) {
    let call = Call::called(CalledConfig::default(), entropy(), Instant::ORIGIN);
    let mut driver = Driver::new(call);
    driver.lines[0] = Line::Open;
    driver.run(Octets(octets));
}

/// The octets that the target has not used yet.
struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    fn next(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Closed,
    Asked,
    Open,
}

struct Driver {
    call: Call,
    now: Instant,
    deadline: Option<Instant>,
    lines: [Line; 2],
    ends: usize,
    releases: usize,
}

impl Driver {
    fn new(call: Call) -> Self {
        let mut driver = Self {
            call,
            now: Instant::ORIGIN,
            deadline: None,
            lines: [Line::Closed; 2],
            ends: 0,
            releases: 0,
        };
        driver.drain();
        driver
    }

    fn run(mut self, mut script: Octets<'_>) {
        while !script.0.is_empty() && !self.call.is_over() {
            self.step(&mut script);
        }
        // From here on only timeouts happen.
        let mut woken = 0;
        while let Some(deadline) = self.deadline {
            self.now = self.now.max(deadline);
            self.input(Input::Timeout);
            woken += 1;
            assert!(woken < DEADLINES, "a call that never ends");
        }
        assert!(self.call.is_over(), "a call without a deadline is over");
        assert_eq!(self.ends, 1, "a call ends once");
        assert!(self.releases <= 1, "a call is released once");
    }

    /// Performs the step that the next octets describe.
    fn step(&mut self, script: &mut Octets<'_>) {
        let step = script.next();
        let line = usize::from(step >> 7);
        let channel = CHANNELS[line];
        match (step & 0x0f, self.lines[line]) {
            (0, Line::Asked) => {
                self.lines[line] = Line::Open;
                let peer = SocketAddr::from(([192, 0, 2, 10], 1720));
                let known = (step & 0x10 != 0).then_some(peer);
                self.input(Input::Connected(channel, known));
            }
            (1, Line::Asked) => {
                self.lines[line] = Line::Closed;
                let closed = Closed::Failed("refused".into());
                self.input(Input::Closed(channel, closed));
            }
            (2, Line::Open) => {
                self.lines[line] = Line::Closed;
                self.input(Input::Closed(channel, Closed::ByPeer));
            }
            (3, Line::Open) => {
                self.lines[line] = Line::Closed;
                let closed = Closed::Failed("reset".into());
                self.input(Input::Closed(channel, closed));
            }
            // Any octets.
            (4, Line::Open) => {
                let length = usize::from(script.next());
                self.input(Input::Received(channel, script.take(length)));
            }
            // A complete packet.
            (5..=9, Line::Open) => {
                let length = u16::from_be_bytes([script.next(), script.next()]);
                let length = usize::from(length);
                if let Ok(packet) = tpkt::encode(script.take(length)) {
                    self.input(Input::Received(channel, &packet));
                }
            }
            (10, _) => {
                self.now = self.now + Duration::from_millis(u64::from(script.next()) * 100);
                self.input(Input::Timeout);
            }
            (11, _) => self.input(Input::Hangup),
            (12.., _) => self.act(step >> 4 & 7),
            _ => {}
        }
    }

    /// Performs an action of the called side; a calling side refuses it.
    fn act(&mut self, which: u8) {
        let action = match which {
            0 => CalledAction::CallProceeding,
            1 => CalledAction::Alerting,
            2 => CalledAction::StartH245,
            3 => CalledAction::EndSession,
            4 => CalledAction::StatusInquiry,
            5 => CalledAction::SetupAcknowledge,
            _ => CalledAction::Connect,
        };
        let _ = self.call.act(action, self.now);
        self.drain();
    }

    fn input(&mut self, input: Input<'_>) {
        self.call.handle(input, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        for _ in 0..OUTPUTS {
            match self.call.poll_output() {
                Output::Connect(channel, target) => {
                    assert!(target.port != 0, "port 0 is dialled");
                    *self.line(channel) = Line::Asked;
                }
                Output::Transmit(channel, octets) => {
                    assert_eq!(*self.line(channel), Line::Open, "nobody reads this");
                    assert!(self.ends == 0, "something is said after the end");
                    self.sent(channel, &octets);
                }
                Output::Close(channel) => *self.line(channel) = Line::Closed,
                Output::Event(Event::Ended(..)) => self.ends += 1,
                Output::Event(_) => assert_eq!(self.ends, 0, "the end is the last event"),
                Output::Timeout(deadline) => {
                    assert_eq!(deadline.is_none(), self.call.is_over());
                    self.deadline = deadline;
                    return;
                }
            }
        }
        panic!("more than {OUTPUTS} outputs for one input");
    }

    fn sent(&mut self, channel: Channel, octets: &[u8]) {
        assert_eq!(octets.first(), Some(&3), "a TPKT");
        if channel == Channel::CallSignalling && octets.len() > 4 {
            let message = Message::decode(&octets[4..]).expect("what we send can be read");
            if message.message_type == MessageType::ReleaseComplete {
                self.releases += 1;
            }
        }
    }

    fn line(&mut self, channel: Channel) -> &mut Line {
        &mut self.lines[usize::from(channel == Channel::H245Control)]
    }
}

fn entropy() -> Entropy {
    Entropy::new([7; Entropy::OCTETS])
}
