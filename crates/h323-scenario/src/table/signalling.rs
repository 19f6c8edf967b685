//! Call signalling: answers, refusals, and faults in messages.

use alloc::{vec, vec::Vec};

use h323_proto::{
    call::CalledAction,
    h225::{FacilityContents, FacilityReason, ReleaseReason},
    h245::Codec,
    q931::{CauseValue, MessageType, ProgressDescription},
    time::Duration,
};

use super::{
    alerting, answered, connect, facility, in_h245, proceeding, redirect, release, then, wait, with,
};
use crate::{Alteration, Awaited, Delivery, Manner, Raw, Step, messages};

/// A TPKT without contents.
const KEEP_ALIVE: &[u8] = &[3, 0, 0, 4];

/// The keep-alive that Tandberg endpoints send instead.
const TANDBERG_KEEP_ALIVE: &[u8] = &[0, 3, 0, 4];

/// A TPKT whose protocol discriminator belongs to no protocol.
const NOT_Q931: &[u8] = &[3, 0, 0, 9, 0x2A, 1, 2, 3, 4];

const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// TLS 1.2, alert, fatal: unexpected_message.
const TLS: &[u8] = &[21, 3, 3, 0, 2, 2, 10];

const SSH: &[u8] = b"SSH-2.0-OpenSSH_9.2\r\n";

const SIP: &[u8] = b"SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

/// X.224 connection confirm with RDP's negotiation response, which chooses TLS.
const RDP: &[u8] = &[
    3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x1F, 8, 0, 1, 0, 0, 0,
];

scenarios! { SIGNALLING =
    2000 "answer" => Answered,
        "Call Proceeding, Alerting, Connect after 300 ms; then waits for the caller to release",
        |_| answered();
    2001 "ring" => NoAnswer,
        "Call Proceeding, Alerting, and no answer",
        |_| vec![proceeding(), alerting()];
    2002 "busy" => Busy,
        "Release Complete: cause 17, reason inConf",
        |_| vec![release(17, Some(ReleaseReason::InConf))];
    2003 "reject" => Rejected,
        "Call Proceeding, then Release Complete: cause 21, reason destinationRejection",
        |_| vec![proceeding(), release(21, Some(ReleaseReason::DestinationRejection))];
    2004 "silent" => Silent,
        "accepts Setup and stays silent",
        |_| Vec::new();
    2005 "slow" => Answered,
        "answers, but takes 5 s to each of Call Proceeding, Alerting and Connect",
        |_| vec![wait(5_000), proceeding(), wait(5_000), alerting(), wait(5_000), connect()];
    2006 "proceed-then-drop" => ClosedWithoutRelease,
        "Call Proceeding, then closes the connection",
        |_| vec![proceeding(), wait(200), Step::Close];
    2007 "close-at-once" => ClosedAtOnce,
        "closes the connection without an answer",
        |_| vec![Step::Close];
    2008 "close-mid-message" => ClosedInMessage,
        "Call Proceeding, half an Alerting, then closes the connection",
        |_| vec![proceeding(), Step::Alter(Alteration::Half), alerting(), Step::Close];
    2009 "no-proceeding" => Answered,
        "Connect straight away",
        |_| vec![connect()];
    2010 "split" => Answered,
        "answers, one octet in a segment",
        |_| with(Step::Deliver(Delivery::Octets), answered());
    2011 "coalesced" => Answered,
        "Call Proceeding, Alerting and Connect in one segment",
        |_| vec![
            Step::Deliver(Delivery::Held),
            proceeding(),
            alerting(),
            connect(),
            Step::Deliver(Delivery::Whole),
        ];
    2012 "keep-alives" => Answered,
        "answers, with keep-alives between the messages: empty TPKTs of both kinds, Facility with an empty body",
        |_| vec![
            octets(KEEP_ALIVE),
            proceeding(),
            octets(TANDBERG_KEEP_ALIVE),
            empty_facility(),
            alerting(),
            octets(KEEP_ALIVE),
            wait(300),
            octets(TANDBERG_KEEP_ALIVE),
            connect(),
            empty_facility(),
            octets(KEEP_ALIVE),
        ];
    2013 "garbage" => Answered,
        "a TPKT that is not Q.931, a Progress whose last element is cut, an Alerting whose H.225.0 part is cut; then Connect",
        |_| vec![
            octets(NOT_Q931),
            proceeding(),
            Step::Alter(Alteration::CutElement),
            Step::Do(CalledAction::Progress(ProgressDescription::InBandInformation)),
            Step::Alter(Alteration::CutUserInformation),
            alerting(),
            Step::Alter(Alteration::None),
            wait(300),
            connect(),
        ];
    2014 "foreign-http" => NotH323, "answers as a web server", |_| vec![octets(HTTP)];
    2015 "foreign-tls" => NotH323, "answers as a TLS server", |_| vec![octets(TLS)];
    2016 "foreign-ssh" => NotH323, "answers as an SSH server", |_| vec![octets(SSH)];
    2017 "foreign-sip" => NotH323, "answers as a SIP server", |_| vec![octets(SIP)];
    2018 "foreign-rdp" => NotH323, "answers as a Remote Desktop server", |_| vec![octets(RDP)];
    2019 "status-inquiry" => Answered,
        "answers, and asks for the caller's state in between",
        |_| vec![
            inquiry(),
            proceeding(),
            inquiry(),
            alerting(),
            inquiry(),
            wait(300),
            connect(),
        ];
    2020 "notify-without-uuie" => Answered,
        "answers, and sends Notify without and with a User-user element",
        |_| vec![proceeding(), notify(false), alerting(), notify(true), wait(300), connect()];
    2021 "information" => Answered,
        "answers, and sends Information with a text for the display",
        |_| vec![
            proceeding(),
            Step::Do(CalledAction::Information("Please hold the line".into())),
            alerting(),
            wait(300),
            connect(),
        ];
    2022 "setup-acknowledge" => UnknownNumber,
        "Setup Acknowledge: wants more digits; after 2 s Release Complete, cause 28",
        |_| vec![
            Step::Do(CalledAction::SetupAcknowledge),
            wait(2_000),
            release(28, None),
        ];
    2023 "facility-redirect" => Redirected,
        "Facility callForwarded: call 2000 at this endpoint, or at the target of --redirect-to",
        |settings| vec![redirect::to(FacilityReason::CallForwarded, settings.redirect, Some("2000"))];
    2024 "hostile-names" => Answered,
        "answers with markup, control and direction characters and over-long text wherever a name goes",
        |_| with(Step::Alter(Alteration::HostileNames), answered());
    2025 "flood" => NoAnswerToSetup,
        "10,000 STATUS messages, and nothing else",
        |_| flood();
    2026 "flood-then-connect" => Answered,
        "10,000 STATUS messages, then Connect",
        |_| then(flood(), connect());
    2027 "wrong-call-reference-flag" => Answered,
        "answers with the call reference flag of the caller",
        |_| with(Step::Alter(Alteration::CallReferenceFlag), answered());
    2028 "wrong-call-identifier" => Answered,
        "answers with another callIdentifier",
        |_| with(Step::Alter(Alteration::CallIdentifier), answered());
    2029 "other-conference-id" => Answered,
        "answers with another conferenceID",
        |_| with(Step::Alter(Alteration::ConferenceId), answered());
    2030 "disagreeing-release" => Busy,
        "Call Proceeding, then Release Complete whose cause (17) and reason (noBandwidth) contradict each other",
        |_| vec![proceeding(), release(17, Some(ReleaseReason::NoBandwidth))];
    2031 "no-release" => ClosedWithoutRelease,
        "rings for a second, then closes the connection without Release Complete",
        |_| vec![proceeding(), alerting(), wait(1_000), Step::Close];
    2032 "progress" => Answered,
        "Progress with in-band tones between Call Proceeding and Alerting, then answers",
        |_| vec![
            proceeding(),
            Step::Do(CalledAction::Progress(ProgressDescription::InBandInformation)),
            wait(300),
            alerting(),
            wait(300),
            connect(),
        ];
    2033 "disconnect" => Released,
        "rings, then sends the Q.931 message DISCONNECT, which H.225.0 does not have",
        |_| vec![
            proceeding(),
            alerting(),
            Step::Write(Raw::Message(MessageType::Disconnect, 16)),
        ];
}

