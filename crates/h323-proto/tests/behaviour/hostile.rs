//! Recorded answers of real stacks, damaged: no octet a peer may send makes a call panic, hang, or
//! end without its release.

use std::{fs, path::Path};

use h323_proto::{
    call::{Call, CallTerms, CalledConfig, CallingConfig, Channel, Closed, Event, Input, Output},
    q931::{CallReference, Message, MessageType},
    summary,
    time::{Duration, Instant},
    tpkt,
};

use crate::support::{PEER, Random, Script, config, entropy, script, secs};

/// One recorded call for each producer. GnuGk's refuses; of a call that it routes, it only relays
/// the messages.
const H323PLUS: &str = "h323plus/c10-ring-then-answer-callee-hangup.hex";
const OOH323C: &str = "ooh323c/c30-h323plus-to-ooh323c.hex";
const GNUGK: &str = "gnugk/c23-gnugk-unknown-alias.hex";
const DIALOGS: [&str; 3] = [H323PLUS, OOH323C, GNUGK];

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// What the called side said in a recorded call, under `reference`: the first message of each
/// type, and the longest Facility.
fn replies(dialog: &str, reference: CallReference) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(dialog);
    let mut replies: Vec<Message> = Vec::new();
    let text = fs::read_to_string(path).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut message = Message::decode(&octets(line.split('\t').nth(1).unwrap())).unwrap();
        if message.call_reference.flag() {
            message.call_reference = reference;
            let length = |message: &Message| message.encode().unwrap().len();
            match replies
                .iter_mut()
                .find(|known| known.message_type == message.message_type)
            {
                None => replies.push(message),
                Some(known) if length(known) < length(&message) => *known = message,
                Some(_) => {}
            }
        }
    }
    assert!(!replies.is_empty(), "{dialog}");
    replies
        .iter()
        .map(|reply| reply.encode().unwrap())
        .collect()
}

/// A call that takes what it is given, and begins anew whenever it has ended.
struct Victim {
    call: Call,
    now: Instant,
    setups: usize,
    releases: usize,
    ends: usize,
}

impl Victim {
    fn new() -> Self {
        let mut victim = Self {
            call: Call::calling(PEER.into(), Self::config(), entropy(), Instant::ORIGIN),
            now: Instant::ORIGIN,
            setups: 0,
            releases: 0,
            ends: 0,
        };
        victim.connect();
        victim
    }

    /// A held call stays up when it is answered, and setting up new ones is most of the work.
    fn config() -> CallingConfig {
        let mut held = config();
        held.terms.limits.hold = secs(60);
        held.terms.limits.linger = Duration::ZERO;
        CallingConfig {
            terms: CallTerms {
                message_limit: u32::MAX,
                record_limit: u32::MAX,
                record_octets: usize::MAX,
                octet_limit: usize::MAX,
                work_limit: u64::MAX,
                ..held.terms
            },
            ..held
        }
    }

    fn connect(&mut self) {
        self.input(Input::Connected(Channel::CallSignalling, Some(PEER)));
    }

    fn input(&mut self, input: Input<'_>) -> Option<Instant> {
        self.call.handle(input, self.now);
        loop {
            match self.call.poll_output() {
                Output::Event(Event::Message(record)) => {
                    let line = summary::kind(&record.content) + &summary::summary(&record.content);
                    assert!(!line.is_empty());
                }
                Output::Event(Event::Ended(..)) => self.ends += 1,
                Output::Transmit(_, octets) => {
                    let message = Message::decode(&octets[4..]).unwrap();
                    match message.message_type {
                        MessageType::Setup => self.setups += 1,
                        MessageType::ReleaseComplete => self.releases += 1,
                        _ => {}
                    }
                }
                Output::Event(_) | Output::Connect(..) | Output::Close(_) => {}
                Output::Timeout(deadline) => {
                    assert_eq!(deadline.is_none(), self.call.is_over());
                    return deadline;
                }
            }
        }
    }

    /// Gives one message to a call that is up.
    fn hit(&mut self, payload: &[u8]) {
        if self.call.is_over() {
            assert!(self.releases <= 1 && self.setups == 1 && self.ends == 1);
            *self = Self::new();
        }
        let packet = tpkt::encode(payload).unwrap();
        self.input(Input::Received(Channel::CallSignalling, &packet));
    }

    /// Lets the timers run to the end.
    fn finish(mut self) {
        let mut woken = 0;
        let mut deadline = self.input(Input::Timeout);
        while let Some(at) = deadline {
            self.now = at;
            deadline = self.input(Input::Timeout);
            woken += 1;
            assert!(woken < 10, "woken again and again");
        }
        assert_eq!(self.ends, 1);
    }
}

