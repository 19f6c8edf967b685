//! `gatekeeper`: how to register with the gatekeeper that is called.

use h323_proto::{
    gatekeeper::GatekeeperTerms,
    h225::{Alias, EndpointKind},
    h235::{Auth, Credentials, Password},
};
use serde_json::Value;

use super::{
    BadRequest,
    fields::Fields,
    party::{self, digits, h323_id, printable},
};

/// Every field of the object.
pub const GATEKEEPER_FIELDS: [&str; 9] = [
    "alias",
    "aliases",
    "user",
    "password",
    "auth",
    "terminalType",
    "prefixes",
    "timeToLive",
    "identifier",
];

/// What can register. A gatekeeper does so with other gatekeepers only.
const KINDS: [(&str, EndpointKind); 3] = [
    ("terminal", EndpointKind::Terminal),
    ("gateway", EndpointKind::Gateway),
    ("mcu", EndpointKind::Mcu),
];

/// Longest password, in octets.
const PASSWORD_LIMIT: usize = 128;

/// Longest `GatekeeperIdentifier`, in UTF-16 units (H.225.0).
const IDENTIFIER_UNITS: usize = 128;

/// Most prefixes.
const PREFIXES: usize = 8;

/// Reads the object. Without an alias, the caller registers as `caller`.
pub(super) fn gatekeeper(
    fields: &Fields<'_>,
    caller: Option<Alias>,
) -> Result<Option<GatekeeperTerms>, BadRequest> {
    let Some(value) = fields.get("gatekeeper") else {
        return Ok(None);
    };
    let Value::Object(values) = value else {
        return Err(fields.wrong("gatekeeper", "must be an object"));
    };
    let fields = Fields::new(values, "gatekeeper.", &GATEKEEPER_FIELDS)?;
    let kind = fields.choice("terminalType", &KINDS)?;
    let kind = kind.unwrap_or(EndpointKind::Terminal);
    let user = user(&fields)?;
    let aliases = aliases(&fields, caller, user)?;
    Ok(Some(GatekeeperTerms {
        credentials: credentials(&fields, &aliases, user)?,
        auth: auth(&fields)?,
        kind,
        prefixes: prefixes(&fields, kind)?,
        time_to_live: fields.number("timeToLive", 1..=u16::MAX)?.map(u32::from),
        gatekeeper_identifier: identifier(&fields)?,
        aliases,
        ..GatekeeperTerms::default()
    }))
}

/// Digits are a number, everything else is a name.
fn alias(text: &str) -> Result<Alias, String> {
    match digits(text) {
        Ok(number) => Ok(Alias::DialedDigits(number)),
        Err(_) => h323_id(text),
    }
}

fn aliases(
    fields: &Fields<'_>,
    caller: Option<Alias>,
    user: Option<&str>,
) -> Result<Vec<Alias>, BadRequest> {
    let one = fields.text("alias")?.map(alias).transpose();
    let one = one.map_err(|rule| fields.wrong("alias", rule))?;
    match (one, party::aliases(fields, "aliases")?) {
        (Some(_), Some(_)) => {
            let rule = "must be left out because {} says whom to register";
            Err(BadRequest::beside(
                "gatekeeper.alias",
                rule,
                "gatekeeper.aliases",
            ))
        }
        (Some(alias), None) => Ok(vec![alias]),
        (None, Some(aliases)) if aliases.is_empty() => {
            Err(fields.wrong("aliases", "must have at least one alias"))
        }
        (None, Some(aliases)) => Ok(aliases),
        (None, None) => match caller.or_else(|| alias(user?).ok()) {
            Some(alias) => Ok(vec![alias]),
            None => Err(fields.wrong("alias", "is required: the name or number to register")),
        },
    }
}

fn user<'a>(fields: &Fields<'a>) -> Result<Option<&'a str>, BadRequest> {
    match fields.text("user")? {
        Some(user) => match h323_id(user) {
            Ok(_) => Ok(Some(user)),
            Err(rule) => Err(fields.wrong("user", rule)),
        },
        None => Ok(None),
    }
}

