//! The gatekeeper's own requests and our answers (H.225.0 7.10, 7.12, 7.14, 7.15, 7.20).

use h323_asn1::h225::{InfoRequestResponseStatus, RasMessage};

use super::{
    course::{Course, Verdict},
    event::Oddity,
    heard::Heard,
    writer::Writer,
};
use crate::{ras::RasMessageName, time::Instant};

impl Course {
    /// A request of the gatekeeper.
    pub(super) fn requested(&mut self, heard: &Heard<'_>, octets: &[u8], now: Instant) -> Verdict {
        let Some(number) = heard.facts.request_seq_num else {
            return Verdict::GoesOn;
        };
        let ours = self.concerns_call(heard);
        let (message, verdict) = match heard.name {
            RasMessageName::InfoRequest => {
                // Reference 0 asks about all calls (H.225.0 7.15.1).
                let (ours, status) = match heard.facts.call_reference {
                    Some(0) | None => (true, InfoRequestResponseStatus::complete),
                    Some(_) if ours => (true, InfoRequestResponseStatus::complete),
                    Some(_) => (false, InfoRequestResponseStatus::invalidCall),
                };
                let call = self.call.as_ref().filter(|_| ours);
                let message = self
                    .writer
                    .info_request_response(number, call, Some(status));
                (message, Verdict::GoesOn)
            }
            RasMessageName::BandwidthRequest => {
                (self.bandwidth(number, heard, ours), Verdict::GoesOn)
            }
            RasMessageName::UnregistrationRequest => {
                let confirm = Writer::unregistration_confirm(number);
                self.answer(confirm, now);
                return self.ended(heard.facts.reason.clone(), now);
            }
            RasMessageName::DisengageRequest if ours => {
                self.odd(Oddity::Dropped(heard.facts.reason.clone()), now);
                self.call = None;
                self.report = None;
                (Writer::disengage_confirm(number), Verdict::Drop)
            }
            RasMessageName::DisengageRequest => (Writer::disengage_reject(number), Verdict::GoesOn),
            RasMessageName::ServiceControlIndication => {
                (Writer::service_control_response(number), Verdict::GoesOn)
            }
            _ => {
                let message = Writer::unknown_message_response(number, octets.to_vec());
                (message, Verdict::GoesOn)
            }
        };
        self.answer(message, now);
        verdict
    }

    fn bandwidth(&mut self, number: u16, heard: &Heard<'_>, ours: bool) -> RasMessage {
        match (&mut self.call, heard.facts.bandwidth) {
            (Some(call), Some(bandwidth)) if ours => {
                call.bandwidth = bandwidth;
                Writer::bandwidth_confirm(number, bandwidth)
            }
            _ => Writer::bandwidth_reject(number),
        }
    }

    /// Whether a request is about our call.
    fn concerns_call(&self, heard: &Heard<'_>) -> bool {
        let facts = heard.facts;
        self.call.as_ref().is_some_and(|call| {
            facts.call_identifier == Some(call.identifier)
                || facts.call_reference == Some(call.reference)
        })
    }
}
