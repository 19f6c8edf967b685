//! A calling [`Call`] against messages that a test makes up.

use h323_asn1::h225::H323UUPDU;
use h323_proto::{
    call::{Call, CallEnd, CallingConfig, Channel, Closed, Direction, Entropy, Input, Target},
    h225::{FacilityContents, Writer},
    q931::{
        CallReference, CallState, Cause, CauseValue, ElementId, InformationElement, Location,
        Message, MessageType, UserUser,
    },
    time::{Duration, Instant},
    tpkt,
};

use super::{PEER, Seen, config, entropy, message, uuie::changed};

/// One calling side and its clock.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) call: Call,
    pub(crate) now: Instant,
    pub(crate) seen: Seen,
    /// Writes the H.225.0 parts of the peer's messages.
    pub(crate) peer: Writer,
}

/// A call that has sent Setup.
pub(crate) fn script() -> Script {
    Script::with(config()).placed()
}

impl Script {
    /// A call that waits for its connection.
    pub(crate) fn with(config: CallingConfig) -> Self {
        Self::towards(PEER.into(), config)
    }

    /// The same, to somewhere else.
    pub(crate) fn towards(target: Target, config: CallingConfig) -> Self {
        Self::with_entropy(target, config, entropy())
    }

    /// The same, with identifiers and numbers of the test's choice.
    pub(crate) fn with_entropy(target: Target, config: CallingConfig, entropy: Entropy) -> Self {
        let now = Instant::from_millis(1_000_000);
        let peer = config.writer(&entropy);
        let mut script = Self {
            call: Call::calling(target, config, entropy, now),
            now,
            seen: Seen::default(),
            peer,
        };
        script.seen.drain(&mut script.call);
        assert_eq!(script.seen.connects.len(), 1);
        script
    }

    /// Opens the connection.
    pub(crate) fn placed(mut self) -> Self {
        self.input(Input::Connected(Channel::CallSignalling, Some(PEER)));
        self
    }

    /// A call in `state`: U0 is before the connection opens, U19 after we hung up.
    pub(crate) fn in_state(config: CallingConfig, state: CallState) -> Self {
        let mut script = Self::with(config);
        if state == CallState::Null {
            return script;
        }
        script = script.placed();
        match state {
            CallState::CallInitiated => {}
            CallState::OverlapSending => script.reply(MessageType::SetupAcknowledge),
            CallState::OutgoingCallProceeding => script.reply(MessageType::CallProceeding),
            CallState::CallDelivered => script.reply(MessageType::Alerting),
            CallState::Active => script.reply(MessageType::Connect),
            CallState::ReleaseRequest => script.hangup(),
            other => panic!("a calling side is never in {other}"),
        }
        assert_eq!(script.call.state(), state);
        script
    }

    pub(crate) fn input(&mut self, input: Input<'_>) {
        self.call.handle(input, self.now);
        self.seen.drain(&mut self.call);
    }

    pub(crate) fn receive_octets(&mut self, octets: &[u8]) {
        self.input(Input::Received(Channel::CallSignalling, octets));
    }

    pub(crate) fn receive(&mut self, message: &Message) {
        self.receive_octets(&tpkt::encode(&message.encode().unwrap()).unwrap());
    }

    /// The call reference of the peer's messages.
    pub(crate) fn reference(&self) -> CallReference {
        self.seen.sent[0].call_reference.reversed()
    }

    /// The ordinary message of this type from the peer.
    pub(crate) fn message(&self, message_type: MessageType) -> Message {
        let peer = &self.peer;
        let information = match message_type {
            MessageType::SetupAcknowledge => peer.setup_acknowledge(),
            MessageType::CallProceeding => peer.call_proceeding(),
            MessageType::Progress => peer.progress(),
            MessageType::Alerting => peer.alerting(),
            MessageType::Connect => peer.connect(None),
            MessageType::Facility => peer.facility(&FacilityContents::Empty),
            MessageType::Notify => peer.notify(),
            MessageType::Information => peer.information(),
            MessageType::Status => peer.status(),
            MessageType::StatusEnquiry => peer.status_inquiry(),
            MessageType::ReleaseComplete => peer.release_complete(None, None),
            other => return Message::new(self.reference(), other),
        };
        let mut message = message(self.reference(), message_type, Some(information.unwrap()));
        if message_type == MessageType::ReleaseComplete {
            message.insert(
                InformationElement::of(&Cause::new(
                    Location::User,
                    CauseValue::NORMAL_CALL_CLEARING,
                ))
                .unwrap(),
            );
        }
        message
    }

    /// The ordinary message of this type, with what `change` makes of its H.225.0 part.
    pub(crate) fn message_with(
        &self,
        message_type: MessageType,
        change: impl FnOnce(&mut H323UUPDU),
    ) -> Message {
        let mut message = self.message(message_type);
        let user_user = message.get::<UserUser>().unwrap().unwrap();
        message
            .elements
            .retain(|element| !element.is(ElementId::USER_USER));
        let information = changed(&user_user.contents, change);
        message.insert(InformationElement::of(&UserUser::h323(information)).unwrap());
        message
    }

    pub(crate) fn reply_with(
        &mut self,
        message_type: MessageType,
        change: impl FnOnce(&mut H323UUPDU),
    ) {
        self.receive(&self.message_with(message_type, change));
    }

    pub(crate) fn reply(&mut self, message_type: MessageType) {
        self.receive(&self.message(message_type));
    }

    pub(crate) fn hangup(&mut self) {
        self.input(Input::Hangup);
    }

    /// The peer's FIN.
    pub(crate) fn close(&mut self) {
        self.input(Input::Closed(Channel::CallSignalling, Closed::ByPeer));
    }

    /// The connection breaks, or does not open.
    pub(crate) fn fail(&mut self) {
        let closed = Closed::Failed("connection reset".into());
        self.input(Input::Closed(Channel::CallSignalling, closed));
    }

    /// Lets time pass; the call is woken whenever it asked for it.
    pub(crate) fn pass(&mut self, wait: Duration) {
        let end = self.now + wait;
        while let Some(deadline) = self.seen.deadline
            && deadline <= end
        {
            assert!(deadline >= self.now, "a deadline in the past");
            self.now = deadline;
            self.input(Input::Timeout);
            assert!(
                self.seen.deadline.is_none_or(|next| next > self.now),
                "woken in vain"
            );
        }
        self.now = end;
    }

    /// Lets the timers end the call.
    pub(crate) fn run_out(&mut self) -> &CallEnd {
        while let Some(deadline) = self.seen.deadline {
            let wait = deadline.since(self.now);
            self.pass(wait);
        }
        self.end()
    }

    /// How the call ended, which it has.
    pub(crate) fn end(&self) -> &CallEnd {
        self.seen.ended().expect("the call goes on")
    }

    pub(crate) fn received_types(&self) -> Vec<MessageType> {
        self.seen.types(Direction::Received)
    }
}
