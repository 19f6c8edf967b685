//! Captures made here, in every format, over every link, whole and damaged.

use std::net::SocketAddr;

use crate::make::{Conversation, Link, PACKET_LINKS, Packet, hex, pcap, pcapng, tpkt};
use h323_capture::{
    capture::{self, Capture, Format},
    write::{Connection, File},
};
use h323_proto::call::{Channel, Transport};

/// Setup with `h245Address` left out, Connect, Release Complete, as other stacks wrote them.
fn recorded(name: &str) -> Vec<u8> {
    let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/");
    let (file, line) = name.split_once(' ').unwrap();
    let text = std::fs::read_to_string(format!("{testdata}{file}")).unwrap();
    let line = text
        .lines()
        .find_map(|known| known.strip_prefix(line)?.strip_prefix('\t'));
    let octets = line
        .unwrap_or_else(|| panic!("no {name}"))
        .split('\t')
        .next();
    hex(octets.unwrap())
}

/// Messages that are asked for.
const MOST: usize = 100;

const CALLER: &str = "192.0.2.1:40000";
const CALLED: &str = "192.0.2.2:1720";

fn ends() -> (SocketAddr, SocketAddr) {
    (CALLER.parse().unwrap(), CALLED.parse().unwrap())
}

const SETUP: &str = "0802437f05";
const CONNECT: &str = "0802c37f07";
const RELEASE: &str = "0802437f5a08028090";

/// A call of four messages, the answer in two segments.
fn call(link: Link) -> Vec<Packet> {
    let (caller, called) = ends();
    let mut conversation = Conversation::open(caller, called, link);
    conversation.send(true, &tpkt(&hex(SETUP)));
    let connect = tpkt(&hex(CONNECT));
    conversation.send(false, &connect[..5]);
    conversation.send(false, &connect[5..]);
    conversation.send(true, &tpkt(&[]));
    conversation.send(true, &tpkt(&hex(RELEASE)));
    conversation.close();
    conversation.packets
}

fn read(file: &[u8]) -> Capture {
    let format = Format::of(file).expect("a capture");
    capture::read(file, format, MOST).expect("its header")
}

/// Direction, channel and octets of each message.
fn told(capture: &Capture) -> Vec<(bool, Transport, Vec<u8>)> {
    let messages = capture.messages.iter();
    messages
        .map(|message| (message.by_caller, message.transport, message.octets.clone()))
        .collect()
}

/// Call signalling, and H.245.
const SIGNALLING: Transport = Transport::Tcp(Channel::CallSignalling);
const H245: Transport = Transport::Tcp(Channel::H245Control);

fn expected() -> Vec<(bool, Transport, Vec<u8>)> {
    [(true, SETUP), (false, CONNECT), (true, ""), (true, RELEASE)]
        .map(|(by_caller, payload)| (by_caller, SIGNALLING, tpkt(&hex(payload))))
        .to_vec()
}

#[test]
fn every_format_and_link_is_read() {
    for link in PACKET_LINKS {
        let packets = call(link);
        for big in [false, true] {
            for nano in [false, true] {
                let file = pcap(&packets, link, big, nano);
                assert_eq!(Format::of(&file), Some(Format::Pcap));
                let capture = read(&file);
                assert_eq!(told(&capture), expected(), "{link:?} {big} {nano}");
                assert_eq!(capture.notes, Vec::<String>::new());
                // One packet a millisecond; three before Setup, Connect's second after it.
                let times: Vec<u64> = capture.messages.iter().map(|message| message.t).collect();
                assert_eq!(times, [3, 5, 6, 7], "{link:?} {big} {nano}");
            }
            for resolution in [None, Some(9), Some(3), Some(0x80 | 20)] {
                let file = pcapng(&packets, link, big, resolution);
                assert_eq!(Format::of(&file), Some(Format::Pcapng));
                let capture = read(&file);
                assert_eq!(told(&capture), expected(), "{link:?} {big} {resolution:?}");
                let times: Vec<u64> = capture.messages.iter().map(|message| message.t).collect();
                // Units of 1/2^20 s do not hit milliseconds.
                let exact = resolution != Some(0x80 | 20);
                assert!(!exact || times == [3, 5, 6, 7], "{resolution:?}: {times:?}");
            }
        }
    }
}

