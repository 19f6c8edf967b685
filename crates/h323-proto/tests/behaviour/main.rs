//! How a [`Call`](h323_proto::call::Call) behaves, through its public interface and under a clock
//! that only the tests move. One file for each behaviour.

mod support;

mod answered_call;
mod any_legal_order;
mod call_reference;
mod closed;
mod control;
mod driver_contract;
mod facility_redirect;
mod flood;
mod foreign;
mod hostile;
mod keep_alive;
mod outcomes;
mod recorded_peers;
mod release_on_every_path;
mod release_reasons;
mod segmentation;
mod setup;
mod setup_acknowledge;
mod status_inquiry;
mod timers;
mod undecodable;
mod warnings;
