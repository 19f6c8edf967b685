//! Digits that we type while a call is up, for instance a conference number or a PIN (H.245 B.14,
//! H.323 6.2.8).
//!
//! ```text
//! due -signal: one tone-> due again after the tone and the pause
//! due -text, Information: all digits up to the next comma-> due again after a second for each
//! comma
//! due -nothing left-> finished
//! due -no way to say it-> failed
//! ```

use alloc::{format, string::String, vec::Vec};

use super::warning::WarningCode;
use crate::{
    h245::{CapabilityEntry, Codec, UserInput},
    named::shown_by_name,
    time::{Duration, Instant},
};

/// The pause that a comma stands for, as on a telephone.
const COMMA: Duration = Duration::from_secs(1);

/// The characters that can be typed: the tones of DTMF, and a comma for a pause.
pub const KEYS: &str = "0123456789*#ABCD,";

/// Most characters that can be typed. This is the capacity of a Keypad facility (Q.931 4.5.18).
pub const MOST_KEYS: usize = 32;

/// The form in which digits are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputForm {
    /// The form that the endpoint announces: tones if it takes `dtmf`, otherwise text. Without
    /// H.245, Information.
    Auto,
    /// `userInput`, `alphanumeric`: all digits at once.
    Alphanumeric,
    /// `userInput`, `signal`: one message for each tone.
    Signal,
    /// Information with Keypad facility (Q.931 4.5.18).
    Information,
}

impl InputForm {
    /// Every form.
    pub const ALL: [Self; 4] = [
        Self::Auto,
        Self::Alphanumeric,
        Self::Signal,
        Self::Information,
    ];

    /// The name in requests and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Alphanumeric => "alphanumeric",
            Self::Signal => "signal",
            Self::Information => "information",
        }
    }
}

shown_by_name!(InputForm);

/// Digits to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// The digits: characters of [`KEYS`], at most [`MOST_KEYS`].
    pub digits: String,
    /// The form in which they are sent.
    pub form: InputForm,
    /// How long the call is up before the first digit.
    pub after: Duration,
    /// The length of a tone.
    pub tone: Duration,
    /// The pause between two tones.
    pub pause: Duration,
}

impl Typing {
    /// The longest time until all digits are typed, from the start of the call's hold time.
    #[must_use]
    pub fn length(&self) -> Duration {
        let of = |key| match key {
            ',' => COMMA,
            _ => self.tone.saturating_add(self.pause),
        };
        let keys = self.digits.chars().map(of);
        keys.fold(self.after, Duration::saturating_add)
    }
}

/// One piece of typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The time.
    pub at: Instant,
    /// One digit as a tone, or several as text.
    pub digits: String,
    /// The length of the tone.
    pub tone: Option<Duration>,
}

/// An action for the call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Say(UserInput),
    Keypad(String),
    Ask(Codec),
    Warn(WarningCode, String),
}

/// What the endpoint accepts, as far as known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prospect<'a> {
    /// Whether there is H.245 to send messages in.
    pub(super) speaks: bool,
    /// The endpoint's capabilities, if it has sent them.
    pub(super) capabilities: Option<&'a [CapabilityEntry]>,
}

impl Prospect<'_> {
    /// Whether the endpoint announces that it receives tones (H.245 B.2.2.10).
    fn takes_tones(&self) -> bool {
        let rows = self.capabilities.unwrap_or_default();
        rows.iter()
            .any(|row| row.codec == "dtmf" && row.is_received())
    }
}

/// Types digits one after another.
#[derive(Debug)]
pub(super) struct Typist {
    wanted: Typing,
    /// The form that was chosen, once typing has begun.
    form: Option<InputForm>,
    /// How many characters are done.
    done: usize,
    due: Option<Instant>,
    typed: Vec<Typed>,
    /// The time at which the last tone was over.
    finished: Option<Instant>,
    failed: Option<&'static str>,
}

impl Typist {
    pub(super) const fn new(wanted: Typing) -> Self {
        Self {
            wanted,
            form: None,
            done: 0,
            due: None,
            typed: Vec::new(),
            finished: None,
            failed: None,
        }
    }

