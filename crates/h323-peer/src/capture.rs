//! A call or a registration as a capture file.

use std::net::SocketAddr;

use h323_capture::{
    text,
    write::{Connection, File, datagram},
};
use h323_proto::{
    call::{Direction, EndedBy, Transport},
    gatekeeper::Line,
};
use h323_report::{OutcomeReport, TraceEntry, WarningReport};

use crate::{
    place::{Lines, Placed},
    register::Registered,
};

const APPLICATION: &str = "h323-peer";

/// The addresses for a message whose connection is unknown: addresses for documentation (RFC 5737).
const NOWHERE: [([u8; 4], u16); 2] = [([192, 0, 2, 1], 50_001), ([192, 0, 2, 2], 1720)];

/// What a capture is made of.
struct Account<'a> {
    what: &'static str,
    trace: &'a [TraceEntry],
    warnings: &'a [WarningReport],
    outcome: &'a OutcomeReport,
    messages_received: u32,
    call_identifier: Option<&'a str>,
    lines: &'a Lines,
    /// When it began, in milliseconds since 1970; the other times count from here.
    started_at: u64,
    connected: Option<u64>,
    ended: Option<u64>,
    /// Whether the other side closed the connections.
    closed_by_peer: bool,
}

/// The call as pcapng.
#[must_use]
pub fn of_call(placed: &Placed) -> Vec<u8> {
    let report = &placed.report;
    let release = report.release.as_ref();
    pcapng(&Account {
        what: "one call",
        trace: &report.trace,
        warnings: &report.warnings,
        outcome: &report.outcome,
        messages_received: report.messages_received,
        call_identifier: report.call_identifier.as_deref(),
        lines: &placed.lines,
        started_at: placed.started_at,
        connected: report.timing.connected,
        ended: report.timing.released,
        closed_by_peer: release.is_some_and(|release| release.by == EndedBy::Transport),
    })
}

/// The registration as pcapng.
#[must_use]
pub fn of_registration(registered: &Registered) -> Vec<u8> {
    let report = &registered.report;
    pcapng(&Account {
        what: "one registration",
        trace: &report.trace,
        warnings: &report.warnings,
        outcome: &report.outcome,
        messages_received: report.messages_received,
        call_identifier: None,
        lines: &registered.lines,
        started_at: registered.started_at,
        connected: report.timing.connected,
        ended: report.timing.ended,
        closed_by_peer: false,
    })
}

fn pcapng(account: &Account<'_>) -> Vec<u8> {
    let mut writer = Writer {
        file: File::new(APPLICATION, &about(account)),
        account,
        open: Vec::new(),
    };
    for (index, entry) in account.trace.iter().enumerate() {
        let mut remarks = remarks(account, index);
        if entry.repeated > 0 {
            remarks.push(format!(
                "{} more like this came. The trace does not hold them.",
                entry.repeated
            ));
        }
        writer.message(index, entry, &remarks);
    }
    let last = account.trace.iter().map(|entry| entry.t).max();
    let end = last.max(account.ended).unwrap_or_default();
    writer.close(end, !account.closed_by_peer);
    writer.file.into_octets()
}

/// A connection in the file, and its place among the lines.
struct Open {
    hop: u8,
    line: Line,
    connection: Connection,
}

struct Writer<'a> {
    file: File,
    account: &'a Account<'a>,
    open: Vec<Open>,
}

impl Writer<'_> {
    fn message(&mut self, index: usize, entry: &TraceEntry, remarks: &[String]) {
        let sent = entry.direction == Direction::Sent;
        let octets = text::digits(&entry.hex).unwrap_or_default();
        let line = match entry.channel {
            Transport::Ras => {
                let (ours, theirs) = self.ends(entry.hop, Line::Ras);
                let (from, to) = if sent { (ours, theirs) } else { (theirs, ours) };
                return self.packet(entry.t, sent, &datagram(from, to, &octets), remarks);
            }
            Transport::Tcp(_) if self.account.lines.with_gatekeeper.contains(&index) => Line::Ras,
            Transport::Tcp(channel) => Line::Call(channel),
        };
        let at = self.connection(entry, line);
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

    /// The ends of a line: ours and theirs.
    fn ends(&self, hop: u8, line: Line) -> (SocketAddr, SocketAddr) {
        let mut ends = self.account.lines.ends.iter();
        let ends = ends.find(|ends| ends.hop == hop && ends.line == line);
        let [ours, theirs] = NOWHERE.map(SocketAddr::from);
        ends.map_or((ours, theirs), |ends| (ends.ours, ends.theirs))
    }

    /// The connection of a message. If this is its first message, the connection is opened.
    fn connection(&mut self, entry: &TraceEntry, line: Line) -> usize {
        let mut open = self.open.iter();
        let known = open.position(|open| open.hop == entry.hop && open.line == line);
        if let Some(known) = known {
            return known;
        }
        let (ours, theirs) = self.ends(entry.hop, line);
        let mut connection = Connection::new(ours, theirs, [0, 0]);
        let first = self.open.is_empty();
        let connected = self.account.connected.filter(|_| first && entry.hop == 0);
        let t = connected.unwrap_or(entry.t).min(entry.t);
        for (packet, outbound) in connection.open().iter().zip([true, false, true]) {
            self.packet(t, outbound, packet, &[]);
        }
        self.open.push(Open {
            hop: entry.hop,
            line,
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
        let started_at = self.account.started_at;
        let micros = started_at.saturating_add(t).saturating_mul(1000);
        self.file.packet(micros, outbound, octets, remarks);
    }
}

/// The warnings noticed after this message; for the first message also the warnings from before it.
fn remarks(report: &Account<'_>, index: usize) -> Vec<String> {
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
fn about(report: &Account<'_>) -> String {
    let outcome = report.outcome;
    let received = report.trace.iter();
    let received = received
        .filter(|entry| entry.direction == Direction::Received)
        .count();
    let missing = usize::try_from(report.messages_received)
        .unwrap_or(usize::MAX)
        .saturating_sub(received);
    let mut lines = vec![
        format!("Made by h323-peer from the trace of {}.", report.what),
        "True: the octets of each message, their order and their times to the millisecond, the addresses and ports.".to_owned(),
        "Made up: IP, TCP and UDP around them, such as handshakes, segments, acknowledgements and ends.".to_owned(),
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
