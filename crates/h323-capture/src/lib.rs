//! Octets of H.323 in the forms that people have them: hexadecimal digits, the dumps of common
//! tools, captures. No I/O, and nothing here trusts a length.
//!
//! A capture is read in steps: the [`mod@file`] gives packets ([`pcap`], [`pcapng`]), a packet a TCP segment or
//! a UDP datagram ([`packet`]), the segments streams ([`tcp`]), and the streams and datagrams the
//! messages ([`capture`]). Captures are written by [`mod@write`].
#![forbid(unsafe_code)]

pub mod capture;
mod conversation;
mod datagram;
pub mod file;
mod fragments;
mod frames;
pub mod gzip;
pub mod named;
mod octets;
pub mod packet;
pub mod pcap;
pub mod pcapng;
pub mod tcp;
pub mod text;
pub mod write;
