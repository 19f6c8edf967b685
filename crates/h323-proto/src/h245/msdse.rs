//! Master/slave determination (H.245 8.2 and C.2).

use alloc::vec::Vec;

use super::{message::Role, pdu::Pdu};

/// `terminalType` of a terminal without MC (H.323 table 3).
pub(super) const TERMINAL: u8 = 50;

/// N100: how often we retry after a tie.
const ATTEMPTS: u8 = 10;

/// Numbers have 24 bits. At a distance of half the range, neither number is ahead.
const MODULUS: u32 = 1 << 24;

/// The signalling entity.
///
/// ```text
/// Idle -start: Determination-> Outgoing
/// Idle <-Determination: Ack-- Incoming        Outgoing <-Determination: Ack-- Incoming
/// Outgoing -Ack received: Ack-> Idle (decided)
/// Incoming -Ack received, same decision-> Idle (decided)
/// Idle (decided) -restart: Determination-> Outgoing
/// Incoming <-Determination: Ack-- Incoming
/// Outgoing, Incoming -tie: new number, Determination-> Outgoing, N100 times
/// Outgoing -Reject: new number, Determination-> Outgoing, N100 times
/// any -Release, other decision-> Idle (failed)
/// any -T106-> Idle (unanswered)
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Outgoing,
    Incoming(Role),
}

/// The outcome of the determination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    Open,
    /// Our role.
    Decided(Role),
    /// T106 ran out before the peer answered or confirmed; the text says which.
    Unanswered(&'static str),
    /// Why it failed.
    Failed(&'static str),
}

impl Decision {
    /// Why the roles will not be decided.
    #[must_use]
    pub const fn fault(self) -> Option<&'static str> {
        match self {
            Self::Open | Self::Decided(_) => None,
            Self::Unanswered(why) | Self::Failed(why) => Some(why),
        }
    }
}

/// The entity and its memory.
#[derive(Clone, Debug)]
pub(super) struct MasterSlave {
    state: State,
    number: u32,
    attempts: u8,
    decision: Decision,
}

impl MasterSlave {
    pub(super) fn new(random: u32) -> Self {
        Self {
            state: State::Idle,
            number: random % MODULUS,
            attempts: 0,
            decision: Decision::Open,
        }
    }

    pub(super) const fn decision(&self) -> Decision {
        self.decision
    }

    /// Whether T106 must run.
    pub(super) fn is_waiting(&self) -> bool {
        self.state != State::Idle
    }

    pub(super) fn start(&mut self, out: &mut Vec<Pdu>) {
        if self.state == State::Idle && self.decision == Decision::Open {
            self.attempts = 1;
            self.send(out);
        }
    }

    /// Starts a new determination. The old decision stands until there is a new one.
    pub(super) fn restart(&mut self, out: &mut Vec<Pdu>) {
        if self.state == State::Idle {
            self.attempts = 1;
            self.send(out);
        }
    }

    pub(super) fn determination(&mut self, terminal_type: u8, number: u32, out: &mut Vec<Pdu>) {
        match (self.state, self.compare(terminal_type, number)) {
            // By C.2.2.3, a second request before the confirmation of our first answer is an error.
            // Room systems repeat their request all the same, so we answer it again. T106 runs on.
            (_, Some(role)) => {
                out.push(Pdu::MasterSlaveDeterminationAck(role.opposite()));
                self.state = State::Incoming(role);
            }
            (State::Idle, None) => out.push(Pdu::MasterSlaveDeterminationReject),
            (State::Outgoing | State::Incoming(_), None) => self.again(out),
        }
    }

    /// `role` is the role that the peer gives us.
    pub(super) fn ack(&mut self, role: Role, out: &mut Vec<Pdu>) {
        match self.state {
            State::Outgoing => {
                out.push(Pdu::MasterSlaveDeterminationAck(role.opposite()));
                self.state = State::Idle;
                self.decision = Decision::Decided(role);
            }
            State::Incoming(ours) if ours == role => {
                self.state = State::Idle;
                self.decision = Decision::Decided(role);
            }
            State::Incoming(_) => self.fail("the two sides disagree about the master"),
            State::Idle => {}
        }
    }

