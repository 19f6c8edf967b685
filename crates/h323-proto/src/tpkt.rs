//! TPKT: the packets of RFC 1006 clause 6 on a TCP connection.
//!
//! ```text
//! +---------+----------+-----------------+----------------+
//! | 3       | reserved | length (16 bit) | payload        |
//! +---------+----------+-----------------+----------------+
//!  1 octet   1 octet    of the packet     length - 4 octets
//! ```

use alloc::vec::Vec;

use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Layer};

/// Octets before the payload.
pub const HEADER: usize = 4;

/// The version of RFC 1006, in the first octet.
const VERSION: u8 = 3;

/// Most octets one packet can carry.
pub const MAX_PAYLOAD: usize = u16::MAX as usize - HEADER;

/// A keep-alive of Tandberg endpoints: the version and the reserved octet are swapped.
const TANDBERG_KEEP_ALIVE: [u8; HEADER] = [0, VERSION, 0, HEADER as u8];

/// Most octets that are shown of a stream that is not TPKT.
const SHOWN: usize = 64;

/// Puts `payload` in a packet. An empty payload gives a keep-alive.
///
/// # Errors
/// If the payload is longer than [`MAX_PAYLOAD`].
pub fn encode(payload: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let length =
        u16::try_from(HEADER + payload.len()).map_err(|_| EncodeError::PayloadTooLong {
            length: payload.len(),
            limit: MAX_PAYLOAD,
        })?;
    let mut packet = Vec::with_capacity(HEADER + payload.len());
    packet.extend([VERSION, 0]);
    packet.extend(length.to_be_bytes());
    packet.extend_from_slice(payload);
    Ok(packet)
}

/// The octets of a received packet, as they arrived.
pub(crate) fn framed(payload: &[u8], reserved: u8) -> Vec<u8> {
    let mut octets = encode(payload).unwrap_or_else(|_| payload.to_vec());
    if let Some(octet) = octets.get_mut(1) {
        *octet = reserved;
    }
    octets
}

/// Protocols that a stream may have in place of H.323.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// HTTP, a request or an answer (often `HTTP/1.1 400`).
    Http,
    /// A TLS record.
    Tls,
    /// SIP, a request or an answer.
    Sip,
    /// RTSP, a request or an answer.
    Rtsp,
    /// SSH's identification line.
    Ssh,
    /// The greeting of an SMTP or FTP server.
    SmtpOrFtp,
    /// Telnet option negotiation.
    Telnet,
    /// X.224 in TPKT: RDP, T.120 or another user of RFC 1006.
    X224,
    /// A protocol that is not listed here.
    Unknown,
}

impl Foreign {
    /// The name to show.
    pub const fn name(self) -> &'static str {
        match self {
            Foreign::Http => "HTTP",
            Foreign::Tls => "TLS",
            Foreign::Sip => "SIP",
            Foreign::Rtsp => "RTSP",
            Foreign::Ssh => "SSH",
            Foreign::SmtpOrFtp => "SMTP or FTP",
            Foreign::Telnet => "Telnet",
            Foreign::X224 => "X.224 (RDP or T.120)",
            Foreign::Unknown => "an unknown protocol",
        }
    }
}

