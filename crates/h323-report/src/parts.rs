//! JSON in parts, for a document with a long list: each element is written when it is asked for.

use std::iter;

use serde::Serialize;

use crate::{CallReport, RegisterReport, Update};

/// The least octets of a write, but for the last.
const WRITE: usize = 1 << 16;

/// A value as JSON. Reports cannot fail to be written.
pub(crate) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// `frame` is a document whose list `name` is empty; the parts are the same document with these
/// elements in the list.
pub(crate) fn filled(
    mut frame: Vec<u8>,
    name: &str,
    elements: impl Iterator<Item = Vec<u8>>,
) -> impl Iterator<Item = Vec<u8>> {
    // A quote within a string is escaped, so this cannot be part of one.
    let list = format!("\"{name}\":[");
    let found = frame
        .windows(list.len())
        .position(|part| part == list.as_bytes());
    let behind = frame.split_off(found.map_or(frame.len(), |at| at + list.len()));
    let elements = elements.enumerate().map(|(index, mut element)| {
        if index > 0 {
            element.insert(0, b',');
        }
        element
    });
    gathered(iter::once(frame).chain(elements).chain(iter::once(behind)))
}

/// Puts parts together until they are worth a write of their own: each costs the runtime some 100 µs.
/// The report of a usual call is one.
fn gathered(mut parts: impl Iterator<Item = Vec<u8>>) -> impl Iterator<Item = Vec<u8>> {
    iter::from_fn(move || {
        let mut whole = parts.next()?;
        while whole.len() < WRITE
            && let Some(part) = parts.next()
        {
            whole.extend(part);
        }
        Some(whole)
    })
}

impl CallReport {
    /// The JSON of the report in parts, one for each message of the trace.
    pub fn parts(mut self) -> impl Iterator<Item = Vec<u8>> {
        let trace = std::mem::take(&mut self.trace);
        filled(
            json(&self),
            "trace",
            trace.into_iter().map(|entry| json(&entry)),
        )
    }

    /// The same as the last line of a stream, without its end.
    pub fn line_parts(mut self) -> impl Iterator<Item = Vec<u8>> {
        let trace = std::mem::take(&mut self.trace);
        let frame = json(&Update::CallEnd(&self));
        filled(frame, "trace", trace.into_iter().map(|entry| json(&entry)))
    }
}

impl RegisterReport {
    /// The JSON of the report in parts, one for each message of the trace.
    pub fn parts(mut self) -> impl Iterator<Item = Vec<u8>> {
        let trace = std::mem::take(&mut self.trace);
        let frame = json(&self);
        filled(frame, "trace", trace.into_iter().map(|entry| json(&entry)))
    }

    /// The same as the last line of a stream, without its end.
    pub fn line_parts(mut self) -> impl Iterator<Item = Vec<u8>> {
        let trace = std::mem::take(&mut self.trace);
        let frame = json(&Update::RegisterEnd(&self));
        filled(frame, "trace", trace.into_iter().map(|entry| json(&entry)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_document() {
        #[derive(Serialize)]
        struct Document {
            before: &'static str,
            list: Vec<u8>,
            after: u8,
        }
        let document = |list: &[u8]| Document {
            // This only looks like the list.
            before: "\"list\":[]",
            list: list.to_vec(),
            after: 7,
        };
        for list in [&[][..], &[1], &[1, 2, 3]] {
            let elements = list.iter().map(json);
            let parts: Vec<_> = filled(json(&document(&[])), "list", elements).collect();
            assert_eq!(parts.len(), 1);
            assert_eq!(parts.concat(), json(&document(list)));
        }
    }

    #[test]
    fn a_long_document_has_parts_of_some_size() {
        let parts = || (0..10).map(|_| vec![7; WRITE / 3]);
        let lengths: Vec<usize> = gathered(parts()).map(|part| part.len()).collect();
        assert_eq!(lengths.len(), 3);
        assert!(
            lengths
                .iter()
                .all(|length| (WRITE / 3..2 * WRITE).contains(length))
        );
        assert_eq!(lengths.iter().sum::<usize>(), 10 * (WRITE / 3));
        assert_eq!(gathered(iter::empty()).count(), 0);
    }
}
