//! What happens while a call is up: digits, and requested modes.

use alloc::{vec, vec::Vec};

use h323_proto::{
    h245::{ModeRejection, ModeResponse},
    time::Duration,
};

use super::{in_h245, release, then};
use crate::{Awaited, Manner, Step};

/// The digits that the conference wants.
const PIN: &str = "1234#";

/// How long the conference waits for them.
const PATIENCE: Duration = Duration::from_secs(10);

scenarios! { DURING =
    2130 "conference" => Answered,
        "announces digits as tones and as text, answers, and waits for the PIN 1234#; releases the call with cause 21 after another one, and with cause 102 after 10 s without",
        |_| conference();
    2131 "digits-echo" => Answered,
        "answers, and echoes the caller's digits in H.245",
        |_| in_h245(Manner::Echoes);
    2132 "digits-from-endpoint" via Tunnelled => Answered,
        "answers, and types 7 as a tone of 100 ms that a signalUpdate makes 900 ms long",
        |_| in_h245(Manner::Types);
    2133 "mode-acknowledged" => Answered,
        "takes the most preferred mode that the caller asks for; others answer requestDenied",
        |_| in_h245(Manner::TakesMode(ModeResponse::MostPreferred));
    2134 "mode-less-preferred" => Answered,
        "takes a less preferred one of them",
        |_| in_h245(Manner::TakesMode(ModeResponse::LessPreferred));
    2135 "mode-unavailable" => Answered,
        "rejects the modes that the caller asks for: modeUnavailable",
        |_| in_h245(Manner::RejectsMode(ModeRejection::Unavailable));
    2136 "mode-constrained" => Answered,
        "rejects them: multipointConstraint",
        |_| in_h245(Manner::RejectsMode(ModeRejection::MultipointConstraint));
    2137 "mode-ignored" => Answered,
        "does not answer requestMode",
        |_| in_h245(Manner::IgnoresMode);
}

fn conference() -> Vec<Step> {
    let late = vec![release(102, None)];
    let wrong = vec![release(21, None)];
    let answered = in_h245(Manner::TakesDigits);
    then(
        then(answered, Step::Await(Awaited::Typed, PATIENCE, late)),
        Step::Check(PIN, wrong),
    )
}
