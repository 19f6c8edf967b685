//! Mode request (H.245 8.9 and C.9): one end asks the other to send certain codecs.

use alloc::{string::String, vec::Vec};

use super::pdu::{Codec, ModeRejection, ModeResponse, Pdu};
use crate::time::{Duration, Instant};

/// T109. H.245 gives no value. Stacks answer in less than one second, and a test call waits for it.
pub const T109: Duration = Duration::from_secs(10);

/// The state of a mode that we requested, in the outgoing entity.
///
/// ```text
/// none -request: RequestMode-> Awaiting
/// Awaiting -RequestModeAck-> Acknowledged
/// Awaiting -RequestModeReject-> Rejected
/// Awaiting -T109: RequestModeRelease-> Unanswered
/// ```
///
/// The incoming entity needs no state: it answers each RequestMode at once, so a RequestModeRelease
/// always comes too late to matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModeState {
    /// Requested, but not answered (T109 runs).
    Awaiting,
    /// The peer will send in this mode, with its `response`.
    Acknowledged(String),
    /// The peer will not send in this mode, with its `cause`.
    Rejected(String),
    /// The peer did not answer.
    Unanswered,
}

/// A mode that we requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedMode {
    /// When RequestMode went out.
    pub asked: Instant,
    /// When the answer arrived, or T109 ran out.
    pub settled: Option<Instant>,
    /// Its state.
    pub state: ModeState,
}

/// Both entities.
#[derive(Clone, Debug, Default)]
pub(super) struct ModeRequest {
    sequence: u8,
    asked: Option<AskedMode>,
}

impl ModeRequest {
    pub(super) const fn asked(&self) -> Option<&AskedMode> {
        self.asked.as_ref()
    }

    /// When T109 runs out.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let asked = self.asked.as_ref()?;
        (asked.state == ModeState::Awaiting).then(|| asked.asked + T109)
    }

    /// Requests one of these modes, best first.
    pub(super) fn request(&mut self, modes: Vec<Vec<Codec>>, now: Instant, out: &mut Vec<Pdu>) {
        self.sequence = self.sequence.wrapping_add(1);
        self.asked = Some(AskedMode {
            asked: now,
            settled: None,
            state: ModeState::Awaiting,
        });
        out.push(Pdu::RequestMode {
            sequence: self.sequence,
            modes,
        });
    }

    /// Takes the peer's answer. We ignore an answer to an earlier request, or after T109 (C.9.2).
    pub(super) fn answered(&mut self, sequence: u8, answer: ModeState, now: Instant) {
        if sequence == self.sequence {
            self.settle(answer, now);
        }
    }

    pub(super) fn timeout(&mut self, now: Instant, out: &mut Vec<Pdu>) {
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            out.push(Pdu::RequestModeRelease);
            self.settle(ModeState::Unanswered, now);
        }
    }

    fn settle(&mut self, state: ModeState, now: Instant) {
        if let Some(asked) = &mut self.asked
            && asked.state == ModeState::Awaiting
        {
            asked.settled = Some(now);
            asked.state = state;
        }
    }
}

