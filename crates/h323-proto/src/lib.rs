//! Sans-IO H.323 call signalling.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

pub mod address;
pub mod call;
pub mod diagnosis;
pub mod error;
pub mod h225;
pub mod h245;
pub mod h450;
pub mod q931;
mod reader;
pub mod text;
pub mod time;
pub mod tpkt;
pub mod trace;
mod view;
