//! Whole registrations: octets, closes, timeouts, hang-ups and decisions in any order.

use std::net::SocketAddr;

use h323_proto::{
    call::{CallingConfig, Channel, Closed, Direction, Entropy, Target},
    gatekeeper::{
        End, Event, GatekeeperTerms, Input, Line, Local, Outcome, Output, Plan, Registration,
        Surroundings, Transport, h46017,
    },
    h225::Alias,
    h235::{Credentials, Password},
    ras::RasMessageName,
    time::{Duration, Instant},
};

/// More outputs than this for one input mean that it never comes to rest.
const OUTPUTS: usize = 10_000;

/// With nothing but timeouts it ends within so many deadlines.
const DEADLINES: usize = 1_000;

/// What we write to a gatekeeper: requests with their repetitions, and answers, which have a bound.
const WRITTEN: usize = 1_000;

const GATEKEEPER: ([u8; 4], u16) = ([192, 0, 2, 1], 1719);

pub(crate) fn registration(octets: &[u8]) {
    let Some((&options, script)) = octets.split_first() else {
        return;
    };
    Driver::new(options, false).run(script);
}

/// The same, with a driver that decides whether the call goes where the gatekeeper says: at any time,
/// more than once, by a clock that may go backwards. No call is placed that it did not allow.
pub(crate) fn permission(octets: &[u8]) {
    let Some((&options, script)) = octets.split_first() else {
        return;
    };
    Driver::new(options, true).run(script);
}

struct Driver {
    registration: Registration,
    transport: Transport,
    now: Instant,
    deadline: Option<Instant>,
    open: bool,
    unregistrations: usize,
    written: usize,
    ends: Vec<End>,
    /// Whether the driver decides about the call, and whether it has allowed it.
    asks: bool,
    allowed: bool,
}

impl Driver {
    fn new(options: u8, asks: bool) -> Self {
        let transport = match options & 1 {
            0 => Transport::H46017,
            _ => Transport::Datagram,
        };
        let terms = GatekeeperTerms {
            transport,
            aliases: vec![Alias::DialedDigits("1000".into())],
            credentials: (options & 2 != 0).then(|| Credentials {
                user: "1000".into(),
                password: Password::from(String::from("secret")),
            }),
            stay: Duration::from_secs(u64::from(options >> 4)),
            ..GatekeeperTerms::default()
        };
        let mut config = CallingConfig::default();
        config.setup.called_number = Some("2000".into());
        let entropy = Entropy::new([0x5A; Entropy::OCTETS]);
        let plan = (options & 4 == 0).then_some(Plan { config, entropy });
        let surroundings = Surroundings {
            seconds: 1_800_000_000,
            // The first number is 1000.
            random: 1_000 << 16,
            local: Some(Local {
                ras: SocketAddr::from(([192, 0, 2, 9], 40_000)),
                call_signalling: SocketAddr::from(([192, 0, 2, 9], 1720)),
            }),
        };
        let target = Target::from(SocketAddr::from(GATEKEEPER));
        let now = Instant::ORIGIN;
        let registration = Registration::new(target, terms, plan, surroundings, now)
            .expect("the terms can be written");
        let registration = match asks {
            true => registration.asking(),
            false => registration,
        };
        let mut driver = Self {
            registration,
            transport,
            now,
            deadline: None,
            open: true,
            unregistrations: 0,
            written: 0,
            ends: Vec::new(),
            asks,
            allowed: false,
        };
        driver.drain();
        let peer = Some(SocketAddr::from(GATEKEEPER));
        driver.input(Input::Connected(Line::Ras, peer));
        driver
    }

    fn run(mut self, mut script: &[u8]) {
        while let Some((&step, rest)) = script.split_first() {
            script = self.step(step, rest);
        }
        let mut woken = 0;
        while let Some(deadline) = self.deadline {
            self.now = self.now.max(deadline);
            self.input(Input::Timeout);
            woken += 1;
            assert!(woken < DEADLINES, "a registration that never ends");
        }
        assert!(self.registration.is_over(), "without a deadline it is over");
        assert!(self.registration.next().is_none(), "nothing waits");
        assert!(self.written < WRITTEN, "{} messages written", self.written);
        let [end] = &self.ends[..] else {
            panic!("it ends once: {:?}", self.ends);
        };
        let theirs = matches!(
            &end.outcome,
            Outcome::Unregistered(_) | Outcome::Rejected(_) | Outcome::NoAnswer(_)
        );
        if end.registered && !end.unregistered && self.open && !theirs {
            assert!(self.unregistrations > 0, "still registered: {end:?}");
        }
    }

    /// Performs one step, and returns the rest of the script.
    fn step<'a>(&mut self, step: u8, script: &'a [u8]) -> &'a [u8] {
        if self.asks && step & 0x10 != 0 {
            self.decide(step);
            return script;
        }
        match step & 7 {
            3 if self.asks => {
                let signalling = Line::Call(Channel::CallSignalling);
                self.input(match step & 8 {
                    0 => Input::Connected(signalling, None),
                    _ => Input::Closed(signalling, Closed::ByPeer),
                });
            }
            4 => {
                self.now = self.deadline.unwrap_or(self.now).max(self.now);
                self.input(Input::Timeout);
            }
            5 => self.input(Input::Hangup),
            6 => {
                self.open = false;
                self.input(Input::Closed(Line::Ras, Closed::ByPeer));
            }
            _ => {
                let (length, rest) = script.split_at(script.len().min(2));
                let length = length
                    .iter()
                    .fold(0, |sum, octet| sum << 8 | usize::from(*octet));
                let (octets, rest) = rest.split_at(rest.len().min(length));
                let wrapped = match (self.transport, step & 8) {
                    (Transport::H46017, 0) => h46017::wrap(octets, false).unwrap_or_default(),
                    _ => octets.to_vec(),
                };
                self.input(Input::Received(Line::Ras, &wrapped));
                return rest;
            }
        }
        script
    }

    /// Allows the call, or forbids it (bit 5), now or by a clock that has gone backwards (bit 6).
    fn decide(&mut self, step: u8) {
        let waits = self.registration.next().is_some();
        let decision = match step & 0x20 {
            0 => Ok(()),
            _ => Err(String::from("it must not go there")),
        };
        self.allowed |= waits && decision.is_ok();
        let now = match step & 0x40 {
            0 => self.now,
            _ => Instant::ORIGIN,
        };
        self.registration.go_on(decision, now);
        assert!(self.registration.next().is_none(), "it is decided");
        self.drain();
    }

    fn input(&mut self, input: Input<'_>) {
        self.registration.handle(input, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        for _ in 0..OUTPUTS {
            match self.registration.poll_output() {
                Output::Timeout(deadline) => {
                    self.deadline = deadline;
                    let placed = self.registration.call().is_some();
                    assert!(!self.asks || self.allowed || !placed, "not allowed");
                    return;
                }
                output if !self.ends.is_empty() => panic!("{output:?} after the end"),
                Output::Event(Event::Ended(end, _)) => self.ends.push(end),
                Output::Event(Event::Ras(record)) if record.direction == Direction::Sent => {
                    self.written += 1;
                    let record = &record.record;
                    assert!(record.is_whole(), "what we write can be read");
                    let name = record.facts.message;
                    let ends = name == Some(RasMessageName::UnregistrationRequest);
                    self.unregistrations += usize::from(ends);
                }
                _ => {}
            }
        }
        panic!("it never comes to rest");
    }
}
