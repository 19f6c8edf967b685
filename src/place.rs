//! Places a call, and those that it is redirected to.

use futures::channel::oneshot;
use h323_proto::call::{Call, Target};
use h323_report::{CallReport, Update};

use crate::{
    clock::now,
    drive::{Audience, drive},
    prepare::{Placing, entropy},
    target,
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
    let mut call = Call::calling(config, random, now());
    loop {
        let audience = Audience {
            collector: &mut collector,
            update,
            hangup: &mut hangup,
        };
        let hung_up = drive(&mut call, audience, policy).await;
        let allowed = |to: &Target| match target::allow(to, policy) {
            Ok(_) => Ok(()),
            Err(forbidden) => Err(forbidden.to_string()),
        };
        // Without identifiers for it no call can follow.
        let fresh = entropy().ok();
        let follow = follow_redirects && !hung_up && fresh.is_some();
        let (redirect, next) = collector.redirect(&call, follow, allowed, now());
        if let Some(redirect) = redirect {
            update(Update::Redirect(redirect));
        }
        match (next, fresh) {
            (Some(config), Some(random)) => call = Call::calling(config, random, now()),
            _ => return collector.report(&call),
        }
    }
}
