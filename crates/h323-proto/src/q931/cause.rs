//! Cause: why a call ended or a message was refused (Q.931 clause 4.5.12, Q.850 clause 2).

use alloc::vec::Vec;
use core::fmt;

use super::indicators::{CodingStandard, LAST, Location, field};
use super::wire_enum::wire_enum;
use super::{Element, ElementId};
use crate::error::{DecodeError, EncodeError, Layer};
use crate::reader::Reader;

/// A cause value of Q.850, 0 to 127. Bits 7 to 5 are its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CauseValue(pub u8);

macro_rules! cause_values {
    ($($value:literal => $constant:ident $text:literal,)*) => {
        impl CauseValue {
            $(#[doc = concat!("Cause ", $value, ": ", $text, ".")]
            pub const $constant: Self = Self($value);)*

            /// The meaning, from Q.850 (10/2018) table 1 and amendment 1, or `None` for a value
            /// that Q.850 does not assign.
            pub const fn text(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

cause_values! {
    1 => UNALLOCATED_NUMBER "unallocated (unassigned) number",
    2 => NO_ROUTE_TO_TRANSIT_NETWORK "no route to the specified transit network",
    3 => NO_ROUTE_TO_DESTINATION "no route to destination",
    4 => SEND_SPECIAL_INFORMATION_TONE "send special information tone",
    5 => MISDIALLED_TRUNK_PREFIX "misdialled trunk prefix",
    6 => CHANNEL_UNACCEPTABLE "channel unacceptable",
    7 => CALL_AWARDED "call awarded, being delivered in an established channel",
    8 => PREEMPTION "preemption",
    9 => PREEMPTION_CIRCUIT_RESERVED "preemption, circuit reserved for reuse",
    13 => CALL_COMPLETED_ELSEWHERE "call completed elsewhere",
    14 => PORTED_NUMBER "query on release: ported number",
    16 => NORMAL_CALL_CLEARING "normal call clearing",
    17 => USER_BUSY "user busy",
    18 => NO_USER_RESPONDING "no user responding",
    19 => NO_ANSWER_FROM_USER "no answer from user (user alerted)",
    20 => SUBSCRIBER_ABSENT "subscriber absent",
    21 => CALL_REJECTED "call rejected",
    22 => NUMBER_CHANGED "number changed",
    23 => REDIRECTION_TO_NEW_DESTINATION "redirection to new destination",
    24 => REJECTED_BY_FEATURE "call rejected due to a feature at the destination",
    25 => EXCHANGE_ROUTING_ERROR "exchange routing error",
    26 => NON_SELECTED_USER_CLEARING "non-selected user clearing",
    27 => DESTINATION_OUT_OF_ORDER "destination out of order",
    28 => INVALID_NUMBER_FORMAT "invalid number format (address incomplete)",
    29 => FACILITY_REJECTED "facility rejected",
    30 => RESPONSE_TO_STATUS_ENQUIRY "response to STATUS ENQUIRY",
    31 => NORMAL_UNSPECIFIED "normal, unspecified",
    34 => NO_CIRCUIT_AVAILABLE "no circuit or channel available",
    38 => NETWORK_OUT_OF_ORDER "network out of order",
    39 => FRAME_MODE_OUT_OF_SERVICE "permanent frame mode connection out of service",
    40 => FRAME_MODE_OPERATIONAL "permanent frame mode connection operational",
    41 => TEMPORARY_FAILURE "temporary failure",
    42 => SWITCHING_EQUIPMENT_CONGESTION "switching equipment congestion",
    43 => ACCESS_INFORMATION_DISCARDED "access information discarded",
    44 => REQUESTED_CIRCUIT_NOT_AVAILABLE "requested circuit or channel not available",
    46 => PRECEDENCE_CALL_BLOCKED "precedence call blocked",
    47 => RESOURCE_UNAVAILABLE "resource unavailable, unspecified",
    49 => QUALITY_OF_SERVICE_NOT_AVAILABLE "quality of service not available",
    50 => FACILITY_NOT_SUBSCRIBED "requested facility not subscribed",
    53 => OUTGOING_BARRED_WITHIN_CUG "outgoing calls barred within the closed user group",
    55 => INCOMING_BARRED_WITHIN_CUG "incoming calls barred within the closed user group",
    57 => BEARER_NOT_AUTHORIZED "bearer capability not authorized",
    58 => BEARER_NOT_AVAILABLE "bearer capability not presently available",
    62 => INCONSISTENT_ACCESS_INFORMATION
        "inconsistency between designated outgoing access information and subscriber class",
    63 => SERVICE_NOT_AVAILABLE "service or option not available, unspecified",
    65 => BEARER_NOT_IMPLEMENTED "bearer capability not implemented",
    66 => CHANNEL_TYPE_NOT_IMPLEMENTED "channel type not implemented",
    69 => FACILITY_NOT_IMPLEMENTED "requested facility not implemented",
    70 => RESTRICTED_DIGITAL_ONLY "only restricted digital information bearer capability is available",
    79 => SERVICE_NOT_IMPLEMENTED "service or option not implemented, unspecified",
    81 => INVALID_CALL_REFERENCE "invalid call reference value",
    82 => CHANNEL_DOES_NOT_EXIST "identified channel does not exist",
    83 => SUSPENDED_CALL_EXISTS "a suspended call exists, but this call identity does not",
    84 => CALL_IDENTITY_IN_USE "call identity in use",
    85 => NO_CALL_SUSPENDED "no call suspended",
    86 => CALL_IDENTITY_CLEARED "call with the requested call identity has been cleared",
    87 => NOT_MEMBER_OF_CUG "user not a member of the closed user group",
    88 => INCOMPATIBLE_DESTINATION "incompatible destination",
    90 => NON_EXISTENT_CUG "closed user group does not exist",
    91 => INVALID_TRANSIT_NETWORK "invalid transit network selection",
    95 => INVALID_MESSAGE "invalid message, unspecified",
    96 => MANDATORY_ELEMENT_MISSING "mandatory information element is missing",
    97 => MESSAGE_TYPE_UNKNOWN "message type non-existent or not implemented",
    98 => MESSAGE_NOT_COMPATIBLE_OR_UNKNOWN
        "message not compatible with call state, or message type non-existent or not implemented",
    99 => ELEMENT_UNKNOWN "information element or parameter non-existent or not implemented",
    100 => INVALID_ELEMENT_CONTENTS "invalid information element contents",
    101 => MESSAGE_NOT_COMPATIBLE "message not compatible with call state",
    102 => RECOVERY_ON_TIMER_EXPIRY "recovery on timer expiry",
    103 => PARAMETER_PASSED_ON "parameter non-existent or not implemented, passed on",
    110 => MESSAGE_DISCARDED "message with unrecognized parameter, discarded",
    111 => PROTOCOL_ERROR "protocol error, unspecified",
    127 => INTERWORKING "interworking, unspecified",
}

impl fmt::Display for CauseValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => write!(f, "{text} ({})", self.0),
            None => write!(f, "cause {}", self.0),
        }
    }
}

wire_enum! {
    /// The Recommendation that the cause value follows (Q.850 clause 2.2.4).
    pub enum Recommendation {
        0 => Q931 "Q.931",
        3 => X21 "X.21",
        4 => X25 "X.25",
        5 => PublicLandMobile "Q.1031/Q.1051",
    }
}

/// Cause (Q.931 clause 4.5.12, Q.850 clause 2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cause {
    /// The standard that defines the code points.
    pub coding: CodingStandard,
    /// Where the cause was given.
    pub location: Location,
    /// Octet 3a, if there is one; Q.931 when absent.
    pub recommendation: Option<Recommendation>,
    /// The cause, 0 to 127. [`CauseValue::text`] applies to ITU-T coding.
    pub value: CauseValue,
    /// Octets after the value, whose meaning depends on it (Q.850 table 1).
    pub diagnostics: Vec<u8>,
}

