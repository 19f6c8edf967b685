//! Something else than H.323 answers.

use h323_proto::{
    call::{Content, Direction, EndReason, EndedBy, WarningCode},
    q931::CauseValue,
    tpkt::{self, Foreign},
};

use crate::support::{Script, millis, script, secs};

const STREAMS: [(&[u8], Foreign); 8] = [
    (
        b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n",
        Foreign::Http,
    ),
    (&[0x15, 3, 1, 0, 2, 2, 70], Foreign::Tls),
    (b"SIP/2.0 400 Bad Request\r\n\r\n", Foreign::Sip),
    (b"RTSP/1.0 400 Bad Request\r\n\r\n", Foreign::Rtsp),
    (b"SSH-2.0-OpenSSH_9.2\r\n", Foreign::Ssh),
    (b"220 mail.example.com ESMTP\r\n", Foreign::SmtpOrFtp),
    (&[0xFF, 0xFD, 0x18], Foreign::Telnet),
    (&[0x7F, b'E', b'L', b'F'], Foreign::Unknown),
];

fn shown(script: &Script) -> (&[u8], Foreign) {
    let records = script.seen.records(Direction::Received);
    assert_eq!(records.len(), 1);
    match &records[0].content {
        Content::Foreign(foreign) => (&records[0].octets, *foreign),
        other => panic!("{other:?}"),
    }
}

#[test]
fn is_named_shown_and_left() {
    for (octets, foreign) in STREAMS {
        let mut script = script();
        script.receive_octets(octets);
        assert_eq!(shown(&script), (octets, foreign));
        let end = script.end();
        assert_eq!(end.by, EndedBy::Library);
        assert_eq!(end.reason, EndReason::NotTpkt(foreign));
        assert_eq!(
            end.cause.as_ref().map(|cause| cause.value),
            Some(CauseValue::PROTOCOL_ERROR)
        );
        assert_eq!(script.seen.releases, 1);
    }
}

#[test]
fn one_octet_at_a_time_makes_no_difference() {
    for (octets, foreign) in STREAMS {
        let mut script = script();
        for octet in octets {
            if script.seen.ended().is_none() {
                script.receive_octets(&[*octet]);
            }
        }
        assert_eq!(script.end().reason, EndReason::NotTpkt(foreign));
    }
}

#[test]
fn a_first_octet_and_then_the_end_is_named_too() {
    for (octets, foreign) in [(&b"HT"[..], Foreign::Http), (b"SS", Foreign::Ssh)] {
        let mut script = script();
        script.receive_octets(octets);
        script.close();
        assert_eq!(shown(&script), (octets, foreign));
        assert_eq!(script.end().reason, EndReason::NotTpkt(foreign));
    }
}

#[test]
fn only_the_beginning_of_a_long_answer_is_shown() {
    let mut script = script();
    let mut page = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    page.resize(100_000, b' ');
    script.receive_octets(&page);
    let (octets, foreign) = shown(&script);
    assert_eq!(foreign, Foreign::Http);
    assert!(octets.len() <= 64);
}

#[test]
fn x224_is_left_after_the_usual_wait() {
    let mut script = script();
    let confirm = [6, 0xD0, 0, 0, 0x12, 0x34, 0];
    script.receive_octets(&tpkt::encode(&confirm).unwrap());
    assert_eq!(shown(&script).1, Foreign::X224);
    assert_eq!(script.seen.releases, 1);
    script.pass(millis(1));
    assert_eq!(script.run_out().reason, EndReason::NotQ931(Foreign::X224));
}

#[test]
fn in_the_middle_of_a_call_ends_it() {
    let mut script = script();
    script.reply(h323_proto::q931::MessageType::Alerting);
    script.receive_octets(b"GET / HTTP/1.1\r\n");
    assert_eq!(script.seen.releases, 1);
    // The endpoint has spoken H.323, so it gets the time to read our Release Complete.
    assert_eq!(script.seen.ended(), None);
    script.receive_octets(b"Host: example\r\n");
    script.pass(secs(1));
    assert_eq!(script.end().reason, EndReason::NotTpkt(Foreign::Http));
    assert_eq!(script.seen.releases, 1);
    assert_eq!(script.seen.warnings(), [WarningCode::StreamBroken]);
}
