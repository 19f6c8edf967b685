//! Documents with longer advice.

/// A document of this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its subject.
    pub text: &'static str,
    /// Its path in the repository. The Worker serves it under the same path.
    pub path: &'static str,
}

/// How to switch H.323 inspection off.
pub const FIREWALLS: Link = Link {
    text: "How to switch H.323 inspection off, maker by maker",
    path: "docs/firewalls.md",
};
