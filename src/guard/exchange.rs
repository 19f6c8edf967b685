//! The limit on calls to one address, over all clients.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use h323_proto::call::Target;
use worker::{Env, ObjectNamespace, RateLimiter};

use super::{Refused, book::Wait, switchboard::Hold};

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

    /// Counts the numbers of a call, or says why it must wait.
    pub(crate) async fn count(&self, numbers: Vec<String>) -> Result<(), Refused> {
        let Some(counters) = &self.0 else {
            return Ok(());
        };
        for number in numbers {
            let counted = counters.numbers.limit(number).await;
            if !counted.map_err(|_| out_of_order("NUMBER_LIMIT"))?.success {
                return Err(Refused::for_now(
                    429,
                    "This number was called too often in the last minute, by you or by others; wait a minute",
                    60,
                ));
            }
        }
        Ok(())
    }

    /// Permits a call to these numbers that takes so long at most, or a registration, or says why it
    /// must wait. The caller of this function must return the hold.
    pub(crate) async fn connect(
        &self,
        target: &Target,
        numbers: Vec<String>,
        length: Duration,
    ) -> Result<Option<Hold>, Refused> {
        let (Some(counters), Some(destination)) = (&self.0, target.address()) else {
            return Ok(None);
        };
        self.count(numbers).await?;
        let length = u64::try_from(length.as_millis())
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
