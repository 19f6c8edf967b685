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

/// A capture of a connection with so many keep-alives, before and behind a message of another one.
fn keep_alives(before: usize, behind: usize) -> Vec<u8> {
    let mut flood = Connection::new(end(1, 40_000), end(2, 1720), [7, 9]);
    let mut call = Connection::new(end(1, 40_001), end(3, 1720), [7, 9]);
    let said = |connection: &mut Connection, octets: &[u8]| -> Vec<Vec<u8>> {
        let sent = octets
            .chunks(1400)
            .flat_map(|piece| connection.send(true, piece));
        sent.map(|(_, packet)| packet).collect()
    };
    let mut packets = flood.open().to_vec();
    packets.extend(said(&mut flood, &[3, 0, 0, 4].repeat(before)));
    packets.extend(call.open());
    packets.extend(said(&mut call, &RELEASE));
    packets.extend(said(&mut flood, &[3, 0, 0, 4].repeat(behind)));
    let mut file = File::new("test", "flood");
    for (time, packet) in (1_700_000_000_000_000..).zip(&packets) {
        file.packet(time, true, packet, &[]);
    }
    file.into_octets()
}

#[test]
fn tpkts_without_end_are_kept_up_to_a_number_and_told() {
    let file = keep_alives(1000, 99_000);
    let flood = read(&file, Format::Pcapng, usize::MAX).expect("its header");
    assert_eq!(flood.messages.len(), 20_000);
    assert_eq!(flood.left_out, 80_001);
    assert!(
        flood.notes.contains(
            &"TPKTs after the first 20000 of the capture, not looked at: 80001".to_owned()
        ),
        "{:?}",
        flood.notes
    );
    // The call that came before the bound is there, and nothing is missing in it.
    let call: Vec<_> = (flood.messages.iter())
        .filter(|message| message.octets == RELEASE)
        .collect();
    let [release] = call[..] else {
        panic!("{} of them", call.len());
    };
    assert!(release.whole);
    let others = flood.messages.iter().filter(|other| *other != release);
    assert!(others.into_iter().all(|other| !other.whole));
}

#[test]
fn the_first_tpkts_in_time_are_kept_whatever_connection_has_them() {
    // Two floods of more than the bound: of each come the first.
    let mut file = File::new("test", "floods");
    let mut sides: Vec<Connection> = (0..2)
        .map(|host| Connection::new(end(host, 40_000), end(9, 1720), [7, 9]))
        .collect();
    for time in 0..100 {
        for side in &mut sides {
            for (_, packet) in side.send(true, &[3, 0, 0, 4].repeat(350)) {
                file.packet(1_700_000_000_000_000 + time, true, &packet, &[]);
            }
        }
    }
    let flood = read(&file.into_octets(), Format::Pcapng, usize::MAX).expect("its header");
    assert_eq!((flood.messages.len(), flood.left_out), (20_000, 50_000));
    for host in 0..2 {
        let of_it = flood.messages.iter();
        let count = of_it
            .filter(|message| message.from == end(host, 40_000))
            .count();
        assert!((9_800..=10_200).contains(&count), "{host}: {count}");
    }
}