impl core::fmt::Display for Foreign {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// The first octets of streams that a tester meets on the wrong port. HTTP, SIP and RTSP share some
/// methods and differ there only in the version at the end of the line. Those methods count as
/// HTTP, which is by far the likeliest. A server starts with a version or a status anyway.
const BEGINNINGS: &[(&[u8], Foreign)] = &[
    (b"HTTP/", Foreign::Http),
    (b"GET ", Foreign::Http),
    (b"POST ", Foreign::Http),
    (b"HEAD ", Foreign::Http),
    (b"PUT ", Foreign::Http),
    (b"DELETE ", Foreign::Http),
    (b"CONNECT ", Foreign::Http),
    (b"PRI * HTTP/2", Foreign::Http),
    (b"<!DOCTYPE", Foreign::Http),
    (b"<!doctype", Foreign::Http),
    (b"<html", Foreign::Http),
    (b"<HTML", Foreign::Http),
    (b"SIP/2.0", Foreign::Sip),
    (b"INVITE ", Foreign::Sip),
    (b"OPTIONS sip", Foreign::Sip),
    (b"REGISTER sip", Foreign::Sip),
    (b"RTSP/", Foreign::Rtsp),
    (b"OPTIONS rtsp", Foreign::Rtsp),
    (b"DESCRIBE ", Foreign::Rtsp),
    (b"SSH-", Foreign::Ssh),
    (b"220 ", Foreign::SmtpOrFtp),
    (b"220-", Foreign::SmtpOrFtp),
    (b"421 ", Foreign::SmtpOrFtp),
    (b"554 ", Foreign::SmtpOrFtp),
    // Content types alert and handshake, major version 3 (RFC 8446 clause 5.1).
    (&[21, 3], Foreign::Tls),
    (&[22, 3], Foreign::Tls),
    // IAC with WILL, WON'T, DO, DON'T (RFC 854).
    (&[0xFF, 0xFB], Foreign::Telnet),
    (&[0xFF, 0xFC], Foreign::Telnet),
    (&[0xFF, 0xFD], Foreign::Telnet),
    (&[0xFF, 0xFE], Foreign::Telnet),
];

/// The protocol of a stream that begins with `octets`. `None` while they could still begin a known
/// protocol.
fn recognise(octets: &[u8]) -> Option<Foreign> {
    let known = BEGINNINGS.iter();
    match known.clone().find(|(start, _)| octets.starts_with(start)) {
        Some(&(_, foreign)) => Some(foreign),
        None if known.clone().any(|(start, _)| start.starts_with(octets)) => None,
        None => Some(Foreign::Unknown),
    }
}

/// The best guess for `octets` when no more will come: the only protocol that they can begin,
/// otherwise unknown.
#[must_use]
pub fn guess(octets: &[u8]) -> Foreign {
    if let Some(foreign) = recognise(octets) {
        return foreign;
    }
    let mut candidates = BEGINNINGS
        .iter()
        .filter(|(start, _)| start.starts_with(octets))
        .map(|&(_, foreign)| foreign);
    match candidates.next() {
        Some(first) if candidates.all(|other| other == first) => first,
        _ => Foreign::Unknown,
    }
}

/// The protocol of a packet's payload, if it is not Q.931 but known. That is X.224, which also uses
/// TPKT (clause 13: a length indicator, then the code of the TPDU).
pub fn foreign_payload(payload: &[u8]) -> Option<Foreign> {
    let (&indicator, tpdu) = payload.split_first()?;
    let fits = usize::from(indicator) <= tpdu.len();
    match *tpdu.first()? {
        // Connection request and confirm; disconnect request, data, error.
        0xD0..=0xEF | 0x80 | 0xF0 | 0x70 if fits => Some(Foreign::X224),
        _ => None,
    }
}

/// One packet taken from the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A packet with a payload.
    Message {
        /// The second octet of the header. Zero unless the sender breaks RFC 1006.
        reserved: u8,
        /// The payload; never empty.
        payload: Vec<u8>,
    },
    /// A packet without payload, sent to keep the connection or a NAT binding alive.
    KeepAlive {
        /// Its octets.
        raw: [u8; 4],
    },
}

/// A stream that is not TPKT, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}; it looks like {looks_like}")]
pub struct NotTpkt {
    /// The fault, and its octet in the stream, counted from 0 over everything received.
    pub error: DecodeError,
    /// Up to 64 octets of the stream from the expected start of a packet.
    pub octets: Vec<u8>,
    /// The protocol that the octets look like.
    pub looks_like: Foreign,
}

/// The rest in a [`Deframer`] when the stream has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Nothing: the stream ended between two packets.
    Clean,
    /// Part of a packet.
    Incomplete {
        /// The received octets of the packet.
        have: usize,
        /// The length in the header, once the header is complete.
        length: Option<usize>,
    },
    /// The rest is not TPKT.
    NotTpkt(NotTpkt),
}

/// Finds the packets in a TCP stream, however it is cut into segments.
///
/// It holds at most the last pushed octets and one incomplete packet, and no more taken octets than
/// that.
#[derive(Debug, Clone, Default)]
pub struct Deframer {
    buffer: Vec<u8>,
    /// How many octets of `buffer` were taken out.
    taken: usize,
    /// Octets of the stream before `buffer`.
    before: usize,
    failed: Option<NotTpkt>,
}

impl Deframer {
    /// A deframer for a new connection.
    pub const fn new() -> Self {
        Self {
            buffer: Vec::new(),
            taken: 0,
            before: 0,
            failed: None,
        }
    }

