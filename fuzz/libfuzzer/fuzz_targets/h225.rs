//! `h323_fuzz`, target `h225`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("h225").check)(octets));
