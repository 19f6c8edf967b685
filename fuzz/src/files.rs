//! The readers of files, texts and requests.

use h323_capture::capture::{Format, read};
use h323_report::decoding::{Decoding, Kind};
use h323_request::parse;

/// Most octets of an answer in JSON, for any body.
const ANSWER: usize = 16 << 20;

/// A capture has no more messages than the limit.
pub(crate) fn capture(octets: &[u8]) {
    const MOST: usize = 50;
    let Some(format) = Format::of(octets) else {
        return;
    };
    if let Ok(capture) = read(octets, format, MOST) {
        assert!(capture.messages.len() <= MOST, "{}", capture.messages.len());
    }
}

/// For any body, the answer is bounded JSON, or the error says why there is none.
pub(crate) fn decode(octets: &[u8]) {
    let mut decodings = vec![Decoding::of_octets(octets)];
    decodings.extend(Kind::NAMES.map(|(_, kind)| Decoding::of_octets_as(octets, kind)));
    for decoding in decodings {
        match decoding {
            Ok(decoding) => {
                let json = serde_json::to_vec(&decoding).expect("JSON");
                assert!(json.len() <= ANSWER, "{} octets", json.len());
            }
            Err(why) => assert!(!why.0.is_empty()),
        }
    }
}

/// Any request becomes a call, or its refusal has a reason.
pub(crate) fn request(octets: &[u8]) {
    if let Err(refused) = parse(octets) {
        assert!(!refused.text.is_empty());
    }
}
