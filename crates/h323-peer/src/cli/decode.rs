//! `h323-peer decode`.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::Args;
use h323_peer::print_line;
use h323_report::{
    decoding::{Decoding, Kind},
    ladder,
};

use super::exit::{Exit, fail};

#[derive(Args)]
pub(crate) struct Options {
    /// A pcap or pcapng file, a dump, or digits; - for standard input.
    file: PathBuf,
    /// The kind of octets: auto, tpkt, q931, h225 (an H323-UserInformation), h245 or ras.
    #[arg(long = "as", default_value = "auto", value_name = "KIND", value_parser = kind)]
    kind: Kind,
    /// Print below each message its fields, with what their values stand for.
    #[arg(long, conflicts_with = "json")]
    fields: bool,
    /// Print the answer of the HTTP API instead of a ladder.
    #[arg(long)]
    json: bool,
}

fn kind(name: &str) -> Result<Kind, String> {
    let named = Kind::NAMES.iter().find(|(known, _)| *known == name);
    named.map(|(_, kind)| *kind).ok_or_else(|| {
        let names = Kind::NAMES.map(|(known, _)| known);
        format!("must be one of {}", names.join(", "))
    })
}

/// Decodes a file.
pub(crate) fn decode(options: &Options) -> Exit {
    let name = options.file.display();
    let octets = match read(&options.file) {
        Ok(octets) => octets,
        Err(error) => return fail(&format!("cannot read {name}: {error}"), Exit::File),
    };
    let decoding = match Decoding::of_octets_as(&octets, options.kind) {
        Ok(decoding) => decoding,
        Err(error) => {
            // `as` is the API's name for this option.
            let text = error.to_string().replace("`as`", "--as");
            return fail(&format!("{name}: {text}"), Exit::Negative);
        }
    };
    if options.json {
        match serde_json::to_string(&decoding) {
            Ok(text) => print_line(&text),
            Err(error) => return fail(&error.to_string(), Exit::Negative),
        }
    } else {
        print_line(ladder::of_decoding(&decoding, options.fields).trim_end());
    }
    if decoding.messages.is_empty() {
        return Exit::Negative;
    }
    Exit::Done
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return fs::read(file);
    }
    let mut octets = Vec::new();
    io::stdin().read_to_end(&mut octets).map(|_| octets)
}
