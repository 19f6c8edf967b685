//! Decodes a file where the page is, so that it need not be sent: `static/tools/file-worker.js` loads
//! this as WebAssembly. What is decoded, and how, is all in `h323-report`.

// The macros of wasm-bindgen expand to unsafe code of their own, which `forbid` would refuse.
#![deny(unsafe_code)]

use h323_report::decoding::Incoming;
use wasm_bindgen::prelude::wasm_bindgen;

/// A file that is being decoded.
#[wasm_bindgen]
#[derive(Default)]
pub struct Decoder(Incoming);

#[wasm_bindgen]
impl Decoder {
    /// A file of which nothing has come.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next octets of the file.
    ///
    /// # Errors
    /// If no more of it need come; the text says why.
    pub fn push(&mut self, octets: &[u8]) -> Result<(), String> {
        self.0.push(octets).map_err(|error| error.0)
    }

    /// The answer of `POST /api/h323/decode` for the file: JSON in UTF-8.
    ///
    /// # Errors
    /// If the file has no H.323; the text says why.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        let messages = self.0.finish().map_err(|error| error.0)?;
        Ok(messages.parts().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_pieces_is_answered_as_by_the_api() {
        let mut decoder = Decoder::new();
        for piece in [&b"0300 000d 0802"[..], b"8001 5a08", b" 0280 91\n"] {
            decoder.push(piece).unwrap();
        }
        let answer = String::from_utf8(decoder.finish().unwrap()).unwrap();
        assert!(
            answer.starts_with("{\"source\":\"hex\",\"messages\":[{"),
            "{answer}"
        );
        assert!(answer.contains("RELEASE COMPLETE"));
    }

    #[test]
    fn what_cannot_be_decoded_is_said_in_words() {
        let mut decoder = Decoder::new();
        decoder.push(b"PK\x03\x04").unwrap();
        let why = decoder.finish().unwrap_err();
        assert!(why.contains("zip file"), "{why}");
    }
}