impl Cause {
    /// A cause of ITU-T coding without diagnostics.
    pub const fn new(location: Location, value: CauseValue) -> Self {
        Self {
            coding: CodingStandard::ItuT,
            location,
            recommendation: None,
            value,
            diagnostics: Vec::new(),
        }
    }

    /// The fault of contents that still show the cause. Some endpoints rely on the cause being the
    /// octet after 3a, whatever bit 8 of the octets says.
    #[must_use]
    pub const fn fault(contents: &[u8]) -> Option<&'static str> {
        match *contents {
            [octet, _] if octet & LAST == 0 => {
                Some("octet 3 announces octet 3a, but the element ends before it")
            }
            [octet, extension, _, ..] if octet & LAST == 0 && extension & LAST == 0 => {
                Some("octet 3a announces another one, which no Cause has")
            }
            _ => None,
        }
    }
}

impl Element for Cause {
    const ID: ElementId = ElementId::CAUSE;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let octet = reader.u8()?;
        // Octet 3a may lack its own bit 8. If no octet follows it, it is the cause itself: see
        // `fault`.
        let extended = octet & LAST == 0 && contents.len() != 2;
        let recommendation = match extended {
            true => Some(Recommendation::from_code(reader.u8()? & !LAST)),
            false => None,
        };
        Ok(Self {
            coding: CodingStandard::from_code(octet >> 5 & 3),
            location: Location::from_code(octet & 0x0F),
            recommendation,
            value: CauseValue(reader.u8()? & !LAST),
            diagnostics: reader.all().to_vec(),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let coding = field(Self::ID, self.coding.code(), 2)?;
        let location = field(Self::ID, self.location.code(), 4)?;
        let octet = coding << 5 | location;
        let mut contents = Vec::new();
        match self.recommendation {
            None => contents.push(LAST | octet),
            Some(recommendation) => {
                let recommendation = field(Self::ID, recommendation.code(), 7)?;
                contents.extend([octet, LAST | recommendation]);
            }
        }
        contents.push(LAST | field(Self::ID, self.value.0, 7)?);
        contents.extend_from_slice(&self.diagnostics);
        Ok(contents)
    }
}
