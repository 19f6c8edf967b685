//! `h323_fuzz`, target `registration`.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (h323_fuzz::target("registration").check)(octets));
