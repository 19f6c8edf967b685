//! Each form that people have at hand, as its tool prints it.

use super::*;

/// A Release Complete in its TPKT.
const RELEASE: &str = "0300000d080280015a08028091";

fn octets() -> Vec<u8> {
    digits(RELEASE).expect("digits")
}

#[test]
fn a_message_is_found_in_every_form() {
    for (form, text) in [
        // Wireshark's Copy: "as a Hex Stream", "as a C Array", "as Escaped String", "as Base64".
        (Form::Hex, RELEASE),
        (
            Form::Array,
            "0x03, 0x00, 0x00, 0x0d, 0x08, 0x02, 0x80, 0x01,\n0x5a, 0x08, 0x02, 0x80, 0x91\n",
        ),
        (
            Form::Escaped,
            "\"\\x03\\x00\\x00\\x0d\\x08\\x02\\x80\\x01\" \\\n\"\\x5a\\x08\\x02\\x80\\x91\"",
        ),
        (Form::Base64, "AwAADQgCgAFaCAKAkQ=="),
        (Form::Base64, "AwAADQgC\ngAFaCAKA\r\nkQ==\n"),
        // Strings and arrays as programs have them.
        (
            Form::Escaped,
            r"data = b'\x03\x00\x00\r\x08\x02\x80\x01Z\x08\x02\x80\x91'",
        ),
        (
            Form::Escaped,
            r"\x03\x00\x00\x0d\x08\x02\x80\x01 \x5a\x08\x02\x80\x91",
        ),
        (
            Form::Array,
            "static const uint8_t release[13] = { /* 0x99 */ 0x3, 0x0, 0X0, 0xd, 0x08, 0x02, 0x80, 0x01, 0x5A, 0x08, 0x02, 0x80, 0x91 };",
        ),
        // With other signs between.
        (Form::Hex, "03-00-00-0D-08-02-80-01-5A-08-02-80-91"),
        (Form::Hex, "03,00,00,0d,08,02,80,01,5a,08,02,80,91"),
        (Form::Hex, "03:00:00:0d:08:02:80:01:5a:08:02:80:91"),
        (Form::Hex, "0x0300000d080280015a08028091"),
        // ASN.1, alone and in a value.
        (Form::Asn1, "'0300000d080280015a08028091'H"),
        (
            Form::Asn1,
            "      h245Control\n      {\n        '0300000D 08028001 5A080280 91'H\n      }\n      guid '00'H",
        ),
        // Lines of logs.
        (
            Form::Log,
            "Setup PDU: 03 00 00 0d 08 02 80 01 5a 08 02 80 91",
        ),
        (
            Form::Log,
            "2026-01-02 10:11:12.345 rx 13 octets: 0300000d080280015a08028091",
        ),
        (
            Form::Log,
            "*Mar 10 11:16:59.839: H225.0 INCOMING ENCODE BUFFER::= 0300000D 08028001 5A080280 91\n*Mar 10 11:16:59.839:\n",
        ),
        (
            Form::Log,
            "LAYER: Q931\nRAW_PDU: - - - - RAW PDU - - - -\n13 octets (hex output):\n03 00 00 0d 08 02 80 01\n5a 08 02 80 91\nDECODED_PDU: - - -\nPDU_TYPE: x\n",
        ),
    ] {
        let read = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read.form, form, "{text}");
        assert_eq!(read.blocks, [octets()], "{text}");
    }
}

/// PTLib prints no offset, two groups of eight, and the characters behind a gap.
#[test]
fn dumps_of_ptlib_are_read_with_the_characters_left_out() {
    let mut octets = octets();
    octets.extend(b"ab cd 12 ef 0300 beef");
    let mut text = String::from("  2:10.123  H225 Answer:abcd  transports.cxx(1)  Raw PDU:\n");
    for line in octets.chunks(16) {
        let column = |at: usize| match line.get(at) {
            Some(octet) => format!("{octet:02x} "),
            None => String::from("   "),
        };
        let (left, right): (String, String) =
            ((0..8).map(column).collect(), (8..16).map(column).collect());
        text += &format!("    {left} {right}  {}\n", ascii(line));
    }
    text += "  2:10.124  H225 Answer:abcd  more of it\n";
    let read = read(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    assert_eq!(
        (read.form, read.blocks),
        (Form::Log, vec![octets]),
        "{text}"
    );
}

/// What one peer sends without the other between belongs together: the header of a TPKT may be in a
/// packet of its own.
#[test]
fn follow_stream_is_read_by_peer() {
    let arrays = "char peer0_0[] = { /* Packet 4 */\n0x03, 0x00, 0x00, 0x0d };\nchar peer0_1[] = { /* Packet 5 */\n0x08, 0x02, 0x80, 0x01, 0x5a, 0x08, 0x02, 0x80, 0x91 };\nchar peer1_0[] = { /* Packet 6 */\n0x03, 0x00, 0x00, 0x04 };\n";
    let yaml = "# Packet 4\npeers:\n  - peer: 0\n    host: 192.0.2.1\n    port: 1720\npackets:\n  - packet: 4\n    peer: 0\n    index: 0\n    timestamp: 1.5\n    data: !!binary |\n      AwAADQ==\n  - packet: 5\n    peer: 0\n    data: !!binary |\n      CAKAAVoI\n      AoCR\n  - packet: 6\n    peer: 1\n    data: !!binary |\n      AwAABA==\n";
    let old = "peer0_0: !!binary |\n  AwAADQgCgAFaCAKAkQ==\npeer1_0: !!binary |\n  AwAABA==\n";
    for (form, text) in [
        (Form::Array, arrays),
        (Form::Base64, yaml),
        (Form::Base64, old),
    ] {
        let read = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read.form, form);
        assert_eq!(read.blocks, [octets(), vec![3, 0, 0, 4]], "{text}");
    }
}

#[test]
fn what_only_looks_like_octets_is_not_taken_for_them() {
    for text in [
        "What is a H.323 call?",
        "The call at 10:11:12 on 2026-01-02 failed",
        "add a bad face",
        "\\xgg",
        "'abc'H",
        "{ 0x123 }",
        "!!binary |\n  *",
        "port 1720",
    ] {
        assert!(read(text).is_err(), "{text}: {:?}", read(text));
    }
    // A dump with offsets is none of C's arrays.
    let dump = "0x0000:  0300 000d 0802 8001 5a08 0280 91\n";
    assert_eq!(read(dump).expect("a dump").form, Form::Dump);
}
