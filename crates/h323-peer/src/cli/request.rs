//! The options of a call: each field of the API's request is a flag with its name in kebab case.
//!
//! `h323-request` reads the options as that request, so that an option has the same meaning and the
//! same error text in the API and here.

use clap::Args;
use h323_proto::gatekeeper::Transport;
use h323_request::{BadRequest, Bounds, CallRequest, of_fields, parse_address};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::enrolment::GatekeeperOptions;

/// A number; a text that is not a number stays a text.
pub(super) fn number(text: &str) -> Result<Value, String> {
    Ok(text
        .parse::<u64>()
        .map_or_else(|_| json!(text), Value::from))
}

/// An alias as `TYPE:VALUE`; an empty text means an empty list.
pub(super) fn alias(text: &str) -> Result<Value, String> {
    Ok(match text.split_once(':') {
        Some((kind, value)) => json!({ "type": kind, "value": value }),
        None if text.is_empty() => Value::Null,
        None => json!({ "type": text }),
    })
}

/// The fields of the request.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestOptions {
    /// The endpoint to call: a name or an address, as host, host:port, [address]:port, user@host,
    /// host##extension, or h323:user@host.
    #[arg(value_name = "HOST", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    server: String,
    /// TCP port of its call signalling [default: 1720, with TLS 1300].
    #[arg(long, value_name = "PORT", value_parser = number, allow_negative_numbers = true)]
    port: Option<Value>,
    /// Call over TLS: off, verify, or inspect, which accepts any certificate and shows it
    /// [default: off; verify with h323s:; without a value: inspect].
    #[arg(long, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "inspect")]
    tls: Option<String>,
    /// The calling number [default: 1000, behind a gatekeeper the number that is registered].
    #[arg(long, visible_alias = "calling", value_name = "NUMBER")]
    calling_number: Option<String>,
    /// Send no calling number.
    #[arg(long, conflicts_with = "calling_number")]
    #[serde(skip)]
    no_calling_number: bool,
    /// The called number [default: 2000].
    #[arg(long, visible_alias = "called", value_name = "NUMBER")]
    called_number: Option<String>,
    /// Send no called number: the call goes to the host itself, or to an alias.
    #[arg(long, conflicts_with = "called_number")]
    #[serde(skip)]
    no_called_number: bool,
    /// Type of the calling number: unknown, international, national, networkSpecific, subscriber or
    /// abbreviated [default: international after a +, else unknown].
    #[arg(long, value_name = "TYPE")]
    calling_number_type: Option<String>,
    /// Numbering plan of the calling number: unknown, isdn, data, telex, nationalStandard or private
    /// [default: isdn].
    #[arg(long, value_name = "PLAN")]
    calling_number_plan: Option<String>,
    /// Type of the called number, likewise.
    #[arg(long, value_name = "TYPE")]
    called_number_type: Option<String>,
    /// Numbering plan of the called number, likewise.
    #[arg(long, value_name = "PLAN")]
    called_number_plan: Option<String>,
    /// A further alias of the caller, of type dialedDigits, h323-ID, url-ID, email-ID, transportID or
    /// partyNumber; repeatable; '' for an empty list [default: "h323-ID:H.323 Tester"].
    #[arg(long, value_name = "TYPE:VALUE", value_parser = alias)]
    calling_aliases: Option<Vec<Value>>,
    /// A further alias to call, likewise [default: none].
    #[arg(long, value_name = "TYPE:VALUE", value_parser = alias)]
    called_aliases: Option<Vec<Value>>,
    /// The rest of the called number, for an endpoint that asks for it.
    #[arg(long, value_name = "DIGITS")]
    overlap_digits: Option<String>,
    /// Whether these digits complete the number [default: true].
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    sending_complete: Option<bool>,
    /// Text for the display of the endpoint [default: "Call from" and the calling number].
    #[arg(long, value_name = "TEXT")]
    display: Option<String>,
    /// Send no text for the display.
    #[arg(long, conflicts_with = "display")]
    #[serde(skip)]
    no_display: bool,
    /// The bearer capability in Setup: audio or video [default: audio].
    #[arg(long, value_name = "KIND")]
    bearer: Option<String>,
    /// Its rate in kbit/s, 64 to 1920 in steps of 64; with video only [default: 384].
    #[arg(long, value_name = "RATE", value_parser = number, allow_negative_numbers = true)]
    bearer_rate: Option<Value>,
    /// pointToPoint, oneToN, nToOne or nToN [default: pointToPoint].
    #[arg(long, value_name = "TYPE")]
    call_type: Option<String>,
    /// The claimed version of H.225.0, 2 to 7 [default: 6].
    #[arg(long, value_name = "VERSION", value_parser = number, allow_negative_numbers = true)]
    h225_version: Option<Value>,
    #[command(flatten)]
    vendor: Vendor,
    /// The H.245 channel: auto, tunnelled, separate or off [default: auto].
    #[arg(long, value_name = "HOW")]
    h245: Option<String>,
    /// The codecs to announce, the preferred one first [default: all].
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    codecs: Option<Vec<String>>,
    /// Offer channels in Setup (fast start).
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    fast_start: Option<bool>,
    /// Logical channels: reject, accept or offer.
    #[arg(long, value_name = "WHAT")]
    channels: Option<String>,
    #[command(flatten)]
    user_input: UserInput,
    #[command(flatten)]
    request_mode: RequestMode,
    /// Seconds from Setup to the first answer, 1 to 60 [default: 15].
    #[arg(long, value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    first_answer_seconds: Option<Value>,
    /// Seconds to let it ring, 1 to 120 [default: 45].
    #[arg(long, value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    ring_seconds: Option<Value>,
    /// Seconds to hold an answered call before it is released, 0 to 3600 [default: 0].
    #[arg(long, visible_alias = "hold", value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    hold_seconds: Option<Value>,
    /// The keep-alive to send: none, tpkt, facilityEmpty or facilityTransportedInformation
    /// [default: none].
    #[arg(long, value_name = "KIND")]
    keep_alive: Option<String>,
    /// How often, in seconds, 1 to 60 [default: 10].
    #[arg(long, value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    keep_alive_seconds: Option<Value>,
    /// SRV records of the domain in user@domain or an H.323 URL: auto or off [default: auto].
    #[arg(long, value_name = "WHEN")]
    srv: Option<String>,
    /// Follow redirects of the endpoint, twice at most.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    follow_redirects: Option<bool>,
    /// Register with the gatekeeper at HOST first, and place the call in the registration; each of the
    /// options below does so too.
    #[arg(long = "gatekeeper")]
    #[serde(skip)]
    registers: bool,
    #[command(flatten)]
    gatekeeper: GatekeeperOptions,
}

