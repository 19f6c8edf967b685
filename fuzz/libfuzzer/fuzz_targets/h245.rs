//! `h323_fuzz`, target `h245`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("h245").check)(octets));