/// The password, as it is given: blanks may be a part of it. No error quotes it.
fn credentials(
    fields: &Fields<'_>,
    aliases: &[Alias],
    user: Option<&str>,
) -> Result<Option<Credentials>, BadRequest> {
    let password = match fields.get("password") {
        None if user.is_some() => {
            let rule = "must be left out without {}";
            return Err(BadRequest::beside(
                "gatekeeper.user",
                rule,
                "gatekeeper.password",
            ));
        }
        None => return Ok(None),
        Some(Value::String(password)) => password,
        Some(_) => return Err(fields.wrong("password", "must be a string")),
    };
    if !(1..=PASSWORD_LIMIT).contains(&password.len()) {
        let rule = format!("must be 1 to {PASSWORD_LIMIT} octets of UTF-8");
        return Err(fields.wrong("password", rule));
    }
    let user = match (user, aliases.first()) {
        (Some(user), _) => user.to_owned(),
        (None, Some(first)) => name_of(first),
        (None, None) => String::new(),
    };
    Ok(Some(Credentials {
        user,
        password: Password::from(password.clone()),
    }))
}

/// The alias as a user's name.
fn name_of(alias: &Alias) -> String {
    match alias {
        Alias::DialedDigits(text)
        | Alias::H323Id(text)
        | Alias::UrlId(text)
        | Alias::EmailId(text)
        | Alias::PartyNumber(text) => text.clone(),
        Alias::TransportId(address) => address.to_string(),
    }
}

fn auth(fields: &Fields<'_>) -> Result<Auth, BadRequest> {
    let choices: Vec<(&str, Auth)> = Auth::ALL.iter().map(|auth| (auth.name(), *auth)).collect();
    let auth = fields.choice("auth", &choices)?.unwrap_or(Auth::Auto);
    if !auth.methods().is_empty() && auth != Auth::Auto && !fields.has("password") {
        let rule = "needs a password in {}";
        return Err(BadRequest::beside(
            "gatekeeper.auth",
            rule,
            "gatekeeper.password",
        ));
    }
    Ok(auth)
}

fn prefixes(fields: &Fields<'_>, kind: EndpointKind) -> Result<Vec<String>, BadRequest> {
    let values = match fields.get("prefixes") {
        None => return Ok(Vec::new()),
        Some(Value::Array(values)) => values,
        Some(_) => return Err(fields.wrong("prefixes", "must be a list")),
    };
    if kind == EndpointKind::Terminal {
        let rule = "need gateway or mcu in {}";
        return Err(BadRequest::beside(
            "gatekeeper.prefixes",
            rule,
            "gatekeeper.terminalType",
        ));
    }
    if values.len() > PREFIXES {
        let rule = format!("must have at most {PREFIXES} prefixes");
        return Err(fields.wrong("prefixes", rule));
    }
    let prefixes = values.iter().enumerate().map(|(index, value)| {
        let text = value.as_str().ok_or_else(|| "must be a string".to_owned());
        let prefix = text.and_then(|text| digits(text.trim()));
        prefix.map_err(|rule| fields.wrong(&format!("prefixes[{index}]"), rule))
    });
    prefixes.collect()
}

fn identifier(fields: &Fields<'_>) -> Result<Option<String>, BadRequest> {
    let Some(text) = fields.text("identifier")? else {
        return Ok(None);
    };
    if !(1..=IDENTIFIER_UNITS).contains(&text.encode_utf16().count()) {
        let rule = format!("must be 1 to {IDENTIFIER_UNITS} characters");
        return Err(fields.wrong("identifier", rule));
    }
    let text = printable(text).map_err(|rule| fields.wrong("identifier", rule))?;
    Ok(Some(text.into()))
}

#[cfg(test)]
mod tests {
    use h323_proto::h235::Method;

    use super::*;
    use crate::{CallRequest, parse, parse_register};

