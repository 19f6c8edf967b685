//! Octets of H.323 in the forms that people have them: hexadecimal digits, the dumps of common
//! tools, captures. No I/O, and nothing here trusts a length.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod text;
