//! `h323_fuzz`, target `calling`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("calling").check)(octets));
