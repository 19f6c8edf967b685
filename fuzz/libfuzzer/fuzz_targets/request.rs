//! `h323_fuzz`, target `request`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("request").check)(octets));
