//! Places a call, and the calls to which it is redirected.

use futures::channel::oneshot;
use h323_proto::{
    call::{CallingConfig, Target},
    placement::{Fate, Placement},
};
use h323_report::{CallReport, Update};

use crate::{
    clock::now,
    drive::{Audience, Driver},
    guard::{
        dials::Dials,
        exchange::{Exchange, Permit},
        numbers,
        target::Rules,
    },
    prepare::{Placing, entropy},
    standby::Leave,
};

/// Places the call and reports on it. If a server of the domain is not reached, the next one is called.
/// If redirects are to be followed, it also places the calls to which the endpoint redirects it.
/// `hangup` ends it early; `update` sees it run.
pub(crate) async fn place(
    placing: Placing,
    mut hangup: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> CallReport {
    let Placing {
        mut name,
        target,
        mut standby,
        config,
        mut collector,
        follow_redirects,
        rules,
        entropy: random,
        exchange,
        mut permit,
    } = placing;
    let mut dials = Dials::new(&rules);
    let mut called = target.clone();
    let since = now();
    let mut placement = Placement::new(target, config.clone(), random, since);
    loop {
        let audience = Audience {
            collector: &mut collector,
            update,
            hangup: &mut hangup,
        };
        let mut driver = Driver::new(name.clone(), audience, &mut dials, permit.seat());
        driver.run(placement.call_mut()).await;
        let hung_up = driver.hung_up();
        drop(driver);
        // The next call needs new identifiers; if the platform has none, the call is not redirected.
        let follow = follow_redirects && !hung_up;
        let fresh = follow.then(entropy).and_then(Result::ok);
        // The call to this address is over. The next client need not wait for the redirected call.
        let over = std::mem::replace(&mut permit, Permit::Free);
        over.give_back().await;
        if !hung_up
            && standby.is_wanted(&collector)
            && let Ok(random) = entropy()
        {
            let mut config = config.clone();
            let length = config.terms.limits.total.saturating_sub(now().since(since));
            config.terms.limits.total = length;
            let leave = Leave {
                rules: &rules,
                exchange: &exchange,
                numbers: numbers::public(&config),
                length,
            };
            if let Some((target, next)) = standby.after_failure(leave, &mut collector).await {
                permit = next;
                called = target.clone();
                placement = Placement::new(target, config, random, now());
                continue;
            }
        }
        let next = placement.next(now()).and_then(Result::ok);
        let allowed = match next.filter(|_| follow) {
            Some((target, config)) => may_follow(&target, &config, &rules, &exchange).await,
            None => Ok(Permit::Free),
        };
        let allowed = allowed.map(|next| permit = next);
        let onward = placement.go_on(fresh, allowed, now());
        if let Some(onward) = &onward
            && let Some(redirect) = collector.redirected(onward)
        {
            update(Update::Redirect(redirect));
        }
        let Some(Fate::Followed(target)) = onward.map(|onward| onward.fate) else {
            return collector.report(placement.call());
        };
        // A redirect with aliases only leads to the same address.
        if target != called {
            name.clone_from(&target.host);
            called = target;
        }
    }
}

/// The rules for a user's target hold for an endpoint's redirect too.
async fn may_follow(
    target: &Target,
    config: &CallingConfig,
    rules: &Rules,
    exchange: &Exchange,
) -> Result<Permit, String> {
    rules
        .check_numbers(config)
        .map_err(|error| error.to_string())?;
    rules.allow(target).map_err(|error| error.to_string())?;
    let (numbers, length) = (numbers::public(config), config.terms.limits.total);
    let permit = exchange.connect(target, numbers, length).await;
    permit.map_err(|refused| refused.text)
}
