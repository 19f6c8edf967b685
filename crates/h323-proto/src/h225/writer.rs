//! Writes the `H323-UserInformation` of every message type.

use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::{
    codec,
    h225::{
        AlertingUUIE, AliasAddress, CallIdentifier, CallProceedingUUIE, ConnectUUIE, EndpointType,
        FacilityReason as WireFacilityReason, FacilityUUIE, H245Security, H323UUPDU,
        H323UUPDUH323MessageBody as Body, H323UserInformation, InformationUUIE, NotifyUUIE,
        ProgressUUIE, ReleaseCompleteUUIE, SecurityCapabilities, SecurityServiceMode,
        SetupAcknowledgeUUIE, SetupUUIE, SetupUUIEConferenceGoal, StatusInquiryUUIE, StatusUUIE,
    },
};
use h323_asn1::{
    text::bmp_string,
    types::{FixedOctetString, ObjectIdentifier, OctetString},
};

use super::{
    FacilityReason, ReleaseReason, UserInformation,
    admission::Admission,
    alias::transport_address,
    own::{alias_addresses, dialled_digits, protocol_identifier},
    terms::{ConferenceGoal, Entropy, Identity, SetupOffer, SetupTerms},
};
use crate::{
    address::nowhere,
    h235::Proof,
    h245::{self, Codec},
    q931::{Message, UserUser},
    time::Instant,
};

/// The contents of a Facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacilityContents {
    /// Body `empty`: a keep-alive, or a carrier for something else.
    Empty,
    /// Asks the caller to place the call to this address (`routeCallToGatekeeper`,
    /// `callForwarded` or `routeCallToMC`).
    Redirect(FacilityRedirect),
    /// `startH245`: asks the caller to open the H.245 channel to this address (H.323 8.2.3).
    StartH245(SocketAddr),
}

/// What Call Proceeding, Alerting or Connect says about media.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaTerms {
    /// `h245Address`: the address at which we accept an H.245 connection (H.323 8.2).
    pub h245_address: Option<SocketAddr>,
    /// The answer to `fastStart` of Setup.
    pub fast_start: FastStartAnswer,
}

/// The answer to the channels that Setup proposes in `fastStart` (H.323 8.1.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FastStartAnswer {
    /// No answer yet. It may follow up to Connect; a Connect without it refuses the channels.
    #[default]
    None,
    /// `fastStart` with these channels, each an `OpenLogicalChannel`.
    Accepted(Vec<Vec<u8>>),
    /// `fastConnectRefused`.
    Refused,
}

impl FastStartAnswer {
    fn channels(&self) -> Option<Vec<OctetString>> {
        match self {
            Self::Accepted(channels) => Some(
                channels
                    .iter()
                    .map(|channel| channel.clone().into())
                    .collect(),
            ),
            Self::None | Self::Refused => None,
        }
    }

    fn refused(&self) -> Option<()> {
        (*self == Self::Refused).then_some(())
    }
}

/// The kind of redirect and its destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilityRedirect {
    /// One of the three reasons that redirect.
    pub reason: FacilityReason,
    /// `alternativeAddress`.
    pub address: Option<SocketAddr>,
    /// `alternativeAliasAddress`, as dialled digits.
    pub digits: Option<String>,
}

/// Writes the H.225.0 part of the messages of one call. The identifiers of the call and of its
/// sender are the same in all of them.
#[derive(Clone, Debug)]
pub struct Writer {
    version: u8,
    pub(crate) tunnelling: bool,
    pub(crate) secure: bool,
    h323_id: String,
    endpoint: EndpointType,
    /// What a gatekeeper granted, for a call of a registered caller.
    admission: Option<Admission>,
    pub(crate) call_identifier: [u8; 16],
    pub(crate) conference_id: [u8; 16],
}

impl Writer {
    /// A writer for this sender's call, with these identifiers.
    #[must_use]
    pub fn new(identity: Identity, entropy: &Entropy) -> Self {
        Self {
            version: identity.version,
            tunnelling: identity.tunnelling,
            secure: identity.secure,
            h323_id: identity.h323_id,
            endpoint: identity.vendor.terminal(),
            admission: None,
            call_identifier: entropy.call_identifier,
            conference_id: entropy.conference_id,
        }
    }

