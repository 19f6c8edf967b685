//! Writes a decoded value again inside another message, using the same tables.
//!
//! The octets cannot be copied unchanged: the padding in a value depends on the bit position where
//! it starts.

use super::edit::Changes;
use super::table::{Bounds, Component, Parts, Shape};
use super::tree::{Coding, Data, Node, Span, Tree};
use super::value::Written;
use super::writer::Writer;

/// Writes the value at `node` of `tree` inside the nested alternatives `within` of `root`. `None`
/// if the value does not fit, or was not read to its end. Parts that our version of a type does not
/// have are left out.
pub(super) fn again(
    root: &'static Component,
    within: &[&str],
    tree: &Tree,
    node: usize,
) -> Option<Writer> {
    let mut writer = Writer::default();
    let mut component = root;
    for name in within {
        let parts = choice(component)?;
        let mut root = parts.root.iter();
        let index = root.position(|alternative| alternative.name == *name)?;
        writer.index(index, parts.root.len(), parts.extensible, false);
        component = parts.root.get(index)?;
    }
    let read = tree.nodes.get(node)?;
    core::ptr::eq(component.of, read.component.of).then_some(())?;
    Again::new(tree, &Changes::default(), &mut writer).value(node)?;
    Some(writer)
}

fn choice(component: &Component) -> Option<&'static Parts> {
    match component.of.shape() {
        Shape::Choice(parts) => Some(parts),
        _ => None,
    }
}

/// Writes the nodes of a tree, with changes.
pub(super) struct Again<'a> {
    tree: &'a Tree,
    changes: &'a Changes,
    writer: &'a mut Writer,
}

/// A part of a value, as it is written.
#[derive(Clone, Copy)]
enum Part<'a> {
    Absent,
    Read(usize),
    Put(&'a dyn Written),
}

impl<'a> Again<'a> {
    pub(super) const fn new(tree: &'a Tree, changes: &'a Changes, writer: &'a mut Writer) -> Self {
        Self {
            tree,
            changes,
            writer,
        }
    }

    pub(super) fn value(&mut self, at: usize) -> Option<()> {
        let node = *self.tree.nodes.get(at)?;
        let data = node.data;
        let shape = node.component.of.shape();
        match (shape, data) {
            (Shape::Null, Data::Null) => {}
            (Shape::Boolean, Data::Boolean(value)) => self.writer.bit(value),
            (Shape::Integer(bounds), Data::Integer(value)) => {
                self.writer.integer(bounds, value).ok()?;
            }
            (Shape::Enumerated(names), Data::Enumerated(index)) => {
                self.writer.enumerated(names, index.into());
            }
            (Shape::OctetString(bounds), Data::Octets(span)) => {
                self.string(&node, bounds, span, 8)?;
            }
            (Shape::BitString(bounds), Data::Bits(span)) => self.string(&node, bounds, span, 1)?,
            (Shape::GeneralString, Data::Text(span))
            | (Shape::ObjectIdentifier, Data::ObjectIdentifier(span)) => {
                self.string(&node, &Bounds::NONE, span, 8)?;
            }
            (Shape::BmpString(bounds), Data::Text(span)) => self.string(&node, bounds, span, 16)?,
            (Shape::Ia5String(bounds, alphabet), Data::Text(span)) => {
                let width = alphabet.map_or(8, |alphabet| Coding::of(alphabet).width);
                self.string(&node, bounds, span, width)?;
            }
            (Shape::Sequence(parts), Data::Sequence) => self.sequence(parts, at)?,
            (Shape::Choice(parts), Data::Choice) => self.choice(parts, at)?,
            (Shape::SequenceOf(bounds, element), Data::SequenceOf) => {
                self.list(bounds, element, at)?;
            }
            _ => return None,
        }
        Some(())
    }

    fn string(&mut self, node: &Node, bounds: &Bounds, span: Span, width: usize) -> Option<()> {
        let items = (span.items as usize, width);
        let mut item = |item| {
            let bits = self.tree.bits(node, span.at as usize + item * width, width);
            Ok(bits as u64)
        };
        let shape = node.component.of.shape();
        self.writer.string(shape, bounds, items, &mut item).ok()
    }

    fn sequence(&mut self, parts: &Parts, at: usize) -> Option<()> {
        let writer = &mut self.writer;
        writer.open_sequence(parts.optional, parts.extensible, parts.additions.len());
        let mut children = self.tree.children(at).peekable();
        let mut next = |component: &Component| {
            let is = |child: &usize| {
                self.tree
                    .nodes
                    .get(*child)
                    .is_some_and(|node| core::ptr::eq(node.component, component))
            };
            children.next_if(is)
        };
        for component in parts.root {
            let part = self.changed(at, component, next(component));
            let present = !matches!(part, Part::Absent);
            if component.optional {
                self.writer.presence(present);
            } else if !present {
                return None;
            }
            self.part(component, part)?;
        }
        let plain = self.changes.is_plain(at);
        for component in parts.additions {
            let child = next(component).filter(|child| !plain && self.tree.is_whole(*child));
            let part = self.changed(at, component, child);
            let present = !matches!(part, Part::Absent);
            if let Some(open) = self.writer.addition(present) {
                self.part(component, part)?;
                self.writer.close_open_type(open);
                self.writer.close();
            }
        }
        self.writer.close();
        Some(())
    }

    /// A component of the SEQUENCE at `at`, which was read as `child`.
    fn changed(&self, at: usize, component: &Component, child: Option<usize>) -> Part<'a> {
        match self.changes.part(at, component.name) {
            Some(Some(value)) => Part::Put(value),
            Some(None) => Part::Absent,
            None => child.map_or(Part::Absent, Part::Read),
        }
    }

    fn part(&mut self, component: &Component, part: Part<'_>) -> Option<()> {
        match part {
            Part::Absent => Some(()),
            Part::Read(child) => self.value(child),
            Part::Put(value) => self.writer.value(component.of, value).ok(),
        }
    }

    fn choice(&mut self, parts: &Parts, at: usize) -> Option<()> {
        let child = self.tree.children(at).next()?;
        let taken = self.tree.nodes.get(child)?.component;
        let position =
            |parts: &[Component]| parts.iter().position(|part| core::ptr::eq(part, taken));
        if let Some(index) = position(parts.root) {
            self.writer
                .index(index, parts.root.len(), parts.extensible, false);
            return self.value(child);
        }
        let index = position(parts.additions)?;
        self.writer.index(index, parts.root.len(), true, true);
        let open = self.writer.open_type();
        self.value(child)?;
        self.writer.close_open_type(open);
        Some(())
    }

    fn list(&mut self, bounds: &Bounds, element: &Component, at: usize) -> Option<()> {
        let (tree, changes) = (self.tree, self.changes);
        let further = changes.elements(at);
        let mut children = tree
            .children(at)
            .map(Part::Read)
            .chain(further.map(Part::Put));
        let length = tree.children(at).count() + changes.elements(at).count();
        let (mut count, mut last) = self.writer.open_list(bounds, length).ok()?;
        let mut left = length;
        loop {
            left = left.checked_sub(count)?;
            for child in children.by_ref().take(count) {
                self.part(element, child)?;
            }
            if last {
                return Some(());
            }
            (count, last) = self.writer.next_fragment(left);
        }
    }
}
