mod elements;
mod messages;

use alloc::vec::Vec;

/// The octets of a message written in hex.
fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .map(|digit| digit.try_into().unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// A recorded message from `producer`, by its name in the file of one call.
fn recorded(producer: &str, name: &str) -> Vec<u8> {
    let file = match producer {
        "GnuGk" => include_str!("../../../../testdata/gnugk/c23-gnugk-unknown-alias.hex"),
        "H323Plus" => include_str!("../../../../testdata/h323plus/c01-slow-tunnel.hex"),
        "ooh323c" => include_str!("../../../../testdata/ooh323c/c33-ooh323c-to-h323plus.hex"),
        other => panic!("no file of {other}"),
    };
    let mut columns = file.lines().map(|line| line.split('\t'));
    let mut line = columns
        .find(|columns| columns.clone().next() == Some(name))
        .unwrap();
    hex(line.nth(1).unwrap())
}
