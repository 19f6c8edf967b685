//! The calls of a capture, with their verdicts: recorded calls, and what is made of them.

use std::net::{Ipv4Addr, SocketAddr};

use h323_capture::write::{Connection, File};

use super::*;

/// 2026-11-27T20:00:00Z, in microseconds from 1970.
const START: u64 = 1_795_809_600_000_000;

const NO_END: &str = "The capture does not have the end of this call.";
const ONE_SIDE: &str = "The capture does not have the messages of the endpoint.";
const MISSING: &str = "Messages of the endpoint are missing, or could not be read.";
const UNREAD: &str = "The end of this call could not be read.";

/// A message of a call: whether the caller sent it, whether it is H.245 on a connection of its own,
/// and its octets without TPKT.
#[derive(Clone, Debug)]
pub(super) struct Line {
    by_caller: bool,
    h245: bool,
    octets: Vec<u8>,
}

/// A call between two hosts of a capture.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) name: String,
    /// The address of the endpoint begins like this; if none, it is one of the loopback network.
    pub(super) network: Option<[u8; 3]>,
    /// The place of a message that the capture lost.
    lost: Option<usize>,
    lines: Vec<Line>,
}

impl Taken {
    fn new(name: &str, lines: Vec<Line>) -> Self {
        Self {
            name: name.into(),
            network: None,
            lost: None,
            lines,
        }
    }

    /// The call without the messages that follow the first so many.
    fn until(mut self, length: usize) -> Self {
        self.lines.truncate(length);
        self
    }
}

/// The lines of a file of `testdata`: name and octets.
fn lines(file: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let Ok(text) = fs::read_to_string(root.join(file)) else {
        return Vec::new();
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let columns = lines.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    columns
        .map(|columns| (columns[0].clone(), text::digits(&columns[1]).unwrap()))
        .collect()
}

/// Whether the side that placed the call sent a message of call signalling.
fn by_caller(octets: &[u8]) -> bool {
    octets[2] & 0x80 == 0
}

/// The Setup of H323Plus under another call reference, for calls that were recorded without theirs.
fn setup(reference: [u8; 2]) -> Vec<u8> {
    let (_, mut octets) = lines("h323plus/c01-slow-tunnel.hex").swap_remove(0);
    octets[2..4].copy_from_slice(&[reference[0] & 0x7F, reference[1]]);
    octets
}

/// The messages of a call of the stacks, of one leg: `legs` has for each producer whether it is the
/// caller's side; the frame in the name gives the order.
fn stacks(call: &str, files: &[(&str, Option<bool>)]) -> Taken {
    let mut all = Vec::new();
    for (producer, side) in files {
        for (h245, prefix) in [(false, ""), (true, "h245-")] {
            for (name, octets) in lines(&format!("{producer}/{prefix}{call}.hex")) {
                if h245 && !name.ends_with("/tcp") {
                    continue;
                }
                // Who sent H.245 of its own connection is not recorded if both sides are one stack.
                let from_caller = match h245 {
                    true => side.unwrap_or(false),
                    false => by_caller(&octets),
                };
                if side.is_some_and(|side| side != from_caller) {
                    continue;
                }
                let frame: f64 = name.split('/').nth(1).unwrap().parse().unwrap();
                let line = Line {
                    by_caller: from_caller,
                    h245,
                    octets,
                };
                all.push((frame, line));
            }
        }
    }
    all.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut lines: Vec<Line> = all.into_iter().map(|(_, line)| line).collect();
    begun(&mut lines);
    Taken::new(call, lines)
}

/// Puts a Setup before a call that was recorded without.
fn begun(lines: &mut Vec<Line>) {
    let first = lines.iter().find(|line| !line.h245).unwrap();
    if !first.by_caller {
        let octets = setup([first.octets[2], first.octets[3]]);
        lines.insert(
            0,
            Line {
                by_caller: true,
                h245: false,
                octets,
            },
        );
    }
}

/// What a room system sent; the messages of the other side are not recorded.
fn device(file: &str) -> Taken {
    let of = |(name, octets): (String, Vec<u8>)| {
        let h245 = name.ends_with("/tcp");
        Line {
            by_caller: false,
            h245,
            octets,
        }
    };
    let mut lines: Vec<Line> = lines(file).into_iter().map(of).collect();
    let first = lines.iter().find(|line| !line.h245).unwrap();
    let placed = by_caller(&first.octets);
    for line in &mut lines {
        line.by_caller = placed;
    }
    begun(&mut lines);
    Taken::new(file, lines)
}

/// The ends of a call of a capture: each has hosts of its own.
fn ends(index: usize, call: &Taken) -> (SocketAddr, SocketAddr) {
    let [a, b, c] = (call.network).unwrap_or([127, 0, u8::try_from(index).unwrap()]);
    let host = |last| Ipv4Addr::new(a, b, c, last);
    (
        SocketAddr::from((host(1), 40_000)),
        SocketAddr::from((host(2), 1720)),
    )
}

/// A capture of calls at the same time, with 100 ms between the messages of each, and its end.
fn capture(calls: &[Taken], end: u64) -> Vec<u8> {
    capture_among(calls, end, &mut Vec::new)
}

/// The same; `others` gives the packets of other traffic that cross between two messages of a call.
pub(super) fn capture_among(
    calls: &[Taken],
    end: u64,
    others: &mut dyn FnMut() -> Vec<Vec<u8>>,
) -> Vec<u8> {
    let mut file = File::new("test", "made up");
    let mut connections: Vec<[Connection; 2]> = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let (caller, called) = ends(index, call);
        let control = |mut end: SocketAddr, port| {
            end.set_port(port);
            end
        };
        let mut pair = [
            Connection::new(caller, called, [1, 2]),
            Connection::new(control(caller, 40_001), control(called, 2000), [3, 4]),
        ];
        for connection in &mut pair {
            for packet in connection.open() {
                file.packet(START, true, &packet, &[]);
            }
        }
        connections.push(pair);
    }
    let longest = calls.iter().map(|call| call.lines.len()).max().unwrap();
    for turn in 0..longest {
        for packet in others() {
            file.packet(START + 100_000 * turn as u64, true, &packet, &[]);
        }
        for (call, pair) in calls.iter().zip(&mut connections) {
            let Some(line) = call.lines.get(turn) else {
                continue;
            };
            let packet = tpkt::encode(&line.octets).unwrap();
            let at = START + 100_000 * (1 + turn as u64);
            let connection = &mut pair[usize::from(line.h245)];
            for (_, packet) in connection.send(line.by_caller, &packet) {
                if call.lost != Some(turn) {
                    file.packet(at, true, &packet, &[]);
                }
            }
        }
    }
    for (_, packet) in &connections[0][0].close(true) {
        file.packet(START + end * 1_000, true, packet, &[]);
    }
    file.into_octets()
}