/// Changes every octet of every answer to every other; how many messages that made.
fn change_every_octet(dialog: &str) -> usize {
    let mut tried = 0;
    for reply in replies(dialog, script().reference()) {
        let mut victim = Victim::new();
        let mut damaged = reply.clone();
        for at in 0..reply.len() {
            for change in 1..=u8::MAX {
                damaged[at] = reply[at] ^ change;
                victim.hit(&damaged);
                tried += 1;
            }
            damaged[at] = reply[at];
        }
        victim.finish();
    }
    tried
}

#[test]
fn every_octet_of_h323plus_changed_to_every_other() {
    assert!(change_every_octet(H323PLUS) > 100_000);
}

#[test]
fn every_octet_of_ooh323c_changed_to_every_other() {
    assert!(change_every_octet(OOH323C) > 100_000);
}

#[test]
fn every_octet_of_gnugk_changed_to_every_other() {
    assert!(change_every_octet(GNUGK) > 10_000);
}

/// Gives the dialog to a call with one reply damaged, and runs it to its end.
fn play(replies: &[Vec<u8>], which: usize, damaged: &[u8]) -> Script {
    let mut script = script();
    for (index, reply) in replies.iter().enumerate() {
        let payload = if index == which { damaged } else { reply };
        if script.seen.ended().is_none() {
            script.receive_octets(&tpkt::encode(payload).unwrap());
        }
    }
    script.run_out();
    script
}

#[test]
fn every_bit_of_a_dialog_flipped_in_its_place() {
    let reference = script().reference();
    for dialog in DIALOGS {
        let replies = replies(dialog, reference);
        let whole = play(&replies, usize::MAX, &[]);
        assert_eq!(whole.end().answered, dialog != GNUGK, "{dialog}");
        for (which, reply) in replies.iter().enumerate() {
            for bit in 0..reply.len() * 8 {
                let mut damaged = reply.clone();
                damaged[bit / 8] ^= 0x80 >> (bit % 8);
                let script = play(&replies, which, &damaged);
                assert!(script.seen.releases <= 1);
            }
        }
    }
}

#[test]
fn every_answer_cut_at_every_length() {
    let reference = script().reference();
    for dialog in DIALOGS {
        for reply in replies(dialog, reference) {
            for length in 1..reply.len() {
                let mut script = script();
                script.receive_octets(&tpkt::encode(&reply[..length]).unwrap());
                assert_eq!(script.call.messages_received(), 1);
                script.run_out();
            }
        }
    }
}

#[test]
fn random_damage_to_whole_streams() {
    let mut random = Random(931);
    let reference = script().reference();
    for dialog in DIALOGS {
        let stream: Vec<u8> = replies(dialog, reference)
            .iter()
            .flat_map(|reply| tpkt::encode(reply).unwrap())
            .collect();
        for _ in 0..500 {
            let mut damaged = stream.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(damaged.len());
                match random.below(3) {
                    0 => damaged[at] = random.next() as u8,
                    1 => drop(damaged.remove(at)),
                    _ => damaged.insert(at, random.next() as u8),
                }
            }
            let mut script = script();
            for chunk in damaged.chunks(1 + random.below(200)) {
                script.receive_octets(chunk);
            }
            match random.below(3) {
                0 => script.close(),
                1 => script.hangup(),
                _ => {}
            }
            script.run_out();
        }
    }
}

#[test]
fn random_octets() {
    let mut random = Random(245);
    for _ in 0..2_000 {
        let mut script = script();
        let mut octets: Vec<u8> = (0..random.below(200))
            .map(|_| random.next() as u8)
            .collect();
        // Half of them pass for a packet.
        if let [first, reserved, high, ..] = octets.as_mut_slice()
            && random.below(2) == 0
        {
            (*first, *reserved, *high) = (3, 0, 0);
        }
        script.receive_octets(&octets);
        script.close();
        assert!(script.seen.ended().is_some());
    }
}

#[test]
fn the_called_side_survives_damaged_setups() {
    let setup = script().seen.sent[0].encode().unwrap();
    for at in 0..setup.len() {
        for change in [0x01, 0x02, 0x08, 0x40, 0x80, 0xFF] {
            let mut damaged = setup.clone();
            damaged[at] ^= change;
            let mut call = Call::called(CalledConfig::default(), entropy(), Instant::ORIGIN);
            let packet = tpkt::encode(&damaged).unwrap();
            call.handle(
                Input::Received(Channel::CallSignalling, &packet),
                Instant::ORIGIN,
            );
            call.handle(
                Input::Closed(Channel::CallSignalling, Closed::ByPeer),
                Instant::ORIGIN,
            );
            assert!(call.is_over());
        }
    }
}
