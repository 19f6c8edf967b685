//! The SRV records of a domain, for the report and for a terminal.

use std::{fmt::Write as _, net::SocketAddr};

use h323_proto::srv::{Record, Service};
use serde::Serialize;

use crate::{ladder::visible, word::word};

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
    /// Why it has no address, or may not be called.
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
    use super::*;
    use serde_json::json;

    fn record(text: &str) -> Record {
        Record::parse(text).expect("a record")
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
