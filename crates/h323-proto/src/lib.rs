//! Sans-IO H.323 call signalling.
#![no_std]
extern crate alloc;
