//! Supplementary services: the APDUs of H.450.1 in a message, and the names of their operations.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::{
    codec::{self, DecodeError, Described, NodeValue, Tree},
    h450::{
        CTIdentifyRes, CTInitiateArg, CTSetupArg, DivertingLegInformation1Arg,
        DivertingLegInformation2Arg, H4501SupplementaryService, NameArg, error, operation, problem,
    },
};

use crate::{text, view::View};

/// We read at most this many remote operations of an APDU: one takes only a few octets.
const MOST: usize = 32;

/// We quote names up to this length, in characters.
const QUOTED: usize = 64;

/// The kind of a remote operation (H.450.1 8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `invoke`: requests an operation.
    Invoke,
    /// `returnResult`: the operation was carried out.
    ReturnResult,
    /// `returnError`: the operation failed.
    ReturnError,
    /// `reject`: the operation was not understood.
    Reject,
}

/// An argument or a result that was decoded.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name of its type.
    pub name: &'static str,
    /// Its octets.
    pub octets: Vec<u8>,
    /// The part that was read.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
}

/// One remote operation.
#[derive(Clone, Debug)]
pub struct RemoteOperation {
    /// Its kind.
    pub kind: Kind,
    /// Its text, `H.450.2 callTransferInitiate`.
    pub text: String,
    /// The node of the APDU's tree with the number that gives the name.
    pub code_at: Option<usize>,
    /// The decoded argument or result, and the node with its octets.
    pub argument: Option<(usize, Argument)>,
}

/// An element of `h4501SupplementaryService`.
#[derive(Clone, Debug)]
pub struct ServiceRecord {
    /// Its octets.
    pub octets: Vec<u8>,
    /// Every field that was read.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
    /// The remote operations in it.
    pub operations: Vec<RemoteOperation>,
}

impl ServiceRecord {
    /// Reads one APDU.
    #[must_use]
    pub fn of(octets: Vec<u8>) -> Self {
        let decoded = codec::read(H4501SupplementaryService::ROOT, &octets);
        let view = View {
            tree: &decoded.tree,
        };
        let operations = view
            .child(0, "serviceApdu")
            .and_then(|choice| view.only(choice))
            .into_iter()
            .flat_map(|list| view.tree.children(list))
            .take(MOST)
            .filter_map(|element| RemoteOperation::read(&view, view.only(element)?))
            .collect();
        Self {
            operations,
            error: decoded.error,
            trailing: decoded.trailing,
            tree: decoded.tree,
            octets,
        }
    }

    /// All its operations, on one line.
    #[must_use]
    pub fn name(&self) -> String {
        if self.operations.is_empty() {
            return match &self.error {
                Some(error) => format!("H.450 unreadable: {error}"),
                None => "H.450".to_owned(),
            };
        }
        let names = self.operations.iter().map(|operation| &*operation.text);
        names.collect::<Vec<_>>().join(", ")
    }
}

impl RemoteOperation {
    fn read(view: &View<'_>, node: usize) -> Option<Self> {
        let kind = match view.name(node) {
            "invoke" => Kind::Invoke,
            "returnResult" => Kind::ReturnResult,
            "returnError" => Kind::ReturnError,
            "reject" => Kind::Reject,
            _ => return None,
        };
        // A result is in a SEQUENCE of its own, together with its operation code.
        let holder = match kind {
            Kind::ReturnResult => view.child(node, "result"),
            _ => Some(node),
        };
        let within = |name: &str| view.child(holder?, name);
        let code_at = match kind {
            Kind::Reject => within("problem"),
            Kind::ReturnError => within("errcode"),
            Kind::Invoke | Kind::ReturnResult => within("opcode"),
        }
        .and_then(|choice| view.only(choice));
        let code = code_at.and_then(|at| view.integer(at));
        let octets_at = match kind {
            Kind::Invoke => within("argument"),
            Kind::ReturnResult => within("result"),
            Kind::ReturnError | Kind::Reject => None,
        };
        let argument = octets_at.and_then(|at| {
            let octets = view.octets(at)?.to_vec();
            Some((at, Argument::read(kind, code?, octets)?))
        });
        let mut text = match (kind, code_at) {
            (Kind::Invoke, Some(at)) => named(view, at),
            (Kind::ReturnResult, Some(at)) => format!("result of {}", named(view, at)),
            (Kind::ReturnResult, None) => "H.450 result".to_owned(),
            (Kind::ReturnError, Some(at)) => match code.and_then(error) {
                Some(name) => format!("H.450 error {name}"),
                None => format!("H.450 error {}", number(view, at)),
            },
            (Kind::Reject, Some(at)) => {
                let what = view.name(at);
                match code.and_then(|code| problem(what, code)) {
                    Some(name) => format!("H.450 reject: {name}"),
                    None => format!("H.450 reject: {what} {}", number(view, at)),
                }
            }
            (_, None) => "H.450 operation".to_owned(),
        };
        if let Some(says) = argument.as_ref().and_then(|(_, argument)| argument.text()) {
            text.push(' ');
            text.push_str(&says);
        }
        Some(Self {
            kind,
            text,
            code_at,
            argument,
        })
    }
}

