//! The limit on calls to one address, over all clients.

use std::net::{IpAddr, SocketAddr};

use h323_proto::call::{CallingConfig, Target};
use worker::{Env, ObjectNamespace, RateLimiter};

use super::{Refused, book::Wait, numbers, switchboard::Hold};

/// Milliseconds by which a call may exceed its planned length: time to hang up and to report.
const SPARE: u64 = 15_000;

/// The counter of calls for each address. Without one, calls are not counted.
pub(crate) struct Exchange(Option<Counters>);

struct Counters {
    addresses: ObjectNamespace,
    numbers: RateLimiter,
}

impl Exchange {
    /// An exchange that permits every call.
    pub(crate) const OPEN: Self = Self(None);

    /// The exchange of the deployment.
    pub(crate) fn of(env: &Env) -> Result<Self, Refused> {
        let addresses = env.durable_object("SWITCHBOARD");
        let addresses = addresses.map_err(|_| out_of_order("SWITCHBOARD"))?;
        let numbers = env.rate_limiter("NUMBER_LIMIT");
        let numbers = numbers.map_err(|_| out_of_order("NUMBER_LIMIT"))?;
        Ok(Self(Some(Counters { addresses, numbers })))
    }

    /// Permits a call, or says why it must wait. The caller of this function must return the hold.
    pub(crate) async fn connect(
        &self,
        target: &Target,
        config: &CallingConfig,
    ) -> Result<Option<Hold>, Refused> {
        let (Some(counters), Some(destination)) = (&self.0, target.address()) else {
            return Ok(None);
        };
        for number in numbers::public(config) {
            let counted = counters.numbers.limit(number).await;
            if !counted.map_err(|_| out_of_order("NUMBER_LIMIT"))?.success {
                return Err(Refused::for_now(
                    429,
                    "This number was called too often in the last minute, by you or by others; wait a minute",
                    60,
                ));
            }
        }
        let length = u64::try_from(config.terms.limits.total.as_millis())
            .unwrap_or(u64::MAX)
            .saturating_add(SPARE);
        let held = Hold::take(&counters.addresses, &key(destination), length).await;
        match held.map_err(|_| out_of_order("SWITCHBOARD"))? {
            Ok(hold) => Ok(Some(hold)),
            Err(Wait::Engaged { seconds }) => Err(Refused::for_now(
                429,
                format!(
                    "Another call to {} is up; try again when it is over, in {seconds} s or so",
                    destination.ip()
                ),
                seconds,
            )),
            Err(Wait::Often { seconds }) => Err(Refused::for_now(
                429,
                format!(
                    "{} was called too often in the last minute, by you or by others; wait {seconds} s",
                    destination.ip()
                ),
                seconds,
            )),
        }
    }
}

/// The name of an address's object. It ignores the port and has one spelling for each address.
fn key(destination: SocketAddr) -> String {
    let ip: IpAddr = destination.ip().to_canonical();
    ip.to_string()
}

/// The refusal if the counter is missing or broken: a limit that an outage switches off would be
/// useless.
pub(super) fn out_of_order(binding: &str) -> Refused {
    Refused::for_now(
        503,
        format!(
            "This Worker cannot count now, and does nothing until it can: {binding} in wrangler.toml is missing or out of order"
        ),
        60,
    )
}
