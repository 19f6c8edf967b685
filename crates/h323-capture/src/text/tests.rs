use super::*;

mod forms;

/// 36 octets, the last line short.
fn sample() -> Vec<u8> {
    let mut octets = vec![3, 0, 0, 36, 8, 2, 0x43, 0x7F, 5];
    octets.extend(b"abcd 28 ef 03 | 00 a. 12 ff");
    octets
}

fn dump(text: &str) -> Vec<Vec<u8>> {
    match read(text) {
        Ok(Text {
            form: Form::Dump,
            blocks,
        }) => blocks,
        other => panic!("{other:?} of\n{text}"),
    }
}

fn ascii(octets: &[u8]) -> String {
    octets
        .iter()
        .map(|&octet| match octet {
            b' '..=b'~' => char::from(octet),
            _ => '.',
        })
        .collect()
}

/// A dump with groups of so many octets, as the tools print it.
fn printed(octets: &[u8], group: usize, line: impl Fn(usize, &str, &str) -> String) -> String {
    let mut text = String::new();
    for (index, chunk) in octets.chunks(16).enumerate() {
        let groups: Vec<String> = chunk
            .chunks(group)
            .map(|group| group.iter().map(|octet| format!("{octet:02x}")).collect())
            .collect();
        text += &line(16 * index, &groups.join(" "), &ascii(chunk));
        text += "\n";
    }
    text
}

#[test]
fn digits_may_have_white_space_and_colons_between() {
    for text in [
        "03000017",
        "03 00 00 17",
        "03:00:00:17",
        " 0300\r\n\t0017\n",
        "03000017\n",
        "\u{FEFF}0300 0017",
        "03,00,00,17",
        "03, 00, 00, 17,",
        "03-00-00-17",
        "0x03000017",
        "03;00;0017",
    ] {
        assert_eq!(read(text), Ok(hex(&[3, 0, 0, 0x17])), "{text:?}");
    }
    assert_eq!(read("0A0b"), Ok(hex(&[10, 11])));
}

fn hex(octets: &[u8]) -> Text {
    Text {
        form: Form::Hex,
        blocks: vec![octets.to_vec()],
    }
}

#[test]
fn what_is_wrong_with_digits_is_said_with_its_place() {
    let wrong = |text| read(text).unwrap_err().to_string();
    let beginning = "Line 2, column 2: 'g' is not a hexadecimal digit, and";
    assert!(wrong("03 00\n0g").starts_with(beginning));
    assert_eq!(
        wrong("030"),
        "There is an odd number of hexadecimal digits up to line 1, column 3: one is missing or one is too many."
    );
    assert_eq!(wrong("03,0,00"), wrong("03,0,0"));
    assert_eq!(wrong(" \n"), "It does not contain octets.");
    assert_eq!(wrong(""), "It does not contain octets.");
    // A wrong digit in a line that is octets else leaves nothing out in silence.
    for text in ["03 00 00 0d 08 02 80 9g", "0g 03 00 00 0d 08 02 80"] {
        assert!(wrong(text).contains("'g' is not"), "{text}");
    }
}