/// The crate reads what it writes: both sides of a call, over both versions of IP.
#[test]
fn what_was_written_is_read_back() {
    for [caller, called] in [
        [CALLER, CALLED],
        ["[2001:db8::1]:40000", "[2001:db8::2]:1720"],
    ] {
        let (caller, called) = (caller.parse().unwrap(), called.parse().unwrap());
        let long = tpkt(&vec![8; 60_000]);
        let mut messages = vec![(true, tpkt(&hex(SETUP)))];
        messages.extend([(false, long.clone()), (true, long)]);
        messages.push((false, tpkt(&hex(RELEASE))));
        let mut connection = Connection::new(caller, called, [u32::MAX - 10, 0]);
        let mut file = File::new("test", "Nothing of this happened.");
        let mut at = 1_700_000_000_000_000;
        let mut add = |(outbound, packet): (bool, Vec<u8>)| {
            file.packet(at, outbound, &packet, &[]);
            at += 1000;
        };
        let opened = connection.open();
        opened.into_iter().for_each(|packet| add((true, packet)));
        for (by_caller, octets) in &messages {
            connection
                .send(*by_caller, octets)
                .into_iter()
                .for_each(&mut add);
        }
        connection.close(true).into_iter().for_each(&mut add);
        let capture = read(&file.into_octets());
        assert_eq!(capture.notes, Vec::<String>::new());
        let told: Vec<(bool, Vec<u8>)> = capture
            .messages
            .iter()
            .map(|message| (message.by_caller, message.octets.clone()))
            .collect();
        assert_eq!(told, messages);
        assert_eq!(capture.messages[0].t, 3);
        assert_eq!(
            (capture.messages[0].from, capture.messages[0].to),
            (caller, called)
        );
    }
}

#[test]
fn no_more_messages_are_given_than_asked_for() {
    let file = pcap(&call(Link::Raw), Link::Raw, false, false);
    for most in 0..6 {
        let capture = capture::read(&file, Format::Pcap, most).unwrap();
        assert_eq!(told(&capture), expected()[..most.min(4)]);
        assert_eq!(capture.left_out, 4_usize.saturating_sub(most));
    }
}

#[test]
fn keep_alives_before_the_first_message_are_kept() {
    let (caller, called) = ends();
    for (server, first) in [
        (called, SETUP),
        ("192.0.2.2:40002".parse().unwrap(), "218001"),
    ] {
        let mut conversation = Conversation::open(caller, server, Link::Raw);
        conversation.send(true, &tpkt(&[]));
        conversation.send(false, &[0, 3, 0, 4]);
        conversation.send(true, &tpkt(&hex(first)));
        let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
        assert_eq!(capture.messages.len(), 3, "{first}");
    }
}

#[test]
fn both_versions_of_ip_are_read() {
    let (caller, called) = ("[2001:db8::1]:40000", "[2001:db8::2]:1720");
    let (caller, called) = (caller.parse().unwrap(), called.parse().unwrap());
    for extensions in [0, 1, 3] {
        let mut conversation = Conversation::open(caller, called, Link::Ethernet);
        conversation.extensions = extensions;
        conversation.send(true, &tpkt(&hex(SETUP)));
        let capture = read(&pcap(&conversation.packets, Link::Ethernet, false, false));
        assert_eq!(
            capture.messages.len(),
            1,
            "{extensions}: {:?}",
            capture.notes
        );
        assert_eq!(
            (capture.messages[0].from, capture.messages[0].to),
            (caller, called)
        );
    }
}

