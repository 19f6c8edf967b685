//! Documents that spell advice out.

/// A document of this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it tells.
    pub text: &'static str,
    /// Where it is: its path in the repository, under which the Worker serves it too.
    pub path: &'static str,
}

/// How to switch H.323 inspection off.
pub const FIREWALLS: Link = Link {
    text: "How to switch H.323 inspection off, maker by maker",
    path: "docs/firewalls.md",
};
