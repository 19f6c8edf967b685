//! Whom to call, and as whom: numbers and aliases.

use std::net::SocketAddr;

use h323_proto::{
    h225::{Alias, Numbering},
    q931::{NumberingPlan, TypeOfNumber},
    text::hidden,
};
use serde_json::Value;

use super::{
    Address, BadRequest,
    address::{ALIAS_UNITS, URL_LIMIT},
    fields::Fields,
    parse_address,
};

/// Longest number, in characters: what a `dialedDigits` alias (H.225.0, `AliasAddress`, 1–128)
/// and the 1-octet length of the number elements both take, cut to what people dial.
const NUMBER_LIMIT: usize = 32;

/// Most aliases of one side.
const ALIAS_LIMIT: usize = 8;

const TYPES: [(&str, TypeOfNumber); 6] = [
    ("unknown", TypeOfNumber::UnknownType),
    ("international", TypeOfNumber::International),
    ("national", TypeOfNumber::National),
    ("networkSpecific", TypeOfNumber::NetworkSpecific),
    ("subscriber", TypeOfNumber::Subscriber),
    ("abbreviated", TypeOfNumber::Abbreviated),
];

const PLANS: [(&str, NumberingPlan); 6] = [
    ("unknown", NumberingPlan::UnknownPlan),
    ("isdn", NumberingPlan::Isdn),
    ("data", NumberingPlan::Data),
    ("telex", NumberingPlan::Telex),
    ("nationalStandard", NumberingPlan::NationalStandard),
    ("private", NumberingPlan::Private),
];

/// Reads `server`.
pub(super) fn server(fields: &Fields<'_>) -> Result<Address, BadRequest> {
    let required = || BadRequest::sentence("server", "Server is required");
    match fields.get("server") {
        None | Some(Value::Null) => Err(required()),
        Some(Value::String(text)) if text.trim().is_empty() => Err(required()),
        Some(Value::String(text)) => {
            parse_address(text.trim()).map_err(|error| fields.wrong("server", error))
        }
        Some(_) => Err(fields.wrong("server", "must be a string")),
    }
}

/// A number as it is dialled, after an optional `+`; none if it is `null`.
pub(super) fn number(
    fields: &Fields<'_>,
    field: &str,
    default: Option<&str>,
) -> Result<Option<String>, BadRequest> {
    match fields.text_or_none(field)? {
        None => Ok(default.map(Into::into)),
        Some(None) => Ok(None),
        Some(Some(text)) => dialled(text)
            .map(Some)
            .map_err(|rule| fields.wrong(field, rule)),
    }
}

/// How the numbers of one side are to be understood.
pub(super) fn numbering(fields: &Fields<'_>, side: &str) -> Result<Numbering, BadRequest> {
    let plan = fields.choice(&format!("{side}NumberPlan"), &PLANS)?;
    Ok(Numbering {
        type_of_number: fields.choice(&format!("{side}NumberType"), &TYPES)?,
        plan: plan.unwrap_or(NumberingPlan::Isdn),
    })
}

/// The digits that complete a number.
pub(super) fn further_digits(
    fields: &Fields<'_>,
    field: &str,
) -> Result<Option<String>, BadRequest> {
    fields
        .text(field)?
        .map(|text| digits(text).map_err(|rule| fields.wrong(field, rule)))
        .transpose()
}

/// A list of aliases.
pub(super) fn aliases(fields: &Fields<'_>, field: &str) -> Result<Option<Vec<Alias>>, BadRequest> {
    let Some(value) = fields.get(field) else {
        return Ok(None);
    };
    let Value::Array(values) = value else {
        return Err(fields.wrong(field, "must be a list"));
    };
    if values.len() > ALIAS_LIMIT {
        let rule = format!("must have at most {ALIAS_LIMIT} aliases");
        return Err(fields.wrong(field, rule));
    }
    let aliases = values.iter().enumerate().map(|(index, value)| {
        let Value::Object(values) = value else {
            let rule = "must be a list of objects with type and value";
            return Err(fields.wrong(field, rule));
        };
        alias(&Fields::new(
            values,
            &format!("{}[{index}].", fields.path(field)),
            &["type", "value"],
        )?)
    });
    aliases.collect::<Result<_, _>>().map(Some)
}