    pub(super) fn reject(&mut self, out: &mut Vec<Pdu>) {
        match self.state {
            State::Outgoing => self.again(out),
            State::Incoming(_) => self.fail("the endpoint rejects its own proposal"),
            State::Idle => {}
        }
    }

    pub(super) fn release(&mut self) {
        if self.state != State::Idle {
            self.fail("the endpoint stopped waiting for our answer");
        }
    }

    pub(super) fn timeout(&mut self, out: &mut Vec<Pdu>) {
        match self.state {
            State::Outgoing => {
                out.push(Pdu::MasterSlaveDeterminationRelease);
                self.give_up("the endpoint does not answer (T106)");
            }
            State::Incoming(_) => self.give_up("the endpoint does not confirm (T106)"),
            State::Idle => {}
        }
    }

    /// Gives up. If this was a new determination, the old roles stand.
    fn give_up(&mut self, why: &'static str) {
        match self.decision {
            Decision::Decided(_) => {}
            Decision::Open | Decision::Unanswered(_) | Decision::Failed(_) => {
                self.decision = Decision::Unanswered(why);
            }
        }
        self.state = State::Idle;
    }

    /// Our role, or `None` for a tie.
    fn compare(&self, terminal_type: u8, number: u32) -> Option<Role> {
        if terminal_type != TERMINAL {
            return Some(if terminal_type < TERMINAL {
                Role::Master
            } else {
                Role::Slave
            });
        }
        match number.wrapping_sub(self.number) % MODULUS {
            0 => None,
            ahead if ahead == MODULUS / 2 => None,
            ahead if ahead < MODULUS / 2 => Some(Role::Master),
            _ => Some(Role::Slave),
        }
    }