/// The claimed vendor.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vendor {
    /// T.35 country code of the claimed vendor, 0 to 255.
    #[arg(long = "vendor-t35-country-code", value_name = "CODE", value_parser = number)]
    t35_country_code: Option<Value>,
    /// T.35 extension, 0 to 255.
    #[arg(long = "vendor-t35-extension", value_name = "CODE", value_parser = number)]
    t35_extension: Option<Value>,
    /// Manufacturer code, 0 to 65535.
    #[arg(long = "vendor-manufacturer-code", value_name = "CODE", value_parser = number)]
    manufacturer_code: Option<Value>,
    /// Product, 1 to 256 octets.
    #[arg(long = "vendor-product-id", value_name = "TEXT")]
    product_id: Option<String>,
    /// Its version, likewise.
    #[arg(long = "vendor-version-id", value_name = "TEXT")]
    version_id: Option<String>,
}

/// Digits that are typed while the call is up.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserInput {
    /// Digits to type once the call is up, the number or PIN of a conference for instance.
    #[arg(long = "user-input", value_name = "DIGITS")]
    digits: Option<String>,
    /// The form of the digits; docs/api.md lists them [default: auto].
    #[arg(long = "user-input-as", value_name = "FORM")]
    r#as: Option<String>,
    /// Seconds from Connect to the first of them [default: 2].
    #[arg(id = "user_input_after_seconds", long = "user-input-after-seconds", value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    after_seconds: Option<Value>,
    /// Length of a tone, in milliseconds [default: 100].
    #[arg(long = "user-input-tone-ms", value_name = "MS", value_parser = number, allow_negative_numbers = true)]
    tone_ms: Option<Value>,
    /// Pause behind a tone, in milliseconds [default: 100].
    #[arg(long = "user-input-pause-ms", value_name = "MS", value_parser = number, allow_negative_numbers = true)]
    pause_ms: Option<Value>,
}

/// A codec that the endpoint is asked to send.
#[derive(Args, Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestMode {
    /// Ask the endpoint for this codec once the call is up.
    #[arg(long = "request-mode", value_name = "CODEC")]
    codec: Option<String>,
    /// Seconds from Connect to the request.
    #[arg(id = "request_mode_after_seconds", long = "request-mode-after-seconds", value_name = "SECONDS", value_parser = number, allow_negative_numbers = true)]
    after_seconds: Option<Value>,
}

