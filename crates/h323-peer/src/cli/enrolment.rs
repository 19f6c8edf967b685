//! The options of a registration: each field of the API's `gatekeeper` is a flag, and how RAS travels.

use std::{env, fs, path::PathBuf};

use clap::{Args, ValueEnum};
use h323_peer::register::{DISCOVERY_PORT, RAS_PORT};
use h323_proto::{gatekeeper::Transport, tls::Mode};
use h323_request::{Bounds, Host, RegisterRequest, register};
use serde::Serialize;
use serde_json::{Map, Value};

use super::request::{Vendor, alias, fields_of, has_port, in_words, number};

/// The variable of the environment that may hold the password.
const PASSWORD: &str = "H323_GATEKEEPER_PASSWORD";

/// How RAS travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ras {
    /// On the TCP connection of call signalling.
    #[value(name = "h460.17")]
    H46017,
    /// In datagrams.
    Udp,
}

/// The fields of the API's `gatekeeper`, and what the command line has besides: each names the gatekeeper,
/// because a call has them too.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GatekeeperOptions {
    /// The number or name to register [default: the calling number; else the user].
    #[arg(
        id = "gatekeeper_alias",
        long = "gatekeeper-alias",
        value_name = "ALIAS"
    )]
    alias: Option<String>,
    /// The same as an alias with its type; repeatable.
    #[arg(id = "gatekeeper_aliases", long = "gatekeeper-aliases", value_name = "TYPE:VALUE", value_parser = alias)]
    aliases: Option<Vec<Value>>,
    /// The user that the password belongs to [default: the first alias].
    #[arg(id = "gatekeeper_user", long = "gatekeeper-user", value_name = "NAME")]
    user: Option<String>,
    /// The password. Other users of this machine can read it from the list of processes: rather use
    /// --gatekeeper-password-file, or the variable H323_GATEKEEPER_PASSWORD.
    #[arg(
        id = "gatekeeper_password",
        long = "gatekeeper-password",
        value_name = "PASSWORD"
    )]
    password: Option<String>,
    /// A file with the password on its first line.
    #[arg(long, value_name = "FILE", conflicts_with = "gatekeeper_password")]
    #[serde(skip)]
    gatekeeper_password_file: Option<PathBuf>,
    /// How to prove it: auto (all), h235.1, md5, cat or none [default: auto].
    #[arg(
        id = "gatekeeper_auth",
        long = "gatekeeper-auth",
        value_name = "METHOD"
    )]
    auth: Option<String>,
    /// What registers: terminal, gateway or mcu [default: terminal].
    #[arg(
        id = "gatekeeper_terminal_type",
        long = "gatekeeper-terminal-type",
        value_name = "TYPE"
    )]
    terminal_type: Option<String>,
    /// A prefix that a gateway or an MCU serves; repeatable.
    #[arg(
        id = "gatekeeper_prefixes",
        long = "gatekeeper-prefixes",
        value_name = "DIGITS"
    )]
    prefixes: Option<Vec<String>>,
    /// Seconds for which to ask, 1 to 65535 [default: as the gatekeeper likes].
    #[arg(id = "gatekeeper_time_to_live", long = "gatekeeper-time-to-live", value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    time_to_live: Option<Value>,
    /// The name of the gatekeeper (gatekeeperIdentifier) [default: any].
    #[arg(
        id = "gatekeeper_identifier",
        long = "gatekeeper-identifier",
        value_name = "TEXT"
    )]
    identifier: Option<String>,
    /// How RAS travels: on the connection of call signalling, or over UDP [default: h460.17].
    #[arg(long, value_enum, value_name = "HOW")]
    #[serde(skip)]
    gatekeeper_ras: Option<Ras>,
}

impl GatekeeperOptions {
    /// Whether one of the options is given.
    pub(super) fn is_wanted(&self) -> bool {
        let values = serde_json::to_value(self).unwrap_or_default();
        let values = values.as_object().map(Map::values);
        self.gatekeeper_ras.is_some()
            || self.gatekeeper_password_file.is_some()
            || values.is_some_and(|mut values| values.any(|value| !value.is_null()))
    }

    /// Puts the object into a request, with the password from wherever it is.
    ///
    /// # Errors
    /// If the file with the password cannot be read.
    pub(super) fn complete(&self, fields: &mut Map<String, Value>) -> Result<(), String> {
        let password = match &self.gatekeeper_password_file {
            Some(file) => {
                let text = fs::read_to_string(file).map_err(|error| {
                    let name = file.display();
                    format!("--gatekeeper-password-file: {name} cannot be read: {error}")
                })?;
                Some(text.lines().next().unwrap_or_default().to_owned())
            }
            None => env::var(PASSWORD).ok().filter(|text| !text.is_empty()),
        };
        let object = fields
            .entry("gatekeeper")
            .or_insert_with(|| Map::new().into());
        if let (Some(object), Some(password)) = (object.as_object_mut(), password) {
            object.entry("password").or_insert(password.into());
        }
        Ok(())
    }

    pub(super) const fn transport(&self) -> Transport {
        match self.gatekeeper_ras {
            Some(Ras::Udp) => Transport::Datagram,
            Some(Ras::H46017) | None => Transport::H46017,
        }
    }

    /// The usual port for RAS over UDP there.
    pub(super) const fn udp_port(host: &Host) -> u16 {
        match host {
            Host::Address(address) if address.is_multicast() => DISCOVERY_PORT,
            Host::Address(_) | Host::Name(_) => RAS_PORT,
        }
    }
}

