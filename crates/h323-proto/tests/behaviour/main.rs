//! How a [`Call`](h323_proto::call::Call) behaves, through its public interface and under a clock
//! that only the tests move. One file for each behaviour.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod support;

mod answered_call;
mod any_legal_order;
mod call_reference;
mod carriers;
mod cause_before_effect;
mod channels;
mod clearing;
mod closed;
mod driver_contract;
mod early_address;
mod facility_redirect;
mod fast_start;
mod flood;
mod foreign;
mod gatekeeper;
mod h245;
mod hostile;
mod keep_alive;
mod mode_request;
mod negotiation;
mod offered_again;
mod outcomes;
mod pause;
mod placement;
mod read_in_part;
mod recorded_devices;
mod recorded_peers;
mod release_on_every_path;
mod release_reasons;
mod segmentation;
mod setup;
mod setup_acknowledge;
mod setup_options;
mod status_inquiry;
mod timers;
mod tls;
mod tunnel_withdrawn;
mod undecodable;
mod user_input;
mod verdicts;
mod version_and_fields;
mod warnings;
mod work;