    /// Adds what a gatekeeper granted for the call.
    pub(crate) fn admit(&mut self, admission: Admission) {
        self.endpoint = admission.endpoint.clone();
        self.admission = Some(admission);
    }

    /// What the proof in a message of the other side is worth, if we sign ours.
    pub(crate) fn proof(&self, message: &Message, information: &UserInformation) -> Option<Proof> {
        let octets = message.get::<UserUser>()?.ok()?.contents;
        let signer = self.admission.as_ref()?.signer.as_ref()?;
        Some(signer.check(&information.tree, &octets))
    }

    /// The time of the messages to come, and another token for each of them.
    pub(crate) fn advance(&mut self, now: Instant) {
        let signer = self
            .admission
            .as_mut()
            .and_then(|admission| admission.signer.as_mut());
        if let Some(signer) = signer {
            signer.advance(now);
        }
    }

    /// Setup (H.225.0 7.3.10).
    ///
    /// The omissions matter too. There is no `h245Address` and no `sourceCallSignalAddress`,
    /// because nobody can connect to a Worker. There is no `displayName`, because some MCUs answer
    /// it with an error.
    ///
    /// # Errors
    /// If a number, a name or the vendor does not fit its type.
    pub fn setup(
        &self,
        terms: &SetupTerms,
        offer: SetupOffer<'_>,
    ) -> Result<Vec<u8>, codec::EncodeError> {
        let mut setup = SetupUUIE::new(
            self.protocol_identifier(),
            self.endpoint.clone(),
            false,
            FixedOctetString::from(self.conference_id),
            match terms.conference_goal {
                ConferenceGoal::Create => SetupUUIEConferenceGoal::create,
                ConferenceGoal::Join => SetupUUIEConferenceGoal::join,
            },
            terms.call_type.to_wire(),
        );
        let mut source: Vec<_> = dialled_digits(&terms.calling_number).into_iter().collect();
        match &terms.calling_aliases {
            None => source.extend(h323_id(&self.h323_id)),
            Some(aliases) => source.extend(alias_addresses(aliases, &terms.calling_numbering)?),
        }
        let wanted = terms.destination()?;
        setup.source_address = (!source.is_empty()).then_some(source);
        setup.destination_address = (!wanted.is_empty()).then_some(wanted);
        setup.dest_call_signal_address = offer.destination.map(transport_address);
        // A called side that is not asked does not secure its H.245 connection.
        setup.h245_security_capability = self
            .secure
            .then(|| vec![tls_of_h245(), H245Security::noSecurity]);
        setup.call_identifier = Some(self.identifier());
        setup.media_wait_for_connect = Some(false);
        setup.can_overlap_send = Some(offer.overlap);
        setup.multiple_calls = Some(false);
        setup.maintain_connection = Some(self.maintains());
        if let Some(codecs) = offer.fast_start {
            let media = nowhere(offer.destination);
            let forms = Codec::forms(codecs);
            let offers = h245::fast_start(&forms, media)?;
            setup.fast_start = Some(offers.into_iter().map(Into::into).collect());
        }
        if let Some(admission) = &self.admission {
            setup.endpoint_identifier = Some(bmp_string(&admission.endpoint_identifier)?);
            setup.tokens = (!admission.tokens.is_empty()).then(|| admission.tokens.clone());
        }
        self.write(Body::setup(Box::new(setup)))
    }

    /// Setup Acknowledge (H.225.0 7.3.11).
    pub fn setup_acknowledge(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.write(Body::setupAcknowledge(Box::new(SetupAcknowledgeUUIE::new(
            self.protocol_identifier(),
            self.identifier(),
        ))))
    }

    /// Call Proceeding (H.225.0 7.3.2).
    pub fn call_proceeding(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.call_proceeding_with(&MediaTerms::default())
    }

