//! Addresses in their usual forms: typed, copied from a room system or a mail, or as H.323 URLs
//! (H.323 Annex O).

use h323_proto::h225::Alias;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{
    host::{Host, HostError, parse_host},
    party::{digits, h323_id},
};

/// Longest alias, in UTF-16 units (H.225.0, `AliasAddress`).
pub(crate) const ALIAS_UNITS: usize = 256;

/// Longest address, in octets: an alias, at most 3 octets for each unit, `@`, a name with its final
/// dot (RFC 1035 2.3.4), and a port.
const LONGEST: usize = 3 * ALIAS_UNITS + 1 + 253 + 1 + ":65535".len();

/// Longest `url-ID` (H.225.0, `AliasAddress`).
pub(crate) const URL_LIMIT: usize = 512;

/// Characters that a URL must escape, beside octets above 127.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ');

/// Schemes that people paste although they are not H.323; others are known by their `//`.
const OTHER_SCHEMES: [&str; 5] = ["http", "https", "tel", "callto", "mailto"];

/// The host to call, and the number or alias there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The host.
    pub host: Host,
    /// The TCP port, if it is given.
    pub port: Option<u16>,
    /// The called number, if it is given.
    pub number: Option<String>,
    /// Further aliases of the called party.
    pub aliases: Vec<Alias>,
    /// Whether the host is the domain of somebody there, as in `user@domain` and in an H.323 URL. Its
    /// SRV records then say where calls go (H.323 Annex O).
    pub domain: bool,
    /// Whether it asks for TLS, as an `h323s:` URL does.
    pub secure: bool,
}

impl Address {
    /// Whether it includes a number or alias, so that the request must not give another one.
    #[must_use]
    pub const fn names_somebody(&self) -> bool {
        self.number.is_some() || !self.aliases.is_empty()
    }
}

/// The mistake in an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Longer than all its parts can be together.
    #[error("must be at most {LONGEST} octets")]
    TooLong,
    /// `sip:` or `sips:`.
    #[error("is a SIP address: write user@host, if that system takes H.323 calls too")]
    Sip,
    /// Any other scheme.
    #[error("has a scheme that is not h323: write the host alone, host:port or user@host")]
    Scheme,
    /// The host cannot be one.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The text behind the colon is not a port.
    #[error("has a port that is not a whole number from 1 to 65535")]
    Port,
    /// Several colons, but not an IPv6 address.
    #[error("is not an IPv6 address (with a port it is written [address]:port)")]
    Colons,
    /// A rule of the alias before the `@`.
    #[error("has an alias that {0}")]
    Alias(String),
    /// A rule of the extension behind the `##`.
    #[error("has an extension that {0}")]
    Extension(String),
    /// `user@host##extension`.
    #[error("names the called party twice, before the '@' and behind the '##'")]
    Twice,
    /// An H.323 URL without a host.
    #[error("is an H.323 URL without a host: write h323:user@host")]
    NoHost,
    /// `%` without two digits (RFC 3986 2.1).
    #[error("has a '%' without two hexadecimal digits behind it (write %25 for a percent sign)")]
    Escape,
    /// The escaped octets are not UTF-8.
    #[error("has escaped octets that are not UTF-8")]
    Encoding,
    /// Too long for a `url-ID`.
    #[error("is an H.323 URL, which must be at most {URL_LIMIT} characters: write user@host")]
    LongUrl,
}

/// Reads an address.
///
/// # Errors
/// If it is not an address; the error is a rule that goes behind the name of the field.
pub fn parse_address(text: &str) -> Result<Address, AddressError> {
    // Length first: the other rules cost time on a long text.
    if text.len() > LONGEST {
        return Err(AddressError::TooLong);
    }
    let (address, domain, secure) = match scheme(text)? {
        Some((address, secure)) => (url(address)?, true, secure),
        None => (plain(text)?, text.contains('@'), false),
    };
    // A port says which server is meant.
    let domain = domain && address.port.is_none() && matches!(address.host, Host::Name(_));
    Ok(Address {
        domain,
        secure,
        ..address
    })
}

/// The part behind `h323:` or `h323s:`, if that is the scheme, and whether it is the latter.
///
/// `gw.example.com:1720` looks like a scheme too, so only likely schemes are recognised.
fn scheme(text: &str) -> Result<Option<(&str, bool)>, AddressError> {
    let Some((scheme, rest)) = text.split_once(':') else {
        return Ok(None);
    };
    let scheme = scheme.to_ascii_lowercase();
    let known = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.');
    match scheme.as_str() {
        // Annex O has no `//`, yet software writes it.
        "h323" | "h323s" => {
            let address = rest.strip_prefix("//").unwrap_or(rest);
            Ok(Some((address, scheme == "h323s")))
        }
        "sip" | "sips" => Err(AddressError::Sip),
        other if OTHER_SCHEMES.contains(&other) => Err(AddressError::Scheme),
        other if rest.starts_with("//") && other.bytes().all(known) => Err(AddressError::Scheme),
        _ => Ok(None),
    }
}

/// `host`, `host:port`, `user@host`, `host##extension`.
fn plain(text: &str) -> Result<Address, AddressError> {
    match text.rsplit_once('@') {
        Some((user, place)) => {
            let (number, alias) = somebody(user).map_err(AddressError::Alias)?;
            at(place, number, alias.into_iter().collect())
        }
        None => extension(text),
    }
}

