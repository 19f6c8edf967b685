//! Places one call.

use std::{
    io,
    net::{SocketAddr, ToSocketAddrs as _},
    sync::atomic::AtomicBool,
};

use h323_proto::{
    call::{Call, CallConfig, Event, Target},
    time::{Duration, Instant},
};
use h323_report::{CallReport, Collector, Outcome, Update};

use crate::{
    clock::Clock,
    driver::{self, Link, Party},
    entropy,
};

/// The settings of a call.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A name, or an address without or with brackets.
    pub host: String,
    /// TCP port of the call signalling channel.
    pub port: u16,
    /// Our number.
    pub calling: String,
    /// The number called.
    pub called: String,
    /// How long an answered call is held.
    pub hold: Duration,
}

/// Places a call and reports on it. Setting `stop` releases it early; `update` sees it run.
///
/// # Errors
/// If the system has no random octets for the identifiers of the call.
pub fn place(
    settings: &Settings,
    stop: &AtomicBool,
    mut update: impl FnMut(Update<'_>),
) -> io::Result<CallReport> {
    let clock = Clock::start();
    let collector = Collector::new(Instant::ORIGIN);
    let host = settings.host.trim_matches(['[', ']']);
    let addresses: Vec<SocketAddr> = match (host, settings.port).to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => return Ok(collector.not_dialled(not_found(host, &error.to_string()))),
    };
    if addresses.is_empty() {
        return Ok(collector.not_dialled(not_found(host, "it has no address")));
    }
    let mut config = CallConfig {
        target: Target {
            host: host.to_owned(),
            port: settings.port,
        },
        calling_number: settings.calling.clone(),
        called_number: Some(settings.called.clone()),
        display: Some(format!("Call from {}", settings.calling)),
        ..CallConfig::default()
    };
    config.limits.hold = settings.hold;
    config.limits.total += settings.hold;
    let mut call = Call::calling(config, entropy()?, clock.now());
    let mut caller = Caller {
        collector,
        update: &mut update,
    };
    driver::drive(
        &mut call,
        &mut Link::to(addresses),
        &mut caller,
        &clock,
        stop,
    );
    Ok(caller.collector.report(&call))
}

fn not_found(host: &str, why: &str) -> Outcome {
    Outcome {
        stage: "dns",
        code: "name-not-found",
        text: format!("{host} cannot be called: {why}."),
        advice: vec![
            "Check the spelling of the name, and that this machine can resolve it.",
            "Try the IP address of the endpoint.",
        ],
    }
}

struct Caller<'a> {
    collector: Collector,
    update: &'a mut dyn FnMut(Update<'_>),
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
}
