//! What Setup says, how H.245 goes, and how long to wait.

use h323_proto::{
    call::{
        CallTerms, CallType, CallingConfig, H245Mode, KeepAlive, KeepAliveStyle, Overlap, OwnVendor,
    },
    h245::{ChannelPolicy, Codec},
    q931::BearerCapability,
    time::Duration,
};
use serde_json::Value;

use super::{
    BadRequest, Bounds,
    fields::Fields,
    party::{further_digits, printable},
};

const CALL_TYPES: [(&str, CallType); 4] = [
    ("pointToPoint", CallType::PointToPoint),
    ("oneToN", CallType::OneToN),
    ("nToOne", CallType::NToOne),
    ("nToN", CallType::NToN),
];

const MODES: [(&str, H245Mode); 4] = [
    ("auto", H245Mode::Auto),
    ("tunnelled", H245Mode::Tunnelled),
    ("separate", H245Mode::Separate),
    ("off", H245Mode::Off),
];

const CHANNELS: [(&str, ChannelPolicy); 3] = [
    ("accept", ChannelPolicy::Accept),
    ("reject", ChannelPolicy::Reject),
    ("offer", ChannelPolicy::Offer),
];

const KEEP_ALIVES: [(&str, Option<KeepAliveStyle>); 4] = [
    ("none", None),
    ("tpkt", Some(KeepAliveStyle::Tpkt)),
    ("facilityEmpty", Some(KeepAliveStyle::FacilityEmpty)),
    (
        "facilityTransportedInformation",
        Some(KeepAliveStyle::FacilityTransportedInformation),
    ),
];

/// Fills in what Setup says beside the parties.
pub(super) fn setup(fields: &Fields<'_>, config: &mut CallingConfig) -> Result<(), BadRequest> {
    config.terms.display = display(fields, &config.setup.calling_number)?;
    config.bearer = bearer(fields)?;
    if let Some(kind) = fields.choice("callType", &CALL_TYPES)? {
        config.setup.call_type = kind;
    }
    config.terms.version = version(fields)?;
    config.terms.vendor = vendor(fields)?;
    config.overlap = overlap(fields)?;
    config.keep_alive = keep_alive(fields)?;
    Ok(())
}

/// Fills in how H.245 goes.
pub(super) fn h245(fields: &Fields<'_>, config: &mut CallingConfig) -> Result<(), BadRequest> {
    config.terms.h245 = fields.choice("h245", &MODES)?.unwrap_or(H245Mode::Auto);
    // Whoever wants another way, or none, must not promise the tunnel.
    config.terms.h245_tunnelling =
        matches!(config.terms.h245, H245Mode::Auto | H245Mode::Tunnelled);
    if let Some(codecs) = codecs(fields)? {
        config.terms.session.codecs = codecs;
    }
    config.fast_start = fields.flag("fastStart", false)?;
    // A caller like any other takes channels: some stacks hang up, or offer again without end, where
    // they are rejected.
    config.terms.session.channels = fields.choice("channels", &CHANNELS)?.unwrap_or_default();
    Ok(())
}

/// Fills in how long to wait.
pub(super) fn limits(
    fields: &Fields<'_>,
    config: &mut CallingConfig,
    bounds: Bounds,
) -> Result<(), BadRequest> {
    let limits = &mut config.terms.limits;
    if let Some(seconds) = seconds(fields, "firstAnswerSeconds", 1..=60)? {
        limits.t303.hard = seconds;
    }
    if let Some(seconds) = seconds(fields, "ringSeconds", 1..=120)? {
        limits.t301.hard = seconds;
    }
    if let Some(seconds) = seconds(fields, "holdSeconds", 0..=bounds.hold_seconds)? {
        limits.hold = seconds;
    }
    let whole = [
        limits.connect.hard,
        limits.t303.hard,
        limits.t304.hard,
        limits.t310.hard,
        limits.t301.hard,
        limits.h245,
        limits.hold,
        limits.end_session,
    ]
    .into_iter()
    .fold(limits.linger, Duration::saturating_add);
    limits.total = whole.max(limits.total).min(bounds.whole());
    Ok(())
}

fn seconds(
    fields: &Fields<'_>,
    field: &str,
    range: std::ops::RangeInclusive<u16>,
) -> Result<Option<Duration>, BadRequest> {
    let seconds = fields.number(field, range)?;
    Ok(seconds.map(|seconds| Duration::from_secs(seconds.into())))
}

fn display(fields: &Fields<'_>, calling_number: &str) -> Result<Option<String>, BadRequest> {
    let text = match fields.text_or_none("display")? {
        None if calling_number.is_empty() => return Ok(None),
        None => return Ok(Some(format!("Call from {calling_number}"))),
        Some(None) => return Ok(None),
        Some(Some(text)) => text,
    };
    match display_text(text) {
        Ok(text) => Ok(Some(text)),
        Err(rule) => {
            let rule = format!("{rule}, or {{}} to leave it out");
            Err(BadRequest::beside("display", &rule, "null"))
        }
    }
}

