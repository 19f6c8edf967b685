//! `h323_fuzz`, target `capture`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("capture").check)(octets));