#[test]
fn vlan_tags_are_looked_behind() {
    for link in [Link::Vlan(1), Link::Vlan(2)] {
        let file = pcap(&call(link), link, false, false);
        assert_eq!(told(&read(&file)), expected(), "{link:?}");
    }
}

#[test]
fn segments_come_in_any_order_and_more_than_once() {
    let packets = call(Link::Raw);
    // Each packet moved to each other place, and each sent again anywhere later.
    for from in 3..packets.len() {
        for to in 3..packets.len() {
            let mut moved = packets.clone();
            let packet = moved.remove(from);
            moved.insert(to, packet);
            let capture = read(&pcap(&moved, Link::Raw, false, false));
            let mut messages = told(&capture);
            messages.sort_by_key(|message| expected().iter().position(|known| known == message));
            assert_eq!(messages, expected(), "{from} to {to}");
            let mut again = packets.clone();
            again.insert(to, packets[from].clone());
            let capture = read(&pcap(&again, Link::Raw, false, false));
            let mut messages = told(&capture);
            messages.sort_by_key(|message| expected().iter().position(|known| known == message));
            assert_eq!(messages, expected(), "{from} again at {to}");
            assert_eq!(capture.notes, Vec::<String>::new());
        }
    }
}

#[test]
fn segments_that_overlap_give_each_octet_once() {
    let (caller, called) = ends();
    let setup = tpkt(&recorded(
        "h323plus/c30-h323plus-to-ooh323c.hex c30/4/setup",
    ));
    for step in [1, 3, 7, 50] {
        for width in [step, step + 1, 3 * step] {
            let mut conversation = Conversation::open(caller, called, Link::Raw);
            for start in (0..setup.len()).step_by(step) {
                let end = (start + width).min(setup.len());
                conversation.send_at(true, start, &setup[start..end]);
            }
            let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
            assert_eq!(capture.messages.len(), 1, "{step} {width}");
            assert_eq!(capture.messages[0].octets, setup);
            assert_eq!(capture.notes, Vec::<String>::new());
        }
    }
}

#[test]
fn sequence_numbers_wrap_around() {
    let (caller, called) = ends();
    for initial in [u32::MAX - 30, u32::MAX - 1, u32::MAX, 0] {
        let mut conversation = Conversation::open_at(caller, called, Link::Raw, initial);
        for _ in 0..5 {
            conversation.send(true, &tpkt(&hex(SETUP)));
        }
        let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
        assert_eq!(capture.messages.len(), 5, "{initial}");
        assert_eq!(capture.notes, Vec::<String>::new());
    }
}

#[test]
fn a_lost_segment_is_noted_and_what_follows_is_found() {
    let (caller, called) = ends();
    let setup = tpkt(&recorded(
        "h323plus/c30-h323plus-to-ooh323c.hex c30/4/setup",
    ));
    let mut conversation = Conversation::open(caller, called, Link::Raw);
    for part in setup.chunks(40) {
        conversation.send(true, part);
    }
    conversation.send(true, &tpkt(&hex(RELEASE)));
    for lost in 3..conversation.packets.len() - 1 {
        let mut packets = conversation.packets.clone();
        packets.remove(lost);
        let capture = read(&pcap(&packets, Link::Raw, false, false));
        let last = capture.messages.last().unwrap();
        assert_eq!(
            (&last.octets, last.cut),
            (&tpkt(&hex(RELEASE)), false),
            "{lost}"
        );
        let missing = capture
            .notes
            .iter()
            .any(|note| note.contains("octets are missing"));
        assert!(missing, "{lost}: {:?}", capture.notes);
    }
}

#[test]
fn a_stream_without_beginning_is_read_from_its_first_tpkt() {
    let packets = call(Link::Raw);
    for left_out in 1..packets.len() - 4 {
        let capture = read(&pcap(&packets[left_out..], Link::Raw, false, false));
        let messages = told(&capture);
        assert!(
            expected().ends_with(&messages[messages.len().min(1)..]),
            "{left_out}"
        );
        let known = expected()
            .iter()
            .filter(|known| messages.contains(known))
            .count();
        assert!(
            known >= expected().len() - left_out.saturating_sub(2),
            "{left_out}: {messages:?}"
        );
    }
}

