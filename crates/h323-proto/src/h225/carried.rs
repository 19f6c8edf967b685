//! Values of other protocols that an H.225.0 message carries, each in an OCTET STRING of a list.

use alloc::vec::Vec;
use core::ops::Deref;

use crate::view::View;

/// We read at most this many values of a list: a peer could put one into each octet or two.
const MOST: usize = 256;

/// The values of a list. Each is read once, and the call, its record and its report share them.
#[derive(Clone, Debug)]
pub struct Carried<R> {
    records: Vec<R>,
    /// The nodes of the message's tree that hold the octets, one per value.
    nodes: Vec<usize>,
    beyond: usize,
}

impl<R> Default for Carried<R> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            nodes: Vec::new(),
            beyond: 0,
        }
    }
}

impl<R> Deref for Carried<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        &self.records
    }
}

impl<'a, R> IntoIterator for &'a Carried<R> {
    type Item = &'a R;
    type IntoIter = core::slice::Iter<'a, R>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.iter()
    }
}

impl<R> Carried<R> {
    /// Reads the first 256 values of the list `name` in the SEQUENCE at `node`.
    pub(super) fn read(view: &View<'_>, node: usize, name: &str, of: fn(Vec<u8>) -> R) -> Self {
        let mut carried = Self::default();
        let Some(list) = view.child(node, name) else {
            return carried;
        };
        for element in view.tree.children(list) {
            carried.take(view, element, of);
        }
        carried
    }

    /// Reads the value whose octets are at `node`, which stands behind those read before. After 256
    /// values it is only counted.
    pub(super) fn take(&mut self, view: &View<'_>, node: usize, of: fn(Vec<u8>) -> R) {
        let Some(octets) = view.octets(node) else {
            return;
        };
        if self.records.len() < MOST {
            self.records.push(of(octets.into_owned()));
            self.nodes.push(node);
        } else {
            self.beyond += 1;
        }
    }

    /// The value whose octets are at `node` of the message's tree, if it was read.
    #[must_use]
    pub fn at(&self, node: usize) -> Option<&R> {
        let position = self.nodes.binary_search(&node).ok()?;
        self.records.get(position)
    }

    /// The number of further values. Only their octets are kept, in the message's tree.
    #[must_use]
    pub const fn beyond(&self) -> usize {
        self.beyond
    }
}
