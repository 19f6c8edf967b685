//! Prepares a request: its target becomes an address that may be dialled.

use h323_proto::{
    call::{CallingConfig, Entropy, Target},
    time::Instant,
};
use h323_report::{CallReport, Collector, Origin};
use h323_request::CallRequest;

use crate::{
    guard::{
        Refused,
        exchange::Exchange,
        switchboard::Hold,
        target::{Forbidden, Rules},
    },
    locate::{Miss, locate},
    settings::Settings,
};

/// The outcome of the preparation.
pub(crate) enum Prepared {
    /// The call can be placed.
    Ready(Box<Placing>),
    /// The target has no address to dial; the report says why.
    NotDialled(Box<CallReport>),
}

/// A call that is about to be placed.
pub(crate) struct Placing {
    /// The name or address that was asked for. Over TLS, the certificate has to be for it.
    pub(crate) name: String,
    /// The address to dial; the rules allow it.
    pub(crate) target: Target,
    /// The configuration of the call.
    pub(crate) config: CallingConfig,
    /// The collector of its report.
    pub(crate) collector: Collector,
    /// Whether the call follows redirects.
    pub(crate) follow_redirects: bool,
    /// The rules for targets.
    pub(crate) rules: Rules,
    /// The exchange that permits the calls of redirects.
    pub(crate) exchange: Exchange,
    /// Permission to have the call up.
    pub(crate) hold: Option<Hold>,
    /// Random octets for the first call. We take them before the answer opens, so that a failure
    /// becomes an HTTP error.
    pub(crate) entropy: Entropy,
}

/// Why a call cannot be placed at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The target may not be dialled.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The target was called too often, or has a call now.
    #[error("{}", .0.text)]
    Refused(Refused),
    /// The platform has no random octets for the identifiers of the call.
    #[error("no random octets: {0}")]
    Entropy(#[from] getrandom::Error),
}

/// Finds the address of the target, checks it, and prepares a call that began at `start`.
pub(crate) async fn prepare(
    request: CallRequest,
    start: (Instant, Origin),
    settings: &Settings,
    exchange: Exchange,
) -> Result<Prepared, Failure> {
    let rules = &settings.rules;
    rules.check_numbers(&request.config)?;
    let mut collector = Collector::new(start.0, start.1);
    let (services, found) = locate(&request, settings).await;
    collector.looked_up(services);
    let allowed = match found {
        Ok(allowed) => allowed,
        Err(Miss::Forbidden(forbidden)) => return Err(Failure::Forbidden(forbidden)),
        Err(Miss::Unknown(outcome)) => {
            let report = collector.not_dialled(outcome.into());
            return Ok(Prepared::NotDialled(Box::new(report)));
        }
    };
    let target = Target::from(allowed.address());
    // This comes before the permission: if it failed afterwards, nothing would return the permission.
    let entropy = entropy()?;
    let held = exchange.connect(&target, &request.config).await;
    let hold = held.map_err(Failure::Refused)?;
    Ok(Prepared::Ready(Box::new(Placing {
        name: request.server.to_string(),
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

/// Random octets for the identifiers of one call.
pub(crate) fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut random = [0; Entropy::OCTETS];
    getrandom::fill(&mut random)?;
    Ok(Entropy::new(random))
}