/// H.245 on a connection of its own is known by the address that signalling named.
#[test]
fn h245_is_known_by_its_address_or_by_what_it_says() {
    let connect = recorded("h323plus/c03-slow-h245tcp.hex c03/10/connect");
    let (caller, called) = ends();
    let said = h323_proto::q931::Message::decode(&connect).unwrap();
    let information = h323_proto::h225::UserInformation::of(&said).unwrap();
    let facts = h323_proto::h225::Facts::of(&information);
    let Some(h323_proto::h225::PeerAddress::Ip(h245)) = facts.h245_address else {
        panic!("{facts:?}")
    };
    for named in [true, false] {
        let mut conversation = Conversation::open(caller, called, Link::Raw);
        if named {
            conversation.send(true, &tpkt(&hex(SETUP)));
            conversation.send(false, &tpkt(&connect));
        }
        let from = "127.0.0.1:40001".parse().unwrap();
        let mut connection = Conversation::open(from, h245, Link::Raw);
        // What cannot be read would not be taken for H.245 by what it says.
        connection.send(
            true,
            &tpkt(if named {
                &[0xFF, 0xFF]
            } else {
                &[0x21, 0x80, 0x01]
            }),
        );
        connection.send(false, &tpkt(&[0x21, 0x80, 0x02]));
        conversation.packets.extend(connection.packets);
        let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
        let told: Vec<_> = capture
            .messages
            .iter()
            .filter(|message| message.transport == H245)
            .map(|message| (message.by_caller, message.from))
            .collect();
        assert_eq!(told, [(true, from), (false, h245)], "{:?}", capture.notes);
    }
}

#[test]
fn h245_may_have_lost_the_header_of_its_first_packet() {
    let (caller, called) = ends();
    // An endSessionCommand, and masterSlaveDeterminationAck in its TPKT.
    let mut conversation = Conversation::open(caller, called, Link::Raw);
    conversation.send(true, &hex("4a40"));
    conversation.send(true, &tpkt(&hex("218001")));
    let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
    assert_eq!(told(&capture), [(true, H245, tpkt(&hex("218001")))]);
    let [note] = capture.notes.as_slice() else {
        panic!("{:?}", capture.notes);
    };
    assert!(note.contains("endSessionCommand, 2 octets"), "{note}");
}

#[test]
fn each_call_has_its_own_direction() {
    let (caller, called) = ends();
    let mut conversation = Conversation::open(caller, called, Link::Raw);
    conversation.send(true, &tpkt(&hex("0802000105")));
    conversation.send(false, &tpkt(&hex("0802000205")));
    conversation.send(false, &tpkt(&hex("0802800107")));
    conversation.send(true, &tpkt(&hex("0802800207")));
    let capture = read(&pcap(&conversation.packets, Link::Raw, false, false));
    let sent: Vec<bool> = capture
        .messages
        .iter()
        .map(|message| message.by_caller)
        .collect();
    assert_eq!(sent, [true, true, false, false]);
}

#[test]
fn a_connection_between_the_same_ends_begins_anew() {
    let (caller, called) = ends();
    let mut packets = Vec::new();
    for initial in [1000, 90_000, 5] {
        let mut conversation = Conversation::open_at(caller, called, Link::Raw, initial);
        conversation.send(true, &tpkt(&hex(SETUP)));
        packets.extend(conversation.packets);
    }
    let capture = read(&pcap(&packets, Link::Raw, false, false));
    assert_eq!(capture.messages.len(), 3);
    assert_eq!(capture.notes, Vec::<String>::new());
}