    /// Call Proceeding with terms for the media.
    pub fn call_proceeding_with(&self, media: &MediaTerms) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = CallProceedingUUIE::new(self.protocol_identifier(), self.endpoint.clone());
        body.h245_address = media.h245_address.map(transport_address);
        body.h245_security_mode = self.h245_security(media.h245_address);
        body.fast_start = media.fast_start.channels();
        body.fast_connect_refused = media.fast_start.refused();
        body.call_identifier = Some(self.identifier());
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        self.write(Body::callProceeding(Box::new(body)))
    }

    /// Progress (H.225.0 7.3.7).
    pub fn progress(&self) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = ProgressUUIE::new(
            self.protocol_identifier(),
            self.endpoint.clone(),
            self.identifier(),
        );
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        self.write(Body::progress(Box::new(body)))
    }

    /// Alerting (H.225.0 7.3.1).
    pub fn alerting(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.alerting_with(&MediaTerms::default())
    }

    /// Alerting with terms for the media.
    pub fn alerting_with(&self, media: &MediaTerms) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = AlertingUUIE::new(self.protocol_identifier(), self.endpoint.clone());
        body.h245_address = media.h245_address.map(transport_address);
        body.h245_security_mode = self.h245_security(media.h245_address);
        body.fast_start = media.fast_start.channels();
        body.fast_connect_refused = media.fast_start.refused();
        body.call_identifier = Some(self.identifier());
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        body.alerting_address = h323_id(&self.h323_id).map(|id| vec![id]);
        self.write(Body::alerting(Box::new(body)))
    }

    /// Connect, with the address for H.245 if it is not in the tunnel (H.225.0 7.3.3).
    pub fn connect(&self, h245_address: Option<SocketAddr>) -> Result<Vec<u8>, codec::EncodeError> {
        self.connect_with(&MediaTerms {
            h245_address,
            ..MediaTerms::default()
        })
    }

    /// Connect with terms for the media.
    pub fn connect_with(&self, media: &MediaTerms) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = ConnectUUIE::new(
            self.protocol_identifier(),
            self.endpoint.clone(),
            FixedOctetString::from(self.conference_id),
        );
        body.h245_address = media.h245_address.map(transport_address);
        body.h245_security_mode = self.h245_security(media.h245_address);
        body.fast_start = media.fast_start.channels();
        body.fast_connect_refused = media.fast_start.refused();
        body.call_identifier = Some(self.identifier());
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        body.connected_address = h323_id(&self.h323_id).map(|id| vec![id]);
        self.write(Body::connect(Box::new(body)))
    }

    /// Information (H.225.0 7.3.6).
    pub fn information(&self) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = InformationUUIE::new(self.protocol_identifier());
        body.call_identifier = Some(self.identifier());
        self.write(Body::information(Box::new(body)))
    }

    /// Notify (H.225.0 7.4.2).
    pub fn notify(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.write(Body::notify(Box::new(NotifyUUIE::new(
            self.protocol_identifier(),
            self.identifier(),
        ))))
    }

    /// Status (H.225.0 7.3.12).
    pub fn status(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.write(Body::status(Box::new(StatusUUIE::new(
            self.protocol_identifier(),
            self.identifier(),
        ))))
    }

    /// Status Inquiry (H.225.0 7.3.13).
    pub fn status_inquiry(&self) -> Result<Vec<u8>, codec::EncodeError> {
        self.write(Body::statusInquiry(Box::new(StatusInquiryUUIE::new(
            self.protocol_identifier(),
            self.identifier(),
        ))))
    }

    /// Facility (H.225.0 7.4.1).
    pub fn facility(&self, contents: &FacilityContents) -> Result<Vec<u8>, codec::EncodeError> {
        let redirect = match contents {
            FacilityContents::Empty => return self.write(Body::empty),
            FacilityContents::StartH245(address) => return self.start_h245(*address),
            FacilityContents::Redirect(redirect) => redirect,
        };
        let reason = redirect
            .reason
            .to_wire()
            .unwrap_or(WireFacilityReason::undefinedReason);
        let mut body = FacilityUUIE::new(self.protocol_identifier(), reason);
        body.alternative_address = redirect.address.map(transport_address);
        body.alternative_alias_address = redirect
            .digits
            .as_deref()
            .and_then(dialled_digits)
            .map(|digits| vec![digits]);
        body.conference_id = Some(FixedOctetString::from(self.conference_id));
        body.call_identifier = Some(self.identifier());
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        self.write(Body::facility(Box::new(body)))
    }

    fn start_h245(&self, address: SocketAddr) -> Result<Vec<u8>, codec::EncodeError> {
        let reason = WireFacilityReason::startH245;
        let mut body = FacilityUUIE::new(self.protocol_identifier(), reason);
        body.conference_id = Some(FixedOctetString::from(self.conference_id));
        body.call_identifier = Some(self.identifier());
        body.h245_address = Some(transport_address(address));
        body.h245_security_mode = self.h245_security(Some(address));
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        self.write(Body::facility(Box::new(body)))
    }

    /// Facility that only carries an H.245 message (H.225.0 7.4.1). Peers of version 4 and later
    /// expect a body with a reason; earlier peers only know `empty`.
    pub fn tunnel(&self, h245: Vec<u8>, peer_version: u32) -> Result<Vec<u8>, codec::EncodeError> {
        if peer_version < 4 {
            self.write_with(Body::empty, true, Some(h245))
        } else {
            self.transported_information(Some(h245))
        }
    }

    /// Facility with reason `transportedInformation`, and with the H.245 message if given.
    pub fn transported_information(
        &self,
        h245: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, codec::EncodeError> {
        let reason = WireFacilityReason::transportedInformation;
        let mut body = FacilityUUIE::new(self.protocol_identifier(), reason);
        body.call_identifier = Some(self.identifier());
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(self.maintains());
        let tunnelling = self.tunnelling || h245.is_some();
        self.write_with(Body::facility(Box::new(body)), tunnelling, h245)
    }

    /// Release Complete (H.225.0 7.3.9), with the H.245 message to tunnel, if any.
    pub fn release_complete(
        &self,
        reason: Option<&ReleaseReason>,
        h245: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, codec::EncodeError> {
        let mut body = ReleaseCompleteUUIE::new(self.protocol_identifier());
        body.reason = reason.and_then(ReleaseReason::to_wire);
        body.call_identifier = Some(self.identifier());
        // Some CallManager versions fail on h245Tunnelling in a Release Complete that tunnels no
        // message. Then we send FALSE, even if the call agreed on the tunnel.
        let tunnels = h245.is_some();
        self.write_with(Body::releaseComplete(Box::new(body)), tunnels, h245)
    }

    fn write(&self, body: Body) -> Result<Vec<u8>, codec::EncodeError> {
        self.write_with(body, self.tunnelling, None)
    }

    fn write_with(
        &self,
        body: Body,
        tunnelling: bool,
        h245: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, codec::EncodeError> {
        let mut pdu = H323UUPDU::new(body);
        pdu.h245_tunnelling = Some(tunnelling);
        pdu.h245_control = h245.map(|octets| vec![octets.into()]);
        let signer = self
            .admission
            .as_ref()
            .and_then(|admission| admission.signer.as_ref());
        match signer {
            Some(signer) => signer.signed(pdu),
            None => codec::encode(&H323UserInformation::new(pdu)),
        }
    }

    /// `maintainConnection`: the connection outlives the call where it carries RAS too.
    fn maintains(&self) -> bool {
        self.admission
            .as_ref()
            .is_some_and(|admission| admission.shares)
    }

    fn protocol_identifier(&self) -> ObjectIdentifier {
        protocol_identifier(self.version)
    }

    /// How the connection to this `h245Address` is secured.
    fn h245_security(&self, address: Option<SocketAddr>) -> Option<H245Security> {
        address.filter(|_| self.secure).map(|_| tls_of_h245())
    }

    fn identifier(&self) -> CallIdentifier {
        CallIdentifier::new(FixedOctetString::from(self.call_identifier))
    }
}

/// H.245 over TLS, with what the handshake of TLS agrees on.
fn tls_of_h245() -> H245Security {
    H245Security::tls(SecurityCapabilities::new(
        SecurityServiceMode::default,
        SecurityServiceMode::default,
        SecurityServiceMode::default,
    ))
}

fn h323_id(text: &str) -> Option<AliasAddress> {
    // At most 256 units of 16 bits (H.225.0, AliasAddress), without splitting a pair.
    let mut units = 0;
    let text: String = text
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= 256
        })
        .collect();
    let text = bmp_string(&text).ok()?;
    (!text.is_empty()).then_some(AliasAddress::h323_ID(text))
}
