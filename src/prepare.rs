//! What happens to a request before anything is dialled: the target becomes an address that may be.

use std::net::SocketAddr;

use h323_proto::{
    call::{CallingConfig, Entropy, Target},
    diagnosis::{lookup_failed, name_not_found},
    time::Instant,
};
use h323_report::{CallReport, Collector, Origin};
use h323_request::{CallRequest, Host};

use crate::{
    guard::{
        Refused,
        exchange::Exchange,
        switchboard::Hold,
        target::{Forbidden, Rules},
    },
    resolve::{Resolution, resolve},
    settings::Settings,
};

/// What became of a request.
pub(crate) enum Prepared {
    /// The call can be placed.
    Ready(Box<Placing>),
    /// There is nothing to dial.
    NotDialled(Box<CallReport>),
}

/// A call that is about to be placed.
pub(crate) struct Placing {
    /// An address that may be dialled.
    pub(crate) target: Target,
    /// The call.
    pub(crate) config: CallingConfig,
    /// What reports on it.
    pub(crate) collector: Collector,
    /// Whether it goes where the peer sends it.
    pub(crate) follow_redirects: bool,
    /// What may be dialled.
    pub(crate) rules: Rules,
    /// What lets the calls be placed that it is redirected to.
    pub(crate) exchange: Exchange,
    /// Leave to have it up.
    pub(crate) hold: Option<Hold>,
    /// Entropy of the first call: taken before the answer is open, so that its failure is an error.
    pub(crate) entropy: Entropy,
}

/// Why a call cannot be placed at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The target may not be dialled.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Somebody was called too often, or is being called now.
    #[error("{}", .0.text)]
    Refused(Refused),
    /// The platform has no random octets for the identifiers of the call.
    #[error("no random octets: {0}")]
    Entropy(#[from] getrandom::Error),
}

/// Checks the target, looks it up if it is a name, and gets a call ready that began at `start`.
pub(crate) async fn prepare(
    request: CallRequest,
    start: (Instant, Origin),
    settings: &Settings,
    exchange: Exchange,
) -> Result<Prepared, Failure> {
    let rules = &settings.rules;
    rules.check_numbers(&request.config)?;
    let collector = Collector::new(start.0, start.1);
    let port = request.port;
    let allowed = match &request.server {
        Host::Address(address) => rules.allow_address(SocketAddr::new(*address, port))?,
        Host::Name(name) => {
            rules.check_name(name, port)?;
            let outcome = match resolve(name, &settings.resolvers).await {
                Resolution::Address(address) => Ok(SocketAddr::new(address, port)),
                Resolution::NotFound(why) => Err(name_not_found(name, why)),
                Resolution::Failed(why) => Err(lookup_failed(name, &why)),
            };
            match outcome {
                Ok(address) => rules
                    .allow_address(address)
                    .map_err(|forbidden| forbidden.behind(name))?,
                Err(outcome) => {
                    let report = collector.not_dialled(outcome.into());
                    return Ok(Prepared::NotDialled(Box::new(report)));
                }
            }
        }
    };
    let target = Target::from(allowed.address());
    // Ahead of the last thing that can fail, nothing would give it back.
    let entropy = entropy()?;
    let held = exchange.connect(&target, &request.config).await;
    let hold = held.map_err(Failure::Refused)?;
    Ok(Prepared::Ready(Box::new(Placing {
        target,
        config: request.config,
        collector,
        follow_redirects: request.follow_redirects,
        rules: rules.clone(),
        entropy,
        exchange,
        hold,
    })))
}

/// The identifiers of one call.
pub(crate) fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut random = [0; Entropy::OCTETS];
    getrandom::fill(&mut random)?;
    Ok(Entropy::new(random))
}