#[test]
fn it_may_begin_with_the_same_number_again() {
    let first = call(Link::Raw);
    let twice = [first.clone(), first.clone()].concat();
    let capture = read(&pcap(&twice, Link::Raw, false, false));
    let messages = [expected(), expected()].concat();
    assert_eq!(told(&capture), messages);
    assert_eq!(capture.notes, Vec::<String>::new());
    // Also where nothing says when.
    let packets = twice.iter().map(|packet| (101, packet.octets.as_slice()));
    assert_eq!(told(&capture::of_packets(packets, MOST)), messages);
    // But packets that were captured twice are those of one connection: each at once, or a file
    // behind the other.
    let doubled: Vec<Packet> = first
        .iter()
        .flat_map(|one| [one.clone(), one.clone()])
        .collect();
    assert_eq!(
        told(&read(&pcap(&doubled, Link::Raw, false, false))),
        expected()
    );
    let file = pcap(&first, Link::Raw, false, false);
    let behind = [file.as_slice(), &file[24..]].concat();
    assert_eq!(told(&read(&behind)), expected());
}

#[test]
fn what_is_not_decoded_is_noted() {
    let (caller, called) = ends();
    let mut packets = call(Link::Raw);
    packets.push(Packet::udp(
        caller,
        "192.0.2.2:5004".parse().unwrap(),
        &[0x80; 8],
    ));
    packets.push(packets[3].fragment());
    packets.push(packets[packets.len() - 2].fragment());
    let mut http = Conversation::open(caller, "192.0.2.2:80".parse().unwrap(), Link::Raw);
    http.send(true, b"GET / HTTP/1.1\r\n\r\n");
    http.send(false, b"HTTP/1.1 200 OK\r\n\r\n");
    packets.extend(http.packets);
    let mut rdp = Conversation::open(caller, "192.0.2.2:3389".parse().unwrap(), Link::Raw);
    rdp.send(true, &hex("0300000b06e00000000000"));
    packets.extend(rdp.packets);
    let mut cut = Conversation::open(called, caller, Link::Raw);
    cut.send(true, &tpkt(&hex(SETUP))[..7]);
    packets.extend(cut.packets);
    let capture = read(&pcap(&packets, Link::Raw, false, false));
    let notes = capture.notes.join("\n");
    for part in [
        "IP fragments of other protocols than UDP, which are not put together: 1",
        "over UDP with IP fragments that are missing: 1",
        "over UDP, not decoded: 1",
        "it looks like HTTP",
        "192.0.2.2:3389: TPKTs of a protocol other than H.323",
        "the last TPKT is cut after 7 of 9 octets",
    ] {
        assert!(notes.contains(part), "{part} in\n{notes}");
    }
    assert_eq!(capture.messages.len(), expected().len() + 1);
}

#[test]
fn a_damaged_file_gives_what_comes_before_and_never_panics() {
    let packets = call(Link::Ethernet);
    for file in [
        pcap(&packets, Link::Ethernet, false, false),
        pcapng(&packets, Link::Ethernet, true, Some(9)),
    ] {
        for length in 0..file.len() {
            let cut = &file[..length];
            let Some(format) = Format::of(cut) else {
                continue;
            };
            let Ok(capture) = capture::read(cut, format, MOST) else {
                continue;
            };
            let messages = told(&capture);
            assert!(messages.len() <= expected().len());
        }
        for at in 0..file.len() {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut altered = file.clone();
                altered[at] = value;
                if let Some(format) = Format::of(&altered) {
                    let _ = capture::read(&altered, format, MOST);
                }
            }
        }
    }
}

#[test]
fn random_octets_behind_a_header_are_taken_for_nothing() {
    let mut state = 7_u32;
    let mut random = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    for link in PACKET_LINKS {
        for _ in 0..300 {
            let packets: Vec<Packet> = (0..8)
                .map(|_| {
                    let length = usize::from(random()) % 90;
                    Packet {
                        octets: (0..length).map(|_| random()).collect(),
                    }
                })
                .collect();
            let capture = read(&pcap(&packets, link, false, false));
            assert_eq!(capture.messages.len(), 0);
        }
    }
}
