//! A call as a capture file.

use std::net::SocketAddr;

use h323_capture::{
    text,
    write::{Connection, File},
};
use h323_proto::call::{Channel, Direction, EndedBy, Transport};
use h323_report::{CallReport, TraceEntry};

use crate::place::Placed;

const APPLICATION: &str = "h323-peer";

/// The addresses for a message whose connection is unknown: addresses for documentation (RFC 5737).
const NOWHERE: [([u8; 4], u16); 2] = [([192, 0, 2, 1], 50_001), ([192, 0, 2, 2], 1720)];

/// The call as pcapng.
#[must_use]
pub fn pcapng(placed: &Placed) -> Vec<u8> {
    let report = &placed.report;
    let mut writer = Writer {
        file: File::new(APPLICATION, &about(report)),
        started_at: placed.started_at,
        open: Vec::new(),
    };
    for (index, entry) in report.trace.iter().enumerate() {
        let mut remarks = remarks(report, index);
        if entry.repeated > 0 {
            remarks.push(format!(
                "{} more like this came. The trace does not hold them.",
                entry.repeated
            ));
        }
        writer.message(placed, entry, &remarks);
    }
    let last = report.trace.iter().map(|entry| entry.t).max();
    let end = last.max(report.timing.released).unwrap_or_default();
    let by_peer = report
        .release
        .as_ref()
        .is_some_and(|release| release.by == EndedBy::Transport);
    writer.close(end, !by_peer);
    writer.file.into_octets()
}

/// A connection in the file, and its place among the connections of the call.
struct Open {
    hop: u8,
    channel: Channel,
    connection: Connection,
}

struct Writer {
    file: File,
    started_at: u64,
    open: Vec<Open>,
}

impl Writer {
    fn message(&mut self, placed: &Placed, entry: &TraceEntry, remarks: &[String]) {
        // A call has no datagrams.
        let Transport::Tcp(channel) = entry.channel else {
            return;
        };
        let at = self.connection(placed, entry, channel);
        let sent = entry.direction == Direction::Sent;
        let octets = text::digits(&entry.hex).unwrap_or_default();
        let Some(open) = self.open.get_mut(at) else {
            return;
        };
        let packets = open.connection.send(sent, &octets);
        let last = packets.len().saturating_sub(1);
        for (index, (outbound, packet)) in packets.into_iter().enumerate() {
            let remarks = if index == last { remarks } else { &[] };
            self.packet(entry.t, outbound, &packet, remarks);
        }
    }

    /// The connection of a message. If this is its first message, the connection is opened.
    fn connection(&mut self, placed: &Placed, entry: &TraceEntry, channel: Channel) -> usize {
        let is_it = |hop, known| hop == entry.hop && known == channel;
        let known = self
            .open
            .iter()
            .position(|open| is_it(open.hop, open.channel));
        if let Some(known) = known {
            return known;
        }
        let mut ends = placed.ends.iter();
        let ends = ends.find(|ends| is_it(ends.hop, ends.channel));
        let [ours, theirs] = NOWHERE.map(SocketAddr::from);
        let (ours, theirs) = ends.map_or((ours, theirs), |ends| (ends.ours, ends.theirs));
        let mut connection = Connection::new(ours, theirs, [0, 0]);
        let first = self.open.is_empty();
        let connected = placed
            .report
            .timing
            .connected
            .filter(|_| first && entry.hop == 0);
        let t = connected.unwrap_or(entry.t).min(entry.t);
        for (packet, outbound) in connection.open().iter().zip([true, false, true]) {
            self.packet(t, outbound, packet, &[]);
        }
        self.open.push(Open {
            hop: entry.hop,
            channel,
            connection,
        });
        self.open.len() - 1
    }

    /// Closes the connections, the last opened first: H.245 ends before the call does (H.323 8.5).
    fn close(&mut self, t: u64, by_us: bool) {
        while let Some(mut open) = self.open.pop() {
            for (outbound, packet) in open.connection.close(by_us) {
                self.packet(t, outbound, &packet, &[]);
            }
        }
    }

    fn packet(&mut self, t: u64, outbound: bool, octets: &[u8], remarks: &[String]) {
        let micros = self.started_at.saturating_add(t).saturating_mul(1000);
        self.file.packet(micros, outbound, octets, remarks);
    }
}

/// The warnings noticed after this message; for the first message also the warnings from before it.
fn remarks(report: &CallReport, index: usize) -> Vec<String> {
    let warnings = report.warnings.iter();
    warnings
        .filter(|warning| warning.after.unwrap_or(0) == index)
        .map(|warning| {
            let clause = match warning.clause {
                "" => String::new(),
                clause => format!(", {clause}"),
            };
            format!(
                "Warning at {} ms: {} [{}{clause}]",
                warning.t, warning.text, warning.code
            )
        })
        .collect()
}

/// The comment of the file, for its readers.
fn about(report: &CallReport) -> String {
    let outcome = &report.outcome;
    let received = report.trace.iter();
    let received = received
        .filter(|entry| entry.direction == Direction::Received)
        .count();
    let missing = usize::try_from(report.messages_received)
        .unwrap_or(usize::MAX)
        .saturating_sub(received);
    let mut lines = vec![
        "Made by h323-peer from the trace of one call.".to_owned(),
        "True: the octets of each message, their order and their times to the millisecond, the addresses and ports.".to_owned(),
        "Made up: IP and TCP around them, such as handshakes, segments, acknowledgements and ends.".to_owned(),
    ];
    if missing > 0 {
        lines.push(format!(
            "{missing} more messages were received. The trace does not hold them."
        ));
    }
    lines.push(format!(
        "Outcome: {} [{}/{}]",
        outcome.text, outcome.stage, outcome.code
    ));
    lines.extend(
        report
            .call_identifier
            .iter()
            .map(|identifier| format!("callIdentifier {identifier}")),
    );
    lines.join("\n")
}
