use alloc::vec;
use alloc::vec::Vec;

use super::*;

/// Everything `stream` yields when it arrives in `segments`.
fn deframe<'a>(segments: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Frame>, Ending) {
    let mut deframer = Deframer::new();
    let mut frames = Vec::new();
    for segment in segments {
        deframer.push(segment);
        while let Ok(Some(frame)) = deframer.next_frame() {
            frames.push(frame);
        }
    }
    (frames, deframer.finish())
}

fn message(reserved: u8, payload: &[u8]) -> Frame {
    Frame::Message {
        reserved,
        payload: payload.to_vec(),
    }
}

/// The verdict on a stream that ends after `octets`.
fn verdict(octets: &[u8]) -> NotTpkt {
    match deframe([octets]) {
        (frames, Ending::NotTpkt(not_tpkt)) if frames.is_empty() => not_tpkt,
        other => panic!("{other:?}"),
    }
}

fn mixed() -> (Vec<u8>, Vec<Frame>) {
    let mut stream = encode(&[8, 2, 0, 1, 5]).unwrap();
    stream.extend([3, 0, 0, 4]);
    stream.extend([0, 3, 0, 4]);
    stream.extend([3, 0xA5, 0, 5, 3]);
    stream.extend([3, 7, 0, 4]);
    stream.extend(encode(&[3, 0, 0, 4, 0, 3, 0, 4]).unwrap());
    let frames = vec![
        message(0, &[8, 2, 0, 1, 5]),
        Frame::KeepAlive { raw: [3, 0, 0, 4] },
        Frame::KeepAlive { raw: [0, 3, 0, 4] },
        message(0xA5, &[3]),
        Frame::KeepAlive { raw: [3, 7, 0, 4] },
        message(0, &[3, 0, 0, 4, 0, 3, 0, 4]),
    ];
    (stream, frames)
}

#[test]
fn frames_do_not_depend_on_segments() {
    let (stream, frames) = mixed();
    let expected = (frames, Ending::Clean);
    assert_eq!(deframe([&stream[..]]), expected);
    assert_eq!(deframe(stream.chunks(1)), expected);
    for first in 0..=stream.len() {
        for second in first..=stream.len() {
            let segments = [&stream[..first], &stream[first..second], &stream[second..]];
            assert_eq!(deframe(segments), expected, "cut at {first} and {second}");
        }
    }
}

#[test]
fn pending_is_what_belongs_to_no_frame_yet() {
    let (stream, frames) = mixed();
    for end in 0..=stream.len() {
        let mut deframer = Deframer::new();
        deframer.push(&stream[..end]);
        let mut taken = 0;
        for frame in &frames {
            match deframer.next_frame() {
                Ok(Some(got)) => {
                    assert_eq!(&got, frame);
                    taken += match got {
                        Frame::Message { payload, .. } => 4 + payload.len(),
                        Frame::KeepAlive { .. } => 4,
                    };
                }
                other => {
                    assert_eq!(other, Ok(None));
                    break;
                }
            }
        }
        assert_eq!(deframer.pending(), &stream[taken..end]);
    }
}

#[test]
fn the_largest_packet_passes_and_one_octet_more_is_refused() {
    let payload = vec![0x5A; MAX_PAYLOAD];
    let mut packet = encode(&payload).unwrap();
    assert_eq!(&packet[..4], &[3, 0, 0xFF, 0xFF]);
    packet.extend([3, 0, 0, 4]);
    let (frames, ending) = deframe(packet.chunks(1460));
    let expected = [message(0, &payload), Frame::KeepAlive { raw: [3, 0, 0, 4] }];
    assert!(frames == expected);
    assert_eq!(ending, Ending::Clean);
    assert_eq!(
        encode(&vec![0; MAX_PAYLOAD + 1]),
        Err(EncodeError::PayloadTooLong {
            length: 65_532,
            limit: 65_531
        })
    );
}

