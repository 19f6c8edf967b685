//! The servers of a domain, from its SRV records (H.323 Annex O).
//!
//! The resolver of the platform, which a call asks for addresses, has no SRV records.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use futures::future::join_all;
use h323_proto::{
    diagnosis::{Outcome, lookup_failed, name_not_found, service_not_offered},
    srv::{Record, Service, ordered},
};
use h323_report::ServiceReport;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{RData, RecordType},
};
use tokio::runtime::{Builder, Runtime};

use crate::resolve::resolve;

/// How long we wait for an answer before we ask again.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks name servers.
#[derive(Debug)]
pub struct Resolver {
    runtime: Runtime,
    inner: TokioResolver,
    /// Whether a name server of its own was given, which then knows the addresses too.
    own: bool,
}

/// The records of each service, and the addresses of the servers for the wanted one, in the order in
/// which they are tried.
pub type Found = (Vec<ServiceReport>, Option<Result<Vec<SocketAddr>, Outcome>>);

impl Resolver {
    /// A resolver that asks this name server, or those of the machine.
    ///
    /// # Errors
    /// If the machine's own cannot be read.
    pub fn new(server: Option<SocketAddr>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let mut builder = match server {
            None => TokioResolver::builder_tokio().map_err(io::Error::other)?,
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
                let connections = connections.map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.to_vec());
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().timeout = PATIENCE;
        let inner = builder.build().map_err(io::Error::other)?;
        Ok(Self {
            runtime,
            inner,
            own: server.is_some(),
        })
    }

    /// The records of each service, and the addresses of the servers for one. `None` if the domain has
    /// no record for that: then its own address counts (H.323 Annex O).
    pub fn domain(&self, domain: &str, wanted: Service) -> Found {
        let mut services = Vec::new();
        let mut servers = None;
        let asked = Service::ALL
            .iter()
            .map(|service| self.records(*service, domain));
        let all = self.runtime.block_on(join_all(asked));
        for (service, records) in Service::ALL.iter().zip(all) {
            let records = records.map(|records| ordered(records, drawn));
            let known = records.as_deref().map_err(ToOwned::to_owned);
            let mut report = ServiceReport::new(*service, domain, known);
            let records = records.unwrap_or_default();
            let found = self.servers(domain, &records, &mut report);
            if *service == wanted {
                servers = found;
            }
            services.push(report);
        }
        (services, servers)
    }

    fn servers(
        &self,
        domain: &str,
        records: &[Record],
        report: &mut ServiceReport,
    ) -> Option<Result<Vec<SocketAddr>, Outcome>> {
        let (mut all, mut first) = (Vec::new(), None);
        for (record, server) in records.iter().zip(&mut report.servers) {
            if record.denies() {
                continue;
            }
            match self.addresses(&record.target, record.port) {
                Ok(addresses) => {
                    server.found(Ok(&addresses));
                    all.extend(addresses);
                }
                Err(outcome) => {
                    server.found(Err(outcome.text.clone()));
                    first.get_or_insert(outcome);
                }
            }
        }
        match first {
            _ if !all.is_empty() => Some(Ok(all)),
            Some(outcome) => Some(Err(outcome)),
            None if records.is_empty() => None,
            None => Some(Err(service_not_offered(domain))),
        }
    }

    async fn records(&self, service: Service, domain: &str) -> Result<Vec<Record>, String> {
        // The final dot keeps the search list of the machine out.
        let name = format!("{}.", service.of(domain.trim_end_matches('.')));
        let answer = match self.inner.lookup(name, RecordType::SRV).await {
            Ok(answer) => answer,
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error.to_string()),
        };
        let records = answer
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::SRV(srv) => Some(Record {
                    priority: srv.priority,
                    weight: srv.weight,
                    port: srv.port,
                    target: srv
                        .target
                        .to_utf8()
                        .trim_end_matches('.')
                        .to_ascii_lowercase(),
                }),
                _ => None,
            });
        Ok(records.collect())
    }

    /// The addresses of a name: from the name server that was given, otherwise as for every call.
    ///
    /// # Errors
    /// If it has none, or the lookup failed.
    pub fn addresses(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, Outcome> {
        if !self.own || name.parse::<IpAddr>().is_ok() {
            return resolve(name, port);
        }
        let absolute = format!("{}.", name.trim_end_matches('.'));
        match self.runtime.block_on(self.inner.lookup_ip(absolute)) {
            Ok(found) => Ok(found.iter().map(|ip| SocketAddr::new(ip, port)).collect()),
            Err(error) if is_absent(&error) => Err(name_not_found(name, "it has no address")),
            Err(error) => Err(lookup_failed(name, &error.to_string())),
        }
    }
}

/// Whether a name server says that there is no such name or record.
fn is_absent(error: &NetError) -> bool {
    error.is_nx_domain() || error.is_no_records_found()
}

/// A number by chance. Without chance it is 0: the order of the records.
fn drawn() -> u32 {
    getrandom::u32().unwrap_or(0)
}
