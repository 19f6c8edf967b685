//! What the behaviour tests share. Time is a number that they move themselves.

mod pair;
pub(crate) mod plain;
mod script;
mod seen;
pub(crate) mod talk;
pub(crate) mod uuie;

use std::net::{Ipv4Addr, SocketAddr};

use h323_proto::{
    call::{CallTerms, CallingConfig, Entropy, SetupTerms, Target},
    q931::{CallReference, InformationElement, Message, MessageType, UserUser},
    time::Duration,
};

pub(crate) use pair::{Network, Pair};
pub(crate) use script::{Script, script};
pub(crate) use seen::Seen;

/// Where the calls go to.
pub(crate) const PEER: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10)), 1720);

pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// An ordinary call from 1000 to 2000.
pub(crate) fn config() -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            display: Some("Call from 1000".into()),
            ..CallTerms::default()
        },
        setup: SetupTerms {
            calling_number: "1000".into(),
            called_number: Some("2000".into()),
            ..SetupTerms::default()
        },
        ..CallingConfig::default()
    }
}

/// A target that is a name.
pub(crate) fn by_name() -> Target {
    Target {
        host: "gw.example".into(),
        port: 1720,
    }
}

/// The identifiers of the call; both ends of a script write with the same ones.
pub(crate) fn entropy() -> Entropy {
    Entropy::new([0x5A; Entropy::OCTETS])
}

/// A message with this H.225.0 part.
pub(crate) fn message(
    reference: CallReference,
    message_type: MessageType,
    information: Option<Vec<u8>>,
) -> Message {
    let mut message = Message::new(reference, message_type);
    if let Some(information) = information {
        message.insert(InformationElement::of(&UserUser::h323(information)).unwrap());
    }
    message
}

/// A cheap sequence of numbers that is the same in every run (splitmix64).
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