#[test]
fn every_length_is_read_as_written() {
    for length in 0..=2000 {
        let payload = vec![3; length];
        let (frames, ending) = deframe([&encode(&payload).unwrap()[..]]);
        let expected = match length {
            0 => Frame::KeepAlive { raw: [3, 0, 0, 4] },
            _ => message(0, &payload),
        };
        assert_eq!((frames, ending), (vec![expected], Ending::Clean));
    }
}

#[test]
fn a_length_below_the_header_is_an_error_at_its_place() {
    for length in 0..4 {
        let mut stream = encode(&[8; 10]).unwrap();
        stream.extend([3, 0, 0, length, 1, 2]);
        let (frames, ending) = deframe([&stream[..]]);
        assert_eq!(frames, [message(0, &[8; 10])]);
        let Ending::NotTpkt(not_tpkt) = ending else {
            panic!("{ending:?}");
        };
        assert_eq!(not_tpkt.error.at, 14 + 2);
        assert_eq!(not_tpkt.error.layer, Layer::Tpkt);
        assert_eq!(
            not_tpkt.error.kind,
            DecodeErrorKind::TpktLength(length.into())
        );
        assert_eq!(not_tpkt.octets, [3, 0, 0, length, 1, 2]);
        assert_eq!(not_tpkt.looks_like, Foreign::Unknown);
    }
}

#[test]
fn a_lost_framing_stays_lost() {
    let mut deframer = Deframer::new();
    deframer.push(b"xyz");
    let error = deframer.next_frame().unwrap_err();
    deframer.push(&[3, 0, 0, 4]);
    assert_eq!(deframer.next_frame(), Err(error.clone()));
    assert_eq!(deframer.pending(), b"");
    assert_eq!(deframer.finish(), Ending::NotTpkt(error));
}

#[test]
fn an_end_within_a_packet_says_how_much_came() {
    let incomplete = |have, length| (vec![], Ending::Incomplete { have, length });
    assert_eq!(deframe([&[3][..]]), incomplete(1, None));
    assert_eq!(deframe([&[3, 0, 1][..]]), incomplete(3, None));
    assert_eq!(deframe([&[3, 0, 1, 0][..]]), incomplete(4, Some(256)));
    assert_eq!(deframe([&[3, 0, 0, 7, 8, 2][..]]), incomplete(6, Some(7)));
    assert_eq!(deframe([&[0, 3, 0][..]]), incomplete(3, None));
    assert_eq!(deframe([&[][..]]), (vec![], Ending::Clean));
}

const STRANGERS: &[(&[u8], Foreign)] = &[
    (b"HTTP/1.1 400 Bad Request\r\n", Foreign::Http),
    (b"GET / HTTP/1.1\r\n", Foreign::Http),
    (b"<html><head>", Foreign::Http),
    (&[21, 3, 1, 0, 2, 2, 10], Foreign::Tls),
    (&[21, 3, 3, 0, 2, 2, 70], Foreign::Tls),
    (&[22, 3, 1, 2, 0, 1, 0, 1, 0xFC], Foreign::Tls),
    (b"SIP/2.0 400 Bad Request\r\n", Foreign::Sip),
    (b"OPTIONS sip:x@example.com SIP/2.0", Foreign::Sip),
    (b"RTSP/1.0 400 Bad Request\r\n", Foreign::Rtsp),
    (b"SSH-2.0-OpenSSH_9.2p1\r\n", Foreign::Ssh),
    (b"220 mail.example.com ESMTP\r\n", Foreign::SmtpOrFtp),
    (b"220-FTP server ready\r\n", Foreign::SmtpOrFtp),
    (&[0xFF, 0xFD, 0x18, 0xFF, 0xFD, 0x20], Foreign::Telnet),
    (b"\x0a\x00\x00\x01", Foreign::Unknown),
    (&[0, 3, 0, 5], Foreign::Unknown),
    (&[0, 0, 0, 4], Foreign::Unknown),
    (&[4, 0, 0, 10], Foreign::Unknown),
];

