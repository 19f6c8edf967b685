//! Captures that are long, and come in pieces.

use std::net::SocketAddr;

use h323_capture::{
    capture::{Capture, Format, Incoming, read},
    write::{Connection, File, datagram},
};

const RELEASE: [u8; 13] = [3, 0, 0, 13, 8, 2, 0x80, 1, 0x5A, 8, 2, 0x80, 0x91];

fn end(host: u8, port: u16) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, host], port))
}

/// A message of call signalling, before and behind it so many datagrams of media and so many octets
/// of a connection of another protocol.
fn capture(media: usize, other: usize) -> Vec<u8> {
    let mut file = File::new("test", "long");
    let mut time = 1_700_000_000_000_000;
    let mut put = |octets: &[u8]| {
        time += 1000;
        file.packet(time, true, octets, &[]);
    };
    let mut call = Connection::new(end(1, 40_000), end(2, 1720), [7, 9]);
    let mut web = Connection::new(end(1, 40_001), end(3, 443), [1, 2]);
    for packet in call.open().into_iter().chain(web.open()) {
        put(&packet);
    }
    for (_, packet) in web.send(true, &vec![0x17; other]) {
        put(&packet);
    }
    for _ in 0..media {
        put(&datagram(end(1, 5004), end(2, 5006), &[0x80; 1100]));
    }
    for (_, packet) in call.send(true, &RELEASE) {
        put(&packet);
    }
    file.into_octets()
}

fn in_pieces(file: &[u8], length: usize) -> Capture {
    let mut incoming = Incoming::new(Format::Pcapng);
    file.chunks(length).for_each(|piece| incoming.push(piece));
    incoming.finish(100).expect("its header")
}

#[test]
fn a_file_in_pieces_is_read_as_a_whole_one() {
    let file = capture(3, 5000);
    for length in 0..=file.len() {
        let cut = &file[..length];
        let whole = read(cut, Format::Pcapng, 100).ok();
        for piece in [1, 7, 1000] {
            let mut incoming = Incoming::new(Format::Pcapng);
            cut.chunks(piece).for_each(|piece| incoming.push(piece));
            assert_eq!(incoming.finish(100).ok(), whole, "{length}, by {piece}");
        }
    }
}

#[test]
fn media_and_other_protocols_do_not_hide_the_message_of_a_long_capture() {
    let file = capture(20_000, 24 << 20);
    assert!(file.len() > 45 << 20);
    let long = in_pieces(&file, 1 << 20);
    let octets: Vec<_> = long
        .messages
        .iter()
        .map(|message| &message.octets)
        .collect();
    assert_eq!(octets, [&RELEASE.to_vec()]);
    // Given up early: had the octets been kept, there would have been no room for all.
    assert!(
        !long.notes.iter().any(|note| note.contains("do not fit")),
        "{:?}",
        long.notes
    );
    assert!(
        long.notes
            .iter()
            .any(|note| note.contains("not looked at after the first 128 KiB"))
    );
}

#[test]
fn signalling_without_end_is_kept_up_to_a_bound_and_told() {
    let mut file = File::new("test", "flood");
    let mut call = Connection::new(end(1, 40_000), end(2, 1720), [7, 9]);
    let mut message = vec![3, 0, 0x80, 0, 8, 2, 0x80, 1, 0x5A];
    message.resize(0x8000, 0);
    for _ in 0..800 {
        for (_, packet) in call.send(true, &message) {
            file.packet(1_700_000_000_000_000, true, &packet, &[]);
        }
    }
    let flood = in_pieces(&file.into_octets(), 1 << 20);
    assert_eq!(flood.messages.len(), 100);
    assert!(
        (300..=512).contains(&(flood.left_out + 100)),
        "{}",
        flood.left_out
    );
    assert!(
        flood.notes.iter().any(|note| note.contains("do not fit")),
        "{:?}",
        flood.notes
    );
}

#[test]
fn a_record_that_claims_gigabytes_is_passed_over_and_takes_no_memory() {
    let mut file = File::new("test", "hostile").into_octets();
    file.extend(6_u32.to_le_bytes());
    file.extend(0xFFFF_FFF0_u32.to_le_bytes());
    file.extend(vec![0; 4 << 20]);
    let read = in_pieces(&file, 1 << 16);
    assert_eq!(read.messages, []);
    assert!(
        read.notes
            .iter()
            .any(|note| note.contains("Records of more than 1 MiB"))
    );
    assert!(
        read.notes
            .iter()
            .any(|note| note.contains("ends inside a packet"))
    );
}
