//! Registers with a gatekeeper, places a call in the registration if there is one, and ends it.

mod drive;
mod lines;

use std::{
    io,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use h323_proto::{
    call::{self, CallingConfig, Channel, Target},
    diagnosis::{Outcome, Registering, diagnose_registration},
    gatekeeper::{
        self, End, Event, GatekeeperTerms, Line, Plan, Registration, Surroundings, Transport,
    },
    srv::Service,
    time::Instant,
    tls::Mode,
};
use h323_report::{Collector, RegisterReport, RegisterStart, Update};

use crate::{
    clock::Clock,
    driver::Security,
    entropy, origin,
    place::{self, Ends, Placed},
};
use drive::Driver;
use lines::{Datagrams, Lines, Ras};

/// The port of RAS over UDP (H.225.0 clause 7.2).
pub const RAS_PORT: u16 = 1719;

/// The port for requests to all gatekeepers of a network, which go to 224.0.1.41.
pub const DISCOVERY_PORT: u16 = 1718;

/// A registration to make.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The gatekeeper. Its name may be an address in brackets.
    pub target: Target,
    /// Whether the name is a domain whose SRV records say where the gatekeeper is.
    pub srv: bool,
    /// Whether the connection of H.460.17 goes over TLS.
    pub tls: Mode,
    /// What to register, and how.
    pub terms: GatekeeperTerms,
}

/// The result of a registration without a call.
#[derive(Debug)]
pub struct Registered {
    /// Its report.
    pub report: RegisterReport,
    /// Its connections.
    pub lines: place::Lines,
    /// When it began, in milliseconds since the beginning of 1970.
    pub started_at: u64,
}

