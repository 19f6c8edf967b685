//! What was read, written again inside another message, by the same tables.
//!
//! Octets cannot be copied as they are: where a value starts decides how many
//! bits of padding it has in it.

use super::table::{Bounds, Component, Parts, Shape};
use super::tree::{Coding, Data, Node, Span, Tree};
use super::writer::Writer;

/// Writes the value at `node` of `tree` as the innermost of the alternatives
/// `within` of `root`. `None` if that is no such value, or was not read to its
/// end; what our version of a type does not have is left out.
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
    Again {
        tree,
        writer: &mut writer,
    }
    .value(node)?;
    Some(writer)
}

fn choice(component: &Component) -> Option<&'static Parts> {
    match shape(component) {
        Shape::Choice(parts) => Some(parts),
        _ => None,
    }
}

fn shape(component: &Component) -> &'static Shape {
    match &component.of.shape {
        Shape::Later(of) => &of().shape,
        shape => shape,
    }
}

struct Again<'a> {
    tree: &'a Tree,
    writer: &'a mut Writer,
}

impl Again<'_> {
    fn value(&mut self, at: usize) -> Option<()> {
        let node = *self.tree.nodes.get(at)?;
        let data = node.data;
        match (shape(node.component), data) {
            (Shape::Null, Data::Null) => {}
            (Shape::Boolean, Data::Boolean(value)) => self.writer.bit(value),
            (Shape::Integer(bounds), Data::Integer(value)) => self.integer(bounds, value)?,
            (Shape::Enumerated(names), Data::Enumerated(index)) => {
                let (index, root) = (usize::from(index), names.root.len());
                let behind = index.checked_sub(root);
                let extension = behind.is_some();
                let index = behind.unwrap_or(index);
                self.writer.index(index, root, names.extensible, extension);
            }
            (Shape::OctetString(bounds), Data::Octets(span)) => {
                self.string(&node, bounds, span, 8)?;
            }
            (Shape::BitString(bounds), Data::Bits(span)) => self.string(&node, bounds, span, 1)?,
            (Shape::GeneralString, Data::Text(span)) => {
                self.string(&node, &Bounds::NONE, span, 8)?;
            }
            (Shape::ObjectIdentifier, Data::ObjectIdentifier(span)) => {
                self.string(&node, &Bounds::NONE, span, 8)?;
            }
            (Shape::BmpString(bounds), Data::Text(span)) => self.string(&node, bounds, span, 16)?,
            (Shape::Ia5String(bounds, alphabet), Data::Text(span)) => {
                let width = alphabet.map_or(8, |alphabet| Coding::of(alphabet).width);
                self.string(&node, bounds, span, width)?;
            }
            (Shape::Sequence(parts), Data::Sequence) => self.sequence(parts, at)?,
            (Shape::Choice(parts), Data::Choice) => self.choice(parts, at)?,
            (Shape::SequenceOf(bounds, _), Data::SequenceOf) => self.list(bounds, at)?,
            _ => return None,
        }
        Some(())
    }

    fn integer(&mut self, bounds: &Bounds, value: i64) -> Option<()> {
        let (lower, upper) = (bounds.lower?, bounds.upper?);
        let most = upper.wrapping_sub(lower).cast_unsigned();
        let value = value.wrapping_sub(lower).cast_unsigned();
        if bounds.extensible || value > most {
            return None;
        }
        self.writer.constrained(value, most);
        Some(())
    }

    fn string(&mut self, node: &Node, bounds: &Bounds, span: Span, width: usize) -> Option<()> {
        let items = span.items as usize;
        match bounds.size() {
            None if bounds.extensible => return None,
            None => self.writer.whole_length(items)?,
            Some((lower, upper)) => {
                let value = items.checked_sub(lower)?;
                self.writer
                    .whole_number(value as u64, (upper - lower) as u64 + 1);
                if items > 0 && !node.component.of.shape.is_packed(width, (lower, upper)) {
                    self.writer.align();
                }
            }
        }
        for item in 0..items {
            let bits = self.tree.bits(node, span.at as usize + item * width, width);
            self.writer.bits(bits as u64, width);
        }
        Some(())
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
            let child = next(component);
            if component.optional {
                self.writer.presence(child.is_some());
            } else {
                child?;
            }
            if let Some(child) = child {
                self.value(child)?;
            }
        }
        for component in parts.additions {
            let child = next(component).filter(|child| self.tree.is_whole(*child));
            if let Some(open) = self.writer.addition(child.is_some()) {
                self.value(child?)?;
                self.writer.close_open_type(open);
                self.writer.close();
            }
        }
        self.writer.close();
        Some(())
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

    fn list(&mut self, bounds: &Bounds, at: usize) -> Option<()> {
        let count = self.tree.children(at).count();
        match bounds.size() {
            None if bounds.extensible => return None,
            None => self.writer.whole_length(count)?,
            Some((lower, upper)) => {
                let value = count.checked_sub(lower)?;
                self.writer
                    .whole_number(value as u64, (upper - lower) as u64 + 1);
            }
        }
        for child in self.tree.children(at) {
            self.value(child)?;
        }
        Some(())
    }
}