type MakeAlias = fn(&str) -> Result<Alias, String>;

const ALIASES: [(&str, MakeAlias); 6] = [
    ("dialedDigits", |text| {
        within(text, 128)?;
        dialable(text)?;
        Ok(Alias::DialedDigits(text.into()))
    }),
    ("h323-ID", h323_id),
    ("url-ID", |text| ascii(text).map(Alias::UrlId)),
    ("email-ID", |text| ascii(text).map(Alias::EmailId)),
    ("transportID", |text| {
        let address: Option<SocketAddr> = text.parse().ok();
        match address.filter(|address| address.port() != 0) {
            Some(address) => Ok(Alias::TransportId(address)),
            None => Err("must be an IP address and a port, as in 192.0.2.1:1720".into()),
        }
    }),
    ("partyNumber", |text| {
        let digits = text.strip_prefix('+').unwrap_or(text);
        within(digits, 128)?;
        dialable(digits)?;
        Ok(Alias::PartyNumber(text.into()))
    }),
];

fn alias(fields: &Fields<'_>) -> Result<Alias, BadRequest> {
    let Some(make) = fields.choice("type", &ALIASES)? else {
        return Err(fields.wrong("type", "is required"));
    };
    let Some(value) = fields.text("value")? else {
        return Err(fields.wrong("value", "is required"));
    };
    make(value).map_err(|rule| fields.wrong("value", rule))
}

/// A name, whose characters are UTF-16 units (H.225.0, `AliasAddress`).
///
/// # Errors
/// If it is empty or too long, or has what cannot be seen.
pub fn h323_id(text: &str) -> Result<Alias, String> {
    match text.encode_utf16().count() {
        0 => Err("must not be empty".into()),
        1..=ALIAS_UNITS => printable(text).map(|text| Alias::H323Id(text.into())),
        _ => Err(format!("must be at most {ALIAS_UNITS} characters")),
    }
}

/// Others log and show what we send: nothing in it may clear their screen or turn their line around.
pub(super) fn printable(text: &str) -> Result<&str, String> {
    match hidden(text) {
        None => Ok(text),
        Some((at, character)) => Err(format!(
            "has a character that cannot be seen: character {}, U+{:04X}",
            at + 1,
            u32::from(character)
        )),
    }
}

fn ascii(text: &str) -> Result<String, String> {
    within(text, URL_LIMIT)?;
    if !text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
        return Err("may have printable ASCII characters only".into());
    }
    Ok(text.into())
}

/// Digits after an optional `+`.
fn dialled(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.is_empty() {
        return Err("must not be empty".into());
    }
    within(text, NUMBER_LIMIT)?;
    dialable(digits).map_err(|rule| format!("{rule}, after an optional '+'"))?;
    Ok(text.into())
}

pub(super) fn digits(text: &str) -> Result<String, String> {
    within(text, NUMBER_LIMIT)?;
    dialable(text)?;
    Ok(text.into())
}

fn within(text: &str, limit: usize) -> Result<(), String> {
    match text.chars().count() {
        0 => Err("must not be empty".into()),
        length if length <= limit => Ok(()),
        _ => Err(format!("must be at most {limit} characters")),
    }
}

/// The alphabet of `dialedDigits` (H.225.0, `AliasAddress`).
fn dialable(text: &str) -> Result<(), String> {
    let known = |octet: u8| octet.is_ascii_digit() || matches!(octet, b'*' | b'#' | b',');
    if text.bytes().all(known) {
        return Ok(());
    }
    Err("may have the digits 0-9, '*', '#' and ',' only".into())
}
