//! The limit on calls to one address, over all clients.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use h323_proto::call::Target;
use worker::{Env, ObjectNamespace, RateLimiter};

use super::{Refused, book::Wait, demo::MOST, seat::Seat, switchboard::Hold};

/// Milliseconds by which a call may exceed its planned length: time to hang up and to report.
const SPARE: u64 = 15_000;

/// Seconds after which the demo may have a place again.
const DEMO_PATIENCE: u64 = 10;

/// What permits calls.
pub(crate) enum Exchange {
    /// Nothing has to: every call is permitted.
    Open,
    /// The counter of calls for each address.
    Counted(Counters),
    /// The demo, whose object this is. Its calls cost no endpoint anything.
    Demo(ObjectNamespace),
}

/// Permission for one call.
pub(crate) enum Permit {
    /// Nobody keeps count of the call.
    Free,
    /// The call to an address.
    Hold(Hold),
    /// The call to the demo.
    Seat(Seat),
}

impl Permit {
    /// Returns the permission when the call is over.
    pub(crate) async fn give_back(self) {
        // The demo itself knows when its call is over.
        if let Self::Hold(hold) = self {
            hold.give_back().await;
        }
    }

    /// The place at the demo, in a call to it.
    pub(crate) const fn seat(&self) -> Option<&Seat> {
        match self {
            Self::Seat(seat) => Some(seat),
            Self::Free | Self::Hold(_) => None,
        }
    }
}

pub(crate) struct Counters {
    addresses: ObjectNamespace,
    numbers: RateLimiter,
}

impl Exchange {
    /// The exchange of the deployment.
    pub(crate) fn of(env: &Env) -> Result<Self, Refused> {
        let addresses = env.durable_object("SWITCHBOARD");
        let addresses = addresses.map_err(|_| out_of_order("SWITCHBOARD"))?;
        let numbers = env.rate_limiter("NUMBER_LIMIT");
        let numbers = numbers.map_err(|_| out_of_order("NUMBER_LIMIT"))?;
        Ok(Self::Counted(Counters { addresses, numbers }))
    }

    /// The exchange of the demo.
    pub(crate) fn of_demo(env: &Env) -> Result<Self, Refused> {
        let objects = env.durable_object("DEMO");
        objects.map(Self::Demo).map_err(|_| no_demo())
    }

    /// Counts the numbers of a call, or says why it must wait.
    pub(crate) async fn count(&self, numbers: Vec<String>) -> Result<(), Refused> {
        let Self::Counted(counters) = self else {
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
    /// must wait. The caller of this function must return the permit.
    pub(crate) async fn connect(
        &self,
        target: &Target,
        numbers: Vec<String>,
        length: Duration,
    ) -> Result<Permit, Refused> {
        let counters = match self {
            Self::Open => return Ok(Permit::Free),
            Self::Demo(objects) => return seat(objects).await,
            Self::Counted(counters) => counters,
        };
        let Some(destination) = target.address() else {
            return Ok(Permit::Free);
        };
        self.count(numbers).await?;
        let length = u64::try_from(length.as_millis())
            .unwrap_or(u64::MAX)
            .saturating_add(SPARE);
        let held = Hold::take(&counters.addresses, &key(destination), length).await;
        match held.map_err(|_| out_of_order("SWITCHBOARD"))? {
            Ok(hold) => Ok(Permit::Hold(hold)),
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

async fn seat(objects: &ObjectNamespace) -> Result<Permit, Refused> {
    match Seat::take(objects).await.map_err(|_| no_demo())? {
        Some(seat) => Ok(Permit::Seat(seat)),
        None => Err(Refused::for_now(
            503,
            format!(
                "The demo has {MOST} calls up, and takes no more at a time; try again in {DEMO_PATIENCE} s"
            ),
            DEMO_PATIENCE,
        )),
    }
}

fn no_demo() -> Refused {
    let text = "This Worker has no demo now: DEMO in wrangler.toml is missing or out of order";
    Refused::for_now(503, text, 60)
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
