//! `h323-peer dns`.

use std::net::{IpAddr, SocketAddr};

use clap::Args;
use h323_peer::{print_line, srv::Resolver};
use h323_proto::srv::Service;
use h323_report::{ServiceReport, services};
use h323_request::{Host, parse_address};
use serde::Serialize;

use super::exit::{Exit, fail};

/// The port of DNS (RFC 1035 4.2).
const DNS: u16 = 53;

/// The port of call signalling, for the addresses of the domain itself.
const CALL_SIGNALLING: u16 = 1720;

#[derive(Args)]
pub(crate) struct Options {
    /// The domain, also as user@domain or as an H.323 URL.
    #[arg(value_name = "DOMAIN", value_parser = domain)]
    domain: String,
    /// The name server to ask, as address or address:port [default: those of this machine].
    #[arg(long, value_name = "ADDRESS", value_parser = server)]
    server: Option<SocketAddr>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    domain: &'a str,
    services: &'a [ServiceReport],
    /// The addresses to which a call goes, in the order in which they are tried.
    calls: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

fn domain(text: &str) -> Result<String, String> {
    match parse_address(text.trim()).map(|address| address.host) {
        Ok(Host::Name(name)) => Ok(name),
        Ok(Host::Address(_)) => Err("is an address, which has no SRV records".into()),
        Err(error) => Err(error.to_string()),
    }
}

fn server(text: &str) -> Result<SocketAddr, String> {
    let address = text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, DNS));
    let address = address.or_else(|_| text.parse());
    address.map_err(|_| "must be an address, address:port or [address]:port".into())
}

/// Prints where calls to a domain go.
pub(crate) fn dns(options: &Options) -> Exit {
    let resolver = match Resolver::new(options.server) {
        Ok(resolver) => resolver,
        Err(error) => {
            let text = format!("the name servers of this machine are not known: {error}");
            return fail(&text, Exit::NotPlaced);
        }
    };
    let domain = &options.domain;
    let (services, servers) = resolver.domain(domain, Service::CallSignalling);
    let found = match servers {
        Some(servers) => servers,
        None => resolver.addresses(domain, CALL_SIGNALLING),
    };
    let (addresses, error) = match found {
        Ok(addresses) => (addresses, None),
        Err(outcome) => (Vec::new(), Some(outcome.text)),
    };
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let exit = if error.is_none() {
        Exit::Done
    } else {
        Exit::Negative
    };
    if options.json {
        let answer = Answer {
            domain,
            services: &services,
            calls: addresses,
            error,
        };
        match serde_json::to_string(&answer) {
            Ok(text) => print_line(&text),
            Err(error) => return fail(&error.to_string(), Exit::Negative),
        }
        return exit;
    }
    print_line(services::lines(&services).trim_end());
    print_line(&match error {
        Some(text) => text,
        None => format!("Calls to {domain} go to {}", addresses.join(", ")),
    });
    exit
}
