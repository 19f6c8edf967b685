//! RAS in captures: over UDP, whole and in fragments, on its own ports and on others.

use std::net::SocketAddr;

use crate::make::{Link, Packet, hex, pcap};
use h323_capture::capture::{self, Capture, Format};
use h323_proto::call::Transport;

const ENDPOINT: &str = "192.0.2.1:41479";
const GATEKEEPER: &str = "192.0.2.2:1719";
const ELSEWHERE: &str = "192.0.2.2:7719";

fn end(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

/// A message that an endpoint, or a gatekeeper, sent.
fn recorded(name: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/ras");
    let files = std::fs::read_dir(root).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    let mut lines = lines.filter_map(|line| {
        let (known, rest) = line.split_once('\t')?;
        (known == name).then(|| rest.split('\t').next().map(hex))?
    });
    lines.next().expect(name)
}

fn request() -> Vec<u8> {
    recorded("c26/3/registrationRequest")
}

fn confirm() -> Vec<u8> {
    recorded("c26/4/registrationConfirm")
}

fn read(packets: &[Packet]) -> Capture {
    let file = pcap(packets, Link::Raw, false, false);
    capture::read(&file, Format::Pcap, 100).expect("its header")
}

/// The direction and the octets of each message.
fn told(capture: &Capture) -> Vec<(bool, Vec<u8>)> {
    let messages = capture.messages.iter();
    messages
        .inspect(|message| assert_eq!(message.transport, Transport::Ras))
        .map(|message| (message.by_caller, message.octets.clone()))
        .collect()
}

#[test]
fn datagrams_on_the_ports_of_ras_are_messages_in_both_directions() {
    for port in [1718, 1719] {
        let mut gatekeeper = end(GATEKEEPER);
        gatekeeper.set_port(port);
        let capture = read(&[
            Packet::udp(end(ENDPOINT), gatekeeper, &request()),
            Packet::udp(gatekeeper, end(ENDPOINT), &confirm()),
        ]);
        let expected = [(true, request()), (false, confirm())];
        assert_eq!(told(&capture), expected);
        assert_eq!(capture.notes, Vec::<String>::new());
        let message = &capture.messages[1];
        assert_eq!(
            (message.t, message.from, message.to),
            (1, gatekeeper, end(ENDPOINT))
        );
        assert_eq!(capture.end, 1);
    }
}

#[test]
fn what_only_a_gatekeeper_says_tells_the_sides_where_both_ports_are_of_ras() {
    let endpoint = end("192.0.2.1:1719");
    let capture = read(&[
        Packet::udp(end(GATEKEEPER), endpoint, &confirm()),
        Packet::udp(endpoint, end(GATEKEEPER), &request()),
    ]);
    assert_eq!(told(&capture), [(false, confirm()), (true, request())]);
}

#[test]
fn another_port_is_one_of_ras_once_a_message_says_so() {
    let (endpoint, gatekeeper) = (end(ENDPOINT), end(ELSEWHERE));
    let admission = recorded("c26/10/admissionConfirm");
    let packets = [
        Packet::udp(gatekeeper, endpoint, &admission),
        Packet::udp(endpoint, gatekeeper, &request()),
        Packet::udp(gatekeeper, endpoint, &admission),
        // Between other ends nothing is known.
        Packet::udp(end("192.0.2.9:7719"), endpoint, &admission),
    ];
    let capture = read(&packets);
    assert_eq!(told(&capture), [(true, request()), (false, admission)]);
    let [note] = capture.notes.as_slice() else {
        panic!("{:?}", capture.notes)
    };
    assert!(note.ends_with("over UDP, not decoded: 2"), "{note}");
    // A request with octets behind it is not taken for RAS.
    let longer = [request(), vec![0]].concat();
    let capture = read(&[Packet::udp(endpoint, gatekeeper, &longer)]);
    assert_eq!(capture.messages.len(), 0);
}

#[test]
fn what_keeps_a_nat_open_is_counted_and_what_cannot_be_read_is_shown() {
    let (endpoint, gatekeeper) = (end(ENDPOINT), end(GATEKEEPER));
    let capture = read(&[
        Packet::udp(endpoint, gatekeeper, &[]),
        Packet::udp(endpoint, gatekeeper, &[]),
        Packet::udp(endpoint, gatekeeper, &[0xFF]),
    ]);
    assert_eq!(told(&capture), [(true, vec![0xFF])]);
    assert_eq!(capture.notes, ["Packets of RAS without octets: 2"]);
}

#[test]
fn a_datagram_that_was_captured_in_part_is_shown_as_far_as_it_goes() {
    let whole = Packet::udp(end(ENDPOINT), end(GATEKEEPER), &request());
    for left in [0, 1, 30] {
        // Twenty octets of IP and eight of UDP.
        let octets = whole.octets[..28 + left].to_vec();
        let capture = read(&[Packet { octets }]);
        let shown: Vec<(bool, &[u8])> = capture
            .messages
            .iter()
            .map(|message| (message.cut, message.octets.as_slice()))
            .collect();
        match left {
            0 => assert_eq!(shown, []),
            left => assert_eq!(shown, [(true, &request()[..left])]),
        }
        assert_eq!(capture.notes, ["Packets not captured to their end: 1"]);
    }
}

/// Both versions of IP: an endpoint and its gatekeeper.
fn ends() -> [(SocketAddr, SocketAddr); 2] {
    [
        (end(ENDPOINT), end(GATEKEEPER)),
        (end("[2001:db8::1]:41479"), end("[2001:db8::2]:1719")),
    ]
}

#[test]
fn fragments_are_put_together_in_any_order() {
    for (from, to) in ends() {
        for size in [8, 16, 64, 1_480] {
            let mut packets = Packet::udp_in_fragments(from, to, &request(), 7, size);
            let capture = read(&packets);
            assert_eq!(told(&capture), [(true, request())], "{from} {size}");
            assert_eq!(capture.notes, Vec::<String>::new());
            assert_eq!(
                capture.messages[0].t,
                u64::try_from(packets.len()).unwrap() - 1
            );
            packets.reverse();
            assert_eq!(told(&read(&packets)), [(true, request())], "{from} {size}");
            let twice: Vec<_> = packets
                .iter()
                .flat_map(|one| [one.clone(), one.clone()])
                .collect();
            let capture = read(&twice);
            assert_eq!(told(&capture)[0], (true, request()), "{from} {size}");
            if packets.len() > 1 {
                assert_eq!((capture.messages.len(), capture.notes.len()), (1, 0));
            }
        }
    }
}

#[test]
fn a_datagram_with_a_fragment_that_is_missing_is_shown_up_to_there() {
    for (from, to) in ends() {
        let packets = Packet::udp_in_fragments(from, to, &request(), 7, 40);
        for lost in 0..packets.len() {
            let mut left = packets.clone();
            left.remove(lost);
            let capture = read(&left);
            assert_eq!(
                capture.notes[0],
                "Packets over UDP with IP fragments that are missing: 1"
            );
            match (lost, capture.messages.as_slice()) {
                // Its ports are in the first fragment.
                (0, []) => {}
                (_, [message]) => {
                    assert!(message.cut, "{lost}");
                    // Eight octets are the header.
                    assert_eq!(message.octets, request()[..40 * lost - 8]);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn fragments_that_overlap_are_refused() {
    for (from, to) in ends() {
        let mut packets = Packet::udp_in_fragments(from, to, &request(), 7, 40);
        let mut changed = request();
        changed[50] ^= 1;
        let other = Packet::udp_in_fragments(from, to, &changed, 7, 40);
        packets.insert(1, other[1].clone());
        let capture = read(&packets);
        assert_eq!(capture.messages.len(), 0);
        assert_eq!(
            capture.notes,
            ["Packets over UDP whose IP fragments contradict each other, left out: 1"]
        );
    }
}

#[test]
fn fragments_of_other_datagrams_do_not_mix() {
    let (from, to) = (end(ENDPOINT), end(GATEKEEPER));
    let first = Packet::udp_in_fragments(from, to, &request(), 1, 40);
    let second = Packet::udp_in_fragments(to, from, &confirm(), 1, 40);
    let third = Packet::udp_in_fragments(from, to, &confirm(), 2, 40);
    let most = first.len().max(second.len()).max(third.len());
    let mixed: Vec<Packet> = (0..most)
        .flat_map(|at| [&first, &second, &third].map(|of| of.get(at).cloned()))
        .flatten()
        .collect();
    let capture = read(&mixed);
    let mut messages = told(&capture);
    messages.sort();
    assert_eq!(
        messages,
        [(false, confirm()), (true, request()), (true, confirm())]
    );
    assert_eq!(capture.notes, Vec::<String>::new());
}

#[test]
fn damaged_packets_never_panic() {
    for (from, to) in ends() {
        for packets in [
            vec![Packet::udp(from, to, &request())],
            Packet::udp_in_fragments(from, to, &request(), 7, 40),
        ] {
            for at in 0..packets[0].octets.len().min(80) {
                for value in [0, 1, 0x20, 0x3F, 0x7F, 0x80, 0xFF] {
                    let mut altered = packets.clone();
                    altered[0].octets[at] = value;
                    let _ = read(&altered);
                    let shorter = Packet {
                        octets: altered[0].octets[..at].to_vec(),
                    };
                    let _ = read(&[shorter]);
                }
            }
        }
    }
}
