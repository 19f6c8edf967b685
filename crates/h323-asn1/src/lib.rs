//! ASN.1 types of H.225.0 for rasn.
#![no_std]
extern crate alloc;
