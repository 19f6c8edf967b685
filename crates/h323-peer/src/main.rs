//! An H.323 endpoint for the command line.
fn main() {}
