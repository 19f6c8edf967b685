//! The baseline profile of H.235.1: a hash over the whole message, inside the message.
//!
//! The hash is computed with its own 96 bits set to zero. Their place is found by reading the
//! message, not by its octets: any pattern can also occur elsewhere.

use alloc::{
    borrow::ToOwned,
    boxed::Box,
    string::{String, ToString as _},
};
use core::{fmt, ops::Range};

use h323_asn1::{
    codec::{self, Component, EncodeError, NodeValue, Tree},
    h225::CryptoH323Token,
    h235::{ClearToken, CryptoToken, CryptoTokenCryptoHashedToken},
    text::bmp_string,
    types::Integer,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use super::{
    method::{CLEAR_VALUES, HMAC_SHA1_96, WHOLE_MESSAGE},
    password::Password,
    token::{hashed, identifier},
};
use crate::{
    text,
    time::{Duration, Instant},
    view::View,
};

/// Octets of the hash.
const HASH: usize = 12;

/// How far the clocks of two sides may be apart. H.235.1 leaves it to the installation; gatekeepers
/// allow minutes.
pub const TOLERANCE: Duration = Duration::from_secs(300);

/// The time of day, from the driver's at the start and its later clock.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    seconds: u32,
    since: Instant,
}

impl Clock {
    /// The clock that shows `seconds` since 1970 at `now`.
    #[must_use]
    pub const fn new(seconds: u32, now: Instant) -> Self {
        Self {
            seconds,
            since: now,
        }
    }

    /// Seconds since 1970, for `timeStamp`, which has no zero.
    #[must_use]
    pub fn at(&self, now: Instant) -> u32 {
        let passed = u32::try_from(now.since(self.since).as_secs()).unwrap_or(u32::MAX);
        self.seconds.saturating_add(passed).max(1)
    }
}

/// The names of the two sides in a token of H.235.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// `generalID`: the side that the message goes to, if its identifier is known.
    pub general_id: Option<String>,
    /// `sendersID`: the sender.
    pub senders_id: Option<String>,
}

/// The token of H.235.1 with its 96 bits of hash at zero. `random` counts up, so that no two tokens
/// of a second are alike.
///
/// # Errors
/// If a name does not fit its type.
pub fn baseline(names: &Names, time: u32, random: u32) -> Result<CryptoH323Token, EncodeError> {
    let name = |text: &Option<String>| text.as_deref().map(bmp_string).transpose();
    let mut values = ClearToken::new(identifier(&CLEAR_VALUES));
    values.time_stamp = Some(time);
    values.random = Some(Integer::from(random));
    values.general_id = name(&names.general_id)?;
    values.senders_id = name(&names.senders_id)?;
    let token = CryptoToken::cryptoHashedToken(Box::new(CryptoTokenCryptoHashedToken {
        token_oid: identifier(&WHOLE_MESSAGE),
        hashed_vals: values,
        token: hashed(&HMAC_SHA1_96, &[0; HASH]),
    }));
    Ok(CryptoH323Token::nestedcryptoToken(Box::new(token)))
}

/// Puts the hash into a written message of the type `root`: a `RasMessage` or an
/// `H323-UserInformation`. A message without a token of [`baseline()`] stays as it is.
pub fn seal(root: &'static Component, octets: &mut [u8], password: &Password) {
    let tree = codec::read(root, octets).tree;
    let Some(token) = Token::find(&tree) else {
        return;
    };
    let Some(hash) = token.hash.clone() else {
        return;
    };
    let Some(mac) = mac(password, octets, &hash) else {
        return;
    };
    let computed = mac.finalize().into_bytes();
    if let (Some(place), Some(computed)) = (octets.get_mut(hash), computed.get(..HASH)) {
        place.copy_from_slice(computed);
    }
}

/// What a proof has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The password that the sender has to know.
    pub password: &'a Password,
    /// Our time, in seconds since 1970.
    pub time: u32,
    /// The names by which the sender may call us; any name is good if there is none.
    pub ours: &'a [&'a str],
}

/// What the proof in a message is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The sender knows the password, and nobody changed the message.
    Good,
    /// The message has no token of H.235.1.
    Absent,
    /// The hash is not that of this message with our password: the sender has another password, or
    /// the message was changed.
    Wrong,
    /// The hash is right, but the clocks are further apart than [`TOLERANCE`], or somebody sent an
    /// old message again: its time minus ours, in seconds.
    Old(i64),
    /// The hash is right, but the token is for another receiver.
    NotForUs(String),
    /// The token has another algorithm, or no time: its hash cannot be checked. The text says which.
    NotChecked(String),
}

impl Proof {
    /// Whether it speaks against the sender. An absent proof does not by itself: it may not have
    /// been asked for.
    #[must_use]
    pub const fn is_bad(&self) -> bool {
        !matches!(self, Self::Good | Self::Absent)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good => f.write_str("it is good"),
            Self::Absent => f.write_str("there is none"),
            Self::Wrong => {
                f.write_str("the sender has another password, or the message was changed")
            }
            Self::Old(apart) if *apart < 0 => {
                write!(f, "its time is {} s behind ours", apart.unsigned_abs())
            }
            Self::Old(apart) => write!(f, "its time is {apart} s ahead of ours"),
            Self::NotForUs(name) => write!(f, "it is for {}", text::shown(name)),
            Self::NotChecked(why) => write!(f, "it cannot be checked ({why})"),
        }
    }
}

