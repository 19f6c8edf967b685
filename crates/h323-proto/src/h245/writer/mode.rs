//! Writes mode requests.

use alloc::{boxed::Box, vec::Vec};

use h323_asn1::h245::{
    AudioMode, H261VideoMode, H261VideoModeResolution, H263VideoMode, H263VideoModeResolution,
    ModeDescription, ModeElement, ModeElementType, RequestMode, VideoMode,
};

use super::{VIDEO_RATE, h264};
use crate::h245::Codec;

/// A RequestMode for one of these modes, best first.
pub(super) fn request_mode(sequence: u8, modes: &[Vec<Codec>]) -> RequestMode {
    let describe = |mode: &Vec<Codec>| {
        let elements = mode.iter().map(|codec| ModeElement::new(element(*codec)));
        ModeDescription(elements.collect())
    };
    RequestMode::new(sequence, modes.iter().map(describe).collect())
}

fn element(codec: Codec) -> ModeElementType {
    let audio = ModeElementType::audioMode;
    match codec {
        Codec::G711A => audio(AudioMode::g711Alaw64k),
        Codec::G711U => audio(AudioMode::g711Ulaw64k),
        Codec::G722 => audio(AudioMode::g722_64k),
        Codec::G729 => audio(AudioMode::g729),
        Codec::G729A => audio(AudioMode::g729AnnexA),
        Codec::G729B => audio(AudioMode::g729wAnnexB(2)),
        Codec::G729AB => audio(AudioMode::g729AnnexAwAnnexB(2)),
        Codec::H261 => ModeElementType::videoMode(VideoMode::h261VideoMode(H261VideoMode::new(
            H261VideoModeResolution::cif,
            VIDEO_RATE,
        ))),
        Codec::H263 => ModeElementType::videoMode(VideoMode::h263VideoMode(h263())),
        Codec::H264 => ModeElementType::videoMode(VideoMode::genericVideoMode(Box::new(h264()))),
    }
}

fn h263() -> H263VideoMode {
    let mut mode = H263VideoMode::new(H263VideoModeResolution::cif, VIDEO_RATE);
    mode.error_compensation = Some(false);
    mode
}
