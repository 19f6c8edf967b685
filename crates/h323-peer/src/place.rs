//! Places one call.

use std::{
    io,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use h323_proto::{
    call::{CallingConfig, Channel, Event, Target},
    diagnosis::Outcome,
    gatekeeper::Line,
    placement::{Fate, Placement},
    srv::Service,
    time::Instant,
    tls::{Account, Mode},
};
use h323_report::{CallReport, CallStart, Collector, Origin, Update};

use crate::{
    clock::Clock,
    driver::{self, Link, Party, Security},
    entropy, origin,
    resolve::resolve,
    srv::Resolver,
};

/// The result of a call.
#[derive(Debug)]
pub struct Placed {
    /// Its report.
    pub report: CallReport,
    /// Its connections.
    pub lines: Lines,
    /// When it began, in milliseconds since the beginning of 1970.
    pub started_at: u64,
}

/// The lines of a call, or of a registration and the call in it.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The ends of each.
    pub ends: Vec<Ends>,
    /// The messages of the trace, counted from 0, that crossed the line to the gatekeeper.
    pub with_gatekeeper: Vec<usize>,
}

/// The two ends of a line.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// How many redirects the call had followed before it.
    pub hop: u8,
    /// What it is for.
    pub line: Line,
    /// The address of our end.
    pub ours: SocketAddr,
    /// The address of the endpoint's end.
    pub theirs: SocketAddr,
}

/// Places a call like [`placed`], and returns only its report.
///
/// # Errors
/// As for [`placed`].
pub fn place(
    target: &Target,
    config: CallingConfig,
    follow_redirects: bool,
    stop: &AtomicBool,
    update: impl FnMut(Update<'_>),
) -> io::Result<CallReport> {
    let placed = placed((target, false), config, follow_redirects, stop, update)?;
    Ok(placed.report)
}

/// Places the call that `config` describes and reports on it. With `follow_redirects` it also places
/// the calls to which the endpoint redirects it. The target's name may be an address in brackets.
/// With the flag beside it, the name is a domain whose SRV records say where the call goes. Setting
/// `stop` releases the call early; `update` sees it run.
///
/// # Errors
/// If the system has no random octets for the identifiers of the call.
pub fn placed(
    (target, srv): (&Target, bool),
    config: CallingConfig,
    follow_redirects: bool,
    stop: &AtomicBool,
    mut update: impl FnMut(Update<'_>),
) -> io::Result<Placed> {
    let clock = Clock::start();
    let started_at = Clock::since_1970();
    let origin = origin(started_at);
    update(start(target, &config, &origin));
    let mut collector = Collector::new(Instant::ORIGIN, origin);
    let host = bare(target).to_owned();
    let wanted = srv.then_some(Service::CallSignalling);
    let addresses = match addresses(target, wanted, &mut collector)? {
        Ok(addresses) => addresses,
        Err(outcome) => return Ok(not_placed(collector, outcome, started_at)),
    };
    let mode = config.terms.tls;
    let security = |name: String| match mode {
        Mode::Off => Security::None,
        mode => Security::Caller(mode, name),
    };
    let mut placement = Placement::new(target.clone(), config, entropy()?, clock.now());
    let mut link = Link::to(addresses, security(host));
    let mut caller = Caller {
        collector,
        update: &mut update,
        hop: 0,
        lines: Lines::default(),
    };
    loop {
        driver::drive(placement.call_mut(), &mut link, &mut caller, &clock, stop);
        let redirected = placement.call().redirect().is_some();
        let follow = redirected && follow_redirects && !stop.load(Ordering::Relaxed);
        let fresh = follow.then(entropy).transpose()?;
        // A user of this machine may call every address that the machine reaches.
        let now = clock.now();
        let onward = placement.go_on(fresh, Ok(()), now);
        if let Some(onward) = &onward
            && let Some(redirect) = caller.collector.redirected(onward)
        {
            (caller.update)(Update::Redirect(redirect));
        }
        let Some(Fate::Followed(target)) = onward.map(|onward| onward.fate) else {
            return Ok(Placed {
                report: caller.collector.report(placement.call()),
                lines: caller.lines,
                started_at,
            });
        };
        caller.hop = placement.hops();
        // A redirect with aliases only leads to the same address.
        if let Some(address) = target.address() {
            link = Link::to(vec![address], security(address.ip().to_string()));
        }
    }
}

/// What is told of a call before it begins.
pub(crate) fn start<'a>(
    target: &'a Target,
    config: &'a CallingConfig,
    origin: &'a Origin,
) -> Update<'a> {
    let number = config.setup.calling_number.as_str();
    Update::CallStart(CallStart {
        server: &target.host,
        port: target.port,
        calling_number: Some(number).filter(|number| !number.is_empty()),
        called_number: config.setup.called_number.as_deref(),
        origin,
    })
}

/// The name of a target, or its address without brackets.
pub(crate) fn bare(target: &Target) -> &str {
    target.host.trim_matches(['[', ']'])
}

/// The addresses of a target: those of the servers in the SRV records of its domain for this service,
/// or its own.
///
/// # Errors
/// If the name servers of this machine are not known.
pub(crate) fn addresses(
    target: &Target,
    wanted: Option<Service>,
    collector: &mut Collector,
) -> io::Result<Result<Vec<SocketAddr>, Outcome>> {
    let host = bare(target);
    let mut servers = None;
    if let Some(service) = wanted {
        let (services, found) = Resolver::new(None)?.domain(host, service);
        collector.looked_up(services);
        servers = found;
    }
    Ok(servers.unwrap_or_else(|| resolve(host, target.port)))
}

fn not_placed(collector: Collector, outcome: Outcome, started_at: u64) -> Placed {
    Placed {
        report: collector.not_dialled(outcome.into()),
        lines: Lines::default(),
        started_at,
    }
}

struct Caller<'a> {
    collector: Collector,
    update: &'a mut dyn FnMut(Update<'_>),
    hop: u8,
    lines: Lines,
}

impl Party for Caller<'_> {
    fn event(&mut self, event: Event) {
        if let Some(update) = self.collector.event(event) {
            (self.update)(update);
        }
    }

    fn connected(&mut self, address: SocketAddr, now: Instant) {
        self.collector.connected(Some(address.to_string()), now);
    }

    fn secured(&mut self, account: Account, at: Option<Instant>) {
        self.collector.secured(account, at);
    }

    fn opened(&mut self, channel: Channel, ours: SocketAddr, theirs: SocketAddr) {
        self.lines.ends.push(Ends {
            hop: self.hop,
            line: Line::Call(channel),
            ours,
            theirs,
        });
    }
}
