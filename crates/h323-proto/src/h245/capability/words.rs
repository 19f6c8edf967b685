//! The parameters of a capability in words, with their units.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    details::{
        CapabilityDetails, Packet, PacketUnit, PictureFormat, Tempo, VERSION_2, packet_unit, tempo,
    },
    generic,
};

/// All known parameters, on one line.
pub(super) fn text(codec: &str, details: &CapabilityDetails) -> String {
    let mut parts: Vec<String> = Vec::new();
    match details.roles.as_slice() {
        [] | [_] => {}
        roles => parts.push(format!("for {}", roles.join(" and "))),
    }
    if let [_, others @ ..] = details.carries.as_slice()
        && !others.is_empty()
    {
        parts.push(format!("and {}", others.join(", ")));
    }
    parts.extend(details.packet.map(packet));
    match details.profiles.as_slice() {
        [] => {}
        [profile] => parts.push(format!("{profile} profile")),
        profiles => parts.push(format!("{} profiles", profiles.join(", "))),
    }
    if let Some(level) = &details.level {
        parts.push(format!("level {level}"));
    }
    parts.extend(details.formats.iter().map(picture));
    if let Some(bits) = details.max_bit_rate {
        parts.push(format!("up to {}", rate(bits)));
    }
    if let Some(number) = details.payload_type {
        parts.push(format!("payload type {number}"));
    }
    if let Some(events) = &details.events {
        parts.push(format!("events {events}"));
    }
    if !details.algorithms.is_empty() {
        parts.push(details.algorithms.join(", "));
    }
    if let Some(row) = details.applies_to {
        parts.push(format!("for number {row}"));
    }
    let told = details.options.iter().filter(|option| *option != VERSION_2);
    parts.extend(annexes(told));
    if let Some(data) = &details.data
        && codec.contains("h221")
    {
        parts.push(format!("data {data}"));
    }
    parts.join(", ")
}

/// `Annexes D, F` for the options that name one annex each; the rest stays as it is.
fn annexes<'a>(options: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut letters: Vec<&str> = Vec::new();
    let mut rest = Vec::new();
    for option in options {
        match option.strip_prefix("Annex ") {
            Some(letter) => letters.push(letter),
            None => rest.push(option.to_string()),
        }
    }
    letters.sort_unstable();
    let mut parts = match letters.as_slice() {
        [] => Vec::new(),
        [one] => Vec::from([format!("Annex {one}")]),
        many => Vec::from([format!("Annexes {}", many.join(", "))]),
    };
    parts.append(&mut rest);
    parts
}

pub(super) fn packet(packet: Packet) -> String {
    let most = packet.most;
    match packet.unit {
        PacketUnit::Milliseconds => format!("up to {most} ms per packet"),
        PacketUnit::Octets => format!("up to {most} octets per packet"),
        PacketUnit::Frames(length) => {
            let frames = if most == 1 { "frame" } else { "frames" };
            let time = length.map_or_else(String::new, |length| {
                format!(" ({} ms)", u32::from(length) * u32::from(most))
            });
            format!("up to {most} {frames}{time} per packet")
        }
    }
}

/// `CIF at 30 frames/s`: intervals are multiples of 1/29.97 s, but people say 30 frames/s.
fn picture(format: &PictureFormat) -> String {
    let name = &format.name;
    match format.tempo {
        Tempo::Interval(0) | Tempo::Other => name.clone(),
        Tempo::Interval(interval) => {
            format!("{name} at {}", frames(interval))
        }
        Tempo::Seconds(seconds) => format!("{name} every {seconds} s"),
    }
}

fn frames(interval: u16) -> String {
    format!("{} frames/s", tenths(300 / u64::from(interval.max(1))))
}

/// The rate of pictures, from a component that gives one.
pub(crate) fn picture_rate(component: &str, count: u64) -> Option<String> {
    match tempo(component, u16::try_from(count).ok()?)? {
        Tempo::Interval(0) | Tempo::Other => None,
        Tempo::Interval(interval) => Some(frames(interval)),
        Tempo::Seconds(seconds) => Some(format!("a picture every {seconds} s")),
    }
}

/// How much audio a packet may hold, from a component that says so.
pub(crate) fn audio_packet(component: &str, count: u64) -> Option<String> {
    let most = u16::try_from(count).ok()?;
    let unit = packet_unit(component)?;
    Some(packet(Packet { most, unit }))
}

/// `maxBitRate` of a capability, with its identifier if it is generic.
pub(crate) fn max_bit_rate(identifier: Option<&str>, value: i64) -> Option<String> {
    generic::bit_rate(identifier, value).map(rate)
}

/// `384 kbit/s` for a number of bits per second.
pub(crate) fn rate(bits: u64) -> String {
    format!("{} kbit/s", tenths(bits / 100))
}

/// A number of tenths, with a decimal point only if it is needed.
fn tenths(tenths: u64) -> String {
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        rest => format!("{}.{rest}", tenths / 10),
    }
}
