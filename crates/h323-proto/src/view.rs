//! Reads a decoded tree by the Recommendations' identifiers.

use alloc::borrow::Cow;

use h323_asn1::codec::{Node, NodeValue, Tree};

/// A tree to be read by the Recommendation's identifiers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) tree: &'a Tree,
}

impl<'a> View<'a> {
    pub(crate) fn child(&self, node: usize, name: &str) -> Option<usize> {
        self.tree
            .children(node)
            .find(|child| self.name(*child) == name)
    }

    /// The chosen alternative of a CHOICE, if it has a name.
    pub(crate) fn only(&self, node: usize) -> Option<usize> {
        self.tree
            .children(node)
            .next()
            .filter(|child| !self.name(*child).is_empty())
    }

    /// Whether this alternative is chosen in a CHOICE, or in a CHOICE of a list.
    pub(crate) fn offers(&self, node: usize, name: &str) -> bool {
        let mut chosen = self.tree.children(node);
        chosen.any(|child| self.name(child) == name || self.child(child, name).is_some())
    }

    pub(crate) fn name(&self, node: usize) -> &'a str {
        self.tree.nodes().get(node).map_or("", Node::name)
    }

    pub(crate) fn value(&self, node: usize) -> Option<NodeValue<'a>> {
        self.tree.value(node)
    }

    pub(crate) fn boolean(&self, node: usize) -> Option<bool> {
        match self.value(node)? {
            NodeValue::Boolean(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn integer(&self, node: usize) -> Option<i64> {
        match self.value(node)? {
            NodeValue::Integer(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn octets(&self, node: usize) -> Option<Cow<'a, [u8]>> {
        match self.value(node)? {
            NodeValue::OctetString(octets) => Some(octets),
            _ => None,
        }
    }

    pub(crate) fn array<const N: usize>(&self, node: usize) -> Option<[u8; N]> {
        self.octets(node)?.as_ref().try_into().ok()
    }
}
