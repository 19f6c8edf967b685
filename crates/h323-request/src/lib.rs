//! The JSON that asks for a call, checked field by field.
//!
//! The Worker takes it from the network, `h323-peer` makes it of its command line: an address or an
//! option means the same in both.
//!
//! Checked by hand rather than by a derived deserialiser: an engineer who mistypes a field is to
//! read which one and what it takes, in one sentence.
#![forbid(unsafe_code)]

mod address;
mod bad_request;
mod during;
mod fields;
mod gatekeeper;
mod host;
mod options;
mod party;

use h323_proto::{
    call::{CallingConfig, Target},
    gatekeeper::GatekeeperTerms,
    h225::Alias,
    time::Duration,
    tls::{self, Mode},
};
use serde_json::{Map, Value};

pub use address::{Address, AddressError, parse_address};
pub use bad_request::BadRequest;
pub use fields::Fields;
pub use gatekeeper::GATEKEEPER_FIELDS;
pub use host::{Host, HostError, parse_host};
pub use options::display_text;
pub use party::h323_id;

/// The largest body that is read, in octets.
pub const BODY_LIMIT: usize = 16 * 1024;

/// Where call signalling is taken if nothing else is said.
const PORT: u16 = 1720;

/// The `server` that stands for the demo: an endpoint inside the deployment, which answers by scenario.
pub const DEMO: &str = "demo";

/// Whether SRV records are looked up where a domain can have them.
const SRV: [(&str, bool); 2] = [("auto", true), ("off", false)];

/// Every field; `docs/api.md` says what they mean.
pub const FIELDS: [&str; 33] = [
    "server",
    "port",
    "tls",
    "srv",
    "callingNumber",
    "calledNumber",
    "callingNumberType",
    "callingNumberPlan",
    "calledNumberType",
    "calledNumberPlan",
    "callingAliases",
    "calledAliases",
    "overlapDigits",
    "sendingComplete",
    "display",
    "bearer",
    "bearerRate",
    "callType",
    "h225Version",
    "vendor",
    "h245",
    "codecs",
    "fastStart",
    "channels",
    "firstAnswerSeconds",
    "ringSeconds",
    "holdSeconds",
    "userInput",
    "requestMode",
    "keepAlive",
    "keepAliveSeconds",
    "followRedirects",
    "gatekeeper",
];

/// A call as asked for, checked.
#[derive(Clone, Debug)]
pub struct CallRequest {
    /// The host to call.
    pub server: Host,
    /// The port to call.
    pub port: u16,
    /// Whether the host is a domain whose SRV records say where the call goes.
    pub srv: bool,
    /// The call.
    pub config: CallingConfig,
    /// Whether to go where the peer sends us.
    pub follow_redirects: bool,
    /// How to register with the gatekeeper at `server` first. `None`: without.
    pub gatekeeper: Option<GatekeeperTerms>,
}

impl CallRequest {
    /// What is to be called: a name still, if it was asked for by name.
    #[must_use]
    pub fn target(&self) -> Target {
        Target {
            host: self.server.to_string(),
            port: self.port,
        }
    }

    /// Whether the demo is to be called. No other host has this name: it has no dot, and means
    /// nothing outside of a network of its own.
    #[must_use]
    pub fn calls_demo(&self) -> bool {
        is_demo(&self.server)
    }
}

/// Whether a host stands for the demo.
#[must_use]
pub fn is_demo(host: &Host) -> bool {
    matches!(host, Host::Name(name) if name == DEMO)
}

/// What a call may be asked to be: how long, which is for those to say who pay for it, and whether there
/// is a demo to call.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most seconds that an answered call is held.
    hold_seconds: u16,
    /// Most seconds that a whole call takes.
    whole_seconds: u64,
    /// Whether there is a demo.
    demo: bool,
}

impl Bounds {
    const fn whole(self) -> Duration {
        Duration::from_secs(self.whole_seconds)
    }

    /// Of a public service.
    pub const HOSTED: Self = Self {
        hold_seconds: 60,
        whole_seconds: 300,
        demo: true,
    };
    /// Of a program that its user can end: long enough for firewalls that cut idle connections.
    pub const OWN_MACHINE: Self = Self {
        hold_seconds: 3600,
        whole_seconds: 3900,
        demo: false,
    };
}

/// Reads the body of a call request to a public service.
///
/// # Errors
/// If it is not a JSON object, or a field breaks a rule.
pub fn parse(body: &[u8]) -> Result<CallRequest, BadRequest> {
    of_fields(&object(body)?, Bounds::HOSTED)
}

