//! `h323_fuzz`, target `q931`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("q931").check)(octets));