/// A text for the Display element (Q.931 4.5.16).
///
/// # Errors
/// If it is empty, too long, or not in ASCII.
pub fn display_text(text: &str) -> Result<String, &'static str> {
    let printable = text.bytes().all(|octet| (b' '..=b'~').contains(&octet));
    if text.is_empty() || text.len() > 80 || !printable {
        return Err("must be 1 to 80 printable ASCII characters");
    }
    Ok(text.into())
}

fn bearer(fields: &Fields<'_>) -> Result<BearerCapability, BadRequest> {
    let video = fields.choice("bearer", &[("audio", false), ("video", true)])?;
    let rule = "must be a multiple of 64 from 64 to 1920";
    let rate = fields
        .number("bearerRate", 64..=1920)
        .map_err(|_| fields.wrong("bearerRate", rule))?;
    if rate.is_some_and(|rate| rate % 64 != 0) {
        return Err(fields.wrong("bearerRate", rule));
    }
    match (video.unwrap_or(false), rate) {
        (true, rate) => Ok(BearerCapability::video(rate.unwrap_or(384))),
        (false, None) => Ok(BearerCapability::SPEECH),
        (false, Some(_)) => Err(BadRequest::beside(
            "bearerRate",
            "goes with {} video only",
            "bearer",
        )),
    }
}

/// The claimed version of H.225.0.
pub(super) fn version(fields: &Fields<'_>) -> Result<u8, BadRequest> {
    let version = fields.number("h225Version", 2..=7)?;
    let version = version.and_then(|version| u8::try_from(version).ok());
    Ok(version.unwrap_or(CallTerms::default().version))
}

pub(super) fn vendor(fields: &Fields<'_>) -> Result<OwnVendor, BadRequest> {
    let mut vendor = OwnVendor::default();
    let Some(value) = fields.get("vendor") else {
        return Ok(vendor);
    };
    let Value::Object(values) = value else {
        return Err(fields.wrong("vendor", "must be an object"));
    };
    let fields = Fields::new(
        values,
        "vendor.",
        &[
            "t35CountryCode",
            "t35Extension",
            "manufacturerCode",
            "productId",
            "versionId",
        ],
    )?;
    let octet = |field| -> Result<Option<u8>, BadRequest> {
        let number = fields.number(field, 0..=255)?;
        Ok(number.and_then(|number| u8::try_from(number).ok()))
    };
    let text = |field| -> Result<Option<Vec<u8>>, BadRequest> {
        match fields.text(field)? {
            None => Ok(None),
            Some(text) if (1..=256).contains(&text.len()) => printable(text)
                .map(|text| Some(text.as_bytes().to_vec()))
                .map_err(|rule| fields.wrong(field, rule)),
            Some(_) => Err(fields.wrong(field, "must be 1 to 256 octets of UTF-8")),
        }
    };
    if let Some(country) = octet("t35CountryCode")? {
        vendor.country = country;
    }
    if let Some(extension) = octet("t35Extension")? {
        vendor.extension = extension;
    }
    if let Some(code) = fields.number("manufacturerCode", 0..=u16::MAX)? {
        vendor.manufacturer = code;
    }
    if let Some(product) = text("productId")? {
        vendor.product = product;
    }
    if let Some(version) = text("versionId")? {
        vendor.version = version;
    }
    Ok(vendor)
}

fn overlap(fields: &Fields<'_>) -> Result<Option<Overlap>, BadRequest> {
    let sending_complete = fields.flag("sendingComplete", true)?;
    let digits = further_digits(fields, "overlapDigits")?;
    if digits.is_none() && fields.has("sendingComplete") {
        let rule = "goes with {} only";
        return Err(BadRequest::beside("sendingComplete", rule, "overlapDigits"));
    }
    Ok(digits.map(|digits| Overlap {
        digits,
        sending_complete,
    }))
}

fn keep_alive(fields: &Fields<'_>) -> Result<Option<KeepAlive>, BadRequest> {
    let style = fields.choice("keepAlive", &KEEP_ALIVES)?.flatten();
    let every = seconds(fields, "keepAliveSeconds", 1..=60)?;
    Ok(style.map(|style| KeepAlive {
        style,
        every: every.unwrap_or(Duration::from_secs(10)),
    }))
}

fn codecs(fields: &Fields<'_>) -> Result<Option<Vec<Codec>>, BadRequest> {
    let Some(value) = fields.get("codecs") else {
        return Ok(None);
    };
    let known = Codec::ALL.map(Codec::name).join(", ");
    let rule = || format!("must be a list of one or more of {known}, each once");
    let Value::Array(values) = value else {
        return Err(fields.wrong("codecs", rule()));
    };
    let mut codecs = Vec::new();
    for value in values {
        match value.as_str().and_then(Codec::from_name) {
            Some(codec) if !codecs.contains(&codec) => codecs.push(codec),
            _ => return Err(fields.wrong("codecs", rule())),
        }
    }
    if codecs.is_empty() {
        return Err(fields.wrong("codecs", rule()));
    }
    Ok(Some(codecs))
}
