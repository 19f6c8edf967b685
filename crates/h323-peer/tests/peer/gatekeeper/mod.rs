//! The gatekeeper: without sockets and with a virtual clock, and as a program.

mod calls;
mod desk;
mod hostile;
mod program;
mod proofs;
mod ras;
mod scenarios;
