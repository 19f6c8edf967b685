//! User input (H.245 B.14): what a user types, as text or as tones.
//!
//! A `signal` gives the length of its tone if the sender knows it. If the key is held longer, a
//! `signalUpdate` gives the new length, counted from the start of the tone.

use alloc::{borrow::ToOwned, boxed::Box, format, string::String};

use h323_asn1::{
    codec::{EncodeError, NodeValue},
    h245::{
        IndicationMessage, UserInputIndication, UserInputIndicationSignal,
        UserInputIndicationSignalUpdate,
    },
    types::Ia5String,
};

use crate::view::View;

/// The alphabet of `signalType`; `!` is a hook flash.
const TONES: &str = "0123456789*#ABCD!";

/// The contents of a `userInput`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInput {
    /// `alphanumeric`, or the text of an `extendedAlphanumeric`.
    Alphanumeric(String),
    /// `signal`: a tone, with its length in milliseconds if given.
    Signal(char, Option<u16>),
    /// `signalUpdate`: the total length of the last tone in milliseconds.
    SignalUpdate(u16),
    /// Another alternative, by its name: the user typed nothing.
    Other(String),
}

impl UserInput {
    /// The text or tone that was typed; `None` for other contents.
    #[must_use]
    pub fn typed(&self) -> Option<String> {
        match self {
            Self::Alphanumeric(text) => Some(text.clone()),
            Self::Signal(tone, _) => Some(String::from(*tone)),
            Self::SignalUpdate(_) | Self::Other(_) => None,
        }
    }

    /// The message in a few words, `signal 5, 100 ms`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Alphanumeric(text) => text.clone(),
            Self::Signal(tone, None) => format!("signal {tone}"),
            Self::Signal(tone, Some(length)) => format!("signal {tone}, {length} ms"),
            Self::SignalUpdate(length) => format!("signalUpdate, {length} ms"),
            Self::Other(name) => name.clone(),
        }
    }
}

/// Reads the `userInput` at `node`.
pub(super) fn read(view: &View<'_>, node: usize) -> UserInput {
    let Some(alternative) = view.only(node) else {
        return UserInput::Other(String::new());
    };
    let text = |node| match view.value(node) {
        Some(NodeValue::Text(text)) => Some(crate::text::shown(&text)),
        _ => None,
    };
    let duration = || {
        let duration = view.integer(view.child(alternative, "duration")?)?;
        u16::try_from(duration).ok()
    };
    let name = view.name(alternative);
    let read = match name {
        "alphanumeric" => text(alternative).map(UserInput::Alphanumeric),
        "extendedAlphanumeric" => view
            .child(alternative, "alphanumeric")
            .and_then(text)
            .map(UserInput::Alphanumeric),
        "signal" => view
            .child(alternative, "signalType")
            .and_then(text)
            .and_then(|tone| tone.chars().next())
            .map(|tone| UserInput::Signal(tone, duration())),
        "signalUpdate" => duration().map(UserInput::SignalUpdate),
        _ => None,
    };
    read.unwrap_or_else(|| UserInput::Other(name.to_owned()))
}

/// The `userInput` with these contents.
pub(super) fn indication(input: &UserInput) -> Result<IndicationMessage, EncodeError> {
    let input = match input {
        UserInput::Alphanumeric(text) => UserInputIndication::alphanumeric(text.as_str().into()),
        UserInput::Signal(tone, duration) => {
            // The encoder writes any character, so this is the only check of the alphabet.
            if !TONES.contains(*tone) {
                return Err(EncodeError::Alphabet);
            }
            let mut octets = [0; 4];
            let tone = tone.encode_utf8(&mut octets);
            let tone = Ia5String::from_iso646_bytes(tone.as_bytes());
            let tone = tone.map_err(|_| EncodeError::Alphabet)?;
            let mut signal = UserInputIndicationSignal::new(tone);
            signal.duration = *duration;
            UserInputIndication::signal(Box::new(signal))
        }
        UserInput::SignalUpdate(duration) => {
            UserInputIndication::signalUpdate(UserInputIndicationSignalUpdate::new(*duration))
        }
        // Only a received message can be something else.
        UserInput::Other(_) => return Err(EncodeError::Alphabet),
    };
    Ok(IndicationMessage::userInput(input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::h245::{H245Message, H245Record, Pdu, write};

    fn record(input: &UserInput) -> H245Record {
        let octets = write(&Pdu::UserInput(input.clone()), 13).expect("can be written");
        H245Record::of(octets)
    }

    #[test]
    fn what_is_typed_is_read_as_it_was_written() {
        for (input, typed, name) in [
            (
                UserInput::Alphanumeric("1234#".into()),
                Some("1234#"),
                "userInput (1234#)",
            ),
            (
                UserInput::Signal('D', None),
                Some("D"),
                "userInput (signal D)",
            ),
            (
                UserInput::Signal('*', Some(65_535)),
                Some("*"),
                "userInput (signal *, 65535 ms)",
            ),
            (
                UserInput::SignalUpdate(240),
                None,
                "userInput (signalUpdate, 240 ms)",
            ),
        ] {
            let record = record(&input);
            assert_eq!(record.name(), name);
            assert_eq!(
                record.understood.message,
                H245Message::UserInput(input.clone())
            );
            assert_eq!(input.typed().as_deref(), typed);
        }
    }

    #[test]
    fn no_cut_message_is_taken_for_input() {
        for input in [
            UserInput::Alphanumeric("12".into()),
            UserInput::Signal('5', Some(100)),
            UserInput::SignalUpdate(240),
        ] {
            let octets = record(&input).octets;
            for length in 0..octets.len() {
                let cut = H245Record::of(octets[..length].to_vec());
                assert_eq!(cut.understood.message, H245Message::Other, "{length}");
            }
        }
    }

    #[test]
    fn what_no_key_has_cannot_be_written() {
        for input in [
            UserInput::Signal('x', None),
            UserInput::Signal('\u{e4}', None),
            UserInput::Signal('1', Some(0)),
            UserInput::SignalUpdate(0),
            UserInput::Other("nonStandard".into()),
        ] {
            assert!(
                write(&Pdu::UserInput(input.clone()), 13).is_err(),
                "{input:?}"
            );
        }
    }
}
