//! Answers to `fastStart`.

use alloc::{vec, vec::Vec};

use h323_proto::{
    call::CalledAction,
    h225::{FastStartAnswer, MediaTerms},
    h245::accept_fast_start,
};

use super::{alerting, answered, connect, proceeding, wait};
use crate::{Settings, Step, messages};

scenarios! { MEDIA =
    2070 "fast-start-in-proceeding" => Answered,
        "accepts the first audio codec of fastStart, in Call Proceeding; without fastStart as answer",
        |settings| match accepted(settings) {
            None => answered(),
            Some(terms) => vec![
                Step::Do(CalledAction::CallProceedingWith(terms)),
                alerting(),
                wait(300),
                connect(),
            ],
        };
    2071 "fast-start-in-alerting" => Answered,
        "the same in Alerting",
        |settings| match accepted(settings) {
            None => answered(),
            Some(terms) => vec![
                proceeding(),
                Step::Do(CalledAction::AlertingWith(terms)),
                wait(300),
                connect(),
            ],
        };
    2072 "fast-start-in-connect" => Answered,
        "the same in Connect",
        |settings| in_connect(settings, accepted(settings));
    2073 "fast-start-refused" => Answered,
        "fastConnectRefused in Connect; without fastStart as answer",
        |settings| in_connect(
            settings,
            (!settings.fast_start.is_empty()).then_some(MediaTerms {
                h245_address: None,
                fast_start: FastStartAnswer::Refused,
            }),
        );
    2074 "fast-start-ignored" => Answered,
        "answers without fastStart",
        |_| answered();
    2075 "fast-start-mismatch" => Answered,
        "accepts channels with a codec that fastStart did not propose (G.728), in Connect",
        |settings| in_connect(
            settings,
            accepted(settings).map(|terms| MediaTerms {
                fast_start: match terms.fast_start {
                    FastStartAnswer::Accepted(channels) => {
                        FastStartAnswer::Accepted(messages::mismatched(channels))
                    }
                    other => other,
                },
                ..terms
            }),
        );
}

/// The accepted channels, if Setup offers one that can be accepted.
fn accepted(settings: &Settings) -> Option<MediaTerms> {
    let channels = accept_fast_start(&settings.fast_start, settings.media).ok()?;
    (!channels.is_empty()).then_some(MediaTerms {
        h245_address: None,
        fast_start: FastStartAnswer::Accepted(channels),
    })
}

fn in_connect(settings: &Settings, terms: Option<MediaTerms>) -> Vec<Step> {
    match terms {
        None => answered(),
        Some(terms) => vec![
            proceeding(),
            alerting(),
            wait(300),
            Step::Do(CalledAction::ConnectWith(MediaTerms {
                h245_address: settings.h245_address,
                ..terms
            })),
        ],
    }
}
