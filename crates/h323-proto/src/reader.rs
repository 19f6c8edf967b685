//! A cursor over received octets. It cannot overrun and cannot rewind.

use crate::error::{DecodeError, DecodeErrorKind, Layer};

/// Reads octets from the front. A nested structure gets its own reader over the result of
/// [`Reader::take`], so a length inside it can never reach the octets of its parent.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    layer: Layer,
    /// The unread octets.
    rest: &'a [u8],
    /// Position of `rest` within the layer's octets.
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads `octets`, whose first one is octet 0 of `layer`.
    pub(crate) const fn new(layer: Layer, octets: &'a [u8]) -> Self {
        Self {
            layer,
            rest: octets,
            at: 0,
        }
    }

    /// Position of the next octet within the layer's octets.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The number of unread octets.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// An error about the octet at `at`.
    pub(crate) const fn error(&self, at: usize, kind: DecodeErrorKind) -> DecodeError {
        DecodeError {
            layer: self.layer,
            at,
            kind,
        }
    }

    /// The next `count` octets.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                self.at += count;
                Ok(taken)
            }
            None => Err(self.error(
                self.at,
                DecodeErrorKind::Truncated {
                    needed: count,
                    left: self.rest.len(),
                },
            )),
        }
    }

    /// The next octet.
    pub(crate) fn u8(&mut self) -> Result<u8, DecodeError> {
        match self.next() {
            Some(octet) => Ok(octet),
            None => Err(self.error(self.at, DecodeErrorKind::Truncated { needed: 1, left: 0 })),
        }
    }

    /// The next octet, or `None` at the end.
    pub(crate) fn next(&mut self) -> Option<u8> {
        let (&octet, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.at += 1;
        Some(octet)
    }

    /// The next two octets, most significant first.
    pub(crate) fn u16(&mut self) -> Result<u16, DecodeError> {
        let mut value = 0;
        for &octet in self.take(2)? {
            value = value << 8 | u16::from(octet);
        }
        Ok(value)
    }

    /// Takes all unread octets.
    pub(crate) fn all(&mut self) -> &'a [u8] {
        self.at += self.rest.len();
        core::mem::take(&mut self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_take_consumes_nothing() {
        let mut reader = Reader::new(Layer::Q931, &[1, 2, 3]);
        assert_eq!(reader.u8(), Ok(1));
        let error = reader.take(3).unwrap_err();
        assert_eq!(error.at, 1);
        assert_eq!(
            error.kind,
            DecodeErrorKind::Truncated { needed: 3, left: 2 }
        );
        assert_eq!(reader.u16(), Ok(0x0203));
        assert_eq!(reader.next(), None);
        assert_eq!(reader.at(), 3);
    }

    #[test]
    fn a_length_near_the_integer_limit_does_not_wrap() {
        let mut reader = Reader::new(Layer::Q931, &[0; 4]);
        assert!(reader.take(usize::MAX).is_err());
        assert_eq!(reader.left(), 4);
        assert_eq!(reader.all(), &[0; 4]);
        assert_eq!(reader.left(), 0);
    }
}
