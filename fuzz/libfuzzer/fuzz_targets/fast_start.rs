//! `h323_fuzz`, target `fast_start`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("fast_start").check)(octets));
