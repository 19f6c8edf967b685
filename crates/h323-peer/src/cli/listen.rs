//! `h323-peer listen`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args;
use h323_peer::{
    driver::Security,
    listen::{self, H245, Log},
    scenario::{Plan, Scenario},
};
use h323_proto::tls::PORT;
use h323_request::{display_text, h323_id as alias};

use super::{
    certificate::{Flaw, credentials},
    exit::{Exit, fail},
    interrupted,
};

#[derive(Args)]
pub(crate) struct Options {
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:1720, with TLS 127.0.0.1:1300].
    #[arg(long, value_name = "ADDRESS:PORT")]
    address: Option<SocketAddr>,
    /// Answer over TLS, with a certificate that is made now.
    #[arg(long)]
    tls: bool,
    /// What is wrong with the certificate besides that it is self-signed.
    #[arg(long, value_enum, default_value_t = Flaw::None, requires = "tls", value_name = "FLAW")]
    certificate: Flaw,
    /// The scenario for calls.
    #[arg(long, default_value = "answer", value_name = "NAME", value_parser = scenario)]
    scenario: Scenario,
    /// Let the called number choose the scenario (2000 answer, 2001 ring, 2002 busy, …); other
    /// numbers get --scenario.
    #[arg(long)]
    by_number: bool,
    /// Text for the caller's display; empty leaves it out.
    #[arg(long, default_value = "H.323 test endpoint", value_name = "TEXT", value_parser = display)]
    display: String,
    /// The name (h323-ID) of this endpoint.
    #[arg(long, default_value = "h323-peer", value_name = "TEXT", value_parser = h323_id)]
    h323_id: String,
    /// The H.245 channel; scenarios about H.245 choose for themselves.
    #[arg(long, value_enum, default_value_t = H245::Tunnelled, value_name = "HOW")]
    h245: H245,
    /// The target of facility-redirect, redirect-gatekeeper and redirect-mc [default: here].
    #[arg(long, value_name = "ADDRESS:PORT")]
    redirect_to: Option<SocketAddr>,
    /// End after one call.
    #[arg(long)]
    once: bool,
    /// The form of events.
    #[arg(long, value_enum, default_value = "text")]
    log: Log,
    /// Percent of the waits in scenarios.
    #[arg(long, hide = true, default_value_t = 100)]
    pace: u32,
}

fn scenario(name: &str) -> Result<Scenario, String> {
    Scenario::named(name)
        .ok_or_else(|| "unknown scenario; `h323-peer scenarios` lists them".to_owned())
}

/// A text; an empty one means that there is none.
fn display(text: &str) -> Result<String, String> {
    match text {
        "" => Ok(String::new()),
        text => display_text(text).map_err(Into::into),
    }
}

/// A name; an empty one means that there is none.
fn h323_id(text: &str) -> Result<String, String> {
    if !text.is_empty() {
        alias(text)?;
    }
    Ok(text.into())
}

/// Answers calls.
pub(crate) fn listen(options: Options) -> Exit {
    let port = if options.tls { PORT } else { 1720 };
    let usual = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let address = options.address.unwrap_or(usual);
    let security = match options.tls {
        false => Security::None,
        true => match credentials(address.ip(), options.certificate) {
            Ok(credentials) => Security::Called(credentials),
            Err(error) => return fail(&error.to_string(), Exit::Negative),
        },
    };
    let settings = listen::Settings {
        address,
        plan: Plan {
            scenario: options.scenario,
            by_number: options.by_number,
            redirect: options.redirect_to,
            pace: options.pace,
        },
        display: (!options.display.is_empty()).then_some(options.display),
        h323_id: options.h323_id,
        h245: options.h245,
        security,
        once: options.once,
        log: options.log,
    };
    match interrupted().and_then(|stop| listen::listen(settings, stop)) {
        Ok(()) => Exit::Done,
        Err(error) => fail(
            &format!("cannot listen on {address}: {error}"),
            Exit::Negative,
        ),
    }
}
