//! Finds out the kind of octets if the user does not say.

use h323_proto::{
    call::{Channel, Content},
    h225::{Facts, UserInformation},
    h245::H245Record,
    q931::Message,
    ras::RasRecord,
    tpkt::{self, Deframer, Foreign, Frame},
};

use super::Kind;

/// The kind of octets. The error says which kinds there are.
pub(super) fn kind(octets: &[u8]) -> Result<Kind, String> {
    if is_too_long(octets) {
        return match first_packet(octets) {
            Ok(_) => Ok(Kind::Tpkt),
            Err(_) if H245Record::headless(octets).is_some() => Ok(Kind::H245),
            Err(_) => Err(foreign(octets).unwrap_or_else(|| too_long(octets))),
        };
    }
    let ras = RasRecord::of(octets.to_vec());
    // An openLogicalChannel or an H323-UserInformation may begin like a TPKT, and a requestMode like a
    // Q.931 message.
    let records = H245Record::all(octets);
    let h245 = are_whole(&records);
    let packet = first_packet(octets);
    let h225 = UserInformation::read(octets);
    let facts = Facts::of(&h225);
    let whole = h225.error.is_none() && h225.trailing == 0 && facts.body.is_some();
    match &packet {
        Ok(Packet::Whole(payload)) if payload.starts_with(&[8, 2]) || !h245 => {
            return Ok(Kind::Tpkt);
        }
        Ok(Packet::Whole(payload)) if is_h245(payload) => return Ok(Kind::Tpkt),
        Ok(Packet::KeepAlive) => return Ok(Kind::Tpkt),
        Ok(Packet::Cut) if octets.get(4..6) == Some(&[8, 2]) => return Ok(Kind::Tpkt),
        Ok(Packet::Cut) if !(h245 || whole && facts.version.is_some()) => {
            return Ok(Kind::Tpkt);
        }
        _ => {}
    }
    // A gatekeeperReject may begin like a Q.931 message, but only RAS has its version at this place.
    if ras.is_certain() && facts.version.is_none() {
        return Ok(Kind::Ras);
    }
    let q931 = Message::decode(octets);
    let discriminated = octets.first() == Some(&8);
    let readable = match &q931 {
        Ok(_) => true,
        Err(failure) => failure.partial.is_some(),
    };
    if discriminated && readable && !(h245 && octets.get(1) != Some(&2)) {
        return Ok(Kind::Q931);
    }
    // One value that takes all octets is more likely than several that share them.
    let one_h245 = h245 && records.len() == 1;
    if whole && !one_h245 || facts.version.is_some() {
        return Ok(Kind::H225);
    }
    if ras.is_likely() && !one_h245 {
        return Ok(Kind::Ras);
    }
    if h245 || H245Record::headless(octets).is_some() {
        return Ok(Kind::H245);
    }
    if let Some(foreign) = foreign(octets) {
        return Err(foreign);
    }
    let q931 = q931.err().map(|failure| failure.error.to_string());
    let h225 = h225.error.map(|error| format!("H.225.0: {error}"));
    let h245 = records
        .into_iter()
        .find_map(|record| record.error)
        .map(|error| format!("H.245: {error}"));
    let tpkt = octets
        .first()
        .filter(|&&octet| octet != 3)
        .map(|octet| format!("TPKT, octet 0: version {octet}, expected 3"));
    let ras = match (&ras.error, ras.facts.message) {
        (Some(error), _) => Some(format!("RAS: {error}")),
        (None, Some(name)) => Some(format!("RAS: could be a {name}, but says too little")),
        (None, None) => None,
    };
    let why: Vec<String> = [tpkt, q931, h225, h245, ras]
        .into_iter()
        .flatten()
        .collect();
    Err(format!(
        "These {} octets are not a TPKT, a Q.931 message, an H323-UserInformation, an H.245 message or a RAS message ({}). If they are a fragment, name its kind with `as`.",
        octets.len(),
        why.join("; ")
    ))
}

/// Whether the octets are more than one message can have. Reading them as one would take many times
/// their memory.
pub(super) const fn is_too_long(octets: &[u8]) -> bool {
    octets.len() > tpkt::MAX_PAYLOAD
}

pub(super) fn too_long(octets: &[u8]) -> String {
    format!(
        "These {} octets do not begin with a TPKT, and no single message has more than {}.",
        octets.len(),
        tpkt::MAX_PAYLOAD
    )
}

/// The protocol that octets look like if they are not a TPKT, if we know it.
pub(super) fn foreign(octets: &[u8]) -> Option<String> {
    let foreign = first_packet(octets).err()?;
    (foreign != Foreign::Unknown).then(|| format!("This is not H.323: it looks like {foreign}."))
}

/// The first packet of octets that may be TPKTs.
enum Packet {
    /// A complete packet with this payload.
    Whole(Vec<u8>),
    KeepAlive,
    /// The beginning of a packet.
    Cut,
}

/// A packet of the greatest length.
const LONGEST: usize = tpkt::HEADER + tpkt::MAX_PAYLOAD;

fn first_packet(octets: &[u8]) -> Result<Packet, Foreign> {
    let mut deframer = Deframer::new();
    deframer.push(octets.get(..LONGEST).unwrap_or(octets));
    match deframer.next_frame() {
        Ok(Some(Frame::KeepAlive { .. })) => Ok(Packet::KeepAlive),
        Ok(Some(Frame::Message { payload, .. })) => Ok(Packet::Whole(payload)),
        Ok(None) => Ok(Packet::Cut),
        Err(error) => Err(error.looks_like),
    }
}

/// Whether all octets are H.245 messages.
fn is_h245(octets: &[u8]) -> bool {
    are_whole(&H245Record::all(octets))
}

fn are_whole(records: &[H245Record]) -> bool {
    !records.is_empty() && records.iter().all(|record| record.error.is_none())
}

/// Whether the payload of a TPKT is H.245; `before`: whether that of the previous TPKT was.
pub(super) fn belongs_to_h245(payload: &[u8], before: bool) -> bool {
    match *payload {
        // The call references of H.225.0 have two octets, and no H.245 message begins like that.
        [8, 2, ..] => false,
        [8, ..] if !before && Message::decode(payload).is_ok() => false,
        _ if before => true,
        _ => is_h245(payload),
    }
}

pub(super) const fn channel(h245: bool) -> Channel {
    if h245 {
        Channel::H245Control
    } else {
        Channel::CallSignalling
    }
}

/// Decodes the beginning of a payload.
pub(super) fn cut(payload: &[u8], h245: bool) -> Content {
    if h245 && !payload.is_empty() {
        return Content::of_h245(payload);
    }
    match Content::of_signalling(payload) {
        Content::Undecodable(_) => Content::Incomplete,
        content => content,
    }
}
