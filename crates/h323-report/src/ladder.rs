//! The ladder of a call as plain text.

use std::fmt::Write as _;

use h323_proto::call::{Direction, EndedBy};

use crate::{
    CallReport, CallStart, ReleaseReport, RequestMode, TraceEntry, UserInputReport, WarningReport,
    decoding::{CapturedCall, Decoding, Finding},
    fields::{Field, FieldValue},
};

/// Fewest characters between the two lifelines: the longest name of one message in a call fits.
const NARROW: usize = 34;

/// Most characters of a label: the names of two messages fit.
const LABEL: usize = 60;

/// Fewest characters of an arrow besides its label.
const ARROW: usize = 3;

/// Draws messages, one line for each, between lifelines that stand as far apart as the longest label
/// needs.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    width: usize,
    /// The time of the message before, in milliseconds.
    last: u64,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            width: NARROW,
            last: 0,
        }
    }
}

impl Rows {
    /// For messages that are all known.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a TraceEntry>) -> Self {
        let mut rows = Self::default();
        for entry in entries {
            rows.widen(&label(&entry.kind));
        }
        rows
    }

    fn widen(&mut self, label: &str) {
        self.width = self.width.max(label.chars().count() + ARROW);
    }

    /// The line of the next message. If its label is the longest so far, this and all later lines are
    /// wider.
    #[must_use]
    pub fn row(&mut self, entry: &TraceEntry) -> String {
        let label = label(&entry.kind);
        self.widen(&label);
        let line = "-".repeat(self.width.saturating_sub(label.chars().count() + 2));
        let arrow = match entry.direction {
            Direction::Sent => format!("-{label}{line}>"),
            Direction::Received => format!("<{line}{label}-"),
        };
        let row = format!(
            "{} {}  |{arrow}|  {}",
            time(entry.t),
            since(entry.t, self.last),
            visible(&entry.summary)
        );
        self.last = entry.t;
        let mut row = row.trim_end().to_owned();
        if let Some(until) = entry.until {
            let _ = write!(row, "\n{}", more(&entry.kind, entry.repeated, until));
        }
        row
    }
}

/// The names of the messages in a packet, cut if they are too many.
fn label(kind: &str) -> String {
    let kind = visible(kind);
    match kind.char_indices().nth(LABEL) {
        Some(_) => kind.chars().take(LABEL - 1).chain(['…']).collect(),
        None => kind,
    }
}

/// Draws the messages between the tester (left) and the endpoint (right): one line for each, with its
/// warnings, then the outcome.
#[must_use]
pub fn ladder(report: &CallReport) -> String {
    let mut text = String::new();
    let mut rows = Rows::of(&report.trace);
    let remarks = |after| {
        let warnings = report.warnings.iter();
        let here = warnings.filter(move |warning| warning.after == after);
        here.map(|warning| remark(warning) + "\n")
    };
    text.extend(remarks(None));
    for (place, entry) in report.trace.iter().enumerate() {
        text.push_str(&rows.row(entry));
        text.push('\n');
        text.extend(remarks(Some(place)));
    }
    text.push_str(&verdict(report));
    text
}

/// The line above a ladder: the target, the time, the tester, and the data centre.
#[must_use]
pub fn head(call: &CallStart<'_>) -> String {
    let line = format!(
        "H.323 call to {} port {} at {}",
        call.server, call.port, call.origin
    );
    visible(&line)
}

/// Lists the calls of a capture, and draws decoded messages between the side that placed the call (left) and the other side, one line
/// for each. Their addresses stand above the first line and wherever they change. The notes follow.
/// With `fields`, the fields of each message are below it.
#[must_use]
pub fn of_decoding(decoding: &Decoding, fields: bool) -> String {
    let mut text = String::new();
    for (number, call) in decoding.calls.iter().enumerate() {
        text.push_str(&captured(number + 1, call));
    }
    let mut rows = Rows::of(decoding.messages.iter().map(|message| &message.entry));
    let mut between = None;
    for (place, message) in decoding.messages.iter().enumerate() {
        let sent = message.entry.direction == Direction::Sent;
        if let (Some(from), Some(to)) = (&message.from, &message.to) {
            let ends = if sent { (from, to) } else { (to, from) };
            if between.replace(ends) != Some(ends) {
                let _ = writeln!(text, "{} -- {}, {}", ends.0, ends.1, message.entry.channel);
            }
        }
        text.push_str(&rows.row(&message.entry));
        text.push('\n');
        if fields {
            for field in &message.fields.children {
                outline(field, 2, &mut text);
            }
        }
        for finding in decoding
            .findings
            .iter()
            .filter(|known| known.message == place)
        {
            text.push_str(&found(finding));
        }
    }
    for note in &decoding.notes {
        let _ = writeln!(text, "! {}", visible(note));
    }
    if decoding.left_out > 0 {
        let _ = writeln!(text, "! {} more messages", decoding.left_out);
    }
    text
}