fn object(body: &[u8]) -> Result<Map<String, Value>, BadRequest> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(BadRequest::body("The body must be a JSON object")),
        Err(error) => {
            let text = format!("The body is not valid JSON: {error}");
            Err(BadRequest::body(text))
        }
    }
}

/// Reads the fields of a call request.
///
/// # Errors
/// If one breaks a rule.
pub fn of_fields(fields: &Map<String, Value>, bounds: Bounds) -> Result<CallRequest, BadRequest> {
    let fields = Fields::new(fields, "", &FIELDS)?;
    let server = party::server(&fields)?;
    let mut config = CallingConfig::default();
    let port = port(&fields, &server)?;
    let demo = is_demo(&server.host);
    if demo && !bounds.demo {
        let rule = "is demo, which is an endpoint inside the tester on the web: start `h323-peer listen --by-number`, which answers in the same way, and call its address";
        return Err(fields.wrong("server", rule));
    }
    parties(&fields, &server, &mut config)?;
    options::setup(&fields, &mut config)?;
    options::h245(&fields, &mut config)?;
    options::limits(&fields, &mut config, bounds)?;
    during::during(&fields, &mut config, bounds)?;
    let srv = fields.choice("srv", &SRV)?.unwrap_or(true);
    config.terms.tls = tls(&fields, &server)?;
    let over_tls = config.terms.tls != Mode::Off;
    let number = &config.setup.calling_number;
    let caller = (!number.is_empty()).then(|| Alias::DialedDigits(bare(number)));
    let mut gatekeeper = gatekeeper::gatekeeper(&fields, caller)?;
    if let Some(terms) = &mut gatekeeper {
        terms.vendor = config.terms.vendor.clone();
        terms.version = config.terms.version;
        if !fields.has("callingNumber") {
            call_as_registered(&terms.aliases, &mut config);
        }
    }
    if demo && over_tls {
        return Err(fields.wrong("tls", "is not for the demo, which has no TLS"));
    }
    if demo && gatekeeper.is_some() {
        let rule = "is not for the demo, which is an endpoint without a gatekeeper";
        return Err(fields.wrong("gatekeeper", rule));
    }
    Ok(CallRequest {
        // A port of its own says which server is meant, and the records have ports without TLS.
        srv: srv && server.domain && port.is_none() && !over_tls && !demo,
        server: server.host,
        port: port.unwrap_or(if over_tls { tls::PORT } else { PORT }),
        config,
        follow_redirects: fields.flag("followRedirects", false)?,
        gatekeeper,
    })
}

/// Every field of a registration without a call.
pub const REGISTER_FIELDS: [&str; 8] = [
    "server",
    "port",
    "srv",
    "tls",
    "gatekeeper",
    "vendor",
    "h225Version",
    "staySeconds",
];

/// A registration as asked for, checked.
#[derive(Clone, Debug)]
pub struct RegisterRequest {
    /// The host of the gatekeeper.
    pub server: Host,
    /// Its port for call signalling.
    pub port: u16,
    /// Whether the host is a domain whose SRV records say where it is.
    pub srv: bool,
    /// Whether RAS goes over TLS.
    pub tls: Mode,
    /// What to register.
    pub terms: GatekeeperTerms,
}

/// Reads the body of a request to hang up: the ticket of the call.
///
/// # Errors
/// If it is not a JSON object with a ticket alone.
pub fn parse_hang_up(body: &[u8]) -> Result<String, BadRequest> {
    let values = object(body)?;
    let fields = Fields::new(&values, "", &["ticket"])?;
    match fields.text("ticket")? {
        None => Err(fields.wrong("ticket", "is required")),
        Some(ticket) if is_ticket(ticket) => Ok(ticket.into()),
        Some(_) => Err(fields.wrong("ticket", "must be 32 hexadecimal digits")),
    }
}

/// Whether a text is like a ticket, or any other random name that a Worker gives: 32 hexadecimal digits.
#[must_use]
pub fn is_ticket(text: &str) -> bool {
    let digit = |octet: u8| octet.is_ascii_digit() || (b'a'..=b'f').contains(&octet);
    text.len() == 32 && text.bytes().all(digit)
}

/// Reads the body of a request for a registration to a public service.
///
/// # Errors
/// If it is not a JSON object, or a field breaks a rule.
pub fn parse_register(body: &[u8]) -> Result<RegisterRequest, BadRequest> {
    register(&object(body)?, Bounds::HOSTED)
}

