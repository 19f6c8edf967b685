//! Changes a value that was read, and writes it again.
//!
//! A value of the type itself could be changed too, but making one needs code for each type inside it,
//! which is large for a whole message.

use super::again::Again;
use super::table::Component;
use super::tree::Tree;
use super::value::Written;
use super::writer::Writer;
use super::{MAX_NODES, recorded};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// A value that was read, with the changes to make.
///
/// Places are paths as in [`Tree::find`]. A change at a place that the value does not have changes
/// nothing.
pub struct Edit {
    tree: Tree,
    changes: Changes,
}

/// A value to be put where another one was.
type New = Box<dyn Written>;

/// The changes; nodes are positions in the tree.
#[derive(Default)]
pub(super) struct Changes {
    /// SEQUENCE, component, and its new value or its absence.
    parts: Vec<(usize, &'static str, Option<New>)>,
    /// SEQUENCEs without extension additions.
    plain: Vec<usize>,
    /// SEQUENCE OF, and a further element.
    elements: Vec<(usize, New)>,
}

impl Changes {
    /// The change of a component: its new value, or `Some(None)` if it is left out.
    pub(super) fn part(&self, at: usize, name: &str) -> Option<Option<&dyn Written>> {
        let mut parts = self.parts.iter().rev();
        let (.., value) = parts.find(|(node, component, _)| *node == at && *component == name)?;
        Some(value.as_deref())
    }

    /// Whether the extension additions are left out.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        self.plain.contains(&at)
    }

    /// The further elements.
    pub(super) fn elements(&self, at: usize) -> impl Iterator<Item = &dyn Written> {
        let elements = self.elements.iter().filter(move |(node, _)| *node == at);
        elements.map(|(_, element)| &**element)
    }
}

impl Edit {
    /// Reads a value to be changed. `None` if it cannot be read to its end.
    #[must_use]
    pub fn of(root: &'static Component, octets: &[u8]) -> Option<Self> {
        let reading = recorded(root, octets, MAX_NODES);
        reading.error.is_none().then_some(Self {
            tree: reading.tree,
            changes: Changes::default(),
        })
    }

    /// The value as it was read.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Gives the component of the SEQUENCE at `place` this value, which must be one of its type.
    pub fn put(&mut self, place: &str, component: &'static str, value: impl Written + 'static) {
        self.change(place, component, Some(Box::new(value)));
    }

    /// Leaves out the optional component of the SEQUENCE at `place`.
    pub fn omit(&mut self, place: &str, component: &'static str) {
        self.change(place, component, None);
    }

    fn change(&mut self, place: &str, component: &'static str, value: Option<New>) {
        if let Some(at) = self.tree.find(place) {
            self.changes.parts.push((at, component, value));
        }
    }

    /// Leaves out all extension additions of the SEQUENCE at `place`.
    pub fn omit_additions(&mut self, place: &str) {
        self.changes.plain.extend(self.tree.find(place));
    }

    /// Puts a further element behind those of the SEQUENCE OF at `place`.
    pub fn push(&mut self, place: &str, element: impl Written + 'static) {
        if let Some(at) = self.tree.find(place) {
            self.changes.elements.push((at, Box::new(element)));
        }
    }

    /// The value at `place` alone, without the changes.
    #[must_use]
    pub fn part(&self, place: &str) -> Option<Vec<u8>> {
        self.written(self.tree.find(place)?, &Changes::default())
    }

    /// Writes the changed value. `None` if a change does not fit its type.
    #[must_use]
    pub fn finish(&self) -> Option<Vec<u8>> {
        self.written(0, &self.changes)
    }

    fn written(&self, at: usize, changes: &Changes) -> Option<Vec<u8>> {
        let mut writer = Writer::default();
        Again::new(&self.tree, changes, &mut writer).value(at)?;
        Some(writer.finish())
    }
}