impl RequestOptions {
    /// The call for these options.
    ///
    /// # Errors
    /// The mistake in the options, in the words of the command line.
    pub(crate) fn read(&self) -> Result<CallRequest, String> {
        let mut fields = self.fields();
        let wanted = self.registers || self.gatekeeper.is_wanted();
        if wanted {
            self.gatekeeper.complete(&mut fields)?;
        }
        let request = of_fields(&fields, Bounds::OWN_MACHINE);
        let mut request = request.map_err(|error| in_words(&error))?;
        let transport = self.gatekeeper.transport();
        if let Some(terms) = &mut request.gatekeeper {
            terms.transport = transport;
        }
        if wanted && transport == Transport::Datagram && !has_port(&self.server, &self.port) {
            request.port = GatekeeperOptions::udp_port(&request.server);
        }
        Ok(request)
    }

    /// The options as a request of the API.
    fn fields(&self) -> Map<String, Value> {
        let mut fields = fields_of(self);
        for (none, field) in [
            (self.no_calling_number, "callingNumber"),
            (self.no_called_number, "calledNumber"),
            (self.no_display, "display"),
        ] {
            if none {
                fields.insert(field.into(), Value::Null);
            }
        }
        fields
    }
}

/// Whether the user has chosen the port.
pub(super) fn has_port(server: &str, port: &Option<Value>) -> bool {
    port.is_some() || parse_address(server.trim()).is_ok_and(|address| address.port.is_some())
}

/// Options as fields of the API; those without a value are left out.
pub(super) fn fields_of(options: &impl Serialize) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(options) else {
        return Map::new();
    };
    for value in fields.values_mut() {
        if let Value::Object(members) = value {
            tidy(members);
        }
    }
    tidy(&mut fields);
    fields.retain(|_, value| *value != json!({}));
    fields
}

/// Takes out what has no value. A list of nothing is an empty one.
fn tidy(fields: &mut Map<String, Value>) {
    fields.retain(|_, value| !value.is_null());
    for value in fields.values_mut() {
        if *value == json!([null]) {
            *value = json!([]);
        }
    }
}

/// The mistake, with the names of the flags.
pub(super) fn in_words(error: &BadRequest) -> String {
    error.worded(|field| match field.split_once('[') {
        Some((list, place)) => {
            let (index, member) = place.split_once(']').unwrap_or((place, ""));
            let number = index.parse().unwrap_or(0_usize) + 1;
            let member = match member.strip_prefix('.') {
                Some(member) => format!(": {member}"),
                None => String::new(),
            };
            format!("{} (number {number}){member}", flag(list))
        }
        None => flag(field),
    })
}