/// Reads the fields of a request for a registration.
///
/// # Errors
/// If one breaks a rule.
pub fn register(
    fields: &Map<String, Value>,
    bounds: Bounds,
) -> Result<RegisterRequest, BadRequest> {
    let fields = Fields::new(fields, "", &REGISTER_FIELDS)?;
    let server = party::server(&fields)?;
    if is_demo(&server.host) {
        return Err(fields.wrong("server", "is demo, which is no gatekeeper"));
    }
    if server.names_somebody() {
        let rule = "must be the gatekeeper alone, without a number or an alias";
        return Err(fields.wrong("server", rule));
    }
    let port = port(&fields, &server)?;
    let srv = fields.choice("srv", &SRV)?.unwrap_or(true);
    let Some(mut terms) = gatekeeper::gatekeeper(&fields, None)? else {
        return Err(fields.wrong("gatekeeper", "is required"));
    };
    let stay = fields.number("staySeconds", 0..=bounds.hold_seconds)?;
    terms.stay = Duration::from_secs(stay.unwrap_or_default().into());
    terms.vendor = options::vendor(&fields)?;
    terms.version = options::version(&fields)?;
    let tls = tls(&fields, &server)?;
    let over_tls = tls != Mode::Off;
    Ok(RegisterRequest {
        srv: srv && server.domain && port.is_none() && !over_tls,
        server: server.host,
        port: port.unwrap_or(if over_tls { tls::PORT } else { PORT }),
        tls,
        terms,
    })
}

/// A number without the `+` of the international ones, which `dialedDigits` does not have.
fn bare(number: &str) -> String {
    number.strip_prefix('+').unwrap_or(number).into()
}

/// The port, from one or the other place that can say it.
fn port(fields: &Fields<'_>, server: &Address) -> Result<Option<u16>, BadRequest> {
    let port = fields.number("port", 1..=u16::MAX)?;
    match (port, server.port) {
        (Some(port), Some(other)) if port != other => {
            let rule = format!("is {port}, but {{}} has port {other}: give only one of them");
            Err(BadRequest::beside("port", &rule, "server"))
        }
        (port, other) => Ok(port.or(other)),
    }
}

/// Whether the call goes over TLS, which an address can ask for too.
fn tls(fields: &Fields<'_>, server: &Address) -> Result<Mode, BadRequest> {
    match fields.choice("tls", &Mode::NAMED)? {
        Some(Mode::Off) if server.secure => {
            let rule = "is off, but {} asks for TLS: write h323: there";
            Err(BadRequest::beside("tls", rule, "server"))
        }
        Some(mode) => Ok(mode),
        None if server.secure => Ok(Mode::Verify),
        None => Ok(Mode::Off),
    }
}

/// Fills in who calls whom.
fn parties(
    fields: &Fields<'_>,
    server: &Address,
    config: &mut CallingConfig,
) -> Result<(), BadRequest> {
    let calling = party::number(fields, "callingNumber", Some("1000"))?;
    config.setup.calling_number = calling.unwrap_or_default();
    config.setup.calling_numbering = party::numbering(fields, "calling")?;
    config.setup.called_numbering = party::numbering(fields, "called")?;
    config.setup.calling_aliases = party::aliases(fields, "callingAliases")?;
    config.setup.called_aliases = party::aliases(fields, "calledAliases")?.unwrap_or_default();
    if server.names_somebody() {
        if fields.has("calledNumber") {
            let rule = "must be left out because {} names the called party";
            return Err(BadRequest::beside("calledNumber", rule, "server"));
        }
        config.setup.called_number.clone_from(&server.number);
        config.setup.called_aliases.extend(server.aliases.clone());
    } else {
        config.setup.called_number = party::number(fields, "calledNumber", Some("2000"))?;
    }
    Ok(())
}

/// Makes the caller in Setup the one that the gatekeeper knows, whom the admission request names too:
/// a gatekeeper may refuse a call of anybody else.
fn call_as_registered(registered: &[Alias], config: &mut CallingConfig) {
    let number = registered.iter().find_map(|alias| match alias {
        Alias::DialedDigits(digits) => Some(digits),
        _ => None,
    });
    config.setup.calling_number = number.cloned().unwrap_or_default();
    if number.is_none() || registered.len() > 1 {
        let aliases = &mut config.setup.calling_aliases;
        aliases.get_or_insert_with(|| registered.to_vec());
    }
}

#[cfg(test)]
mod tests;