/// Checks the proof in a received message. `tree` is what was read from `octets`.
#[must_use]
pub fn check(tree: &Tree, octets: &[u8], expected: &Expected<'_>) -> Proof {
    let Some(token) = Token::find(tree) else {
        return Proof::Absent;
    };
    let Some(hash) = token.hash else {
        return Proof::NotChecked(token.algorithm.unwrap_or_default());
    };
    let good = mac(expected.password, octets, &hash)
        .zip(octets.get(hash))
        .is_some_and(|(mac, sent)| mac.verify_truncated_left(sent).is_ok());
    if !good {
        return Proof::Wrong;
    }
    let Some(time) = token.time else {
        return Proof::NotChecked("no timeStamp".to_owned());
    };
    let apart = time - i64::from(expected.time);
    if apart.unsigned_abs() > TOLERANCE.as_secs() {
        return Proof::Old(apart);
    }
    match token.receiver {
        Some(receiver)
            if !expected.ours.is_empty() && !expected.ours.contains(&receiver.as_str()) =>
        {
            Proof::NotForUs(receiver)
        }
        _ => Proof::Good,
    }
}

/// HMAC-SHA1 over the message with its hash at zero. The key is the SHA-1 of the password
/// (H.235.1 7.2).
fn mac(password: &Password, octets: &[u8], hash: &Range<usize>) -> Option<Hmac<Sha1>> {
    let key = Zeroizing::new(<[u8; 20]>::from(Sha1::digest(password.text())));
    let mut mac = Hmac::<Sha1>::new_from_slice(&*key).ok()?;
    mac.update(octets.get(..hash.start)?);
    mac.update(&[0; HASH]);
    mac.update(octets.get(hash.end..)?);
    Some(mac)
}

/// The token of H.235.1 in a message.
#[derive(Debug, Default)]
struct Token {
    /// The place of the hash in the octets; `None` for another algorithm or length.
    hash: Option<Range<usize>>,
    algorithm: Option<String>,
    time: Option<i64>,
    receiver: Option<String>,
}

impl Token {
    /// Finds the token among the `cryptoTokens` of the message itself: an alternative endpoint or a
    /// call in the message may have tokens of its own.
    fn find(tree: &Tree) -> Option<Self> {
        let view = View { tree };
        let body = match view.child(0, "h323-uu-pdu") {
            Some(pdu) => view.only(view.child(pdu, "h323-message-body")?)?,
            None => view.only(0)?,
        };
        let tokens = view.child(body, "cryptoTokens")?;
        let mut all = tree.children(tokens);
        all.find_map(|choice| Self::of(view, view.only(choice)?))
    }

    fn of(view: View<'_>, choice: usize) -> Option<Self> {
        (view.name(choice) == "nestedcryptoToken").then_some(())?;
        let nested = view.only(choice)?;
        (view.name(nested) == "cryptoHashedToken").then_some(())?;
        is(view, view.child(nested, "tokenOID")?, &WHOLE_MESSAGE).then_some(())?;
        let values = view.child(nested, "hashedVals")?;
        let token = view.child(nested, "token")?;
        let algorithm = view.child(token, "algorithmOID")?;
        let text = |name| match view.value(view.child(values, name)?)? {
            NodeValue::Text(text) => Some(text.into_owned()),
            _ => None,
        };
        let hash = view
            .child(token, "hash")
            .filter(|_| is(view, algorithm, &HMAC_SHA1_96));
        Some(Self {
            hash: hash.and_then(|hash| place(view, hash)),
            algorithm: match view.value(algorithm) {
                Some(NodeValue::ObjectIdentifier(arcs)) => Some(arcs.to_string()),
                _ => None,
            },
            time: view
                .child(values, "timeStamp")
                .and_then(|time| view.integer(time)),
            receiver: text("generalID"),
        })
    }
}

fn is(view: View<'_>, node: usize, arcs: &[u32]) -> bool {
    matches!(view.value(node), Some(NodeValue::ObjectIdentifier(found)) if found.is(arcs))
}

/// The octets of a hash of 96 bits. A BIT STRING of any length is aligned (X.691 clause 16.10).
fn place(view: View<'_>, node: usize) -> Option<Range<usize>> {
    let bits = match view.value(node)? {
        NodeValue::BitString { bits, .. } => bits,
        _ => return None,
    };
    (bits == HASH * 8).then_some(())?;
    let end = view.tree.nodes().get(node)?.bits().end;
    (end % 8 == 0).then_some(())?;
    Some((end / 8).checked_sub(HASH)?..end / 8)
}

#[cfg(test)]
mod tests {
    use alloc::{boxed::Box, vec, vec::Vec};