    fn call(more: &str) -> Result<CallRequest, BadRequest> {
        parse(format!(r#"{{"server":"192.0.2.1"{more}}}"#).as_bytes())
    }

    fn terms(gatekeeper: &str) -> GatekeeperTerms {
        let request = call(&format!(r#","gatekeeper":{{{gatekeeper}}}"#)).expect("valid");
        request.gatekeeper.expect("a gatekeeper")
    }

    fn wrong(gatekeeper: &str) -> (String, String) {
        let error = call(&format!(r#","gatekeeper":{{{gatekeeper}}}"#)).expect_err("invalid");
        (error.field.expect("a field"), error.text)
    }

    #[test]
    fn a_call_without_the_object_does_not_register() {
        assert!(call("").expect("valid").gatekeeper.is_none());
    }

    #[test]
    fn the_caller_registers_as_its_number_unless_it_says_otherwise() {
        assert_eq!(terms("").aliases, [Alias::DialedDigits("1000".into())]);
        let of = |gatekeeper: &str| terms(gatekeeper).aliases;
        assert_eq!(
            of(r#""alias":"4711""#),
            [Alias::DialedDigits("4711".into())]
        );
        assert_eq!(of(r#""alias":"zoe""#), [Alias::H323Id("zoe".into())]);
        assert_eq!(
            of(r#""aliases":[{"type":"email-ID","value":"zoe@example.com"}]"#),
            [Alias::EmailId("zoe@example.com".into())]
        );
        let none = r#","callingNumber":null,"gatekeeper":{}"#;
        let error = call(none).expect_err("nobody");
        assert_eq!(error.field.as_deref(), Some("gatekeeper.alias"));
    }

    #[test]
    fn setup_comes_from_whom_the_gatekeeper_knows_unless_the_request_says_who_calls() {
        let of = |fields: &str| {
            let setup = call(fields).expect("valid").config.setup;
            (setup.calling_number, setup.calling_aliases)
        };
        let number = |digits: &str| Alias::DialedDigits(digits.into());
        let zoe = || Alias::H323Id("zoe".into());
        assert_eq!(of(r#","gatekeeper":{}"#), ("1000".into(), None));
        assert_eq!(
            of(r#","gatekeeper":{"alias":"4711"}"#),
            ("4711".into(), None)
        );
        assert_eq!(
            of(r#","gatekeeper":{"alias":"zoe"}"#),
            (String::new(), Some(vec![zoe()]))
        );
        let both =
            r#"{"aliases":[{"type":"h323-ID","value":"zoe"},{"type":"dialedDigits","value":"7"}]}"#;
        assert_eq!(
            of(&format!(r#","gatekeeper":{both}"#)),
            ("7".into(), Some(vec![zoe(), number("7")]))
        );
        assert_eq!(
            of(r#","callingNumber":"1000","gatekeeper":{"alias":"4711"}"#),
            ("1000".into(), None)
        );
        let (_, aliases) = of(
            r#","callingAliases":[{"type":"h323-ID","value":"ann"}],"gatekeeper":{"alias":"zoe"}"#,
        );
        assert_eq!(aliases, Some(vec![Alias::H323Id("ann".into())]));
    }

    #[test]
    fn the_user_is_the_first_alias_unless_another_is_named() {
        let of = |gatekeeper: &str| terms(gatekeeper).credentials.map(|who| who.user);
        assert_eq!(of(""), None);
        assert_eq!(of(r#""password":"x""#).as_deref(), Some("1000"));
        assert_eq!(
            of(r#""alias":"zoe","password":"x""#).as_deref(),
            Some("zoe")
        );
        assert_eq!(
            of(r#""alias":"zoe","user":"ann","password":"x""#).as_deref(),
            Some("ann")
        );
    }

    #[test]
    fn methods_kinds_and_the_rest_are_taken_over() {
        for auth in Auth::ALL {
            let terms = terms(&format!(r#""password":"x","auth":"{auth}""#));
            assert_eq!(terms.auth, *auth);
        }
        assert_eq!(Auth::H2351.methods(), [Method::H2351]);
        let terms = terms(
            r#""terminalType":"gateway","prefixes":["9","00"],"timeToLive":60,"identifier":"gk""#,
        );
        assert_eq!(terms.kind, EndpointKind::Gateway);
        assert_eq!(terms.prefixes, ["9", "00"]);
        assert_eq!(terms.time_to_live, Some(60));
        assert_eq!(terms.gatekeeper_identifier.as_deref(), Some("gk"));
    }

    #[test]
    fn a_mistake_is_named_with_its_field() {
        for (gatekeeper, field) in [
            (r#""alias":"""#, "gatekeeper.alias"),
            (r#""alias":1"#, "gatekeeper.alias"),
            (
                r#""alias":"a","aliases":[{"type":"h323-ID","value":"b"}]"#,
                "gatekeeper.alias",
            ),
            (r#""aliases":[]"#, "gatekeeper.aliases"),
            (
                r#""aliases":[{"type":"h323-ID","value":""}]"#,
                "gatekeeper.aliases[0].value",
            ),
            (r#""user":"zoe""#, "gatekeeper.user"),
            (r#""password":"""#, "gatekeeper.password"),
            (r#""password":5"#, "gatekeeper.password"),
            (r#""auth":"md5""#, "gatekeeper.auth"),
            (r#""auth":"sha1","password":"x""#, "gatekeeper.auth"),
            (r#""terminalType":"gatekeeper""#, "gatekeeper.terminalType"),
            (r#""prefixes":["9"]"#, "gatekeeper.prefixes"),
            (
                r#""terminalType":"mcu","prefixes":["9","a"]"#,
                "gatekeeper.prefixes[1]",
            ),
            (r#""timeToLive":0"#, "gatekeeper.timeToLive"),
            (r#""identifier":"""#, "gatekeeper.identifier"),
            (r#""pasword":"x""#, "gatekeeper.pasword"),
        ] {
            assert_eq!(wrong(gatekeeper).0, field, "{gatekeeper}");
        }
    }

    #[test]
    fn no_error_and_no_debug_output_has_the_password() {
        let secret = "open-sesame";
        for gatekeeper in [
            format!(r#""password":"{secret}","auth":"sha1""#),
            format!(r#""password":"{}""#, secret.repeat(20)),
            format!(r#""password":["{secret}"]"#),
            format!(r#""password":"{secret}","timeToLive":0"#),
        ] {
            let (_, text) = wrong(&gatekeeper);
            assert!(!text.contains(secret), "{text}");
        }
        let request = call(&format!(r#","gatekeeper":{{"password":"{secret}"}}"#)).expect("valid");
        assert!(!format!("{request:?}").contains(secret));
    }

    #[test]
    fn a_registration_alone_takes_few_fields() {
        let read = |body: &str| parse_register(body.as_bytes());
        let request = read(
            r#"{"server":"gk.example.com","gatekeeper":{"alias":"zoe"},"staySeconds":5,
            "h225Version":4}"#,
        )
        .expect("valid");
        assert_eq!((request.port, request.srv), (1720, false));
        assert_eq!(request.terms.aliases, [Alias::H323Id("zoe".into())]);
        assert_eq!(request.terms.stay, core::time::Duration::from_secs(5));
        assert_eq!(request.terms.version, 4);
        for (body, field) in [
            (r#"{"gatekeeper":{"alias":"zoe"}}"#, "server"),
            (r#"{"server":"192.0.2.1"}"#, "gatekeeper"),
            (
                r#"{"server":"192.0.2.1","gatekeeper":{}}"#,
                "gatekeeper.alias",
            ),
            (
                r#"{"server":"192.0.2.1","gatekeeper":{"alias":"a"},"calledNumber":"1"}"#,
                "calledNumber",
            ),
            (
                r#"{"server":"192.0.2.1","gatekeeper":{"alias":"a"},"staySeconds":61}"#,
                "staySeconds",
            ),
            (
                r#"{"server":"room@192.0.2.1","gatekeeper":{"alias":"a"}}"#,
                "server",
            ),
        ] {
            let error = read(body).expect_err("invalid");
            assert_eq!(error.field.as_deref(), Some(field), "{body}");
        }
    }
}