    /// Schedules the first digit, because the call is up now.
    pub(super) fn begin(&mut self, now: Instant) {
        self.due = Some(now + self.wanted.after);
    }

    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.due
    }

    /// The time at which the last tone was over, or the last text was sent.
    pub(super) const fn finished(&self) -> Option<Instant> {
        self.finished
    }

    pub(super) const fn wanted(&self) -> &Typing {
        &self.wanted
    }

    pub(super) const fn form(&self) -> Option<InputForm> {
        self.form
    }

    pub(super) fn typed(&self) -> &[Typed] {
        &self.typed
    }

    /// Why the digits could not all be typed.
    pub(super) const fn failed(&self) -> Option<&'static str> {
        self.failed
    }

    /// Types all digits that are due.
    pub(super) fn proceed(&mut self, now: Instant, peer: &Prospect<'_>, out: &mut Vec<Deed>) {
        while self.due.is_some_and(|due| due <= now) {
            self.due = None;
            let rest: Vec<char> = self.wanted.digits.chars().skip(self.done).collect();
            match rest.first() {
                None => self.finished = Some(now),
                Some(',') => {
                    self.done += 1;
                    self.due = Some(now + COMMA);
                }
                Some(key) => self.say(*key, &rest, now, peer, out),
            }
        }
    }

    fn say(
        &mut self,
        key: char,
        rest: &[char],
        now: Instant,
        peer: &Prospect<'_>,
        out: &mut Vec<Deed>,
    ) {
        let begins = self.form.is_none();
        let form = match self.form {
            Some(form) => form,
            None => self.choose(peer),
        };
        self.form = Some(form);
        if form != InputForm::Information && !peer.speaks {
            self.give_up("the call has no H.245", out);
            return;
        }
        let (digits, tone) = match form {
            InputForm::Signal => (String::from(key), Some(self.wanted.tone)),
            _ => {
                let text = rest.iter().take_while(|key| **key != ',').collect();
                (text, None)
            }
        };
        out.push(match (form, tone) {
            (InputForm::Information, _) => Deed::Keypad(digits.clone()),
            (_, None) => Deed::Say(UserInput::Alphanumeric(digits.clone())),
            (_, Some(tone)) => {
                // The request bounds the tone to the range of the field.
                let length = u16::try_from(tone.as_millis()).unwrap_or(u16::MAX);
                Deed::Say(UserInput::Signal(key, Some(length)))
            }
        });
        if begins && form == InputForm::Signal && !peer.takes_tones() {
            let text = "The endpoint does not announce digits as signal (dtmf)";
            out.push(Deed::Warn(WarningCode::UserInputNotAnnounced, text.into()));
        }
        self.done += digits.chars().count();
        let last = self.done >= self.wanted.digits.chars().count();
        let pause = if last {
            Duration::ZERO
        } else {
            self.wanted.pause
        };
        self.due = Some(now + tone.map_or(Duration::ZERO, |tone| tone.saturating_add(pause)));
        self.typed.push(Typed {
            at: now,
            digits,
            tone,
        });
    }

    fn choose(&self, peer: &Prospect<'_>) -> InputForm {
        match self.wanted.form {
            InputForm::Auto if !peer.speaks => InputForm::Information,
            InputForm::Auto if peer.takes_tones() => InputForm::Signal,
            // Every terminal takes digits as text (H.323 6.2.8).
            InputForm::Auto => InputForm::Alphanumeric,
            form => form,
        }
    }

    /// Gives up the remaining digits. `During` drops the warning if the user knows already that the
    /// call is over.
    pub(super) fn give_up(&mut self, why: &'static str, out: &mut Vec<Deed>) {
        if self.finished.is_some() || self.failed.is_some() {
            return;
        }
        self.due = None;
        self.failed = Some(why);
        let (sent, all) = (self.sent(), self.all());
        if sent < all {
            let text = format!("{} of {all} digits were not sent: {why}", all - sent);
            out.push(Deed::Warn(WarningCode::UserInputNotSent, text));
        }
    }

    /// How many digits were sent.
    pub(super) fn sent(&self) -> usize {
        self.typed.iter().map(|typed| digits(&typed.digits)).sum()
    }

    /// How many digits there are in total.
    pub(super) fn all(&self) -> usize {
        digits(&self.wanted.digits)
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|key| *key != ',').count()
}