/// The lines of a captured call: who called whom, and how it ended.
fn captured(number: usize, call: &CapturedCall) -> String {
    let side = |address: &str, number: Option<&String>, aliases: &[String]| {
        let name = number.or_else(|| aliases.first());
        match name {
            Some(name) => format!("{address} ({name})"),
            None => address.to_owned(),
        }
    };
    let caller = side(
        &call.caller,
        call.calling_number.as_ref(),
        &call.caller_aliases,
    );
    let called = side(
        &call.called,
        call.called_number.as_ref(),
        &call.called_aliases,
    );
    let (code, words) = match (&call.outcome, call.undecided) {
        (Some(outcome), _) => (outcome.code.name(), outcome.text.as_str()),
        (None, why) => ("no verdict", why.unwrap_or_default()),
    };
    let at = time(call.t);
    let line = format!(
        "Call {number}, at {}: {caller} to {called}: {code}",
        at.trim()
    );
    let mut text = format!("{}\n    {}\n", visible(&line), visible(words));
    for advice in call.outcome.iter().flat_map(|outcome| &outcome.advice) {
        let _ = writeln!(text, "    - {advice}");
    }
    text
}

/// The lines of a finding: what it is, and what to do.
fn found(finding: &Finding) -> String {
    let margin = " ".repeat(20);
    let mut text = format!(
        "{margin}! {}: {} [{}]\n",
        finding.code,
        visible(&finding.text),
        finding.clause
    );
    for advice in &finding.advice {
        let _ = writeln!(text, "{margin}  - {}", visible(advice));
    }
    text
}

/// A field on one line, with its value and its meaning, and the fields below it indented. The decoder
/// bounds the depth of fields.
fn outline(field: &Field, depth: usize, text: &mut String) {
    let mut line = field.name.to_string();
    match &field.value {
        Some(FieldValue::Text(value)) => line = format!("{line}: {value}"),
        Some(FieldValue::Number(value)) => line = format!("{line}: {value}"),
        Some(FieldValue::Flag(value)) => line = format!("{line}: {value}"),
        None => {}
    }
    if let Some(words) = &field.text {
        line = format!("{line} ({words})");
    }
    if let Some(fault) = &field.fault {
        line = format!("{line} ! {fault}");
    }
    let _ = writeln!(text, "{:indent$}{}", "", visible(&line), indent = 2 * depth);
    for child in &field.children {
        outline(child, depth + 1, text);
    }
}

/// The line for repeated messages without lines of their own.
#[must_use]
pub fn more(kind: &str, times: u32, until: u64) -> String {
    format!(
        "{}          : {times} more like this, {}",
        time(until),
        label(kind)
    )
}

/// The line of one warning.
#[must_use]
pub fn remark(warning: &WarningReport) -> String {
    let clause = match warning.clause {
        "" => String::new(),
        clause => format!(" [{clause}]"),
    };
    format!(
        "{}          ! {}: {}{clause}",
        time(warning.t),
        warning.code,
        visible(&warning.text),
    )
}

/// A time in the width of its column: milliseconds, or days for a long capture.
fn time(milliseconds: u64) -> String {
    match milliseconds {
        0..10_000_000 => format!("{milliseconds:>7} ms"),
        10_000_000..10_000_000_000 => format!("{:>7} s ", milliseconds / 1000),
        _ => format!("{:>7} d ", milliseconds / DAY),
    }
}

/// The time since the previous message, in the same form.
fn since(milliseconds: u64, last: u64) -> String {
    match milliseconds.saturating_sub(last) {
        later @ 0..1_000_000 => format!("{later:>+7}"),
        later @ 1_000_000..100_000_000 => format!("{:>+6}s", later / 1000),
        later if later < 100_000 * DAY => format!("{:>+6}d", later / DAY),
        later => format!("{:>+6}y", later / (365 * DAY)),
    }
}

/// A day, in milliseconds.
const DAY: u64 = 86_400_000;

