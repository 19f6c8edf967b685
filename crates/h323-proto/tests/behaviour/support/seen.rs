//! Everything that a call has put out, with the promises of the crate checked on the way.

use std::collections::BTreeMap;

use h323_proto::{
    call::{
        Call, CallEnd, Channel, Content, Direction, Event, MessageRecord, Output, Target,
        WarningCode,
    },
    q931::{CallState, Message, MessageType},
    time::Instant,
    tpkt::{Deframer, Frame},
};

use super::plain;

/// What one call has put out so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connects: Vec<Target>,
    /// All that was written, in order.
    pub(crate) transmitted: Vec<(Channel, Vec<u8>)>,
    /// Messages written, decoded.
    pub(crate) sent: Vec<Message>,
    pub(crate) events: Vec<Event>,
    pub(crate) closes: usize,
    /// How many Release Complete were written.
    pub(crate) releases: usize,
    /// Whether a TPKT without contents may be written.
    pub(crate) keep_alives_allowed: bool,
    /// How many of those were written.
    pub(crate) keep_alives: usize,
    pub(crate) deadline: Option<Instant>,
    /// The same for the H.245 connection.
    pub(crate) h245_connects: Vec<Target>,
    pub(crate) h245_closes: usize,
}

impl Seen {
    /// Drains the call; what it wrote, one entry a message.
    pub(crate) fn drain(&mut self, call: &mut Call) -> Vec<Vec<u8>> {
        let mut written = Vec::new();
        loop {
            let output = call.poll_output();
            if self.ended().is_some() {
                assert!(
                    matches!(output, Output::Timeout(None)),
                    "{output:?} after the end"
                );
            }
            match output {
                Output::Connect(Channel::CallSignalling, target) => self.connects.push(target),
                Output::Transmit(Channel::CallSignalling, octets) => {
                    assert_eq!(self.closes, 0, "a message after Close");
                    assert_eq!(self.releases, 0, "a message after Release Complete");
                    if self.keep_alives_allowed && octets == [3, 0, 0, 4] {
                        self.keep_alives += 1;
                        written.push(octets);
                        continue;
                    }
                    let message = one_message(&octets);
                    if message.message_type == MessageType::ReleaseComplete {
                        self.releases += 1;
                    }
                    self.sent.push(message);
                    self.transmitted
                        .push((Channel::CallSignalling, octets.clone()));
                    written.push(octets);
                }
                Output::Close(Channel::CallSignalling) => {
                    self.closes += 1;
                    assert_eq!(self.closes, 1);
                }
                Output::Connect(Channel::H245Control, target) => {
                    self.h245_connects.push(target);
                }
                Output::Transmit(Channel::H245Control, octets) => {
                    let open = self.h245_connects.len() - self.h245_closes;
                    assert_eq!(open, 1, "H.245 without a connection");
                    self.transmitted.push((Channel::H245Control, octets));
                }
                Output::Close(Channel::H245Control) => {
                    self.h245_closes += 1;
                    assert_eq!(self.h245_closes, self.h245_connects.len());
                }
                Output::Event(event) => self.event(event),
                Output::Timeout(deadline) => {
                    assert_eq!(
                        deadline.is_none(),
                        call.is_over(),
                        "a call that goes on has a limit"
                    );
                    self.deadline = deadline;
                    return written;
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        match &event {
            Event::State(state, _) => assert_ne!(Some(state), self.states().last()),
            Event::Warning(warning, _) => {
                assert!(!self.warned(warning.code), "{warning:?} twice");
                assert!(!warning.text.is_empty());
                let faults = plain::faults_in_line(&warning.text);
                assert!(faults.is_empty(), "{}: {faults:?}", warning.text);
            }
            Event::Ended(..) => {
                assert_eq!(self.closes, 1, "Ended without Close");
                assert_eq!(self.h245_closes, self.h245_connects.len());
            }
            Event::Message(record) => assert!(!record.octets.is_empty()),
            Event::Repeated(repeated) => {
                let shown = self.events.iter();
                let shown = shown.filter(|event| matches!(event, Event::Message(_)));
                assert!((repeated.message as usize) < shown.count());
                assert!(repeated.times > 0);
            }
        }
        self.events.push(event);
    }

    pub(crate) fn ended(&self) -> Option<&CallEnd> {
        match self.events.last() {
            Some(Event::Ended(end, _)) => Some(end),
            _ => None,
        }
    }

    pub(crate) fn states(&self) -> Vec<CallState> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::State(state, _) => Some(*state),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn warnings(&self) -> Vec<WarningCode> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Warning(warning, _) => Some(warning.code),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn warned(&self, code: WarningCode) -> bool {
        self.warnings().contains(&code)
    }

    /// The text of the warning `code`.
    pub(crate) fn warning(&self, code: WarningCode) -> Option<&str> {
        self.events.iter().find_map(|event| match event {
            Event::Warning(warning, _) if warning.code == code => Some(warning.text.as_str()),
            _ => None,
        })
    }

    /// How often each message that was shown came again, in the order of the messages.
    pub(crate) fn repeated(&self) -> BTreeMap<u32, u32> {
        let repeated = self.events.iter().filter_map(|event| match event {
            Event::Repeated(repeated) => Some((repeated.message, repeated.times)),
            _ => None,
        });
        repeated.collect()
    }

    pub(crate) fn records(&self, direction: Direction) -> Vec<&MessageRecord> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Message(record) if record.direction == direction => Some(record),
                _ => None,
            })
            .collect()
    }

    /// The types of the Q.931 messages on record.
    pub(crate) fn types(&self, direction: Direction) -> Vec<MessageType> {
        self.records(direction)
            .into_iter()
            .filter_map(|record| match &record.content {
                Content::Signalling { message, .. } => Some(message.message_type),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn sent_types(&self) -> Vec<MessageType> {
        self.sent.iter().map(|sent| sent.message_type).collect()
    }
}

/// The message in `octets`, which must be one whole TPKT.
fn one_message(octets: &[u8]) -> Message {
    let mut deframer = Deframer::new();
    deframer.push(octets);
    let Ok(Some(Frame::Message {
        reserved: 0,
        payload,
    })) = deframer.next_frame()
    else {
        panic!("not a packet: {octets:02X?}");
    };
    assert!(deframer.pending().is_empty());
    let message = Message::decode(&payload).unwrap();
    assert_eq!(message.order_violation(), None);
    message
}
