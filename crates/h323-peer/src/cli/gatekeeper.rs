//! `h323-peer gatekeeper`.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
};

use clap::Args;
pub(crate) use h323_peer::gatekeeper::Scenario;
use h323_peer::{
    gatekeeper::{self, Config, Model, Plan, Secure, Users},
    listen::Log,
};
use h323_proto::{
    h235::{Auth, Credentials, Password, password_hash},
    time::Duration,
    tls::PORT,
};
use h323_request::h323_id;

use super::{
    certificate::{Flaw, credentials},
    exit::{Exit, fail},
    interrupted,
};

/// The longest name of a gatekeeper, in UTF-16 units (H.225.0 clause 7.6, `GatekeeperIdentifier`).
const NAME: usize = 128;

#[derive(Args)]
pub(crate) struct Options {
    /// The address, which endpoints are also told to call.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS", value_parser = address)]
    address: IpAddr,
    /// The TCP port for H.460.17 and call signalling; 0 takes a free one.
    #[arg(long, default_value_t = 1720)]
    port: u16,
    /// The UDP port for RAS; 0 takes a free one.
    #[arg(long, default_value_t = 1719, value_name = "PORT")]
    ras_port: u16,
    /// Take H.460.17 and calls over TLS too, with a certificate that is made now.
    #[arg(long)]
    tls: bool,
    /// The TCP port for that; 0 takes a free one.
    #[arg(long, default_value_t = PORT, requires = "tls", value_name = "PORT")]
    tls_port: u16,
    /// The name (gatekeeperIdentifier).
    #[arg(long, default_value = "h323-peer", value_name = "TEXT", value_parser = identifier)]
    identifier: String,
    /// A user and its password; with any, endpoints have to prove one. Repeat it for several.
    // Not parsed by clap, whose errors repeat the value.
    #[arg(long, value_name = "NAME:PASSWORD")]
    user: Vec<String>,
    /// The methods by which they may prove it: auto (all), h235.1, md5, cat.
    #[arg(long, default_value = "auto", value_name = "METHOD", value_parser = auth)]
    auth: Auth,
    /// Where call signalling goes.
    #[arg(long, value_enum, default_value = "routed", value_name = "WHERE")]
    call_model: Model,
    /// Refuse calls of callers that are not registered.
    #[arg(long)]
    strict: bool,
    /// The longest time for a registration.
    #[arg(long, default_value = "300", value_name = "SECONDS")]
    time_to_live: NonZeroU32,
    /// An endpoint that need not register; the alias `*` takes the calls to all aliases that no
    /// endpoint has. Repeat it for several.
    #[arg(long, value_name = "ALIAS=ADDRESS:PORT", value_parser = endpoint)]
    endpoint: Vec<(String, SocketAddr)>,
    /// Ask every endpoint for information (IRQ) this often.
    #[arg(long, value_name = "SECONDS")]
    info_every: Option<NonZeroU32>,
    /// The other gatekeeper that scenarios name [default: this one].
    #[arg(long, value_name = "ADDRESS:PORT")]
    alternate: Option<SocketAddr>,
    /// The scenario for requests.
    #[arg(long, default_value = "serve", value_name = "NAME", value_parser = scenario)]
    scenario: Scenario,
    /// Let aliases choose the scenario, by name or number: what an endpoint calls, or is called
    /// itself; others get --scenario.
    #[arg(long)]
    by_alias: bool,
    /// The form of events.
    #[arg(long, value_enum, default_value = "text")]
    log: Log,
}

fn address(text: &str) -> Result<IpAddr, String> {
    let address: IpAddr = text.parse().map_err(|_| "not an IP address".to_owned())?;
    if address.is_unspecified() {
        return Err("endpoints cannot call this address; give one of this machine".into());
    }
    Ok(address)
}

fn identifier(text: &str) -> Result<String, String> {
    h323_id(text)?;
    match text.encode_utf16().count() {
        1..=NAME => Ok(text.to_owned()),
        _ => Err(format!("a name has 1 to {NAME} characters")),
    }
}

fn user(text: &str) -> Result<Credentials, &'static str> {
    let (user, password) = text.split_once(':').ok_or("a user is NAME:PASSWORD")?;
    if user.is_empty() || password.is_empty() {
        return Err("neither the name nor the password may be empty");
    }
    let who = Credentials {
        user: user.to_owned(),
        password: Password::from(password.to_owned()),
    };
    match password_hash(&who, 1) {
        Ok(_) => Ok(who),
        Err(_) => Err("the name and the password have at most 127 characters each"),
    }
}

fn auth(text: &str) -> Result<Auth, String> {
    let mut all = Auth::ALL.iter().filter(|auth| **auth != Auth::None);
    let found = all.find(|auth| auth.name() == text);
    found
        .copied()
        .ok_or_else(|| "auto, h235.1, md5 or cat".into())
}

fn endpoint(text: &str) -> Result<(String, SocketAddr), String> {
    let wrong = || "an endpoint is ALIAS=ADDRESS:PORT, such as 2000=127.0.0.1:1722".to_owned();
    let (alias, address) = text.rsplit_once('=').ok_or_else(wrong)?;
    h323_id(alias)?;
    if alias.is_empty() {
        return Err(wrong());
    }
    Ok((alias.to_owned(), address.parse().map_err(|_| wrong())?))
}

fn scenario(name: &str) -> Result<Scenario, String> {
    Scenario::named(name)
        .ok_or_else(|| "unknown scenario; `h323-peer scenarios --gatekeeper` lists them".to_owned())
}

/// Serves endpoints.
pub(crate) fn gatekeeper(options: Options) -> Exit {
    let ras = SocketAddr::new(options.address, options.ras_port);
    let users: Result<Vec<Credentials>, _> = options.user.iter().map(|text| user(text)).collect();
    let users = match users {
        Ok(users) => Users::new(users, options.auth),
        Err(error) => return fail(&format!("--user: {error}"), Exit::Usage),
    };
    let config = Config {
        identifier: options.identifier,
        ras,
        signalling: SocketAddr::new(options.address, options.port),
        users,
        model: options.call_model,
        strict: options.strict,
        time_to_live: options.time_to_live.get(),
        endpoints: options.endpoint,
        ask_info: options
            .info_every
            .map(|seconds| Duration::from_secs(seconds.get().into())),
        alternate: options.alternate.unwrap_or(ras),
        plan: Plan {
            scenario: options.scenario,
            by_alias: options.by_alias,
        },
    };
    let secure = match options
        .tls
        .then(|| credentials(options.address, Flaw::None))
    {
        Some(Ok(credentials)) => Some(Secure {
            address: SocketAddr::new(options.address, options.tls_port),
            credentials,
        }),
        Some(Err(error)) => return fail(&error.to_string(), Exit::Negative),
        None => None,
    };
    match interrupted().and_then(|stop| gatekeeper::serve(config, secure, options.log, &stop)) {
        Ok(()) => Exit::Done,
        Err(error) => fail(&error.to_string(), Exit::Negative),
    }
}