/// The flag for a field; `server` is an argument.
pub(crate) fn flag(field: &str) -> String {
    match field {
        "server" => "HOST".into(),
        // The object's main field has the object's name as its flag.
        "userInput.digits" | "requestMode.codec" => {
            flag(field.split('.').next().unwrap_or_default())
        }
        // In a request, null leaves a field out.
        "null" => "--no-display".into(),
        _ => {
            let kebab = field.chars().fold(String::new(), |mut text, character| {
                if character.is_ascii_uppercase() {
                    text.push('-');
                }
                text.push(if character == '.' {
                    '-'
                } else {
                    character.to_ascii_lowercase()
                });
                text
            });
            format!("--{kebab}")
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        request: RequestOptions,
    }

    fn line(arguments: &[&str]) -> RequestOptions {
        let arguments = [&["x"][..], arguments].concat();
        let line = Line::try_parse_from(&arguments);
        line.unwrap_or_else(|error| panic!("{error}")).request
    }

    #[test]
    fn every_field_has_its_flag() {
        let command = <Line as clap::CommandFactory>::command();
        let flags: Vec<String> = command
            .get_arguments()
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        let vendor = [
            "t35CountryCode",
            "t35Extension",
            "manufacturerCode",
            "productId",
            "versionId",
        ];
        let vendor = vendor.map(|member| format!("vendor.{member}"));
        let during = [
            (
                "userInput",
                &["as", "afterSeconds", "toneMs", "pauseMs"][..],
            ),
            ("requestMode", &["afterSeconds"]),
        ];
        let during = during.iter().flat_map(|(field, members)| {
            members
                .iter()
                .map(move |member| format!("{field}.{member}"))
        });
        let gatekeeper = h323_request::GATEKEEPER_FIELDS;
        let gatekeeper = gatekeeper.map(|member| format!("gatekeeper.{member}"));
        let fields = h323_request::FIELDS.iter().map(|field| (*field).to_owned());
        let fields: Vec<String> = fields
            .filter(|field| !["server", "vendor", "gatekeeper"].contains(&field.as_str()))
            .chain(vendor)
            .chain(during)
            .chain(gatekeeper)
            .collect();
        for field in &fields {
            assert!(flags.contains(&flag(field)), "{field}");
        }
        // And the flags that leave a field out, and three about the gatekeeper.
        assert_eq!(flags.len(), fields.len() + 6, "{flags:?}");
    }

    #[test]
    fn flags_become_the_request_of_the_api() {
        let options = line(&[
            "h323:room.1@gw",
            "--port=1721",
            "--calling-aliases",
            "h323-ID:a:b",
            "--calling-aliases",
            "url-ID:c",
            "--called-aliases=",
            "--no-display",
            "--codecs=g722,g711a",
            "--fast-start",
            "--sending-complete=false",
            "--vendor-t35-country-code=181",
            "--vendor-product-id=x",
            "--hold=3600",
            "--user-input=12#",
            "--user-input-tone-ms=80",
            "--request-mode=g722",
        ]);
        let expected = json!({
            "server": "h323:room.1@gw",
            "port": 1721,
            "callingAliases": [
                { "type": "h323-ID", "value": "a:b" },
                { "type": "url-ID", "value": "c" },
            ],
            "calledAliases": [],
            "sendingComplete": false,
            "vendor": { "t35CountryCode": 181, "productId": "x" },
            "codecs": ["g722", "g711a"],
            "fastStart": true,
            "userInput": { "digits": "12#", "toneMs": 80 },
            "requestMode": { "codec": "g722" },
            "holdSeconds": 3600,
            "display": null,
        });
        assert_eq!(Value::Object(options.fields()), expected);
        assert_eq!(
            Value::Object(line(&["gw"]).fields()),
            json!({ "server": "gw" })
        );
    }

    #[test]
    fn an_option_about_the_gatekeeper_makes_the_call_register() {
        for (arguments, registers) in [
            (&["gw"][..], false),
            (&["gw", "--gatekeeper"], true),
            (&["gw", "--gatekeeper-ras=udp"], true),
            (&["gw", "--gatekeeper-alias=zoe"], true),
        ] {
            let request = line(arguments).read().expect("valid");
            assert_eq!(request.gatekeeper.is_some(), registers, "{arguments:?}");
        }
        let options = line(&[
            "gw",
            "--gatekeeper-aliases=h323-ID:zoe",
            "--gatekeeper-time-to-live=60",
            "--gatekeeper-prefixes=9,1",
            "--gatekeeper-terminal-type=mcu",
        ]);
        let expected = json!({
            "aliases": [{ "type": "h323-ID", "value": "zoe" }],
            "timeToLive": 60,
            "prefixes": ["9,1"],
            "terminalType": "mcu",
        });
        assert_eq!(options.fields()["gatekeeper"], expected);
        let request = line(&["gk", "--gatekeeper-ras=udp"]).read().expect("valid");
        assert_eq!(request.port, 1719);
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_the_command_line() {
        for (arguments, sentence) in [
            (
                &["gw", "--port=0"][..],
                "--port must be a whole number from 1 to 65535",
            ),
            (
                &["gw", "--port=x"],
                "--port must be a whole number from 1 to 65535",
            ),
            (
                &["gw", "--hold-seconds", "-1"],
                "--hold-seconds must be a whole number from 0 to 3600",
            ),
            (
                &["gw:1", "--port=2"],
                "--port is 2, but HOST has port 1: give only one of them",
            ),
            (
                &["a@gw", "--called=1"],
                "--called-number must be left out because HOST names the called party",
            ),
            (
                &["gw", "--sending-complete"],
                "--sending-complete goes with --overlap-digits only",
            ),
            (
                &["gw", "--bearer-rate=64"],
                "--bearer-rate goes with --bearer video only",
            ),
            (
                &["gw", "--vendor-manufacturer-code=65536"],
                "--vendor-manufacturer-code must be a whole number from 0 to 65535",
            ),
            (
                &["gw", "--display=\u{e4}"],
                "--display must be 1 to 80 printable ASCII characters, or --no-display to leave it out",
            ),
            (
                &[
                    "gw",
                    "--called-aliases=h323-ID:a",
                    "--called-aliases=url-ID:",
                ],
                "--called-aliases (number 2): value must not be empty",
            ),
            (
                &["gw", "--user-input-tone-ms=80"],
                "--user-input must be 1 to 32 of 0-9 * # A-D, and commas for pauses of a second between them",
            ),
            (
                &["gw", "--user-input=1", "--user-input-tone-ms=1"],
                "--user-input-tone-ms must be a whole number from 40 to 1000",
            ),
            (
                &["gw", "--request-mode=g722", "--codecs=g711a"],
                "--request-mode must name one of --codecs",
            ),
            (
                &["http://gw"],
                "HOST has a scheme that is not h323: write the host alone, host:port or user@host",
            ),
        ] {
            let error = line(arguments).read().expect_err(sentence);
            assert_eq!(error, sentence, "{arguments:?}");
        }
    }
}
