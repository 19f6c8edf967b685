//! The selection of messages to report: only the first few of equal messages, with room for the end
//! of the call whatever came before.

use alloc::{format, string::String, vec::Vec};
use core::hash::{Hash as _, Hasher};

use super::event::{Channel, Content, Direction, Repeated};
use crate::{
    h245::H245Record,
    q931::{ElementId, MessageType},
    time::Instant,
};

/// The fraction of the room that is reserved for new kinds of messages once the rest is full.
const RESERVE: u32 = 5;

/// How many additional messages that clear the call may be shown, and how long each may be.
const LAST: u32 = 8;
const LAST_LENGTH: usize = 1_024;

/// Most sorts of messages that are distinguished.
const SORTS: usize = 1_024;

/// Most kinds of messages that are counted.
const KINDS: usize = 64;

/// How often a call signalling message may come. A call sends most messages once or twice.
/// Facility, H.245 and keep-alives may come as long as the call is up.
const OFTEN: u32 = 20;
const VERY_OFTEN: u32 = 100;

/// The decision about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The message is shown.
    Shown,
    /// The message is the first of a run that is not shown.
    Begins(Repeated),
    /// The message is only counted.
    Counted,
}

/// The limits for shown messages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) messages: u32,
    pub(super) octets: usize,
    pub(super) alike: u32,
}

/// Equal messages.
#[derive(Debug)]
struct Run {
    sort: u64,
    shown: u32,
    repeated: Repeated,
}

/// Messages of one kind in one direction.
#[derive(Debug)]
struct Kind {
    direction: Direction,
    name: KindName,
    times: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum KindName {
    Signalling(MessageType),
    H245(String),
    Ras(&'static str),
    KeepAlive,
    Unreadable,
}

impl KindName {
    /// The number of messages above which a warning is due.
    const fn often(&self) -> u32 {
        match self {
            Self::Signalling(MessageType::Facility)
            | Self::H245(_)
            | Self::Ras(_)
            | Self::KeepAlive => VERY_OFTEN,
            Self::Signalling(_) | Self::Unreadable => OFTEN,
        }
    }
}

/// The account of shown and hidden messages.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// How many messages are shown, and how many octets they have.
    messages: u32,
    octets: usize,
    runs: Vec<Run>,
    kinds: Vec<Kind>,
    /// How many messages found no room.
    lost: u32,
}

impl Record {
    /// Decides about a message. A `decisive` message is shown whatever came before it: there can be
    /// only a few of those.
    pub(super) fn take(
        &mut self,
        direction: Direction,
        channel: Channel,
        length: usize,
        content: &Content,
        (decisive, now): (bool, Instant),
        room: Room,
    ) -> Fate {
        let tunnelled = tunnelled(content);
        let new = self.count(direction, content, tunnelled);
        let sort = sort(direction, channel, length, content, tunnelled);
        let octets = self.octets.saturating_add(length);
        let shown = decisive || self.has_room(length, content, tunnelled, new, room);
        let run = self.runs.iter_mut().find(|run| run.sort == sort);
        if let Some(run) = run
            && (run.shown >= room.alike || !shown)
            && !decisive
        {
            run.repeated.times = run.repeated.times.saturating_add(1);
            run.repeated.last = now;
            return match run.repeated.times {
                1 => Fate::Begins(run.repeated),
                _ => Fate::Counted,
            };
        }
        if !shown {
            self.lost = self.lost.saturating_add(1);
            return Fate::Counted;
        }
        let repeated = Repeated {
            message: self.messages,
            times: 0,
            last: now,
        };
        if let Some(run) = self.runs.iter_mut().find(|run| run.sort == sort) {
            run.shown += 1;
            // A decisive message never becomes part of a run.
            if run.repeated.times == 0 {
                run.repeated = repeated;
            }
        } else if self.runs.len() < SORTS {
            self.runs.push(Run {
                sort,
                shown: 1,
                repeated,
            });
        }
        self.messages += 1;
        self.octets = octets;
        Fate::Shown
    }

    /// Whether there is room for a message. Most of the room is for any message, the reserve is for
    /// new kinds, and a little extra room is for the end of the call.
    fn has_room(
        &self,
        length: usize,
        content: &Content,
        tunnelled: &[H245Record],
        new: bool,
        room: Room,
    ) -> bool {
        let fits = |messages: u32, octets: usize| {
            self.messages < messages && self.octets.saturating_add(length) <= octets
        };
        fits(
            room.messages - room.messages / RESERVE,
            room.octets - room.octets / RESERVE as usize,
        ) || (new && fits(room.messages, room.octets))
            || (length <= LAST_LENGTH
                && is_clearing(content, tunnelled)
                && fits(
                    room.messages.saturating_add(LAST),
                    room.octets.saturating_add(LAST as usize * LAST_LENGTH),
                ))
    }

    /// How many messages found no room.
    pub(super) const fn lost(&self) -> u32 {
        self.lost
    }

    /// How many messages are shown.
    pub(super) const fn shown(&self) -> u32 {
        self.messages
    }

    /// The runs of messages that are not shown.
    pub(super) fn runs(&self) -> impl Iterator<Item = Repeated> {
        let runs = self.runs.iter().map(|run| run.repeated);
        runs.filter(|repeated| repeated.times > 0)
    }

    /// How many messages of this type were received.
    pub(super) fn came(&self, message_type: MessageType) -> u32 {
        let name = KindName::Signalling(message_type);
        let mut received = self.received();
        let found = received.find(|kind| kind.name == name);
        found.map_or(0, |kind| kind.times)
    }

