//! Places a call, and those that it is redirected to.

use futures::channel::oneshot;
use h323_proto::{
    call::Target,
    placement::{Fate, Placement},
};
use h323_report::{CallReport, Update};

use crate::{
    clock::now,
    drive::{Audience, drive},
    guard::target,
    prepare::{Placing, entropy},
};

/// Places the call, and those it is redirected to if they are to be followed, and reports on it.
/// `hangup` ends it early; `update` sees it run.
pub(crate) async fn place(
    placing: Placing,
    mut hangup: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> CallReport {
    let Placing {
        config,
        mut collector,
        follow_redirects,
        policy,
        entropy: random,
    } = placing;
    let mut placement = Placement::new(config, random, now());
    loop {
        let audience = Audience {
            collector: &mut collector,
            update,
            hangup: &mut hangup,
        };
        let hung_up = drive(placement.call_mut(), audience, policy).await;
        let allowed = |to: &Target| match target::allow(to, policy) {
            Ok(_) => Ok(()),
            Err(forbidden) => Err(forbidden.to_string()),
        };
        // Without identifiers for it no call can follow.
        let follow = follow_redirects && !hung_up;
        let fresh = follow.then(entropy).and_then(Result::ok);
        let onward = placement.go_on(fresh, allowed, now());
        if let Some(onward) = &onward
            && let Some(redirect) = collector.redirected(onward)
        {
            update(Update::Redirect(redirect));
        }
        if !matches!(onward.map(|onward| onward.fate), Some(Fate::Followed(..))) {
            return collector.report(placement.call());
        }
    }
}