/// The operation whose code is at `node`.
fn named(view: &View<'_>, node: usize) -> String {
    match view.integer(node).and_then(operation) {
        Some(known) => format!("H.450.{} {}", known.part, known.name),
        None => format!("H.450 operation {}", number(view, node)),
    }
}

/// A code for which we have no name.
fn number(view: &View<'_>, node: usize) -> String {
    match view.value(node) {
        Some(NodeValue::Integer(number)) => number.to_string(),
        Some(NodeValue::LargeInteger(octets)) => text::hex(&octets),
        Some(NodeValue::ObjectIdentifier(arcs)) => arcs.to_string(),
        _ => "that cannot be read".to_owned(),
    }
}

impl Argument {
    /// Decodes an argument or a result of a known type.
    fn read(kind: Kind, code: i64, octets: Vec<u8>) -> Option<Self> {
        match (kind, code) {
            (Kind::Invoke, 0..=3) => Some(Self::of::<NameArg>("NameArg", octets)),
            (Kind::Invoke, 9) => Some(Self::of::<CTInitiateArg>("CTInitiateArg", octets)),
            (Kind::Invoke, 10) => Some(Self::of::<CTSetupArg>("CTSetupArg", octets)),
            (Kind::Invoke, 20) => Some(Self::of::<DivertingLegInformation1Arg>(
                "divertingLegInformation1",
                octets,
            )),
            (Kind::Invoke, 21) => Some(Self::of::<DivertingLegInformation2Arg>(
                "divertingLegInformation2",
                octets,
            )),
            (Kind::ReturnResult, 7) => Some(Self::of::<CTIdentifyRes>("CTIdentifyRes", octets)),
            _ => None,
        }
    }

    fn of<T: Described>(name: &'static str, octets: Vec<u8>) -> Self {
        let decoded = codec::read(T::ROOT, &octets);
        Self {
            name,
            tree: decoded.tree,
            error: decoded.error,
            trailing: decoded.trailing,
            octets,
        }
    }

