//! The SRV records of a domain, for the report and for a terminal.

use std::{fmt::Write as _, net::SocketAddr};

use h323_proto::{
    call::{EndReason, Timer},
    diagnosis::{Registering, diagnose, diagnose_registration},
    gatekeeper,
    srv::{Record, Service},
};
use serde::Serialize;

use crate::{Collector, ladder::visible, word::word};

/// One service of a domain, as its SRV records have it.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceReport {
    /// `_h323cs._tcp`, `_h323ls._udp` or `_h323rs._udp`.
    #[serde(serialize_with = "word")]
    pub service: Service,
    /// The name whose records were looked up.
    pub name: String,
    /// The servers, in the order in which they are tried. Empty if the domain has none.
    pub servers: Vec<ServerReport>,
    /// Why the records are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A server of a service.
#[derive(Clone, Debug, Serialize)]
pub struct ServerReport {
    /// Lower values come first.
    pub priority: u16,
    /// The share of the calls among records of the same priority.
    pub weight: u16,
    /// The port.
    pub port: u16,
    /// The name of the server; `.` says that the domain does not offer the service.
    pub target: String,
    /// Its addresses with the port, as far as they were looked up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Whether the call went there.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub called: bool,
    /// Why it has no address, may not be called, or could not be reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl ServiceReport {
    /// A service of a domain with these records, or why they are not known.
    #[must_use]
    pub fn new(service: Service, domain: &str, records: Result<&[Record], String>) -> Self {
        let (servers, error) = match records {
            Ok(records) => (records.iter().map(ServerReport::of).collect(), None),
            Err(why) => (Vec::new(), Some(why)),
        };
        Self {
            service,
            name: service.of(domain),
            servers,
            error,
        }
    }
}

impl ServerReport {
    fn of(record: &Record) -> Self {
        Self {
            priority: record.priority,
            weight: record.weight,
            port: record.port,
            target: match record.denies() {
                true => ".".into(),
                false => record.target.clone(),
            },
            addresses: Vec::new(),
            called: false,
            error: None,
        }
    }

    /// Adds the addresses of its name, or why there is none.
    pub fn found(&mut self, addresses: Result<&[SocketAddr], String>) {
        match addresses {
            Ok(addresses) => self.addresses = addresses.iter().map(ToString::to_string).collect(),
            Err(why) => self.error = Some(why),
        }
    }
}

/// The servers of the domain that is called.
impl Collector {
    /// The records of a service of the domain that is called.
    pub fn service(&mut self, service: Service) -> Option<&mut ServiceReport> {
        let mut services = self.services.iter_mut();
        services.find(|report| report.service == service)
    }

    /// Why nothing could be reached, if that is how the call or the registration ended.
    #[must_use]
    pub fn unreached(&self) -> Option<String> {
        if self.known.reached {
            return None;
        }
        let call = self.end.as_ref().and_then(|end| match &end.reason {
            EndReason::ConnectFailed(_) | EndReason::TimedOut(Timer::Connect) => {
                Some(diagnose(end, &self.known).text)
            }
            _ => None,
        });
        call.or_else(|| {
            let (end, _) = self.registrar.end.as_ref()?;
            let unreached = matches!(end.outcome, gatekeeper::Outcome::ConnectFailed(_));
            unreached.then(|| diagnose_registration(Some(end), Registering::default()).text)
        })
    }

    /// Starts again with another server, after one that could not be reached.
    pub fn begin_anew(&mut self) {
        self.end = None;
        self.registrar.end = None;
    }

    /// Marks the server that took the connection, if it is one of the domain's.
    pub(crate) fn called_at(&mut self, address: &str) {
        let servers = self.service(Service::CallSignalling);
        let mut servers = servers.into_iter().flat_map(|report| &mut report.servers);
        if let Some(server) = servers.find(|server| server.addresses.iter().any(|a| a == address)) {
            server.called = true;
        }
    }
}

/// What a service is for, in a few words.
const fn purpose(service: Service) -> &'static str {
    match service {
        Service::CallSignalling => "call signalling",
        Service::Location => "gatekeeper, for locations",
        Service::Registration => "gatekeeper, for registrations",
    }
}

/// The records in lines.
#[must_use]
pub fn lines(services: &[ServiceReport]) -> String {
    let mut text = String::new();
    for service in services {
        let (name, what) = (visible(&service.name), purpose(service.service));
        let _ = match &service.error {
            Some(why) => writeln!(text, "{name} ({what}): not known: {}", visible(why)),
            None if service.servers.is_empty() => writeln!(text, "{name} ({what}): none"),
            None => writeln!(text, "{name} ({what}):"),
        };
        for server in &service.servers {
            let _ = writeln!(text, "  {}", server.line());
        }
    }
    text
}