#[test]
fn the_dumps_of_common_tools_are_read() {
    let octets = sample();
    let xxd = printed(&octets, 2, |at, groups, text| {
        format!("{at:08x}: {groups:<39}  {text}")
    });
    let xxd_1 = printed(&octets, 1, |at, groups, text| {
        format!("{at:08x}: {groups:<47}  {text}")
    });
    let xxd_4 = printed(&octets, 4, |at, groups, text| {
        format!("{at:08x}: {groups:<35}  {text}")
    });
    let tcpdump_capital = printed(&octets, 2, |at, groups, text| {
        format!("\t0x{at:04x}:  {groups:<39}  {text}")
    });
    let tcpdump = printed(&octets, 2, |at, groups, _| {
        format!("\t0x{at:04x}:  {groups}")
    });
    let wireshark = printed(&octets, 1, |at, groups, text| {
        format!("{at:04x}   {groups:<47}   {text}")
    });
    let tshark = printed(&octets, 1, |at, groups, text| {
        format!("{at:04x}  {groups:<47}   {text}")
    });
    let bare = printed(&octets, 1, |at, groups, _| format!("{at:04x}   {groups}"));
    let hexdump = printed(&octets, 1, |at, groups, text| {
        let (left, right) = groups.split_at(groups.len().min(23));
        format!("{at:08x}  {:<49} |{text}|", format!("{left} {right}"))
    }) + "00000024\n";
    for text in [
        &xxd,
        &xxd_1,
        &xxd_4,
        &tcpdump_capital,
        &tcpdump,
        &wireshark,
        &tshark,
        &bare,
        &hexdump,
    ] {
        assert_eq!(dump(text), std::slice::from_ref(&octets), "{text}");
        assert_eq!(
            dump(&text.replace('\n', "\r\n")),
            std::slice::from_ref(&octets)
        );
    }
}

#[test]
fn a_gap_in_the_middle_ends_nothing() {
    let text = "0000   00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f   ........ ........\n\
                0010   10 11 12 13 14 15 16 17                            ab cd 12\n";
    assert_eq!(dump(text), [(0..0x18).collect::<Vec<u8>>()]);
}

#[test]
fn each_offset_of_zero_begins_a_block_and_other_lines_are_skipped() {
    let text = "12:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.1720: Flags [P.], length 4\n\
                \t0x0000:  0300 0004                                ....\n\
                12:00:00.000002 IP 192.0.2.2.1720 > 192.0.2.1.40000: Flags [.], length 0\n\
                \t0x0000:  0300 0004\n";
    assert_eq!(dump(text), [[3, 0, 0, 4], [3, 0, 0, 4]]);
}

#[test]
fn repeated_lines_are_filled_in_but_not_without_end() {
    let zeros = "00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00";
    let bars = "|................|";
    let text = format!("00000000  {zeros}  {bars}\n*\n00000040  03 00  |..|\n00000042\n");
    let mut octets = vec![0; 0x40];
    octets.extend([3, 0]);
    assert_eq!(dump(&text), [octets]);
    let text = format!("00000000  {zeros}  {bars}\n*\nfffffff0  03 00  |..|\n");
    assert_eq!(
        read(&text),
        Err(TextError::TooLong {
            line: 3,
            limit: 1 << 16
        })
    );
    // Nor do many blocks together.
    let block = format!("00000000  {zeros}  {bars}\n*\n0000fff0  03 00  |..|\n");
    assert!(matches!(
        read(&block.repeat(2)),
        Err(TextError::TooLong { line: 6, .. })
    ));
}

#[test]
fn what_is_wrong_with_a_dump_is_said_with_its_place() {
    let wrong = |text| read(text).unwrap_err().to_string();
    assert_eq!(
        wrong("0000   03 00\n0010   00 17\n"),
        "Line 2: the offset is 0x0010, but the octets before it end at 0x0002. Send the whole dump, from offset 0."
    );
    assert_eq!(
        wrong("0000000 0003 2400 0208\n0000006\n"),
        "Line 1: hexdump without -C prints words, whose octets may be swapped. Use hexdump -C."
    );
    assert_eq!(wrong("00000000\n"), "It does not contain octets.");
}

#[test]
fn any_text_is_read_or_refused() {
    let parts = [
        "0000", "0010", ":", " ", "  ", "\n", "*\n", "0x", "|", "ab", "é", "g", "\t", "00000000",
        "{", "}", "/*", "*/", "peer1", "\\x", "\\", "\"", "'", "'H", "!!binary", "=", ",", "-",
    ];
    let mut state = 1_u32;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += parts[(state >> 16) as usize % parts.len()];
        }
        let _ = read(&text);
    }
}
