//! The endpoint as users run it: a process of its own, called over TCP.

mod call;
mod during;
mod listen;
mod options;
mod recorded;
mod scenarios;
mod support;