impl ServerReport {
    fn line(&self) -> String {
        let mut text = match self.target.as_str() {
            "." => "the domain does not offer this service".to_owned(),
            target => format!("{} port {}", visible(target), self.port),
        };
        let _ = write!(text, ", priority {}, weight {}", self.priority, self.weight);
        if !self.addresses.is_empty() {
            let _ = write!(text, ": {}", self.addresses.join(", "));
        }
        if let Some(why) = &self.error {
            let _ = write!(text, ": {}", visible(why));
        }
        if self.called {
            text.push_str(" (called)");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use h323_proto::{
        call::{CallEnd, EndedBy, Event},
        q931::CallState,
        time::Instant,
    };
    use serde_json::json;

    use super::*;
    use crate::{Origin, Tester};

    fn record(text: &str) -> Record {
        Record::parse(text).expect("a record")
    }

    fn collector() -> Collector {
        let tester = Tester {
            name: "tester",
            version: "1",
        };
        let mut collector = Collector::new(Instant::ORIGIN, Origin::new(0, tester, None));
        let records = [
            record("1 1 1720 a.example.com."),
            record("2 1 1721 b.example.com."),
        ];
        let mut calls = ServiceReport::new(Service::CallSignalling, "example.com", Ok(&records));
        for (server, port) in calls.servers.iter_mut().zip(1720..) {
            server.found(Ok(&[SocketAddr::from(([192, 0, 2, 1], port))]));
        }
        collector.looked_up(vec![calls]);
        collector
    }

    #[test]
    fn the_server_that_takes_the_connection_is_the_one_that_is_called() {
        let mut collector = collector();
        collector.connected(Some("192.0.2.1:1721".into()), Instant::ORIGIN);
        let called: Vec<bool> = collector.services[0]
            .servers
            .iter()
            .map(|s| s.called)
            .collect();
        assert_eq!(called, [false, true]);
    }

    #[test]
    fn only_a_server_that_took_no_connection_is_unreached() {
        let ended = |reason| {
            let mut collector = collector();
            let end = CallEnd::new(EndedBy::Library, reason, CallState::Null);
            collector.event(Event::Ended(end, Instant::ORIGIN));
            collector
        };
        let refused = || EndReason::ConnectFailed("refused".into());
        for reason in [refused(), EndReason::TimedOut(Timer::Connect)] {
            let mut collector = ended(reason);
            assert!(collector.unreached().is_some());
            collector.begin_anew();
            assert_eq!(collector.unreached(), None);
        }
        for reason in [
            EndReason::Hangup,
            EndReason::TimedOut(Timer::T303),
            EndReason::Released,
        ] {
            assert_eq!(ended(reason).unreached(), None);
        }
        // A call behind a gatekeeper that was reached: its own connection failed.
        let mut behind = collector();
        behind.connected(None, Instant::ORIGIN);
        let end = CallEnd::new(EndedBy::Library, refused(), CallState::Null);
        behind.event(Event::Ended(end, Instant::ORIGIN));
        assert_eq!(behind.unreached(), None);
    }

    #[test]
    fn servers_are_said_with_what_became_of_them() {
        let records = [record("10 5 1722 gw.example.com."), record("20 0 1720 .")];
        let mut calls = ServiceReport::new(Service::CallSignalling, "example.com", Ok(&records));
        calls.servers[0].found(Ok(&["192.0.2.1:1722".parse().expect("an address")]));
        calls.servers[0].called = true;
        let none = ServiceReport::new(Service::Location, "example.com", Ok(&[]));
        let unknown = ServiceReport::new(
            Service::Registration,
            "example.com",
            Err("no answer in 3 s".into()),
        );
        assert_eq!(
            serde_json::to_value(&calls).expect("JSON"),
            json!({
                "service": "_h323cs._tcp",
                "name": "_h323cs._tcp.example.com",
                "servers": [
                    {
                        "priority": 10, "weight": 5, "port": 1722, "target": "gw.example.com",
                        "addresses": ["192.0.2.1:1722"], "called": true,
                    },
                    { "priority": 20, "weight": 0, "port": 1720, "target": "." },
                ],
            })
        );
        assert_eq!(
            lines(&[calls, none, unknown]),
            "_h323cs._tcp.example.com (call signalling):\n  \
             gw.example.com port 1722, priority 10, weight 5: 192.0.2.1:1722 (called)\n  \
             the domain does not offer this service, priority 20, weight 0\n\
             _h323ls._udp.example.com (gatekeeper, for locations): none\n\
             _h323rs._udp.example.com (gatekeeper, for registrations): not known: no answer in 3 s\n"
        );
    }
}
