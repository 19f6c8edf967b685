//! Reads messages of H.245, or with the argument `RAS` of that, one line of hexadecimal digits each,
//! and writes for each what the codec makes of it: its octets when encoded again, and behind
//! tabs, as `path=value`, every value without parts in the order it was read.
//!
//! The wire oracles (`tests/oracle`) compare that with what pycrate says.

use h323_asn1::Decode;
use h323_asn1::codec::{self, Described, NodeValue, Tree};
use h323_asn1::h225::RasMessage;
use h323_asn1::h245::MultimediaSystemControlMessage;
use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("RAS") => reencode::<RasMessage>(),
        _ => reencode::<MultimediaSystemControlMessage>(),
    }
}

fn reencode<T: Described + Decode>() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lines() {
        let Some(message) = octets(&line?) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "not hexadecimal",
            ));
        };
        let decoded = codec::decode::<T>(&message);
        let again = match decoded.value {
            Ok(_) if decoded.trailing > 0 => format!("{} octets left over", decoded.trailing),
            Ok(value) => match codec::encode(&value) {
                Ok(octets) => hex(&octets),
                Err(error) => format!("not encoded: {error}"),
            },
            Err(error) => format!("not decoded: {error}"),
        };
        write!(out, "{again}")?;
        for leaf in leaves(&decoded.tree) {
            write!(out, "\t{leaf}")?;
        }
        writeln!(out)?;
    }
    out.flush()
}

fn octets(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn leaves(tree: &Tree) -> Vec<String> {
    let mut leaves = Vec::new();
    // A node's way down, and how many children each node on it has had.
    let mut way: Vec<(String, usize)> = Vec::new();
    for (at, node) in tree.nodes().iter().enumerate() {
        way.truncate(usize::from(node.depth()));
        let step = match way.last_mut() {
            None => String::new(),
            Some((_, children)) if node.name().is_empty() => {
                *children += 1;
                format!(".{}", *children - 1)
            }
            Some(_) => format!(".{}", node.name()),
        };
        way.push((step, 0));
        let childless = tree.children(at).next().is_none();
        if let Some(value) = tree.value(at).and_then(|value| shown(&value, childless)) {
            let path: String = way.iter().map(|(step, _)| step.as_str()).collect();
            leaves.push(format!("{path}={value}"));
        }
    }
    leaves
}

fn shown(value: &NodeValue<'_>, childless: bool) -> Option<String> {
    Some(match value {
        NodeValue::Sequence | NodeValue::SequenceOf if childless => "{}".to_owned(),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::Integer(value) => value.to_string(),
        NodeValue::Enumerated(name) => name.to_string(),
        NodeValue::OctetString(octets) => hex(octets),
        NodeValue::BitString { octets, bits } => format!("{}/{bits}", hex(octets)),
        NodeValue::ObjectIdentifier(arcs) => arcs.to_string(),
        NodeValue::Text(text) => hex(text.as_bytes()),
        NodeValue::Null => "null".to_owned(),
        NodeValue::UnknownExtension { .. } => "unknown extension".to_owned(),
        _ => return None,
    })
}