/// Answers the peer's RequestMode. We send no media, so we change nothing for a mode. We can only
/// promise a mode that our open channels already carry.
pub(super) fn requested(
    sequence: u8,
    modes: &[Vec<String>],
    sending: &[Codec],
    codecs: &[Codec],
    out: &mut Vec<Pdu>,
) {
    let all_of = |mode: &Vec<String>, known: &[Codec]| {
        !mode.is_empty()
            && mode
                .iter()
                .all(|name| known.iter().any(|codec| codec.mode() == name))
    };
    let is_sent = |mode: &Vec<String>| mode.len() == sending.len() && all_of(mode, sending);
    out.push(match modes.iter().position(is_sent) {
        Some(0) => Pdu::RequestModeAck(sequence, ModeResponse::MostPreferred),
        Some(_) => Pdu::RequestModeAck(sequence, ModeResponse::LessPreferred),
        None if modes.iter().any(|mode| all_of(mode, codecs)) => {
            Pdu::RequestModeReject(sequence, ModeRejection::Denied)
        }
        None => Pdu::RequestModeReject(sequence, ModeRejection::Unavailable),
    });
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use core::slice;

    use super::*;
    use crate::h245::{H245Message, H245Record, write};

    const START: Instant = Instant::ORIGIN;

    fn asked() -> (ModeRequest, Vec<Pdu>) {
        let mut entity = ModeRequest::default();
        let mut out = Vec::new();
        entity.request(Vec::from([Vec::from([Codec::G711U])]), START, &mut out);
        (entity, out)
    }

    fn state(entity: &ModeRequest) -> &ModeState {
        &entity.asked().expect("a mode was asked for").state
    }

    #[test]
    fn the_first_answer_to_the_last_request_counts() {
        let (mut entity, mut out) = asked();
        let late = START + Duration::from_millis(40);
        entity.answered(9, ModeState::Rejected("requestDenied".into()), late);
        assert_eq!(state(&entity), &ModeState::Awaiting);
        let taken = ModeState::Acknowledged("willTransmitMostPreferredMode".into());
        entity.answered(1, taken.clone(), late);
        entity.answered(1, ModeState::Rejected("requestDenied".into()), late);
        entity.timeout(START + T109, &mut out);
        assert_eq!(state(&entity), &taken);
        assert_eq!(entity.asked().and_then(|asked| asked.settled), Some(late));
        assert_eq!(entity.deadline(), None);
        assert_eq!(out.len(), 1);
        entity.request(Vec::new(), late, &mut out);
        assert_eq!(state(&entity), &ModeState::Awaiting);
        entity.answered(1, taken, late);
        assert_eq!(state(&entity), &ModeState::Awaiting);
    }

    #[test]
    fn a_request_without_answer_is_released() {
        let (mut entity, mut out) = asked();
        assert_eq!(entity.deadline(), Some(START + T109));
        entity.timeout(START + Duration::from_secs(9), &mut out);
        assert_eq!(state(&entity), &ModeState::Awaiting);
        entity.timeout(START + T109, &mut out);
        assert_eq!(state(&entity), &ModeState::Unanswered);
        assert_eq!(out[1..], [Pdu::RequestModeRelease]);
        entity.answered(1, ModeState::Rejected("requestDenied".into()), START);
        entity.timeout(START + T109 + T109, &mut out);
        assert_eq!(state(&entity), &ModeState::Unanswered);
        assert_eq!(out.len(), 2);
    }

    #[test]
    fn only_what_is_sent_already_is_promised() {
        let mode = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let ours = [Codec::G711A, Codec::H261];
        let answer = |modes: &[Vec<String>], sending: &[Codec]| {
            let mut out = Vec::new();
            requested(7, modes, sending, &ours, &mut out);
            assert_eq!(out.len(), 1);
            out.remove(0)
        };
        let both = mode(&["h261VideoMode", "g711Alaw64k"]);
        let audio = mode(&["g711Alaw64k"]);
        let other = mode(&["g728"]);
        let most = Pdu::RequestModeAck(7, ModeResponse::MostPreferred);
        let less = Pdu::RequestModeAck(7, ModeResponse::LessPreferred);
        let denied = Pdu::RequestModeReject(7, ModeRejection::Denied);
        let unavailable = Pdu::RequestModeReject(7, ModeRejection::Unavailable);
        for (modes, sending, expected) in [
            (&[both.clone()][..], &ours[..], &most),
            (&[other.clone(), both.clone()], &ours, &less),
            (slice::from_ref(&audio), &ours[..1], &most),
            // The mode without video, although we have a video channel.
            (slice::from_ref(&audio), &ours, &denied),
            (&[both], &ours[..1], &denied),
            (slice::from_ref(&audio), &[], &denied),
            (&[other.clone(), audio.clone()], &[], &denied),
            (&[other], &ours, &unavailable),
            (&[mode(&["g711Alaw64k", "h224"])], &ours, &unavailable),
            (&[mode(&[])], &[], &unavailable),
            (&[], &[], &unavailable),
        ] {
            assert_eq!(&answer(modes, sending), expected, "{modes:?} {sending:?}");
        }
    }

    #[test]
    fn no_cut_message_is_taken_for_a_request_or_an_answer() {
        for pdu in [
            Pdu::RequestMode {
                sequence: 1,
                modes: Vec::from([Codec::ALL.to_vec()]),
            },
            Pdu::RequestModeAck(1, ModeResponse::LessPreferred),
            Pdu::RequestModeReject(1, ModeRejection::MultipointConstraint),
        ] {
            let octets = write(&pdu, 13).expect("can be written");
            for length in 0..octets.len() {
                let cut = H245Record::of(octets[..length].to_vec());
                assert_eq!(cut.understood.message, H245Message::Other, "{length}");
            }
        }
    }
}
