//! The call-signalling messages of the repository's `testdata`.

use std::path::{Path, PathBuf};

/// One message of another stack.
pub(crate) struct Line {
    /// `call/frame/message`.
    pub(crate) name: String,
    /// `H323-UserInformation` as it was sent.
    pub(crate) uuie: Vec<u8>,
    /// What pycrate writes for its value.
    pub(crate) pycrate: Vec<u8>,
}

pub(crate) fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for file in files() {
        let text = std::fs::read_to_string(&file).expect("text");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().expect("four columns");
            let name = next().to_owned();
            next();
            lines.push(Line {
                name,
                uuie: octets(next()),
                pycrate: octets(next()),
            });
        }
    }
    assert!(lines.len() >= 200, "only {} messages", lines.len());
    lines
}

fn octets(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "odd number of digits: {hex}");
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut files = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for entry in std::fs::read_dir(root.join(producer)).expect("testdata") {
            let path = entry.expect("entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".hex") && !name.starts_with("h245-") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
