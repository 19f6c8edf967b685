//! Numbers that must not ring: emergency services, and numbers that cost the caller money.
//!
//! Many gateways pass any dialled number on to the public network. docs/denied-numbers.md has the
//! table with its reasons.

use std::str::FromStr;

use h323_proto::{call::CallingConfig, h225::Alias, q931::TypeOfNumber};

/// Most patterns in a list.
const PATTERNS: usize = 512;

/// The least number of digits of a public number. Extensions are shorter, and the same extensions
/// exist everywhere.
const PUBLIC: usize = 7;

/// The meaning of each pattern in the usual list; docs/denied-numbers.md has the same table.
pub const USUAL: [(&str, &str); 47] = [
    ("000", EMERGENCY),
    ("110", EMERGENCY),
    ("112", EMERGENCY),
    ("113", EMERGENCY),
    ("114", EMERGENCY),
    ("115", EMERGENCY),
    ("117", EMERGENCY),
    ("118", EMERGENCY),
    ("119", EMERGENCY),
    ("120", EMERGENCY),
    ("122", EMERGENCY),
    ("190", EMERGENCY),
    ("191", EMERGENCY),
    ("192", EMERGENCY),
    ("193", EMERGENCY),
    ("911", EMERGENCY),
    ("988", EMERGENCY),
    ("995", EMERGENCY),
    ("997", EMERGENCY),
    ("998", EMERGENCY),
    ("999", EMERGENCY),
    ("10111", EMERGENCY),
    ("0112", OUTSIDE),
    ("0911", OUTSIDE),
    ("9112", OUTSIDE),
    ("9911", OUTSIDE),
    ("0900*", PREMIUM),
    ("1900*", PREMIUM),
    ("+1900*", PREMIUM),
    ("+31900*", PREMIUM),
    ("+31906*", PREMIUM),
    ("+31909*", PREMIUM),
    ("+3290*", PREMIUM),
    ("+3389*", PREMIUM),
    ("+34803*", PREMIUM),
    ("+34806*", PREMIUM),
    ("+34807*", PREMIUM),
    ("+3989*", PREMIUM),
    ("+4190*", PREMIUM),
    ("+43900*", PREMIUM),
    ("+449*", PREMIUM),
    ("+49900*", PREMIUM),
    ("+870*", SATELLITE),
    ("+881*", SATELLITE),
    ("+882*", NETWORKS),
    ("+883*", NETWORKS),
    ("+979*", PREMIUM),
];

const EMERGENCY: &str = "an emergency number";
const OUTSIDE: &str = "an emergency number behind an outside line";
const PREMIUM: &str = "a number at a premium rate";
const SATELLITE: &str = "a number of a satellite network";
const NETWORKS: &str = "a number of an international network";
/// The meaning of a pattern that the operator of the Worker has set.
const DENIED: &str = "a number that this Worker does not call";

/// The numbers that must not be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied(Vec<Pattern>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    /// The pattern starts with the country code. Otherwise it is a number as it is dialled.
    international: bool,
    digits: String,
    /// The pattern matches any further digits.
    open: bool,
    what: &'static str,
}

/// A number that must not be called, and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The number as the request gives it.
    pub number: String,
    /// The meaning of the number.
    pub what: &'static str,
    /// The pattern that matches it.
    pub pattern: String,
}

impl Default for Denied {
    fn default() -> Self {
        let usual = USUAL.iter();
        Self(
            usual
                .filter_map(|(text, what)| Pattern::parse(text, what))
                .collect(),
        )
    }
}

impl FromStr for Denied {
    type Err = String;

