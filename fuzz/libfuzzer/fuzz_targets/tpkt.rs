//! `h323_fuzz`, target `tpkt`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("tpkt").check)(octets));
