//! Finds the address to call: of a host, or of the server that a domain names in its SRV records.

use std::net::SocketAddr;

use futures::future::join_all;
use h323_proto::{
    diagnosis::{Outcome, lookup_failed, name_not_found, service_not_offered},
    srv::{Record, Service, ordered},
};
use h323_report::{ServerReport, ServiceReport};
use h323_request::{Host, is_demo, parse_host};

use crate::{
    guard::{
        demo,
        target::{Allowed, Forbidden, Rules},
    },
    resolve::{Resolution, resolve, servers},
    standby::Standby,
};

/// Why there is no address to call.
pub(crate) enum Miss {
    /// It must not be called.
    Forbidden(Forbidden),
    /// It has none; the outcome says why.
    Unknown(Outcome),
}

impl Miss {
    /// The reason in words.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Forbidden(forbidden) => forbidden.to_string(),
            Self::Unknown(outcome) => outcome.text.clone(),
        }
    }
}

/// Whom a request names. Without `srv`, a domain is a host.
pub(crate) struct Named<'a> {
    pub(crate) server: &'a Host,
    pub(crate) port: u16,
    pub(crate) srv: bool,
}

/// The address for a request, with the servers that can be tried if it is not reached; and the SRV
/// records on the way to them.
pub(crate) async fn locate(
    named: Named<'_>,
    rules: &Rules,
    resolvers: &str,
) -> (Vec<ServiceReport>, Result<(Allowed, Standby), Miss>) {
    if is_demo(named.server) {
        let found = if named.port == demo::ADDRESS.port() {
            rules.allow_address(demo::ADDRESS)
        } else {
            Err(Forbidden::DemoPort(named.port))
        };
        return (Vec::new(), alone(found.map_err(Miss::Forbidden)));
    }
    let finder = Finder { rules, resolvers };
    let host = || finder.host(named.server, named.port);
    match named.server {
        Host::Name(domain) if named.srv => {
            let (services, server) = finder.domain(domain, named.port).await;
            match server {
                Some(server) => (services, server),
                None => (services, alone(host().await)),
            }
        }
        _ => (Vec::new(), alone(host().await)),
    }
}

/// An address without others.
fn alone(found: Result<Allowed, Miss>) -> Result<(Allowed, Standby), Miss> {
    found.map(|address| (address, Standby::default()))
}

/// The address of the server in an SRV record.
pub(crate) async fn server(
    (domain, record): (&str, &Record),
    report: &mut ServerReport,
    rules: &Rules,
    resolvers: &str,
) -> Result<Allowed, Miss> {
    // The resolver may say anything, and a name goes into the address of the next look-up.
    let found = match parse_host(&record.target) {
        Ok(host) => Finder { rules, resolvers }.host(&host, record.port).await,
        Err(error) => {
            let why = format!("its SRV record names a host that {error}");
            Err(Miss::Unknown(name_not_found(domain, &why)))
        }
    };
    match &found {
        Ok(allowed) => report.found(Ok(&[allowed.address()])),
        Err(miss) => report.found(Err(miss.text())),
    }
    found
}

struct Finder<'a> {
    rules: &'a Rules,
    resolvers: &'a str,
}

impl Finder<'_> {
    async fn host(&self, host: &Host, port: u16) -> Result<Allowed, Miss> {
        let name = match host {
            Host::Address(address) => {
                let address = SocketAddr::new(*address, port);
                return self.rules.allow_address(address).map_err(Miss::Forbidden);
            }
            Host::Name(name) => name,
        };
        let checked = self.rules.check_name(name, port);
        checked.map_err(Miss::Forbidden)?;
        let unknown = |outcome| Err(Miss::Unknown(outcome));
        match resolve(name, self.resolvers).await {
            Resolution::Address(address) => {
                let allowed = self.rules.allow_address(SocketAddr::new(address, port));
                allowed.map_err(|forbidden| Miss::Forbidden(forbidden.behind(name)))
            }
            Resolution::NotFound(why) => unknown(name_not_found(name, why)),
            Resolution::Failed(why) => unknown(lookup_failed(name, &why)),
        }
    }

    /// The SRV records of a domain, and the first server that can be called. `None` if the domain has
    /// no record for call signalling: then its own address counts (H.323 Annex O).
    ///
    /// The other services are looked up for the report only.
    async fn domain(
        &self,
        domain: &str,
        port: u16,
    ) -> (Vec<ServiceReport>, Option<Result<(Allowed, Standby), Miss>>) {
        // No look-up for a name that must not be called.
        if let Err(forbidden) = self.rules.check_name(domain, port) {
            return (Vec::new(), Some(Err(Miss::Forbidden(forbidden))));
        }
        let lookups = Service::ALL.iter().map(|service| async {
            let records = servers(*service, domain, self.resolvers).await;
            (*service, records.map(|records| ordered(records, drawn)))
        });
        let mut services = Vec::new();
        let mut server = None;
        for (service, records) in join_all(lookups).await {
            let known = records.as_deref().map_err(ToOwned::to_owned);
            let mut report = ServiceReport::new(service, domain, known);
            if service == Service::CallSignalling {
                let records = records.unwrap_or_default();
                server = self.first(domain, records, &mut report).await;
            }
            services.push(report);
        }
        (services, server)
    }

    /// The first server that can be called.
    async fn first(
        &self,
        domain: &str,
        records: Vec<Record>,
        report: &mut ServiceReport,
    ) -> Option<Result<(Allowed, Standby), Miss>> {
        if records.is_empty() {
            return None;
        }
        let mut standby = Standby::new(domain, records, self.resolvers);
        let mut why = None;
        while let Some(found) = standby.next(report, self.rules).await {
            match found {
                Ok(allowed) => return Some(Ok((allowed, standby))),
                Err(miss) => _ = why.get_or_insert(miss),
            }
        }
        Some(Err(why.unwrap_or_else(|| {
            Miss::Unknown(service_not_offered(domain))
        })))
    }
}

/// A number by chance. Without chance it is 0: the order of the records.
fn drawn() -> u32 {
    getrandom::u32().unwrap_or(0)
}