/// The calls of a capture of these.
fn calls(taken: &[Taken], end: u64) -> Decoding {
    Decoding::of_octets(&capture(taken, end)).unwrap()
}

/// A call on one line: numbers, milestones, who left, the code of the outcome or why there is none.
pub(super) fn told(call: &CapturedCall) -> String {
    let code = call.outcome.as_ref().map(|outcome| outcome.code.name());
    let undecided = call.undecided.map(|why| match why {
        NO_END => "no end",
        ONE_SIDE => "one side",
        MISSING => "missing",
        UNREAD => "unread",
        other => other,
    });
    let by = call.release.as_ref().map(|release| release.by.name());
    let number = |number: &Option<String>| number.clone().unwrap_or_default();
    let t = |t: Option<u64>| t.map_or_else(|| "-".into(), |t| t.to_string());
    format!(
        "{} > {} {} {} {} {}: {}",
        number(&call.calling_number),
        number(&call.called_number),
        t(call.timing.alerting),
        t(call.timing.connect),
        t(call.timing.released),
        by.unwrap_or("-"),
        code.or(undecided).unwrap()
    )
}

pub(super) fn recordings() -> Vec<(Taken, &'static str)> {
    const BOTH: Option<bool> = None;
    let (caller, called) = (Some(true), Some(false));
    let alone = |call, producer, told| (stacks(call, &[(producer, BOTH)]), told);
    let pair = |call, from, to, told| (stacks(call, &[(from, caller), (to, called)]), told);
    vec![
        alone(
            "c01-slow-tunnel",
            "h323plus",
            "2009 >  200 300 1300 user: answered",
        ),
        alone(
            "c03-slow-h245tcp",
            "h323plus",
            "2009 >  200 300 1700 remote: answered",
        ),
        alone(
            "c05-tunnel-refused",
            "h323plus",
            "2009 >  200 300 1800 remote: answered",
        ),
        alone(
            "c08-reject-denied",
            "h323plus",
            "2009 >  - - 200 remote: rejected",
        ),
        alone(
            "c10-ring-then-answer-callee-hangup",
            "h323plus",
            "2009 >  200 300 1300 remote: answered",
        ),
        alone(
            "c11-early-media",
            "h323plus",
            "2009 >  200 300 400 user: answered",
        ),
        pair(
            "c22-gnugk-unregistered-caller",
            "h323plus",
            "gnugk",
            "2009 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c22-gnugk-unregistered-caller",
            "gnugk",
            "h323plus",
            "2009 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c23-gnugk-unknown-alias",
            "h323plus",
            "gnugk",
            "2009 > 9999 - - 100 remote: not-registered",
        ),
        pair(
            "c24-gnugk-h46017-caller",
            "h323plus",
            "gnugk",
            "2009 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c24-gnugk-h46017-caller",
            "gnugk",
            "h323plus",
            "2009 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c26-gnugk-auth-ok",
            "h323plus",
            "gnugk",
            "2001 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c26-gnugk-auth-ok",
            "gnugk",
            "h323plus",
            "2001 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c29-gnugk-auth-h46017",
            "h323plus",
            "gnugk",
            "2017 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c29-gnugk-auth-h46017",
            "gnugk",
            "h323plus",
            "2017 > 2000 200 300 1300 user: answered",
        ),
        pair(
            "c30-h323plus-to-ooh323c",
            "h323plus",
            "ooh323c",
            "2009 >  200 300 1400 user: answered",
        ),
        pair(
            "c32-h323plus-to-ooh323c-h245tcp",
            "h323plus",
            "ooh323c",
            "2009 >  200 300 1700 user: answered",
        ),
        pair(
            "c33-ooh323c-to-h323plus",
            "ooh323c",
            "h323plus",
            " >  200 300 1000 user: answered",
        ),
        alone(
            "d01-rejected",
            "asterisk",
            "2009 >  200 - 800 remote: released",
        ),
        alone(
            "d02-accepted",
            "asterisk",
            "2009 >  200 800 900 remote: answered",
        ),
        alone("d03-separate", "asterisk", "2009 >  200 300 - -: answered"),
        alone("d04-offers-again", "opal", "2009 >  200 400 - -: no end"),
        alone(
            "d05-accepted",
            "opal",
            "2009 >  200 400 800 remote: answered",
        ),
        alone(
            "d06-early-offers-again",
            "opal",
            "2009 >  200 - - -: no end",
        ),
        alone(
            "d07-fast-start",
            "opal",
            "2009 >  200 300 1100 remote: answered",
        ),
        alone(
            "d08-early-offers-again",
            "h323plus",
            "2009 >  200 - - -: no end",
        ),
        alone(
            "d09-hangs-up",
            "h323plus",
            "2009 >  - 200 1000 remote: answered",
        ),
        alone(
            "d10-pause",
            "h323plus",
            "2009 >  - 200 1900 remote: answered",
        ),
        alone(
            "d11-drops-on-keep-alive",
            "ooh323c",
            "2009 >  200 300 1100 remote: answered",
        ),
        alone(
            "d12-transfer",
            "h323plus",
            "2009 >  - 200 800 remote: answered",
        ),
        (device("aver/evc130.hex"), "2009 >  200 300 - -: answered"),
        (
            device("grandstream/gvc3200.hex"),
            " >  - - 1100 user: one side",
        ),
        (
            device("huawei/viewpoint9000.hex"),
            "2009 >  200 300 - -: answered",
        ),
        (device("polycom/hdx8000.hex"), " >  - - 1800 user: one side"),
        (
            device("polycom/vsx7000.hex"),
            "2009 >  100 200 - -: answered",
        ),
        (device("sony/pcs-xg77.hex"), "2009 >  100 200 - -: answered"),
        (device("tandberg/e20.hex"), "2009 >  100 200 - -: answered"),
        (device("tandberg/mxp.hex"), "2009 >  100 200 - -: answered"),
        (
            device("yealink/vc400.hex"),
            "2009 >  200 300 1500 remote: answered",
        ),
    ]
}

