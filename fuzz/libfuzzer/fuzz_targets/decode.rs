//! `h323_fuzz`, target `decode`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("decode").check)(octets));