    fn received(&self) -> impl Iterator<Item = &Kind> {
        let kinds = self.kinds.iter();
        kinds.filter(|kind| kind.direction == Direction::Received)
    }

    /// Messages received more often than a call can need, as `ALERTING 2,000 times`. Status and the
    /// messages that `told` names are left out.
    pub(super) fn often(&self, told: &dyn Fn(&str) -> bool) -> Vec<String> {
        let often = self.received().filter(|kind| {
            let known = match &kind.name {
                KindName::Signalling(MessageType::Status) => true,
                KindName::H245(name) => told(name),
                _ => false,
            };
            kind.times > kind.name.often() && !known
        });
        let words = often.map(|kind| {
            let times = thousands(kind.times);
            match &kind.name {
                KindName::Signalling(message_type) => format!("{message_type} {times} times"),
                KindName::H245(name) => format!("{name} {times} times"),
                KindName::Ras(name) => format!("{name} {times} times"),
                KindName::KeepAlive => format!("a TPKT without contents {times} times"),
                KindName::Unreadable => format!("what cannot be read {times} times"),
            }
        });
        words.collect()
    }

    /// Counts a message. Returns whether it is the first of its kind in its direction.
    fn count(&mut self, direction: Direction, content: &Content, tunnelled: &[H245Record]) -> bool {
        let mut new = false;
        let mut count = |name: KindName| {
            let mut kinds = self.kinds.iter_mut();
            let known = kinds.find(|kind| kind.direction == direction && kind.name == name);
            if let Some(kind) = known {
                kind.times = kind.times.saturating_add(1);
            } else if self.kinds.len() < KINDS {
                new = true;
                self.kinds.push(Kind {
                    direction,
                    name,
                    times: 1,
                });
            }
        };
        let h245 = |record: &H245Record| KindName::H245(String::from(record.title()));
        match content {
            Content::Signalling { message, .. } => {
                // A Facility that carries H.245 counts only as its H.245 messages.
                if tunnelled.is_empty() || message.message_type != MessageType::Facility {
                    count(KindName::Signalling(message.message_type));
                }
                for record in tunnelled {
                    count(h245(record));
                }
            }
            Content::H245(records) => {
                for record in records.iter() {
                    count(h245(record));
                }
            }
            Content::Ras(record) => count(KindName::Ras(record.title())),
            Content::KeepAlive => count(KindName::KeepAlive),
            Content::Undecodable(_) | Content::Foreign(_) | Content::Incomplete => {
                count(KindName::Unreadable);
            }
        }
        new
    }
}

/// The H.245 in a call signalling message.
fn tunnelled(content: &Content) -> &[H245Record] {
    match content {
        Content::Signalling { facts, .. } => &facts.h245_control,
        _ => &[],
    }
}

fn is_clearing(content: &Content, tunnelled: &[H245Record]) -> bool {
    let closes = |records: &[H245Record]| {
        let mut names = records.iter().map(|record| record.understood.name.as_str());
        names.any(|name| name == "endSessionCommand")
    };
    match content {
        Content::Signalling { message, .. } => {
            message.message_type == MessageType::ReleaseComplete || closes(tunnelled)
        }
        Content::H245(records) => closes(records),
        _ => false,
    }
}

/// A number that equal messages share. They may differ in channel numbers and sequence numbers, as
/// long as these take the same room in the encoding.
fn sort(
    direction: Direction,
    channel: Channel,
    length: usize,
    content: &Content,
    tunnelled: &[H245Record],
) -> u64 {
    let mut hasher = Fnv::default();
    (direction, channel, length).hash(&mut hasher);
    let mut names = |records: &[H245Record]| {
        for record in records {
            (record.title(), record.gist()).hash(&mut hasher);
        }
    };
    match content {
        Content::Signalling { message, .. } => {
            names(tunnelled);
            let reference = message.call_reference;
            (reference.value(), reference.flag(), message.message_type).hash(&mut hasher);
            for element in &message.elements {
                if !element.is(ElementId::USER_USER) {
                    element.hash(&mut hasher);
                }
            }
        }
        Content::H245(records) => names(records),
        Content::Ras(record) => (5_u8, record.title()).hash(&mut hasher),
        Content::KeepAlive => 1_u8.hash(&mut hasher),
        Content::Undecodable(_) => 2_u8.hash(&mut hasher),
        Content::Foreign(_) => 3_u8.hash(&mut hasher),
        Content::Incomplete => 4_u8.hash(&mut hasher),
    }
    hasher.finish()
}

/// Fowler, Noll and Vo's hash, variant 1a: `core` has no hasher, and it does not matter if an
/// attacker can predict this one.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            self.0 = (self.0 ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

/// A number with a comma as thousands separator.
pub(super) fn thousands(number: u32) -> String {
    match number {
        0..1_000 => format!("{number}"),
        _ => format!("{},{:03}", thousands(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        let words = [0, 999, 1_000, 1_996, 20_000, 1_000_045].map(thousands);
        assert_eq!(words, ["0", "999", "1,000", "1,996", "20,000", "1,000,045"]);
    }

    #[test]
    fn what_is_kept_of_a_flood_is_bounded() {
        let room = Room {
            messages: u32::MAX,
            octets: usize::MAX,
            alike: 4,
        };
        let mut record = Record::default();
        for length in 0..10_000 {
            record.take(
                Direction::Received,
                Channel::CallSignalling,
                length,
                &Content::KeepAlive,
                (false, Instant::ORIGIN),
                room,
            );
        }
        assert_eq!(record.runs.len(), SORTS);
        assert_eq!(record.kinds.len(), 1);
        assert_eq!(
            record.often(&|_| false),
            ["a TPKT without contents 10,000 times"]
        );
    }
}