    /// Patterns, with commas or white space between them: digits, with `+` before a country code and
    /// `*` at the end for any further digits. `default` stands for the usual patterns; `none` by
    /// itself stands for an empty list.
    fn from_str(text: &str) -> Result<Self, String> {
        let words = text
            .split([',', ' ', '\t', '\n'])
            .filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        if words == ["none"] {
            return Ok(Self(Vec::new()));
        }
        let mut patterns = Vec::new();
        for word in words {
            if word == "default" {
                patterns.extend(Self::default().0);
            } else if let Some(pattern) = Pattern::parse(word, DENIED) {
                patterns.push(pattern);
            } else {
                return Err(format!(
                    "{word:?} is not digits with a + ahead or a * behind"
                ));
            }
        }
        match patterns.len() {
            0 => Err("it has no pattern; write none if nothing is to be denied".into()),
            1..=PATTERNS => Ok(Self(patterns)),
            _ => Err(format!("it has more than {PATTERNS} patterns")),
        }
    }
}

impl Pattern {
    fn parse(text: &str, what: &'static str) -> Option<Self> {
        let (international, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, open) = match rest.strip_suffix('*') {
            Some(digits) => (digits, true),
            None => (rest, false),
        };
        let right = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
        right.then(|| Self {
            international,
            digits: digits.into(),
            open,
            what,
        })
    }

    fn matches(&self, reading: &Reading) -> bool {
        let digits = reading.digits.as_str();
        if self.international == reading.international {
            return match digits.strip_prefix(&self.digits) {
                Some(rest) => self.open || rest.is_empty(),
                None => false,
            };
        }
        // No country has subscriber numbers this short, so +49112 can only mean 112.
        let country = digits.strip_suffix(&self.digits).unwrap_or("no such");
        // Country codes of one digit are 1 and 7 (ITU-T E.164, list of assigned codes).
        let is_country = matches!(country, "" | "1" | "7") || matches!(country.len(), 2 | 3);
        reading.international && !self.open && is_country
    }

    fn text(&self) -> String {
        let (plus, star) = (
            if self.international { "+" } else { "" },
            if self.open { "*" } else { "" },
        );
        format!("{plus}{}{star}", self.digits)
    }
}

/// The numbers of a call that may belong to the public telephone network, as digits only, so that
/// calls to them can be counted on every server.
#[must_use]
pub fn public(config: &CallingConfig) -> Vec<String> {
    let number = config.setup.called_number.iter();
    let aliases = config
        .setup
        .called_aliases
        .iter()
        .filter_map(|alias| match alias {
            Alias::DialedDigits(text) | Alias::PartyNumber(text) => Some(text),
            _ => None,
        });
    let digits = number.chain(aliases).map(|text| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    });
    let mut numbers: Vec<String> = digits.filter(|digits| digits.len() >= PUBLIC).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// One way to understand the dialled digits.
struct Reading {
    international: bool,
    digits: String,
}

impl Denied {
    /// Checks that a call rings no denied number: by its called number, its overlap digits, or its
    /// aliases.
    ///
    /// # Errors
    /// If it would ring one.
    pub fn check(&self, config: &CallingConfig) -> Result<(), Hit> {
        let typed = config.setup.called_numbering.type_of_number;
        let international = typed == Some(TypeOfNumber::International);
        let further = config
            .overlap
            .as_ref()
            .map(|overlap| overlap.digits.as_str());
        if let Some(number) = &config.setup.called_number {
            self.number(number, international)?;
            if let Some(further) = further {
                self.number(&format!("{number}{further}"), international)?;
            }
        } else if let Some(further) = further {
            self.number(further, international)?;
        }
        for alias in &config.setup.called_aliases {
            match alias {
                Alias::DialedDigits(text) | Alias::PartyNumber(text) => {
                    self.number(text, international)?;
                }
                Alias::H323Id(text) | Alias::UrlId(text) | Alias::EmailId(text) => {
                    self.name(text)?;
                }
                Alias::TransportId(_) => {}
            }
        }
        Ok(())
    }

    /// Checks an alias that is a number, or an address whose user is a number: gatekeepers call those
    /// too.
    fn name(&self, text: &str) -> Result<(), Hit> {
        let user = text.split('@').next().unwrap_or_default();
        let user = user.rsplit(':').next().unwrap_or_default().trim();
        let bare: String = user
            .chars()
            .filter(|c| !matches!(c, '-' | '.' | ' ' | '(' | ')'))
            .collect();
        let digits = bare.strip_prefix('+').unwrap_or(&bare);
        let dialled = |octet: u8| octet.is_ascii_digit() || matches!(octet, b'*' | b'#' | b',');
        if digits.is_empty() || !digits.bytes().all(dialled) {
            return Ok(());
        }
        self.number(&bare, false)
    }