    fn again(&mut self, out: &mut Vec<Pdu>) {
        if self.attempts >= ATTEMPTS {
            self.fail("the numbers were equal every time (N100)");
            return;
        }
        self.attempts += 1;
        // Any other number breaks the tie, unless the peer steps by the same amount.
        self.number = self
            .number
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223 + u32::from(self.attempts))
            % MODULUS;
        self.send(out);
    }

    fn send(&mut self, out: &mut Vec<Pdu>) {
        out.push(Pdu::MasterSlaveDetermination {
            terminal_type: TERMINAL,
            number: self.number,
        });
        self.state = State::Outgoing;
    }

    fn fail(&mut self, why: &'static str) {
        self.state = State::Idle;
        self.decision = Decision::Failed(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs two entities against each other until both are silent.
    fn settle(mut left: MasterSlave, mut right: MasterSlave, both: bool) -> (Decision, Decision) {
        let (mut to_right, mut to_left) = (Vec::new(), Vec::new());
        left.start(&mut to_right);
        if both {
            right.start(&mut to_left);
        }
        for _ in 0..100 {
            for pdu in core::mem::take(&mut to_right) {
                take(&mut right, &pdu, &mut to_left);
            }
            for pdu in core::mem::take(&mut to_left) {
                take(&mut left, &pdu, &mut to_right);
            }
        }
        (left.decision(), right.decision())
    }

    fn take(entity: &mut MasterSlave, pdu: &Pdu, out: &mut Vec<Pdu>) {
        match pdu {
            Pdu::MasterSlaveDetermination {
                terminal_type,
                number,
            } => entity.determination(*terminal_type, *number, out),
            Pdu::MasterSlaveDeterminationAck(role) => entity.ack(*role, out),
            Pdu::MasterSlaveDeterminationReject => entity.reject(out),
            Pdu::MasterSlaveDeterminationRelease => entity.release(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_lower_number_is_master_as_in_the_recorded_calls() {
        // H323Plus in c01: caller 0x0B219F became master of callee 0x7505F2.
        for both in [false, true] {
            assert_eq!(
                settle(
                    MasterSlave::new(0x0B_219F),
                    MasterSlave::new(0x75_05F2),
                    both
                ),
                (
                    Decision::Decided(Role::Master),
                    Decision::Decided(Role::Slave)
                )
            );
        }
    }

    #[test]
    fn numbers_wrap_around() {
        assert_eq!(
            settle(MasterSlave::new(0xFF_FFFF), MasterSlave::new(1), true),
            (
                Decision::Decided(Role::Master),
                Decision::Decided(Role::Slave)
            )
        );
    }

    #[test]
    fn a_tie_is_tried_again_and_then_given_up() {
        let mut entity = MasterSlave::new(7);
        let mut out = Vec::new();
        entity.start(&mut out);
        for _ in 0..ATTEMPTS {
            let Some(Pdu::MasterSlaveDetermination { number, .. }) = out.pop() else {
                panic!("no further attempt");
            };
            entity.determination(TERMINAL, number, &mut out);
        }
        assert_eq!(out, []);
        assert!(matches!(entity.decision(), Decision::Failed(_)));
        assert!(!entity.is_waiting());
    }

    #[test]
    fn half_way_round_is_a_tie_too() {
        let mut entity = MasterSlave::new(0);
        let mut out = Vec::new();
        entity.determination(TERMINAL, MODULUS / 2, &mut out);
        assert_eq!(out, [Pdu::MasterSlaveDeterminationReject]);
    }

    #[test]
    fn the_terminal_type_counts_before_the_number() {
        for (theirs, role) in [(190, Role::Slave), (60, Role::Slave), (40, Role::Master)] {
            let mut entity = MasterSlave::new(0);
            let mut out = Vec::new();
            entity.start(&mut out);
            entity.determination(theirs, 1, &mut out);
            assert_eq!(
                out.last(),
                Some(&Pdu::MasterSlaveDeterminationAck(role.opposite()))
            );
            entity.ack(role, &mut out);
            assert_eq!(entity.decision(), Decision::Decided(role));
        }
    }

    #[test]
    fn roles_stand_until_they_are_decided_anew() {
        let mut out = Vec::new();
        let mut entity = MasterSlave::new(1);
        entity.start(&mut out);
        entity.ack(Role::Master, &mut out);
        out.clear();
        entity.restart(&mut out);
        entity.restart(&mut out);
        assert_eq!(out.len(), 1, "one request at a time");
        assert!(entity.is_waiting());
        entity.timeout(&mut out);
        assert_eq!(out.last(), Some(&Pdu::MasterSlaveDeterminationRelease));
        assert_eq!(entity.decision(), Decision::Decided(Role::Master));
        entity.restart(&mut out);
        entity.ack(Role::Slave, &mut out);
        assert_eq!(entity.decision(), Decision::Decided(Role::Slave));
    }

    #[test]
    fn a_request_that_comes_again_is_answered_again() {
        let mut entity = MasterSlave::new(7);
        let mut out = Vec::new();
        entity.start(&mut out);
        entity.determination(TERMINAL, 9, &mut out);
        entity.determination(TERMINAL, 9, &mut out);
        // The peer may have drawn another number meanwhile.
        entity.determination(TERMINAL, 5, &mut out);
        let acks = [Role::Slave, Role::Slave, Role::Master].map(Pdu::MasterSlaveDeterminationAck);
        assert_eq!(out[1..], acks);
        assert_eq!(entity.decision(), Decision::Open);
        assert!(entity.is_waiting());
        // After a tie we start again with a new number.
        entity.determination(TERMINAL, 7, &mut out);
        assert!(matches!(
            out.last(),
            Some(Pdu::MasterSlaveDetermination { .. })
        ));
        entity.determination(40, 5, &mut out);
        entity.ack(Role::Master, &mut out);
        assert_eq!(entity.decision(), Decision::Decided(Role::Master));
    }

    #[test]
    fn silence_and_contradiction_fail() {
        let mut out = Vec::new();
        let mut entity = MasterSlave::new(1);
        entity.start(&mut out);
        entity.timeout(&mut out);
        assert_eq!(out.last(), Some(&Pdu::MasterSlaveDeterminationRelease));
        assert!(matches!(entity.decision(), Decision::Unanswered(_)));

        let mut entity = MasterSlave::new(1);
        entity.determination(TERMINAL, 2, &mut out);
        entity.ack(Role::Slave, &mut out);
        assert!(matches!(entity.decision(), Decision::Failed(_)));
    }
}
