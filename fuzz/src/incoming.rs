//! Captures that come in pieces: segments and datagrams in any order, put together again.

use std::net::Ipv4Addr;

use h323_capture::capture::{Capture, Format, Incoming, Message, read};
use h323_proto::call::Transport;
use h323_report::decoding::{self, Messages};

/// Most messages that are asked for.
const MOST: usize = 50;

/// Most octets of an answer in JSON.
const ANSWER: usize = 16 << 20;

/// Connections by their ports; all have the same hosts. The last has datagrams.
const PORTS: [(u16, u16); 4] = [
    (40_000, 1720),
    (40_001, 2000),
    (40_002, 443),
    (40_003, 1719),
];

/// TCP's flags SYN and ACK.
const SYN: u8 = 2;
const ACK: u8 = 16;

/// Reads a script: the length of the pieces, then a packet for each step. However the file is cut,
/// the same is in it, each octet once, in TPKTs and in order; and the page says of it what the API
/// says.
pub(crate) fn incoming(octets: &[u8]) {
    let Some((&piece, script)) = octets.split_first() else {
        return;
    };
    let (file, carried) = file(script);
    let piece = usize::from(piece) + 1;
    let whole = read(&file, Format::Pcap, MOST).expect("its header");
    let mut incoming = Incoming::new(Format::Pcap);
    file.chunks(piece).for_each(|piece| incoming.push(piece));
    assert_eq!(incoming.finish(MOST).expect("its header"), whole);
    sound(&whole, carried);

    let mut incoming = decoding::Incoming::default();
    for piece in file.chunks(piece) {
        incoming.push(piece).expect("a capture has no bound");
    }
    let page = answer(incoming.finish());
    assert!(page.len() <= ANSWER, "{} octets", page.len());
    assert_eq!(page, answer(Messages::of_octets(&file)));
}

fn answer(messages: Result<Messages, decoding::NothingFound>) -> Vec<u8> {
    let messages = messages.expect("a capture has an answer");
    let json: Vec<u8> = messages.parts().flatten().collect();
    serde_json::from_slice::<serde_json::Value>(&json).expect("JSON");
    json
}

/// What holds for any capture; `carried`: octets of all segments and datagrams.
fn sound(capture: &Capture, carried: usize) {
    let messages = &capture.messages;
    assert!(messages.len() <= MOST);
    assert!(
        capture.left_out == 0 || messages.len() == MOST,
        "{capture:?}"
    );
    assert!(messages.is_sorted_by_key(|message| message.t));
    assert!(messages.iter().all(|message| message.t <= capture.end));
    let given: usize = messages.iter().map(|message| message.octets.len()).sum();
    assert!(given <= carried, "{given} octets out of {carried}");
    for message in messages {
        assert!(!(message.whole && message.cut), "{message:?}");
        if message.transport != Transport::Ras {
            framed(message);
        }
    }
}

/// RFC 1006 6: a version, and the length of all; some endpoints swap the first octets of a keep-alive.
fn framed(message: &Message) {
    match message.octets[..] {
        [0, 3, 0, 4] => assert!(!message.cut),
        [3, _, high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let have = message.octets.len();
            assert_eq!(message.cut, have < length, "{message:?}");
            assert!(have <= length, "{message:?}");
        }
        _ => assert!(message.cut && message.octets.len() < 4, "{message:?}"),
    }
}

/// The capture that a script describes, and how many octets its packets carry. A step has a
/// connection (bits 0 and 1), a direction (2), whether it is a SYN (3) or comes earlier than the one
/// before (4), a sequence number and a length of one octet each, and the octets.
fn file(mut script: &[u8]) -> (Vec<u8>, usize) {
    let mut file = Vec::new();
    // Version 2.4, in two numbers of 16 bits, little end first; the link is raw IP.
    for number in [0xA1B2_C3D4_u32, 0x0004_0002, 0, 0, 65_535, 101] {
        file.extend(number.to_le_bytes());
    }
    let (mut time, mut carried) = (1_700_000_000_u32, 0);
    while let [step, sequence, length, rest @ ..] = script {
        let (octets, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        script = rest;
        carried += octets.len();
        time = if step & 16 == 0 { time + 1 } else { time - 1 };
        let packet = packet(*step, u32::from(*sequence), octets);
        let length = u32::try_from(packet.len()).expect("short");
        for number in [time, 0, length, length] {
            file.extend(number.to_le_bytes());
        }
        file.extend(packet);
    }
    (file, carried)
}

/// A packet of IPv4 with a segment, or a datagram.
fn packet(step: u8, sequence: u32, octets: &[u8]) -> Vec<u8> {
    let connection = usize::from(step & 3);
    let (caller, called) = PORTS[connection];
    let hosts = [Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)];
    let ([from, to], [source, destination]) = match step & 4 {
        0 => (hosts, [caller, called]),
        _ => ([hosts[1], hosts[0]], [called, caller]),
    };
    let udp = connection + 1 == PORTS.len();
    let mut above = [source.to_be_bytes(), destination.to_be_bytes()].concat();
    if udp {
        let length = u16::try_from(8 + octets.len()).expect("short");
        above.extend(length.to_be_bytes());
        above.extend([0, 0]);
    } else {
        let flags = match (step & 8, step & 4) {
            (0, _) => ACK,
            (_, 0) => SYN,
            _ => SYN | ACK,
        };
        above.extend(sequence.to_be_bytes());
        above.extend([0, 0, 0, 0, 0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]);
    }
    above.extend_from_slice(octets);
    let mut packet = vec![0x45, 0];
    packet.extend(
        u16::try_from(20 + above.len())
            .expect("short")
            .to_be_bytes(),
    );
    packet.extend([0, 0, 0, 0, 64, if udp { 17 } else { 6 }, 0, 0]);
    packet.extend(from.octets());
    packet.extend(to.octets());
    packet.extend(above);
    packet
}