#[test]
fn each_recorded_call_has_its_parties_times_and_verdict() {
    for (taken, expected) in recordings() {
        let decoding = calls(std::slice::from_ref(&taken), 20_000);
        let name = &taken.name;
        let (caller, called) = ends(0, &taken);
        let [call] = decoding.calls.as_slice() else {
            panic!("{name}: {:?}", decoding.calls);
        };
        assert_eq!(told(call), expected, "{name}");
        assert_eq!(call.caller, caller.to_string(), "{name}");
        assert_eq!(call.called, called.to_string(), "{name}");
        assert_eq!(
            decoding.started_at.as_deref(),
            Some("2026-11-27T20:00:00.000Z")
        );
        // All that crossed belongs to the one call, but for RAS before it (H.460.17).
        let ras = |line: &&Line| line.octets[2..4] == [0, 0];
        let before = taken.lines.iter().take_while(ras).count();
        let all: Vec<usize> = (before..taken.lines.len()).collect();
        assert_eq!(call.messages, all, "{name}");
        assert_eq!(call.t, 100 * (1 + before as u64), "{name}");
    }
}

#[test]
fn calls_at_the_same_time_are_told_apart() {
    let (taken, expected): (Vec<Taken>, Vec<&str>) = recordings().into_iter().step_by(2).unzip();
    let decoding = calls(&taken[..19], 20_000);
    let mut told: Vec<String> = decoding.calls.iter().map(told).collect();
    let mut expected: Vec<String> = expected[..19].iter().map(|&line| line.into()).collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    let calls = decoding.calls.iter();
    let mut places: Vec<usize> = calls.flat_map(|call| call.messages.clone()).collect();
    let shown = places.len();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), shown, "a message belongs to one call");
}

