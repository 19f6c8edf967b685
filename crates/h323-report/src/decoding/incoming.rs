//! A file that comes in pieces.

use std::ops::ControlFlow;

use h323_capture::{
    capture::{self, Format},
    gzip::{self, Unpacker},
    named::named,
};

use super::{MESSAGES, Messages, NothingFound};

/// Most octets of a file that is no capture: text, or octets of messages. They are kept until the end
/// of the file, which may change what they are.
pub const PLAIN: usize = gzip::LIMIT;

/// Octets that tell a capture and a gzip file from others.
const BEGINNING: usize = 4;

/// A file of any kind that comes in pieces. A capture may be of any length: what is kept of it has a
/// bound, media are dropped as they come.
#[derive(Default)]
pub struct Incoming {
    /// The beginning of the file.
    beginning: Vec<u8>,
    unpacker: Option<Unpacker>,
    contents: Contents,
}

/// The file, or what is in it if it is a gzip file.
#[derive(Default)]
struct Contents {
    /// All of it so far, unless it is a capture.
    plain: Vec<u8>,
    capture: Option<(Format, capture::Incoming)>,
}

impl Contents {
    fn push(&mut self, octets: &[u8]) -> ControlFlow<()> {
        if let Some((_, capture)) = &mut self.capture {
            capture.push(octets);
            return ControlFlow::Continue(());
        }
        self.plain.extend_from_slice(octets);
        if let Some(format) = Format::of(&self.plain) {
            let mut capture = capture::Incoming::new(format);
            capture.push(&std::mem::take(&mut self.plain));
            self.capture = Some((format, capture));
        }
        match self.plain.len() > PLAIN {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

impl Incoming {
    /// Takes the next octets of the file.
    ///
    /// # Errors
    /// If there are too many for what the file is. No more of it need come.
    pub fn push(&mut self, octets: &[u8]) -> Result<(), NothingFound> {
        let begun = self.beginning.len() == BEGINNING;
        let whole;
        let mut octets = octets;
        if !begun {
            self.beginning.extend_from_slice(octets);
            if self.beginning.len() < BEGINNING {
                return Ok(());
            }
            whole = self.beginning.clone();
            self.beginning.truncate(BEGINNING);
            self.unpacker = gzip::is_gzip(&whole).then(Unpacker::default);
            octets = &whole;
        }
        let contents = &mut self.contents;
        let flow = match &mut self.unpacker {
            Some(unpacker) => unpacker.push(octets, |piece| contents.push(piece)),
            None => contents.push(octets),
        };
        match flow {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(too_long(&contents.plain)),
        }
    }

    /// Finds the messages in the file, which has come to its end.
    ///
    /// # Errors
    /// If it has no H.323.
    pub fn finish(self) -> Result<Messages, NothingFound> {
        let Contents { plain, capture } = self.contents;
        let captured =
            capture.map(|(format, capture)| Messages::of_capture(format, capture.finish(MESSAGES)));
        let Some(unpacker) = self.unpacker else {
            return captured.unwrap_or_else(|| match self.beginning.len() {
                BEGINNING => Messages::of_octets(&plain),
                _ => Messages::of_octets(&self.beginning),
            });
        };
        let damage = unpacker
            .finish()
            .map_err(|error| NothingFound(error.to_string()))?;
        let mut messages = captured.unwrap_or_else(|| Messages::of_contents(&plain))?;
        messages.note_unpacked(damage);
        Ok(messages)
    }
}

fn too_long(beginning: &[u8]) -> NothingFound {
    NothingFound(named(beginning).unwrap_or_else(|| {
        format!(
            "This is not a pcap or pcapng file, and has more than {} MiB, the most that is read of text and of plain octets. Save the packets as pcap or pcapng, which may have any length, or cut out the part that matters.",
            PLAIN >> 20
        )
    }))
}
