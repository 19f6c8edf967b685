//! Files that come in pieces.

use miniz_oxide::deflate::compress_to_vec;

use super::super::{Decoding, Incoming, PLAIN};

const DIGITS: &[u8] = b"0300000d080280015a08028091\n";

fn in_pieces(file: &[u8], length: usize) -> Result<String, String> {
    let mut incoming = Incoming::default();
    for piece in file.chunks(length) {
        incoming.push(piece).map_err(|error| error.0)?;
    }
    let messages = incoming.finish().map_err(|error| error.0)?;
    Ok(serde_json::to_string(&messages.decoded()).unwrap())
}

#[test]
fn a_file_of_any_kind_is_the_same_whole_and_in_pieces_at_every_length() {
    let packed = [
        &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3][..],
        &compress_to_vec(DIGITS, 9),
        &[0; 8],
    ]
    .concat();
    let octets = [3, 0, 0, 13, 8, 2, 0x80, 1, 0x5A, 8, 2, 0x80, 0x91];
    for file in [DIGITS, &packed, &octets, b"PK\x03\x04 zip", b""] {
        for length in 0..=file.len() {
            let cut = &file[..length];
            let whole = Decoding::of_octets(cut)
                .map(|decoding| serde_json::to_string(&decoding).unwrap())
                .map_err(|error| error.0);
            for piece in [1, 3, 100] {
                assert_eq!(in_pieces(cut, piece), whole, "{length}, by {piece}");
            }
        }
    }
}

#[test]
fn only_a_capture_may_be_longer_than_the_limit() {
    let why = in_pieces(&vec![7; PLAIN + 1], 1 << 20).unwrap_err();
    assert!(why.contains("more than 4 MiB"), "{why}");
    assert!(why.ends_with("cut out the part that matters."), "{why}");
    let mut archive = b"PK\x03\x04".to_vec();
    archive.resize(PLAIN + 1, 0);
    let why = in_pieces(&archive, 1 << 20).unwrap_err();
    assert!(why.contains("zip file"), "{why}");
}
