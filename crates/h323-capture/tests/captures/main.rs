//! Captures made here, in every format, over every link, whole and damaged.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod files;

mod long;
mod make;
mod ras;
