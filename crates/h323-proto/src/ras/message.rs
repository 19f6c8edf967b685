//! The messages of RAS by name, and which of them answers which.

use crate::named::named;

named! {
    /// An alternative of `RasMessage`.
    pub enum RasMessageName {
        /// GRQ.
        GatekeeperRequest = "gatekeeperRequest",
        /// GCF.
        GatekeeperConfirm = "gatekeeperConfirm",
        /// GRJ.
        GatekeeperReject = "gatekeeperReject",
        /// RRQ.
        RegistrationRequest = "registrationRequest",
        /// RCF.
        RegistrationConfirm = "registrationConfirm",
        /// RRJ.
        RegistrationReject = "registrationReject",
        /// URQ.
        UnregistrationRequest = "unregistrationRequest",
        /// UCF.
        UnregistrationConfirm = "unregistrationConfirm",
        /// URJ.
        UnregistrationReject = "unregistrationReject",
        /// ARQ.
        AdmissionRequest = "admissionRequest",
        /// ACF.
        AdmissionConfirm = "admissionConfirm",
        /// ARJ.
        AdmissionReject = "admissionReject",
        /// BRQ.
        BandwidthRequest = "bandwidthRequest",
        /// BCF.
        BandwidthConfirm = "bandwidthConfirm",
        /// BRJ.
        BandwidthReject = "bandwidthReject",
        /// DRQ.
        DisengageRequest = "disengageRequest",
        /// DCF.
        DisengageConfirm = "disengageConfirm",
        /// DRJ.
        DisengageReject = "disengageReject",
        /// LRQ.
        LocationRequest = "locationRequest",
        /// LCF.
        LocationConfirm = "locationConfirm",
        /// LRJ.
        LocationReject = "locationReject",
        /// IRQ.
        InfoRequest = "infoRequest",
        /// IRR.
        InfoRequestResponse = "infoRequestResponse",
        /// NSM.
        NonStandardMessage = "nonStandardMessage",
        /// XRS.
        UnknownMessageResponse = "unknownMessageResponse",
        /// RIP.
        RequestInProgress = "requestInProgress",
        /// RAI.
        ResourcesAvailableIndicate = "resourcesAvailableIndicate",
        /// RAC.
        ResourcesAvailableConfirm = "resourcesAvailableConfirm",
        /// IACK.
        InfoRequestAck = "infoRequestAck",
        /// INAK.
        InfoRequestNak = "infoRequestNak",
        /// SCI.
        ServiceControlIndication = "serviceControlIndication",
        /// SCR.
        ServiceControlResponse = "serviceControlResponse",
        /// ACS.
        AdmissionConfirmSequence = "admissionConfirmSequence",
    }
}

/// How long a sender waits for an answer before it repeats the request, and how often it does
/// (H.225.0 clause 7.19, the defaults of its table).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Seconds.
    pub seconds: u16,
    /// Repetitions.
    pub retries: u8,
}

