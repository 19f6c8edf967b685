//! The other facts of a call besides its outcome, in a few lines of plain text.

use std::fmt::Write as _;

use h323_proto::call::H245Path;

use crate::{CallReport, H245, Peer, Timing, TlsReport, ladder::visible};

/// The endpoint, the result of H.245, and the times; unknown facts are left out.
#[must_use]
pub fn lines(report: &CallReport) -> String {
    let mut text = String::new();
    let parts = [
        ("Endpoint", peer(&report.peer)),
        ("TLS", report.tls.as_ref().map(TlsReport::line)),
        ("H.245", report.h245.as_ref().and_then(h245)),
        ("Codecs", report.h245.as_ref().and_then(codecs)),
        ("Timing", timing(&report.timing)),
    ];
    for (name, part) in parts {
        if let Some(part) = part {
            let _ = writeln!(text, "  {name:<8} {}", visible(&part));
        }
    }
    text
}

fn peer(peer: &Peer) -> Option<String> {
    let named = [&peer.product, &peer.version];
    let named: Vec<&str> = named
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .collect();
    let parts = [
        (!named.is_empty()).then(|| named.join(" ")),
        peer.manufacturer.map(ToOwned::to_owned),
        peer.terminal_type.map(|kind| kind.to_string()),
        peer.h225_version
            .map(|version| format!("H.225.0 version {version}")),
        (!peer.aliases.is_empty()).then(|| format!("named {}", peer.aliases.join(", "))),
        (!peer.features.is_empty()).then(|| {
            let names: Vec<&str> = peer
                .features
                .iter()
                .map(|known| known.id.as_str())
                .collect();
            format!("with {}", names.join(", "))
        }),
        peer.address.as_ref().map(|address| format!("at {address}")),
    ];
    joined("; ", parts)
}

fn h245(h245: &H245) -> Option<String> {
    if h245.mode == H245Path::None {
        return None;
    }
    joined(
        ", ",
        [
            Some(h245.mode.to_string()),
            h245.master_slave
                .map(|role| format!("this tester is {role}")),
            h245.round_trip.map(|t| format!("round trip {t} ms")),
        ],
    )
}

fn codecs(h245: &H245) -> Option<String> {
    let announced = h245.capabilities.len();
    let common = h245.common_codecs.as_deref()?;
    let common = match common {
        [] => "no codec in common".to_owned(),
        common => {
            let names: Vec<&str> = common.iter().map(|codec| codec.name()).collect();
            format!("{} in common", names.join(", "))
        }
    };
    let announced = match announced {
        1 => "the endpoint announces 1 capability".to_owned(),
        count => format!("the endpoint announces {count} capabilities"),
    };
    Some(format!("{common}; {announced}"))
}

fn timing(timing: &Timing) -> Option<String> {
    let moments = [
        ("connected", timing.connected),
        ("TLS", timing.tls),
        ("registered", timing.registered),
        ("admitted", timing.admitted),
        ("first reply", timing.first_reply),
        ("call proceeding", timing.call_proceeding),
        ("alerting", timing.alerting),
        ("connect", timing.connect),
        ("H.245", timing.h245),
        ("released", timing.released),
    ];
    joined(
        ", ",
        moments.map(|(name, t)| Some(format!("{name} {} ms", t?))),
    )
}

fn joined<const N: usize>(between: &str, parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_known_and_nothing_else() {
        let known = Peer {
            product: Some("Room\u{7}kit ".into()),
            version: Some("1.0".into()),
            manufacturer: Some("Example"),
            address: Some("192.0.2.7:1720".into()),
            ..Peer::default()
        };
        let line = peer(&known).expect("a peer");
        assert_eq!(line, "Room\u{7}kit 1.0; Example; at 192.0.2.7:1720");
        assert_eq!(peer(&Peer::default()), None);
        let reached = Timing {
            connected: Some(3),
            connect: Some(320),
            ..Timing::default()
        };
        assert_eq!(
            timing(&reached).as_deref(),
            Some("connected 3 ms, connect 320 ms")
        );
        assert_eq!(timing(&Timing::default()), None);
    }
}
