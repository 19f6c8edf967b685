//! `h323_fuzz`, target `signalling`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("signalling").check)(octets));