scenarios! { MORE =
    2090 "overlap" => UnknownNumber,
        "Setup Acknowledge; answers when Information has brought more digits, after 2 s without them Release Complete, cause 28",
        |_| {
            let mut steps = vec![
                Step::Do(CalledAction::SetupAcknowledge),
                Step::Await(
                    Awaited::Digits,
                    Duration::from_secs(2),
                    vec![release(28, None)],
                ),
            ];
            steps.extend(answered());
            steps
        };
    2091 "old-version" via Separate => Answered,
        "answers as an endpoint of H.225.0 version 1: no callIdentifier, no tunnel, H.245 version 2 on a connection of its own",
        |_| with(
            Step::Alter(Alteration::OldVersion),
            in_h245(Manner::OldVersion),
        );
    2092 "missing-fields" => Answered,
        "claims version 6, and leaves callIdentifier, multipleCalls and maintainConnection out of Connect",
        |_| with(Step::Alter(Alteration::MissingFields), answered());
    2093 "hold-then-hangup" => Answered,
        "answers, and after 2 s ends H.245 and releases the call",
        |_| then(
            then(
                then(answered(), Step::Hold(Duration::from_secs(2))),
                Step::Do(CalledAction::EndSession),
            ),
            release(16, None),
        );
    2096 "h245-offers-again" via Tunnelled => Answered,
        "opens an audio channel, and again whenever the caller rejects it",
        |_| in_h245(Manner::OffersAgain);
    2097 "hangs-up-after-3-s" => Answered,
        "answers, and after 3 s ends H.245 and releases the call: cause 41",
        |_| then(
            then(
                then(answered(), Step::Hold(Duration::from_secs(3))),
                Step::Do(CalledAction::EndSession),
            ),
            release(41, None),
        );
    2098 "alerting-flood" => Answered,
        "2,000 Alertings, then answers",
        |_| vec![
            proceeding(),
            alerting(),
            Step::Repeat(1_999),
            wait(300),
            connect(),
        ];
    2099 "h245-pause" via Tunnelled => Answered,
        "answers, and pauses the call after 1 s with an empty capability set, for 1 s",
        |_| {
            let mut steps = then(answered(), Step::Hold(Duration::from_secs(1)));
            steps.extend(messages::empty_set(2).map(say));
            steps.push(Step::Hold(Duration::from_secs(1)));
            steps.extend(messages::capabilities(3, &Codec::ALL).map(say));
            steps
        };
}

const fn say(message: Vec<u8>) -> Step {
    Step::Do(CalledAction::H245(message))
}

fn flood() -> Vec<Step> {
    vec![
        Step::Do(CalledAction::Status(CauseValue::RESPONSE_TO_STATUS_ENQUIRY)),
        Step::Repeat(9_999),
    ]
}

const fn octets(octets: &'static [u8]) -> Step {
    Step::Write(Raw::Octets(octets))
}

const fn inquiry() -> Step {
    Step::Do(CalledAction::StatusInquiry)
}

const fn notify(with_user_information: bool) -> Step {
    Step::Do(CalledAction::Notify {
        with_user_information,
    })
}

const fn empty_facility() -> Step {
    facility(FacilityContents::Empty)
}