fn slow() -> Taken {
    stacks("c01-slow-tunnel", &[("h323plus", None)])
}

/// The only call of a capture, on one line.
fn only(taken: Taken, end: u64) -> String {
    let decoding = calls(&[taken], end);
    let [call] = decoding.calls.as_slice() else {
        panic!("{:?}", decoding.calls)
    };
    assert_ne!(call.outcome.is_some(), call.undecided.is_some());
    told(call)
}

#[test]
fn a_setup_without_an_answer_is_silence_only_after_the_time_for_an_answer() {
    assert_eq!(only(slow().until(1), 4_100), "2009 >  - - - -: silent");
    assert_eq!(only(slow().until(1), 4_099), "2009 >  - - - -: no end");
}

/// The Release Complete of the caller with another cause, as the last message of a call.
fn given_up(length: usize, cause: u8) -> Taken {
    let mut taken = slow();
    let releases = taken.lines.iter();
    let mut release = releases
        .filter(|line| line.octets[4] == 0x5A)
        .find(|line| line.by_caller)
        .unwrap()
        .clone();
    assert_eq!(release.octets[5..9], [8, 2, 0x80, 0x90]);
    release.octets[8] = 0x80 | cause;
    taken.lines.truncate(length);
    taken.lines.push(release);
    taken
}

#[test]
fn a_caller_that_gives_up_says_by_which_timer() {
    for (length, cause, code) in [
        (1, 102, "silent"),
        (2, 102, "no-progress"),
        (3, 102, "no-answer"),
        (3, 19, "no-answer"),
        (3, 16, "cancelled"),
        (1, 16, "cancelled"),
    ] {
        let told = only(given_up(length, cause), 20_000);
        assert!(
            told.ends_with(&format!(": {code}")),
            "{length} {cause}: {told}"
        );
    }
}

#[test]
fn what_is_lost_or_cannot_be_read_leads_to_no_verdict() {
    let rejected = || stacks("c08-reject-denied", &[("h323plus", None)]);
    // The Call Proceeding is lost: it might have been a Connect.
    let mut lost = rejected();
    lost.lost = Some(1);
    assert!(only(lost, 20_000).ends_with("remote: missing"));
    // The reason may be in the part that is not there.
    let mut cut = rejected();
    cut.lines[2].octets.truncate(20);
    cut.lines[2].octets[10] = 0;
    let told = only(cut, 20_000);
    assert!(told.ends_with("unread"), "{told}");
    // Nor does a part of the call say how it began.
    let mut late = rejected();
    late.lines.remove(0);
    let told = only(late, 20_000);
    assert!(
        told.ends_with("does not have the Setup of this call."),
        "{told}"
    );
}

#[test]
fn an_h245_address_that_is_out_of_reach_is_found() {
    let mut taken = stacks("c05-tunnel-refused", &[("h323plus", None)]);
    taken.lines.retain(|line| !line.h245);
    taken.network = Some([93, 184, 216]);
    assert!(only(taken.clone(), 20_000).ends_with("h245-private-address"));
    // On one network it can be reached.
    taken.network = None;
    assert!(only(taken, 20_000).ends_with("answered"));
}

#[test]
fn a_call_reference_that_is_used_again_is_another_call() {
    let mut again = slow();
    let first = again.lines.len() as u64;
    again.lines.extend(slow().lines);
    let decoding = calls(&[again], 20_000);
    let [one, other] = decoding.calls.as_slice() else {
        panic!("{:?}", decoding.calls)
    };
    assert_eq!(other.t, one.t + 100 * first);
    assert_eq!(told(one), told(other));
}

#[test]
fn the_ladder_lists_the_calls() {
    let text = crate::ladder::of_decoding(&calls(&[slow()], 20_000), false);
    let line = "Call 1, at 100 ms: 127.0.0.1:40000 (2009) to 127.0.0.2:1720";
    assert!(text.starts_with(line), "{text}");
    assert!(text.contains("The endpoint answered, and the call was released."));
}