    fn number(&self, dialled: &str, international: bool) -> Result<(), Hit> {
        for reading in readings(dialled, international) {
            if let Some(pattern) = self.0.iter().find(|pattern| pattern.matches(&reading)) {
                return Err(Hit {
                    number: dialled.into(),
                    what: pattern.what,
                    pattern: pattern.text(),
                });
            }
        }
        Ok(())
    }
}

/// The ways in which a gateway, or the network behind it, can understand the dialled digits: as a
/// whole, as parts between pauses, and after an international prefix.
fn readings(dialled: &str, international: bool) -> Vec<Reading> {
    let whole = dialled.replace(',', "");
    let parts = dialled.split(',').map(str::to_owned);
    let mut readings = Vec::new();
    for text in parts.chain([whole]) {
        let plus = text.starts_with('+');
        let digits = without_service_code(text.trim_start_matches('+'));
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        for prefix in ["00", "011"] {
            if let Some(rest) = digits.strip_prefix(prefix) {
                readings.push(Reading {
                    international: true,
                    digits: rest.into(),
                });
            }
        }
        if international {
            readings.push(Reading {
                international: true,
                digits: digits.clone(),
            });
        }
        readings.push(Reading {
            international: plus,
            digits,
        });
    }
    readings
}

/// The number after a service code: `*31#112` calls 112 and withholds the calling number.
fn without_service_code(text: &str) -> &str {
    let code = text
        .strip_prefix(['*', '#'])
        .map(|rest| rest.trim_start_matches(['*', '#']));
    let number = code.and_then(|rest| rest.split_once(['*', '#']));
    match number {
        Some((_, number)) if !number.is_empty() => number,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use h323_request::parse;

    const TABLE: &str = include_str!("../../docs/denied-numbers.md");

    fn called(fields: &str, denied: &Denied) -> Result<(), Hit> {
        let body = format!(r#"{{"server": "gw.example.com", {fields}}}"#);
        denied.check(&parse(body.as_bytes()).expect("a request").config)
    }

    fn dialled(number: &str) -> Result<(), Hit> {
        called(
            &format!(r#""calledNumber": "{number}""#),
            &Denied::default(),
        )
    }

    #[test]
    fn emergency_and_premium_numbers_are_denied_however_they_are_dialled() {
        for number in [
            "112",
            "911",
            "999",
            "110",
            "000",
            "119",
            "112#",
            "1,12",
            "0,112",
            "9,911",
            "9112",
            "0112",
            "*31#112",
            "#31#112",
            "+112",
            "+49112",
            "0049112",
            "01149112",
            "+1911",
            "112,",
            ",112",
            "+97912345",
            "0097912345",
            "01197912345",
            "+9791",
            "09001234567",
            "+499001234567",
            "19005551234",
            "+19005551234",
            "+449098765432",
            "+8816123",
            "0,09001234567",
        ] {
            assert!(dialled(number).is_err(), "{number}");
        }
        let international = r#""calledNumber": "9791234", "calledNumberType": "international""#;
        assert!(called(international, &Denied::default()).is_err());
    }

    #[test]
    fn other_numbers_are_not() {
        for number in [
            "2000",
            "1000",
            "100",
            "101",
            "7001",
            "1120",
            "11",
            "91",
            "9110",
            "7001#112",
            "7001##911",
            "+4930123456",
            "004930123456",
            "+493011234112",
            "09012345678",
            "0118999",
            "+4411812345678",
            "+11212345678",
            "*31#4930112",
            "9999",
            "9000",
            "*112#7",
        ] {
            assert_eq!(dialled(number), Ok(()), "{number}");
        }
    }

    #[test]
    fn names_and_further_digits_count_too() {
        for fields in [
            r#""calledNumber": "1", "overlapDigits": "12""#,
            r#""calledNumber": null, "overlapDigits": "112""#,
            r#""calledAliases": [{"type": "dialedDigits", "value": "911"}]"#,
            r#""calledAliases": [{"type": "partyNumber", "value": "+49112"}]"#,
            r#""calledAliases": [{"type": "h323-ID", "value": "112"}]"#,
            r#""calledAliases": [{"type": "email-ID", "value": "112@gw.example.com"}]"#,
            r#""calledAliases": [{"type": "url-ID", "value": "h323:112@gw.example.com"}]"#,
            r#""calledAliases": [{"type": "url-ID", "value": "tel:+49-112"}]"#,
        ] {
            assert!(called(fields, &Denied::default()).is_err(), "{fields}");
        }
        for fields in [
            r#""calledNumber": null"#,
            r#""calledAliases": [{"type": "h323-ID", "value": "room.112"}]"#,
            r#""calledAliases": [{"type": "url-ID", "value": "h323:room112@gw.example.com"}]"#,
            r#""callingNumber": "112""#,
        ] {
            assert_eq!(called(fields, &Denied::default()), Ok(()), "{fields}");
        }
        let server = |server: &str| {
            let body = format!(r#"{{"server": "{server}"}}"#);
            Denied::default().check(&parse(body.as_bytes()).expect("a request").config)
        };
        for text in [
            "gw.example.com##112",
            "112@gw.example.com",
            "h323:112@gw.example.com",
        ] {
            assert!(server(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whoever_runs_the_worker_chooses() {
        let list = |text: &str| text.parse::<Denied>();
        assert_eq!(list("none"), Ok(Denied(Vec::new())));
        let denied = list("default, 100 101,+49137*").expect("a list");
        for (number, denied_too) in [
            ("112", true),
            ("100", true),
            ("1001", false),
            ("+491371", true),
        ] {
            let body = format!(r#""calledNumber": "{number}""#);
            assert_eq!(called(&body, &denied).is_err(), denied_too, "{number}");
        }
        let alone = list("100").expect("a list");
        assert_eq!(called(r#""calledNumber": "112""#, &alone), Ok(()));
        let hit = called(r#""calledNumber": "100""#, &alone).expect_err("denied");
        assert_eq!(
            (hit.number.as_str(), hit.pattern.as_str(), hit.what),
            ("100", "100", DENIED)
        );
        for wrong in ["", " ", "none 112", "*", "+", "1-2", "112*3", "١١٢"] {
            assert!(list(wrong).is_err(), "{wrong}");
        }
        assert!(list(&"1 ".repeat(513)).is_err());
    }

    #[test]
    fn numbers_of_the_public_network_are_known_by_their_length() {
        for (fields, expected) in [
            (r#""calledNumber": "2000""#, vec![]),
            (r#""calledNumber": "+4930123456,1#""#, vec!["49301234561"]),
            (
                r#""calledNumber": "4930123456", "calledAliases": [{"type": "partyNumber", "value": "+4930123456"}]"#,
                vec!["4930123456"],
            ),
        ] {
            let body = format!(r#"{{"server": "gw.example.com", {fields}}}"#);
            let request = parse(body.as_bytes()).expect("a request");
            assert_eq!(public(&request.config), expected, "{fields}");
        }
    }

    #[test]
    fn the_document_has_the_table() {
        assert_eq!(Denied::default().0.len(), USUAL.len(), "each is a pattern");
        for (pattern, _) in USUAL {
            assert!(TABLE.contains(&format!("`{pattern}`")), "{pattern}");
        }
        for row in TABLE.lines().filter(|line| line.starts_with("| `")) {
            let cell = row.split('|').nth(1).unwrap_or_default();
            for quoted in cell.split('`').skip(1).step_by(2) {
                assert!(
                    USUAL.iter().any(|(pattern, _)| *pattern == quoted),
                    "{quoted}"
                );
            }
        }
    }
}