/// The outcome of the call in lines, after an empty one.
#[must_use]
pub fn verdict(report: &CallReport) -> String {
    let outcome = &report.outcome;
    let mut text = format!(
        "\n{}: {} [{}/{}]\n",
        if report.success { "Answered" } else { "Failed" },
        visible(&outcome.text),
        outcome.stage,
        outcome.code
    );
    for advice in &outcome.advice {
        let _ = writeln!(text, "  - {advice}");
    }
    for link in &outcome.links {
        // Without the leading slash, the Worker's path is the path in the repository.
        let _ = writeln!(
            text,
            "  - {}: {}",
            link.text,
            link.href.trim_start_matches('/')
        );
    }
    let input = report.user_input.as_ref().map(UserInputReport::line);
    let mode = report.request_mode.as_ref().map(RequestMode::line);
    for line in input.into_iter().chain(mode) {
        let _ = writeln!(text, "{}", visible(&line));
    }
    if let Some(release) = &report.release {
        text.push_str(&released(release));
    }
    text
}

/// The side that released the call, and what both sides said.
fn released(release: &ReleaseReport) -> String {
    let mut text = match release.by {
        EndedBy::User => "Released by the tester".to_owned(),
        EndedBy::Library => "Released by the tester at a limit or fault".to_owned(),
        EndedBy::Remote => "Released by the endpoint".to_owned(),
        EndedBy::Transport => "The connection ended the call".to_owned(),
    };
    for (who, said) in [
        ("the tester", &release.own),
        ("the endpoint", &release.peer),
    ] {
        if let Some(said) = said {
            let _ = write!(text, "; {who}: {}", visible(&said.words()));
        }
    }
    text.push('\n');
    text
}

