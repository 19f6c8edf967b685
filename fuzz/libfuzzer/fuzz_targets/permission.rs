//! `h323_fuzz`, target `permission`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("permission").check)(octets));