/// The fields of a request to register.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegisterOptions {
    /// The gatekeeper: a name or an address, as for a call. Over UDP 224.0.1.41 asks all gatekeepers of
    /// the network.
    #[arg(value_name = "HOST", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    server: String,
    /// Its port [default: 1720, with TLS 1300, over UDP 1719, for all gatekeepers 1718].
    #[arg(long, value_name = "PORT", value_parser = number, allow_negative_numbers = true)]
    port: Option<Value>,
    /// Register over TLS: off, verify, or inspect, which accepts any certificate and shows it
    /// [default: off; without a value: inspect].
    #[arg(long, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "inspect")]
    tls: Option<String>,
    /// SRV records of the domain in an H.323 URL: auto or off [default: auto].
    #[arg(long, value_name = "WHEN")]
    srv: Option<String>,
    /// The claimed version of H.225.0, 2 to 7 [default: 6].
    #[arg(long, value_name = "VERSION", value_parser = number, allow_negative_numbers = true)]
    h225_version: Option<Value>,
    #[command(flatten)]
    vendor: Vendor,
    #[command(flatten)]
    gatekeeper: GatekeeperOptions,
    /// Seconds to stay registered, 0 to 3600 [default: 0].
    #[arg(long, visible_alias = "stay", value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    stay_seconds: Option<Value>,
}

impl RegisterOptions {
    /// The registration for these options.
    ///
    /// # Errors
    /// The mistake in the options, in the words of the command line.
    pub(crate) fn read(&self) -> Result<RegisterRequest, String> {
        let mut fields = fields_of(self);
        self.gatekeeper.complete(&mut fields)?;
        let request = register(&fields, Bounds::OWN_MACHINE);
        let mut request = request.map_err(|error| in_words(&error))?;
        let transport = self.gatekeeper.transport();
        request.terms.transport = transport;
        if transport == Transport::Datagram {
            if request.tls != Mode::Off {
                return Err("--tls needs --gatekeeper-ras h460.17: RAS over UDP has no TLS".into());
            }
            if !has_port(&self.server, &self.port) {
                request.port = GatekeeperOptions::udp_port(&request.server);
            }
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser};

    use super::*;
    use crate::cli::request::flag;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: RegisterOptions,
    }

    fn read(arguments: &[&str]) -> Result<RegisterRequest, String> {
        let arguments = [&["x"][..], arguments].concat();
        let line = Line::try_parse_from(&arguments);
        line.unwrap_or_else(|error| panic!("{error}"))
            .options
            .read()
    }

    #[test]
    fn every_field_of_a_registration_has_its_flag() {
        let command = Line::command();
        let flags: Vec<String> = command
            .get_arguments()
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        let own = h323_request::REGISTER_FIELDS.iter();
        let own = own.filter(|field| !["server", "vendor", "gatekeeper"].contains(field));
        let members = h323_request::GATEKEEPER_FIELDS.iter();
        let members = members.map(|member| format!("gatekeeper.{member}"));
        for field in own.map(ToString::to_string).chain(members) {
            assert!(flags.contains(&flag(&field)), "{field}");
        }
    }

    #[test]
    fn the_port_is_that_of_the_way_unless_it_is_given() {
        for (arguments, port) in [
            (&["gk"][..], 1720),
            (&["gk", "--tls"], 1300),
            (&["gk", "--gatekeeper-ras=udp"], 1719),
            (&["224.0.1.41", "--gatekeeper-ras=udp"], 1718),
            (&["gk:1720", "--gatekeeper-ras=udp"], 1720),
            (&["gk", "--port=1730", "--gatekeeper-ras=udp"], 1730),
        ] {
            let arguments = [arguments, &["--gatekeeper-alias=1000"]].concat();
            let request = read(&arguments).expect("valid");
            assert_eq!(request.port, port, "{arguments:?}");
            let udp = arguments.contains(&"--gatekeeper-ras=udp");
            assert_eq!(request.terms.transport == Transport::Datagram, udp);
        }
    }

    #[test]
    fn what_is_wrong_with_a_registration_is_said_in_the_words_of_the_command_line() {
        for (arguments, sentence) in [
            (
                &["gk"][..],
                "--gatekeeper-alias is required: the name or number to register",
            ),
            (
                &["gk", "--gatekeeper-user=zoe"],
                "--gatekeeper-user must be left out without --gatekeeper-password",
            ),
            (
                &["gk", "--gatekeeper-alias=1", "--gatekeeper-prefixes=9"],
                "--gatekeeper-prefixes need gateway or mcu in --gatekeeper-terminal-type",
            ),
            (
                &[
                    "gk",
                    "--gatekeeper-alias=1",
                    "--gatekeeper-terminal-type=mcu",
                    "--gatekeeper-prefixes=9",
                    "--gatekeeper-prefixes=x",
                ],
                "--gatekeeper-prefixes (number 2) may have the digits 0-9, '*', '#' and ',' only",
            ),
            (
                &["gk", "--gatekeeper-aliases=h323-ID:"],
                "--gatekeeper-aliases (number 1): value must not be empty",
            ),
            (
                &["gk", "--gatekeeper-alias=1", "--stay=3601"],
                "--stay-seconds must be a whole number from 0 to 3600",
            ),
            (
                &[
                    "gk",
                    "--gatekeeper-alias=1",
                    "--tls",
                    "--gatekeeper-ras=udp",
                ],
                "--tls needs --gatekeeper-ras h460.17: RAS over UDP has no TLS",
            ),
        ] {
            let error = read(arguments).expect_err(sentence);
            assert_eq!(error, sentence, "{arguments:?}");
        }
        let error = read(&["gk", "--gatekeeper-password-file=/nowhere/at/all"]);
        let error = error.expect_err("no such file");
        assert!(error.starts_with("--gatekeeper-password-file: /nowhere/at/all cannot be read: "));
    }
}