#[test]
fn other_protocols_are_named_however_they_arrive() {
    for &(octets, foreign) in STRANGERS {
        let whole = verdict(octets);
        assert_eq!(whole.looks_like, foreign, "{octets:?}");
        assert_eq!(whole.octets, octets);
        assert_eq!(whole.error.at, 0);
        assert_eq!(whole.error.kind, DecodeErrorKind::TpktVersion(octets[0]));
        let mut deframer = Deframer::new();
        for octet in octets.chunks(1) {
            deframer.push(octet);
            match deframer.next_frame() {
                Ok(frame) => assert_eq!(frame, None),
                Err(not_tpkt) => {
                    assert_eq!(not_tpkt.looks_like, foreign, "{octets:?}");
                    break;
                }
            }
        }
        assert!(deframer.next_frame().is_err(), "{octets:?}");
    }
}

#[test]
fn a_few_octets_are_judged_when_no_more_come() {
    let cases: &[(&[u8], Foreign)] = &[
        (b"H", Foreign::Http),
        (b"HTTP", Foreign::Http),
        (&[21], Foreign::Tls),
        (&[0xFF], Foreign::Telnet),
        (b"22", Foreign::SmtpOrFtp),
        // SIP or SSH.
        (b"S", Foreign::Unknown),
        (b"SS", Foreign::Ssh),
        (b"OPTIONS ", Foreign::Unknown),
    ];
    for &(octets, foreign) in cases {
        let mut deframer = Deframer::new();
        deframer.push(octets);
        assert_eq!(deframer.next_frame(), Ok(None), "{octets:?}");
        assert_eq!(verdict(octets).looks_like, foreign, "{octets:?}");
    }
}

#[test]
fn no_more_than_64_octets_are_shown() {
    let page = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &[b'x'; 100_000]].concat();
    assert_eq!(verdict(&page).octets, &page[..64]);
}

#[test]
fn every_first_octet_is_a_packet_or_an_error() {
    for first in 0..=u8::MAX {
        for second in 0..=u8::MAX {
            let (frames, ending) = deframe([&[first, second, 0, 5, 8][..]]);
            match first {
                3 => assert_eq!(
                    (frames, ending),
                    (vec![message(second, &[8])], Ending::Clean)
                ),
                _ => {
                    assert_eq!(frames, []);
                    assert!(matches!(ending, Ending::NotTpkt(_)), "{first} {second}");
                }
            }
        }
    }
}

#[test]
fn x224_payloads_are_told_from_q931() {
    // Connection confirm with an RDP negotiation response; data; disconnect request.
    for payload in [
        &[0x0E, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 2, 0, 0, 0][..],
        &[2, 0xF0, 0x80, 0x21],
        &[6, 0x80, 0, 0, 0, 0, 0],
        &[6, 0xE0, 0, 0, 0, 0, 0],
    ] {
        assert_eq!(foreign_payload(payload), Some(Foreign::X224));
    }
    // Q.931 with a dummy, a short and a normal call reference; a length that overruns.
    for payload in [
        &[8, 0, 0x62][..],
        &[8, 1, 0x81, 5],
        &[8, 2, 0x80, 0xF0, 0x5A],
        &[0x0E, 0xD0, 0],
        &[0x0E],
        &[],
    ] {
        assert_eq!(foreign_payload(payload), None);
    }
}

#[test]
fn octets_taken_out_are_given_back() {
    let packet = encode(&[8; 996]).unwrap();
    let stream: Vec<u8> = packet.iter().copied().cycle().take(1_000_000).collect();
    let mut deframer = Deframer::new();
    let mut frames = 0;
    for segment in stream.chunks(1460) {
        deframer.push(segment);
        while deframer.next_frame().unwrap().is_some() {
            frames += 1;
        }
        assert!(deframer.buffer.len() <= 2 * 1000 + 1460);
    }
    assert_eq!(frames, 1000);
    assert_eq!(deframer.before + deframer.taken, 1_000_000);
}