impl RasMessageName {
    /// The message with this identifier.
    #[must_use]
    pub fn new(identifier: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|known| known.name() == identifier)
    }

    /// Its abbreviation, by which engineers know it.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::GatekeeperRequest => "GRQ",
            Self::GatekeeperConfirm => "GCF",
            Self::GatekeeperReject => "GRJ",
            Self::RegistrationRequest => "RRQ",
            Self::RegistrationConfirm => "RCF",
            Self::RegistrationReject => "RRJ",
            Self::UnregistrationRequest => "URQ",
            Self::UnregistrationConfirm => "UCF",
            Self::UnregistrationReject => "URJ",
            Self::AdmissionRequest => "ARQ",
            Self::AdmissionConfirm => "ACF",
            Self::AdmissionReject => "ARJ",
            Self::BandwidthRequest => "BRQ",
            Self::BandwidthConfirm => "BCF",
            Self::BandwidthReject => "BRJ",
            Self::DisengageRequest => "DRQ",
            Self::DisengageConfirm => "DCF",
            Self::DisengageReject => "DRJ",
            Self::LocationRequest => "LRQ",
            Self::LocationConfirm => "LCF",
            Self::LocationReject => "LRJ",
            Self::InfoRequest => "IRQ",
            Self::InfoRequestResponse => "IRR",
            Self::NonStandardMessage => "NSM",
            Self::UnknownMessageResponse => "XRS",
            Self::RequestInProgress => "RIP",
            Self::ResourcesAvailableIndicate => "RAI",
            Self::ResourcesAvailableConfirm => "RAC",
            Self::InfoRequestAck => "IACK",
            Self::InfoRequestNak => "INAK",
            Self::ServiceControlIndication => "SCI",
            Self::ServiceControlResponse => "SCR",
            Self::AdmissionConfirmSequence => "ACS",
        }
    }

    /// The request that it answers. RequestInProgress and UnknownMessageResponse answer any.
    #[must_use]
    pub const fn answers(self) -> Option<Self> {
        Some(match self {
            Self::GatekeeperConfirm | Self::GatekeeperReject => Self::GatekeeperRequest,
            Self::RegistrationConfirm | Self::RegistrationReject => Self::RegistrationRequest,
            Self::UnregistrationConfirm | Self::UnregistrationReject => Self::UnregistrationRequest,
            Self::AdmissionConfirm | Self::AdmissionReject | Self::AdmissionConfirmSequence => {
                Self::AdmissionRequest
            }
            Self::BandwidthConfirm | Self::BandwidthReject => Self::BandwidthRequest,
            Self::DisengageConfirm | Self::DisengageReject => Self::DisengageRequest,
            Self::LocationConfirm | Self::LocationReject => Self::LocationRequest,
            Self::InfoRequestResponse => Self::InfoRequest,
            Self::InfoRequestAck | Self::InfoRequestNak => Self::InfoRequestResponse,
            Self::ResourcesAvailableConfirm => Self::ResourcesAvailableIndicate,
            Self::ServiceControlResponse => Self::ServiceControlIndication,
            _ => return None,
        })
    }

    /// `request`, `response` or `indication`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match (self.answers(), self.wait()) {
            (Some(_), _) => "response",
            _ if self.answers_any() => "response",
            (None, Some(_)) => "request",
            (None, None) => "indication",
        }
    }

    /// Whether it answers requests of any kind.
    #[must_use]
    pub const fn answers_any(self) -> bool {
        matches!(self, Self::RequestInProgress | Self::UnknownMessageResponse)
    }

    /// Whether it refuses what was asked.
    #[must_use]
    pub const fn is_reject(self) -> bool {
        matches!(
            self,
            Self::GatekeeperReject
                | Self::RegistrationReject
                | Self::UnregistrationReject
                | Self::AdmissionReject
                | Self::BandwidthReject
                | Self::DisengageReject
                | Self::LocationReject
                | Self::InfoRequestNak
        )
    }

    /// How long its sender waits for an answer; `None` if it asks for none. An InfoRequestResponse
    /// asks only with `needResponse`.
    #[must_use]
    pub const fn wait(self) -> Option<Wait> {
        let (seconds, retries) = match self {
            Self::GatekeeperRequest
            | Self::AdmissionRequest
            | Self::LocationRequest
            | Self::InfoRequestResponse => (5, 2),
            Self::RegistrationRequest
            | Self::BandwidthRequest
            | Self::DisengageRequest
            | Self::ResourcesAvailableIndicate
            | Self::ServiceControlIndication => (3, 2),
            Self::UnregistrationRequest | Self::InfoRequest => (3, 1),
            _ => return None,
        };
        Some(Wait { seconds, retries })
    }

    /// Whether only an endpoint sends it (true) or only a gatekeeper (false); `None`: either does.
    #[must_use]
    pub const fn is_of_endpoint(self) -> Option<bool> {
        match self {
            Self::GatekeeperRequest
            | Self::RegistrationRequest
            | Self::AdmissionRequest
            | Self::InfoRequestResponse
            | Self::ResourcesAvailableIndicate => Some(true),
            Self::GatekeeperConfirm
            | Self::GatekeeperReject
            | Self::RegistrationConfirm
            | Self::RegistrationReject
            | Self::AdmissionConfirm
            | Self::AdmissionReject
            | Self::AdmissionConfirmSequence
            | Self::InfoRequest
            | Self::InfoRequestAck
            | Self::InfoRequestNak
            | Self::ResourcesAvailableConfirm => Some(false),
            _ => None,
        }
    }

    /// What was asked for, in words that fit behind "the gatekeeper rejected".
    #[must_use]
    pub const fn subject(self) -> &'static str {
        match self {
            Self::GatekeeperRequest | Self::GatekeeperConfirm | Self::GatekeeperReject => {
                "the discovery"
            }
            Self::RegistrationRequest | Self::RegistrationConfirm | Self::RegistrationReject => {
                "the registration"
            }
            Self::UnregistrationRequest
            | Self::UnregistrationConfirm
            | Self::UnregistrationReject => "the unregistration",
            Self::AdmissionRequest
            | Self::AdmissionConfirm
            | Self::AdmissionReject
            | Self::AdmissionConfirmSequence => "the admission of the call",
            Self::BandwidthRequest | Self::BandwidthConfirm | Self::BandwidthReject => {
                "the bandwidth"
            }
            Self::DisengageRequest | Self::DisengageConfirm | Self::DisengageReject => {
                "the end of the call"
            }
            Self::LocationRequest | Self::LocationConfirm | Self::LocationReject => "the location",
            Self::InfoRequest
            | Self::InfoRequestResponse
            | Self::InfoRequestAck
            | Self::InfoRequestNak => "the information",
            Self::ResourcesAvailableIndicate | Self::ResourcesAvailableConfirm => "the resources",
            Self::ServiceControlIndication | Self::ServiceControlResponse => "the service",
            Self::NonStandardMessage | Self::UnknownMessageResponse | Self::RequestInProgress => {
                "the message"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use h323_asn1::h225::RasMessage;
    use rasn::types::Choice as _;

    use super::*;

    #[test]
    fn every_alternative_has_its_name() {
        let names: Vec<&str> = RasMessageName::ALL
            .iter()
            .map(|known| known.name())
            .collect();
        assert_eq!(names, RasMessage::IDENTIFIERS);
        for name in RasMessageName::ALL {
            assert_eq!(RasMessageName::new(name.name()), Some(*name));
            let unique = RasMessageName::ALL
                .iter()
                .filter(|other| other.abbreviation() == name.abbreviation());
            assert_eq!(unique.count(), 1, "{name}");
        }
        assert_eq!(RasMessageName::new("inventedRequest"), None);
    }

    #[test]
    fn what_is_answered_waits_for_an_answer() {
        for answer in RasMessageName::ALL {
            if let Some(request) = answer.answers() {
                assert!(request.wait().is_some(), "{answer} answers {request}");
                assert_eq!(answer.subject(), request.subject());
            }
            assert!(
                !answer.is_reject() || answer.answers().is_some(),
                "{answer}"
            );
        }
    }
}