    /// Adds received octets. Once the stream is known not to be TPKT, they are dropped.
    pub fn push(&mut self, octets: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        // The rest moves to the front only when at least as much was taken. This keeps the work
        // proportional to the received octets.
        if self.taken >= self.buffer.len() - self.taken {
            self.buffer.drain(..self.taken);
            self.before = self.before.saturating_add(self.taken);
            self.taken = 0;
        }
        self.buffer.extend_from_slice(octets);
    }

    /// The received octets that are not part of a taken packet.
    pub fn pending(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }

    /// Takes out the next packet; `None` if more octets are needed.
    ///
    /// # Errors
    /// If the next octets are not a packet. The error is final, because the stream has lost its
    /// framing.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, NotTpkt> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        let (reserved, length) = match self.header() {
            Header::Wait => return Ok(None),
            Header::KeepAlive(raw) => {
                self.taken += HEADER;
                return Ok(Some(Frame::KeepAlive { raw }));
            }
            Header::Packet { reserved, length } => (reserved, length),
            Header::Wrong(kind, looks_like) => {
                let failed = self.not_tpkt(kind, looks_like);
                self.buffer = Vec::new();
                self.taken = 0;
                self.failed = Some(failed.clone());
                return Err(failed);
            }
        };
        let Some(payload) = self.pending().get(HEADER..length) else {
            return Ok(None);
        };
        let payload = payload.to_vec();
        self.taken += length;
        Ok(Some(Frame::Message { reserved, payload }))
    }

    /// The rest when no more octets will come, after [`Deframer::next_frame`] gave `None`.
    pub fn finish(&self) -> Ending {
        if let Some(failed) = &self.failed {
            return Ending::NotTpkt(failed.clone());
        }
        let pending = self.pending();
        let incomplete = |length| Ending::Incomplete {
            have: pending.len(),
            length,
        };
        match self.header() {
            Header::Packet { length, .. } => incomplete(Some(length)),
            Header::KeepAlive(_) => incomplete(Some(HEADER)),
            Header::Wrong(kind, looks_like) => Ending::NotTpkt(self.not_tpkt(kind, looks_like)),
            Header::Wait => match *pending {
                [] => Ending::Clean,
                [VERSION | 0, ..] => incomplete(None),
                [first, ..] => Ending::NotTpkt(
                    self.not_tpkt(DecodeErrorKind::TpktVersion(first), guess(pending)),
                ),
            },
        }
    }

    fn header(&self) -> Header {
        let pending = self.pending();
        match *pending {
            [VERSION, reserved, high, low, ..] => match u16::from_be_bytes([high, low]) {
                short @ 0..4 => Header::Wrong(DecodeErrorKind::TpktLength(short), Foreign::Unknown),
                4 => Header::KeepAlive([VERSION, reserved, high, low]),
                length => Header::Packet {
                    reserved,
                    length: usize::from(length),
                },
            },
            [] | [VERSION, ..] => Header::Wait,
            _ if pending.starts_with(&TANDBERG_KEEP_ALIVE) => {
                Header::KeepAlive(TANDBERG_KEEP_ALIVE)
            }
            _ if TANDBERG_KEEP_ALIVE.starts_with(pending) => Header::Wait,
            [first, ..] => match recognise(pending) {
                Some(foreign) => Header::Wrong(DecodeErrorKind::TpktVersion(first), foreign),
                None => Header::Wait,
            },
        }
    }

    fn not_tpkt(&self, kind: DecodeErrorKind, looks_like: Foreign) -> NotTpkt {
        let field = match kind {
            DecodeErrorKind::TpktLength(_) => 2,
            _ => 0,
        };
        let pending = self.pending();
        NotTpkt {
            error: DecodeError {
                layer: Layer::Tpkt,
                at: self.before.saturating_add(self.taken + field),
                kind,
            },
            octets: pending.get(..SHOWN).unwrap_or(pending).to_vec(),
            looks_like,
        }
    }
}

/// The meaning of the octets at the start of a packet.
enum Header {
    /// Too few octets to tell.
    Wait,
    KeepAlive([u8; HEADER]),
    Packet {
        reserved: u8,
        length: usize,
    },
    Wrong(DecodeErrorKind, Foreign),
}

#[cfg(test)]
mod tests;