    /// Its most important address or name.
    fn text(&self) -> Option<String> {
        let view = View { tree: &self.tree };
        for (address, word) in [
            ("reroutingNumber", "to"),
            ("nominatedNr", "to"),
            ("transferringNumber", "by"),
            ("divertingNr", "by"),
        ] {
            let list = view
                .child(0, address)
                .and_then(|node| view.child(node, "destinationAddress"));
            if let Some(first) = list.and_then(|list| view.aliases(list).into_iter().next()) {
                return Some(format!("{word} {}", short(&first)));
            }
        }
        let name = view.only(view.child(0, "name")?)?;
        let text = match view.only(name) {
            Some(form) => match view.value(form)? {
                NodeValue::OctetString(octets) => text::of_octets(&octets),
                NodeValue::Text(text) => text::shown(&text),
                _ => return Some(view.name(form).to_owned()),
            },
            None => return Some(view.name(name).to_owned()),
        };
        Some(format!("\u{201c}{}\u{201d}", short(&text)))
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use h323_asn1::h450::operations;

    use super::*;

    /// H323Plus 1.28.0 transfers a call to 127.0.0.3:1720.
    const TRANSFER: &str = "00011000010001090c0800018107007f00000306b8";

    /// The answer from H323Plus to itself when the call ends.
    const NOT_AVAILABLE: &str = "0001800101000103";

    fn octets(hex: &str) -> Vec<u8> {
        (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn a_transfer_says_where_to() {
        let record = ServiceRecord::of(octets(TRANSFER));
        assert_eq!(record.error, None);
        assert_eq!(record.trailing, 0);
        assert_eq!(
            record.name(),
            "H.450.2 callTransferInitiate to 127.0.0.3:1720"
        );
        let [operation] = &record.operations[..] else {
            panic!("{:?}", record.operations);
        };
        assert_eq!(operation.kind, Kind::Invoke);
        let (at, argument) = operation.argument.as_ref().unwrap();
        assert_eq!((argument.error.as_ref(), argument.trailing), (None, 0));
        assert_eq!(record.tree.nodes()[*at].name(), "argument");
        let ip = argument
            .tree
            .find("reroutingNumber.destinationAddress.0.transportID.ipAddress.ip")
            .unwrap();
        assert_eq!(
            argument.tree.value(ip).unwrap(),
            NodeValue::OctetString(vec![127, 0, 0, 3].into())
        );
    }

    #[test]
    fn answers_are_told_apart() {
        let record = ServiceRecord::of(octets(NOT_AVAILABLE));
        assert_eq!(record.error, None);
        assert_eq!(record.name(), "H.450 error notAvailable");
        for (hex, wanted) in [
            // reject, invoke 1: no such operation.
            ("0001c001014001 01", "H.450 reject: unrecognizedOperation"),
            // reject, general 9: no such problem.
            ("0001c001010001 09", "H.450 reject: general 9"),
            // returnResult without a result.
            ("000140010 1", "H.450 result"),
            // returnResult of callTransferIdentify, with a truncated result.
            (
                "00016001010001 070100",
                "result of H.450.2 callTransferIdentify",
            ),
            // invoke 4660 of holdNotific without an argument, and of an unknown operation.
            ("0001001234000165", "H.450.4 holdNotific"),
            ("000100123400020400", "H.450 operation 1024"),
            // invoke of a global operation.
            ("000100123480022a03", "H.450 operation 1.2.3"),
            // error 77.
            ("000180010100014d", "H.450 error 77"),
        ] {
            let record = ServiceRecord::of(octets(&hex.replace(' ', "")));
            assert_eq!(record.error, None, "{hex}");
            assert_eq!(record.name(), wanted, "{hex}");
        }
    }

    /// Each argument has the address or name ABC, in BMPString.
    #[test]
    fn what_an_operation_is_about_is_said() {
        let abc = "014002004100420043";
        for (hex, wanted) in [
            (
                format!("000110000100011 40b0140{abc}"),
                "H.450.3 divertingLegInformation1 to ABC",
            ),
            (
                format!("000110000100011 50b2024{abc}"),
                "H.450.3 divertingLegInformation2 by ABC",
            ),
            (
                format!("000110000100010a0a40{abc}"),
                "H.450.2 callTransferSetup by ABC",
            ),
            (
                format!("00016001010001070a00{abc}"),
                "result of H.450.2 callTransferIdentify to ABC",
            ),
            (
                "00011000010001000802020041004200 43".into(),
                "H.450.8 callingName “ABC”",
            ),
            (
                "0001100001000101010a".into(),
                "H.450.8 alertingName restrictedNull",
            ),
            (
                "00011000010001020110".into(),
                "H.450.8 connectedName nameNotAvailable",
            ),
        ] {
            let record = ServiceRecord::of(octets(&hex.replace(' ', "")));
            assert_eq!(record.error, None, "{hex}");
            assert_eq!(record.name(), wanted, "{hex}");
        }
        // A name of 200 characters is cut.
        let long = format!("0001100001000100819202c7{}", "0041".repeat(200));
        let record = ServiceRecord::of(octets(&long));
        assert!(record.name().ends_with("A…”"), "{}", record.name());
    }

    #[test]
    fn names_are_quoted_without_what_moves_their_neighbours() {
        // callingName with a simpleName of four octets: J, escape, R, NUL.
        let record = ServiceRecord::of(octets("00011000010001000600184a1b5200"));
        assert_eq!(record.error, None);
        assert_eq!(record.name(), "H.450.8 callingName “J\u{FFFD}R”");
    }

    #[test]
    fn each_operation_has_a_code_of_its_own_and_is_named() {
        let mut codes: Vec<i64> = operations().map(|operation| operation.code).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        for known in operations() {
            let code = u8::try_from(known.code).unwrap();
            let record = ServiceRecord::of(vec![0, 1, 0, 0, 1, 0, 1, code]);
            let wanted = format!("H.450.{} {}", known.part, known.name);
            assert_eq!(record.name(), wanted);
        }
    }

    #[test]
    fn what_is_cut_anywhere_is_said_to_be_unreadable_and_never_more_than_the_whole() {
        for hex in [TRANSFER, NOT_AVAILABLE] {
            let whole = octets(hex);
            let name = ServiceRecord::of(whole.clone()).name();
            for length in 0..whole.len() {
                let record = ServiceRecord::of(whole[..length].to_vec());
                assert!(record.error.is_some(), "{hex} at {length}");
                let cut = record.name();
                assert!(
                    cut.starts_with("H.450") && name.len() >= cut.len()
                        || cut.starts_with("H.450 unreadable")
                        || cut.ends_with("operation")
                        || cut.ends_with("read"),
                    "{cut}"
                );
            }
        }
        // The argument alone.
        let whole = octets("0800018107007f00000306b8");
        for length in 0..whole.len() {
            let argument = Argument::read(Kind::Invoke, 9, whole[..length].to_vec()).unwrap();
            assert!(argument.error.is_some(), "{length}");
            assert_eq!(argument.text(), None, "{length}");
        }
    }

    #[test]
    fn a_thousand_operations_are_not_all_told() {
        let mut many = vec![0, 0x83, 0xE8];
        for _ in 0..1000 {
            many.extend([0x40, 1, 1]);
        }
        let record = ServiceRecord::of(many);
        assert_eq!(record.operations.len(), MOST);
    }
}
