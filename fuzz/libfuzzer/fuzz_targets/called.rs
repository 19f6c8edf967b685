//! `h323_fuzz`, target `called`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("called").check)(octets));