/// Registers, stays for the time in the terms, and ends the registration. Setting `stop` ends it
/// early; `update` sees it run.
///
/// # Errors
/// If the system has no random octets.
pub fn register(
    enrolment: Enrolment,
    stop: &AtomicBool,
    mut update: impl FnMut(Update<'_>),
) -> io::Result<Registered> {
    let started_at = Clock::since_1970();
    let origin = origin(started_at);
    update(Update::RegisterStart(RegisterStart {
        server: &enrolment.target.host,
        port: enrolment.target.port,
        origin: &origin,
    }));
    let collector = Collector::new(Instant::ORIGIN, origin);
    let known = Registering::of(&enrolment.terms);
    let run = run(enrolment, None, collector, stop, &mut update)?;
    let report = match run.end {
        Ok(registration) => run.collector.registered(&registration, known),
        Err(outcome) => run.collector.not_registered(outcome.into()),
    };
    Ok(Registered {
        report,
        lines: run.lines,
        started_at,
    })
}

/// Registers, places the call where the gatekeeper says, and ends both. Setting `stop` ends it early;
/// `update` sees it run.
///
/// # Errors
/// If the system has no random octets.
pub fn place_behind(
    enrolment: Enrolment,
    config: CallingConfig,
    follow_redirects: bool,
    stop: &AtomicBool,
    mut update: impl FnMut(Update<'_>),
) -> io::Result<Placed> {
    let started_at = Clock::since_1970();
    let origin = origin(started_at);
    update(place::start(&enrolment.target, &config, &origin));
    let collector = Collector::new(Instant::ORIGIN, origin);
    let known = Registering::of(&enrolment.terms);
    let plan = Plan {
        config,
        entropy: entropy()?,
    };
    let run = run(enrolment, Some(plan), collector, stop, &mut update)?;
    let mut collector = run.collector;
    let report = match run.end {
        Ok(registration) => {
            if let Some(redirect) = collector.stays(&registration, follow_redirects) {
                update(Update::Redirect(redirect));
            }
            collector.behind_gatekeeper(&registration, known)
        }
        Err(outcome) => collector.not_dialled(outcome.into()),
    };
    Ok(Placed {
        report,
        lines: run.lines,
        started_at,
    })
}

/// A registration that is over.
struct Run {
    collector: Collector,
    /// The registration, or why there is none.
    end: Result<Registration, Outcome>,
    lines: place::Lines,
}

fn run(
    enrolment: Enrolment,
    plan: Option<Plan>,
    mut collector: Collector,
    stop: &AtomicBool,
    update: &mut dyn FnMut(Update<'_>),
) -> io::Result<Run> {
    let clock = Clock::start();
    let service = match enrolment.terms.transport {
        Transport::Datagram => Service::Registration,
        Transport::H46017 => Service::CallSignalling,
    };
    let wanted = enrolment.srv.then_some(service);
    let addresses = place::addresses(&enrolment.target, wanted, &mut collector)?;
    let random = getrandom::u32()?;
    let prepared = addresses.and_then(|addresses| prepared(&enrolment, plan, addresses, random));
    let Prepared {
        registration,
        lines,
        addresses,
    } = match prepared {
        Ok(prepared) => prepared,
        Err(outcome) => {
            return Ok(Run {
                collector,
                end: Err(outcome),
                lines: place::Lines::default(),
            });
        }
    };
    let name = place::bare(&enrolment.target);
    let security = match enrolment.tls {
        Mode::Off => Security::None,
        mode => Security::Caller(mode, name.to_owned()),
    };
    let watcher = Watcher {
        collector,
        update,
        lines: place::Lines::default(),
        shown: 0,
    };
    let mut driver = Driver::new(registration, lines, watcher, clock);
    driver.run(&addresses, &security, &|| stop.load(Ordering::Relaxed));
    let (registration, watcher) = driver.finished();
    Ok(Run {
        collector: watcher.collector,
        end: Ok(registration),
        lines: watcher.lines,
    })
}

struct Prepared {
    registration: Registration,
    lines: Lines,
    addresses: Vec<SocketAddr>,
}

fn prepared(
    enrolment: &Enrolment,
    plan: Option<Plan>,
    addresses: Vec<SocketAddr>,
    random: u32,
) -> Result<Prepared, Outcome> {
    let known = Registering::of(&enrolment.terms);
    let failed = |outcome| {
        let end = End {
            outcome,
            registered: false,
            unregistered: false,
        };
        diagnose_registration(Some(&end), known)
    };
    let mut lines = Lines::default();
    let mut local = None;
    if enrolment.terms.transport == Transport::Datagram {
        let datagrams = Datagrams::to_any(&addresses).map_err(|error| {
            let text = crate::wire::plain(&error);
            failed(gatekeeper::Outcome::ConnectFailed(text))
        })?;
        local = Some(datagrams.local());
        lines.ras = Some(Ras::Datagrams(datagrams));
    }
    let surroundings = Surroundings {
        // The time stamps of H.235 end in 2106.
        seconds: u32::try_from(Clock::since_1970() / 1000).unwrap_or(u32::MAX),
        random,
        local,
    };
    let (target, terms) = (enrolment.target.clone(), enrolment.terms.clone());
    let registration = Registration::new(target, terms, plan, surroundings, Instant::ORIGIN);
    let not_written = |error: h323_asn1::codec::EncodeError| {
        failed(gatekeeper::Outcome::NotWritten(error.to_string()))
    };
    Ok(Prepared {
        registration: registration.map_err(not_written)?,
        lines,
        addresses,
    })
}

/// Sees the registration run.
struct Watcher<'a> {
    collector: Collector,
    update: &'a mut dyn FnMut(Update<'_>),
    lines: place::Lines,
    /// Messages in the trace.
    shown: usize,
}

impl Watcher<'_> {
    fn event(&mut self, event: Event) {
        let with_gatekeeper = match &event {
            Event::Ras(_) | Event::Outside(_) => true,
            Event::Call(call::Event::Message(record)) => {
                record.channel == Channel::CallSignalling && self.call_shares_the_line()
            }
            _ => false,
        };
        let Some(update) = self.collector.gatekeeper(event) else {
            return;
        };
        if let Update::Message(_) = update {
            if with_gatekeeper {
                self.lines.with_gatekeeper.push(self.shown);
            }
            self.shown += 1;
        }
        (self.update)(update);
    }

    fn call_shares_the_line(&self) -> bool {
        let own = Line::Call(Channel::CallSignalling);
        self.lines.ends.iter().all(|ends| ends.line != own)
    }

    /// A line is open between these addresses.
    fn opened(&mut self, line: Line, ours: SocketAddr, theirs: SocketAddr, now: Instant) {
        if line != Line::Call(Channel::H245Control) {
            self.collector.connected(Some(theirs.to_string()), now);
        }
        self.ends(line, ours, theirs);
    }

    fn ends(&mut self, line: Line, ours: SocketAddr, theirs: SocketAddr) {
        self.lines.ends.push(Ends {
            hop: 0,
            line,
            ours,
            theirs,
        });
    }
}
