//! The `TraversalParameters` of H.460.19, which are octets inside an H.245 message.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use h323_asn1::{
    codec::{self, Described, NodeValue},
    h460::TraversalParameters,
};

use crate::{h245::transport, view::View};

/// The `messageIdentifier` of H.460.19 in `genericInformation`.
pub(super) const IDENTIFIER: &str = "0.0.8.460.19.0.1";

/// Their components with their values. `None` if they could not be read to their end.
pub(super) fn words(octets: &[u8]) -> Option<Cow<'static, str>> {
    let reading = codec::read(TraversalParameters::ROOT, octets);
    if reading.error.is_some() {
        return None;
    }
    let view = View {
        tree: &reading.tree,
    };
    let component = |node| {
        let name = view.name(node);
        let value = match view.value(node) {
            Some(NodeValue::Integer(seconds)) if name == "keepAliveInterval" => {
                format!("{seconds} s")
            }
            Some(NodeValue::Integer(number)) => format!("{number}"),
            _ => format!("{}", transport(&view, node)?),
        };
        Some(format!("{name} {value}"))
    };
    let components: Vec<String> = view.tree.children(0).filter_map(component).collect();
    (!components.is_empty()).then(|| components.join(", ").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traversal_parameters_are_said() {
        // Made by GnuGk: in openLogicalChannelAck.
        let octets = [0x0a, 0x00, 0x7f, 0, 0, 1, 0x04, 0x00, 0x00, 0x12];
        assert_eq!(
            words(&octets).as_deref(),
            Some("keepAliveChannel 127.0.0.1:1024, keepAliveInterval 19 s")
        );
        for end in 0..octets.len() {
            assert_eq!(words(&octets[..end]), None, "{end}");
        }
    }
}