    use h323_asn1::{
        codec::Described as _,
        h225::{
            CallIdentifier, H323UUPDU, H323UUPDUH323MessageBody as Body, H323UserInformation,
            InformationUUIE,
        },
        types::FixedOctetString,
    };

    use super::*;

    fn password() -> Password {
        Password::from(String::from("secret"))
    }

    fn names() -> Names {
        Names {
            general_id: Some("gk".into()),
            senders_id: Some("zoe".into()),
        }
    }

    /// An Information with this token, whose other octets are full of zeros.
    fn message(token: Option<CryptoH323Token>) -> Vec<u8> {
        let mut body = InformationUUIE::new(identifier(&[0, 0, 8, 2250, 0, 6]));
        body.call_identifier = Some(CallIdentifier::new(FixedOctetString::from([0; 16])));
        body.crypto_tokens = token.map(|token| vec![token]);
        let mut pdu = H323UUPDU::new(Body::information(Box::new(body)));
        pdu.h245_control = Some(vec![vec![0; 64].into()]);
        codec::encode(&H323UserInformation::new(pdu)).unwrap()
    }

    fn sealed() -> Vec<u8> {
        let mut octets = message(Some(baseline(&names(), 1_000, 7).unwrap()));
        seal(H323UserInformation::ROOT, &mut octets, &password());
        octets
    }

    fn checked(octets: &[u8], password: &Password, time: u32, ours: &[&str]) -> Proof {
        let tree = codec::read(H323UserInformation::ROOT, octets).tree;
        let expected = Expected {
            password,
            time,
            ours,
        };
        check(&tree, octets, &expected)
    }

    #[test]
    fn what_is_sealed_is_good_and_differs_in_its_hash_only() {
        let bare = message(Some(baseline(&names(), 1_000, 7).unwrap()));
        let sealed = sealed();
        let differ = bare
            .iter()
            .zip(&sealed)
            .filter(|(bare, sealed)| bare != sealed);
        assert!(differ.count() <= HASH);
        assert_ne!(bare, sealed);
        assert_eq!(checked(&sealed, &password(), 1_000, &["gk"]), Proof::Good);
        assert_eq!(checked(&sealed, &password(), 1_000, &[]), Proof::Good);
    }

    #[test]
    fn no_bit_of_the_message_can_be_changed() {
        let sealed = sealed();
        for bit in 0..sealed.len() * 8 {
            let mut octets = sealed.clone();
            octets[bit / 8] ^= 0x80 >> (bit % 8);
            let proof = checked(&octets, &password(), 1_000, &["gk"]);
            assert_ne!(proof, Proof::Good, "bit {bit}");
        }
    }

    #[test]
    fn a_cut_message_is_no_proof() {
        let sealed = sealed();
        for length in 0..sealed.len() {
            let proof = checked(&sealed[..length], &password(), 1_000, &["gk"]);
            assert!(
                matches!(proof, Proof::Absent | Proof::Wrong),
                "{length}: {proof:?}"
            );
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        let sealed = sealed();
        let other = Password::from(String::from("Secret"));
        assert_eq!(checked(&sealed, &other, 1_000, &["gk"]), Proof::Wrong);
        assert_eq!(
            checked(&message(None), &password(), 1_000, &[]),
            Proof::Absent
        );
        assert_eq!(
            checked(&sealed, &password(), 1_301, &["gk"]),
            Proof::Old(-301)
        );
        assert_eq!(checked(&sealed, &password(), 699, &["gk"]), Proof::Old(301));
        assert_eq!(checked(&sealed, &password(), 1_300, &["gk"]), Proof::Good);
        assert_eq!(
            checked(&sealed, &password(), 1_000, &["gatekeeper"]),
            Proof::NotForUs("gk".into())
        );
    }

    #[test]
    fn another_algorithm_is_not_checked() {
        let mut token = baseline(&names(), 1_000, 7).unwrap();
        let CryptoH323Token::nestedcryptoToken(nested) = &mut token else {
            panic!("{token:?}");
        };
        let CryptoToken::cryptoHashedToken(hashed) = &mut **nested else {
            panic!("{nested:?}");
        };
        hashed.token.algorithm_oid = identifier(&[1, 2, 3]);
        let mut octets = message(Some(token));
        let bare = octets.clone();
        seal(H323UserInformation::ROOT, &mut octets, &password());
        assert_eq!(octets, bare);
        let proof = checked(&octets, &password(), 1_000, &[]);
        assert_eq!(proof, Proof::NotChecked("1.2.3".into()));
    }

    #[test]
    fn the_clock_goes_with_the_driver_and_never_shows_zero() {
        let start = Instant::from_millis(500);
        let clock = Clock::new(1_000, start);
        assert_eq!(clock.at(start), 1_000);
        assert_eq!(clock.at(Instant::from_millis(2_499)), 1_001);
        assert_eq!(clock.at(Instant::ORIGIN), 1_000);
        assert_eq!(Clock::new(0, start).at(start), 1);
        assert_eq!(Clock::new(u32::MAX, start).at(start + TOLERANCE), u32::MAX);
    }
}
