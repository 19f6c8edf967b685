//! Names for T.35 codes: in order, and written down for users.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_proto::h225::{MANUFACTURERS, country, manufacturer};

const DOCUMENT: &str = include_str!("../../../docs/vendors.md");

#[test]
fn the_table_is_sorted_and_without_duplicates() {
    for pair in MANUFACTURERS.windows(2) {
        let key = |row: usize| (pair[row].0, pair[row].1, pair[row].2);
        assert!(key(0) < key(1), "{pair:?}");
    }
}

#[test]
fn each_row_is_found_and_has_a_country() {
    for &(t35, extension, code, name) in MANUFACTURERS {
        assert_eq!(manufacturer(t35, extension, code), Some(name));
        assert!(country(t35).is_some(), "{t35}");
        assert_eq!(name, name.trim());
        assert!(!name.is_empty());
    }
}

#[test]
fn codes_are_told_apart_by_each_of_their_parts() {
    assert_eq!(manufacturer(181, 0, 18), Some("Cisco Systems"));
    assert_eq!(manufacturer(181, 1, 18), None);
    assert_eq!(manufacturer(180, 0, 18), None);
    assert_eq!(manufacturer(181, 0, 0xFFFF), None);
    assert_eq!(
        manufacturer(9, 0, 61),
        Some("Equivalence (OpenH323, H323Plus)")
    );
}

#[test]
fn countries_are_those_of_their_codes() {
    for (code, name) in [
        (0, Some("Japan")),
        (4, Some("Germany")),
        (9, Some("Australia")),
        (38, Some("China")),
        (62, Some("French Polynesia")),
        (63, None),
        (64, Some("Gabon")),
        (66, Some("Germany")),
        (138, Some("Poland")),
        (180, Some("United Kingdom")),
        (181, Some("United States")),
        (198, Some("Slovenia")),
        (199, None),
        (255, None),
    ] {
        assert_eq!(country(code), name, "{code}");
    }
}

/// The cells of the rows of the table under `heading`, header and rule left out.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = DOCUMENT.split_once(heading).unwrap();
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn the_document_lists_every_vendor_and_no_other() {
    let listed: Vec<String> = table("\n## Table")
        .into_iter()
        .map(|cells| cells[..4].join(" | "))
        .collect();
    let known: Vec<String> = MANUFACTURERS
        .iter()
        .map(|&(t35, extension, code, name)| {
            let land = country(t35).unwrap();
            format!(
                "{t35}/{extension}/{code} | {t35:02X} {extension:02X} {code:04X} | {land} | {name}"
            )
        })
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn each_vendor_of_the_document_has_a_source_that_is_explained() {
    let sources: Vec<&str> = table("\n## Sources")
        .into_iter()
        .map(|cells| cells[0])
        .collect();
    for cells in table("\n## Table") {
        assert_eq!(cells.len(), 5, "{cells:?}");
        for source in cells[4].split(", ") {
            assert!(sources.contains(&source), "{cells:?}");
        }
    }
}
