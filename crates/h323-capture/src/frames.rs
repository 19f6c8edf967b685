//! The TPKTs of all connections of a capture, the first ones in time.

use crate::{
    conversation::{self, Conversation, Packet},
    tcp::Connection,
};

/// Most TPKTs that are kept: the first ones in time, for that is the order in which messages are
/// given. A TPKT may have four octets, and to keep it takes far more.
pub(crate) const KEPT: usize = 20_000;

/// The TPKTs and the connections that they belong to.
#[derive(Default)]
pub(crate) struct Frames {
    /// Each with the place of its conversation.
    packets: Vec<(usize, Packet)>,
    conversations: Vec<Conversation>,
}

impl Frames {
    /// Takes the TPKTs out of a connection. What cannot be taken is noted.
    pub(crate) fn take(&mut self, connection: &Connection, notes: &mut Vec<String>) {
        let mut taken = Vec::new();
        let index = self.conversations.len();
        let conversation = conversation::packets(connection, &mut taken, notes);
        self.conversations.push(conversation);
        let taken = taken.into_iter().map(|packet| (index, packet));
        self.packets.extend(taken);
        // Not each time: what sorting costs is to be worth it.
        if self.packets.len() > 2 * KEPT {
            self.trim();
        }
    }

    /// Sorts the TPKTs by time, and counts those that are too many.
    fn trim(&mut self) {
        self.packets.sort_by_key(|(_, packet)| packet.at);
        for (index, _) in self.packets.drain(KEPT.min(self.packets.len())..) {
            if let Some(conversation) = self.conversations.get_mut(index) {
                conversation.left_out += 1;
            }
        }
    }

    /// The TPKTs in the order of time, each with the place of its conversation, and the conversations.
    pub(crate) fn finish(mut self) -> (Vec<(usize, Packet)>, Vec<Conversation>) {
        self.trim();
        for conversation in &mut self.conversations {
            conversation.whole &= conversation.left_out == 0;
        }
        (self.packets, self.conversations)
    }
}
