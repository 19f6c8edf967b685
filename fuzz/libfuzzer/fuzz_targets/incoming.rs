//! `h323_fuzz`, target `incoming`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("incoming").check)(octets));
