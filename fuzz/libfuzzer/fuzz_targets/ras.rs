//! `h323_fuzz`, target `ras`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("ras").check)(octets));