/// What stands behind `h323:`. Parameters tell a gatekeeper more, and us nothing.
fn url(text: &str) -> Result<Address, AddressError> {
    let host_of = |place: &str| -> String { place.split(';').next().unwrap_or_default().into() };
    match text.rsplit_once('@') {
        // Annex O lets the user be left out.
        Some(("", place)) => at(&host_of(place), None, Vec::new()),
        Some((user, place)) => {
            let user = decoded(user)?;
            let alias = h323_id(&user).map_err(AddressError::Alias)?;
            let url = format!("h323:{}", utf8_percent_encode(text, UNSAFE));
            let address = at(&host_of(place), digits(&user).ok(), vec![alias])?;
            if url.len() > URL_LIMIT {
                return Err(AddressError::LongUrl);
            }
            let mut aliases = address.aliases;
            aliases.push(Alias::UrlId(url));
            Ok(Address { aliases, ..address })
        }
        // To Annex O this is a user; people mean the host.
        None if digits(&host_of(text)).is_ok() => Err(AddressError::NoHost),
        None => extension(&host_of(text)),
    }
}

/// `host##extension`, as room systems have it for the conferences of an MCU: all behind the first
/// `##` is for the other side to take apart, a PIN for instance.
fn extension(text: &str) -> Result<Address, AddressError> {
    match text.split_once("##") {
        Some((place, extension)) => {
            let (number, alias) = somebody(extension).map_err(AddressError::Extension)?;
            at(place, number, alias.into_iter().collect())
        }
        None => at(text, None, Vec::new()),
    }
}

/// Digits as they are dialled are a number, everything else is an alias.
fn somebody(text: &str) -> Result<(Option<String>, Option<Alias>), String> {
    match digits(text) {
        Ok(number) => Ok((Some(number), None)),
        Err(_) => h323_id(text).map(|alias| (None, Some(alias))),
    }
}

/// `host`, `host:port`, `[address]:port`.
fn at(place: &str, number: Option<String>, aliases: Vec<Alias>) -> Result<Address, AddressError> {
    if place.contains("##") {
        return Err(AddressError::Twice);
    }
    let (host, port) = match place.rsplit_once(':') {
        _ if place.ends_with(']') || parse_host(place).is_ok() => (place, None),
        Some((host, _)) if host.contains(':') && !host.starts_with('[') => {
            return Err(AddressError::Colons);
        }
        Some((host, port)) => (host, Some(port)),
        None => (place, None),
    };
    Ok(Address {
        host: parse_host(host)?,
        port: port.map(port_number).transpose()?,
        number,
        aliases,
        domain: false,
        secure: false,
    })
}

fn port_number(text: &str) -> Result<u16, AddressError> {
    let number: Option<u16> = text.parse().ok();
    number
        .filter(|&number| number != 0 && text.len() <= 5 && !text.starts_with('+'))
        .ok_or(AddressError::Port)
}

/// A part of a URL without its escapes (RFC 3986 2.1).
fn decoded(text: &str) -> Result<String, AddressError> {
    let escapes = text.split('%').skip(1);
    let whole = |escape: &str| {
        let digits = escape.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !escapes.into_iter().all(whole) {
        return Err(AddressError::Escape);
    }
    let text = percent_decode_str(text).decode_utf8();
    text.map(Into::into).map_err(|_| AddressError::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_what_an_address_is_made_of() {
        let alias = "\u{4f1a}".repeat(256);
        let host = format!("{}.", vec!["a".repeat(63); 4].join("."));
        let host = &host[2..];
        let longest = format!("{alias}@{host}:65535");
        let address = parse_address(&longest).expect("the longest");
        assert_eq!(address.port, Some(65_535));
        assert_eq!(address.aliases, [Alias::H323Id(alias.clone())]);
        for (text, error) in [
            (format!("x{longest}"), AddressError::TooLong),
            (
                format!("{}@gw", "x".repeat(257)),
                AddressError::Alias("must be at most 256 characters".into()),
            ),
            (
                format!("gw##{}", "x".repeat(257)),
                AddressError::Extension("must be at most 256 characters".into()),
            ),
            (format!("h323:{alias}@gw"), AddressError::LongUrl),
            (format!("gw{}", "a.".repeat(127)), HostError::TooLong.into()),
        ] {
            assert_eq!(parse_address(&text), Err(error), "{text}");
        }
        let url = format!("h323:{}@gw;{}", "x".repeat(256), "y".repeat(247));
        assert_eq!(url.len(), 512);
        assert!(parse_address(&url).is_ok());
        assert_eq!(
            parse_address(&format!("{url}y")),
            Err(AddressError::LongUrl)
        );
    }

    /// Every beginning, and every octet spoiled: an answer, whatever it is.
    #[test]
    fn nothing_that_is_pasted_ends_the_program() {
        for text in [
            "h323:Zo%C3%AB@[2001:db8::1]:1720;x=%",
            "room@gw.example.com:1720##7001##1234",
        ] {
            for end in 0..=text.len() {
                for spoilt in ["", ":", "%", "#", "@", "]", "\u{0}", "\u{1F600}"] {
                    let text = format!("{}{spoilt}{}", &text[..end], &text[end..]);
                    if let Ok(address) = parse_address(&text) {
                        assert_ne!(address.port, Some(0), "{text}");
                        assert_ne!(address.host.to_string(), "", "{text}");
                    }
                }
            }
        }
    }
}
