//! Places one call.

use std::{
    io,
    net::{SocketAddr, ToSocketAddrs as _},
    sync::atomic::{AtomicBool, Ordering},
};

use h323_proto::{
    call::{Call, CallConfig, Event},
    diagnosis::name_not_found,
    time::Instant,
};
use h323_report::{CallReport, CallStart, Collector, Update};

use crate::{
    clock::Clock,
    driver::{self, Link, Party},
    entropy, origin,
};

/// Places the call that `config` describes and reports on it; with `follow_redirects` also those it
/// is redirected to. The target's name may be an address in brackets; `destination` is filled in
/// when the connection is open. Setting `stop` releases the call early; `update` sees it run.
///
/// # Errors
/// If the system has no random octets for the identifiers of the call.
pub fn place(
    config: CallConfig,
    follow_redirects: bool,
    stop: &AtomicBool,
    mut update: impl FnMut(Update<'_>),
) -> io::Result<CallReport> {
    let clock = Clock::start();
    let origin = origin();
    update(Update::CallStart(CallStart {
        server: &config.target.host,
        port: config.target.port,
        calling_number: Some(config.calling_number.as_str()).filter(|number| !number.is_empty()),
        called_number: config.called_number.as_deref(),
        origin: &origin,
    }));
    let collector = Collector::new(Instant::ORIGIN, origin);
    let host = config.target.host.trim_matches(['[', ']']).to_owned();
    let addresses: Vec<SocketAddr> = match (host.as_str(), config.target.port).to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            return Ok(collector.not_dialled(name_not_found(&host, &error.to_string()).into()));
        }
    };
    if addresses.is_empty() {
        return Ok(collector.not_dialled(name_not_found(&host, "it has no address").into()));
    }
    let mut call = Call::calling(config, entropy()?, clock.now());
    let mut link = Link::to(addresses);
    let mut caller = Caller {
        collector,
        update: &mut update,
    };
    loop {
        driver::drive(&mut call, &mut link, &mut caller, &clock, stop);
        let follow = follow_redirects && !stop.load(Ordering::Relaxed);
        // Whoever calls from this machine may call whatever it reaches.
        let now = clock.now();
        let (redirect, next) = caller.collector.redirect(&call, follow, |_| Ok(()), now);
        if let Some(redirect) = redirect {
            (caller.update)(Update::Redirect(redirect));
        }
        let Some(config) = next else {
            return Ok(caller.collector.report(&call));
        };
        // Aliases alone are called where we just were.
        if let Some(address) = config.destination {
            link = Link::to(vec![address]);
        }
        call = Call::calling(config, entropy()?, clock.now());
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