/// The endpoint's text, made safe for a terminal: it cannot end the line, move the cursor or change
/// the direction of text.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => {
                char::REPLACEMENT_CHARACTER
            }
            character if character.is_control() => char::REPLACEMENT_CHARACTER,
            character => character,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Collector, Origin, Tester, decoding::Kind};
    use h323_proto::{
        call::{Channel, Transport, WarningCode},
        diagnosis::{FIREWALLS, bad_request},
        h245::{Codec, Pdu, write},
        text::hex,
        time::Instant,
    };

    fn origin() -> Origin {
        let tester = Tester {
            name: "tester",
            version: "1.2.3",
        };
        Origin::new(1_795_809_600_007, tester, Some("AMS".into()))
    }

    #[test]
    fn the_head_says_whom_when_by_what_and_from_where() {
        let origin = origin();
        let start = CallStart {
            server: "gw.example.com\u{1B}[2J",
            port: 1722,
            calling_number: None,
            called_number: None,
            origin: &origin,
        };
        assert_eq!(
            head(&start),
            "H.323 call to gw.example.com\u{FFFD}[2J port 1722 at 2026-11-27T20:00:00.007Z by tester 1.2.3 from AMS"
        );
    }

    #[test]
    fn the_verdict_names_the_documents_that_go_with_its_advice() {
        let mut outcome = bad_request("no good");
        outcome.links.push(FIREWALLS);
        let report = Collector::new(Instant::ORIGIN, origin()).not_dialled(outcome.into());
        let verdict = verdict(&report);
        let last = verdict.lines().last().unwrap();
        assert!(
            last.starts_with("  - How to switch H.323 inspection off"),
            "{last}"
        );
        assert!(last.ends_with(": docs/firewalls.md"), "{last}");
    }

    #[test]
    fn times_keep_to_their_columns() {
        let widths = |t| (time(t).len(), since(t, 0).len());
        for power in 0..14 {
            for t in [10_u64.pow(power), 10_u64.pow(power) - 1] {
                assert_eq!(widths(t), (10, 7), "{t}");
            }
        }
        assert_eq!(time(9_999_999), "9999999 ms");
        assert_eq!(time(112_337_272_138), "   1300 d ");
        assert_eq!(since(112_337_272_138, 5), " +1300d");
        assert_eq!(since(5, 6), "     +0");
    }

    #[test]
    fn the_clause_of_a_warning_stands_apart() {
        let warning = |clause| WarningReport {
            t: 12,
            after: None,
            code: WarningCode::MissingField,
            text: "Connect lacks maintainConnection".into(),
            clause,
        };
        assert_eq!(
            remark(&warning("H.225.0 7.3")),
            "     12 ms          ! missing-field: Connect lacks maintainConnection [H.225.0 7.3]"
        );
        assert!(remark(&warning("")).ends_with("maintainConnection"));
    }

    fn alerting(summary: String) -> TraceEntry {
        TraceEntry {
            t: 12,
            hop: 0,
            direction: Direction::Received,
            channel: Transport::Tcp(Channel::CallSignalling),
            kind: "ALERTING".into(),
            summary,
            fault: None,
            tunnelled: Vec::new(),
            h245: Vec::new(),
            hex: String::new(),
            decoded: None,
            repeated: 0,
            until: None,
        }
    }

    #[test]
    fn what_is_odd_stands_behind_its_message() {
        let mut report =
            Collector::new(Instant::ORIGIN, origin()).not_dialled(bad_request("no good").into());
        report.trace = Vec::from(["first", "second"].map(|name| alerting(name.into())));
        // All at the same time.
        let warning = |after, text: &str| WarningReport {
            t: 12,
            after,
            code: WarningCode::MissingField,
            text: text.into(),
            clause: "",
        };
        report.warnings = Vec::from([
            warning(None, "before"),
            warning(Some(0), "of the first"),
            warning(Some(1), "of the second"),
        ]);
        let text = ladder(&report);
        let ends = ["before", "first", "of the first", "second", "of the second"];
        for (line, end) in text.lines().zip(ends) {
            assert!(line.ends_with(end), "{text}");
        }
    }

    #[test]
    fn the_fields_of_a_message_stand_below_it_with_their_words() {
        // A Release Complete without an H.225.0 part, and octets after the Cause that are not an
        // element.
        let decoding = Decoding::of_text("08028001 5a 08028091 1c05", Kind::Q931).unwrap();
        let text = of_decoding(&decoding, true);
        assert!(
            text.contains("\n    messageType: RELEASE COMPLETE\n"),
            "{text}"
        );
        assert!(
            text.contains("\n    Cause: 17 user busy (user)\n      id: 0x08\n"),
            "{text}"
        );
        assert!(text.contains(" ! "), "{text}");
        assert!(!of_decoding(&decoding, false).contains("messageType"));
        let pdu = Pdu::TerminalCapabilitySet {
            sequence: 1,
            codecs: Vec::from([Codec::G711A]),
        };
        let decoding = Decoding::of_text(&hex(&write(&pdu, 13).unwrap()), Kind::H245).unwrap();
        let text = of_decoding(&decoding, true);
        let words = "protocolIdentifier: 0.0.8.245.0.13 (H.245 version 13)\n";
        assert!(text.contains(words), "{text}");
    }

    #[test]
    fn lifelines_stand_as_far_apart_as_the_longest_label_needs() {
        let named = |kind: &str| TraceEntry {
            kind: kind.into(),
            ..alerting(String::new())
        };
        let two = "terminalCapabilitySetAck, masterSlaveDeterminationAck";
        let many = format!("{two}, {two}\u{202E}");
        let entries = ["ALERTING", two].map(named);
        let mut rows = Rows::of(&entries);
        let drawn = entries.each_ref().map(|entry| rows.row(entry));
        let widths = drawn.each_ref().map(|row| row.chars().count());
        assert_eq!(widths[0], widths[1], "{drawn:?}");
        assert!(drawn[1].contains(&format!("<-{two}-|")), "{drawn:?}");
        // While a call runs, later labels are not known.
        let mut rows = Rows::default();
        assert!(rows.row(&entries[0]).chars().count() < widths[0]);
        assert_eq!(rows.row(&entries[1]).chars().count(), widths[0]);
        assert_eq!(rows.row(&entries[0]).chars().count(), widths[0]);
        let cut = rows.row(&named(&many));
        assert!(cut.contains("|<-terminalCapabilitySetAck, "), "{cut}");
        assert!(cut.contains(", term…-|"), "{cut}");
        // The longest name of one message in a call leaves the lifelines where they are.
        let one = named("masterSlaveDeterminationRelease");
        let row = Rows::default().row(&one);
        assert_eq!(
            row.chars().count(),
            Rows::default().row(&entries[0]).chars().count(),
            "{row}"
        );
    }

    #[test]
    fn a_run_has_its_row_and_a_line_with_its_length() {
        let entry = TraceEntry {
            repeated: 1_996,
            until: Some(2_412),
            ..alerting(String::new())
        };
        let row = Rows::default().row(&entry);
        let lines: Vec<&str> = row.lines().collect();
        assert_eq!(lines.len(), 2, "{row}");
        assert_eq!(
            lines[1],
            "   2412 ms          : 1996 more like this, ALERTING"
        );
    }

    #[test]
    fn a_row_is_one_line_whatever_the_peer_calls_itself() {
        let entry = alerting("to \u{1B}[2J\r\nx\u{202E}y\u{2066}z".into());
        let row = Rows::default().row(&entry);
        assert!(row.starts_with("     12 ms     +12  |<----"), "{row}");
        assert!(
            row.ends_with("to \u{FFFD}[2J\u{FFFD}\u{FFFD}x\u{FFFD}y\u{FFFD}z"),
            "{row}"
        );
    }
}
