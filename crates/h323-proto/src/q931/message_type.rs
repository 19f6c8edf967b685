//! Message types (Q.931 table 4-2, and those that Q.932 adds).

use alloc::vec::Vec;
use core::fmt;

use crate::error::EncodeError;

macro_rules! message_types {
    ($($code:literal => $variant:ident $text:literal,)*) => {
        /// The type of a message (Q.931 table 4-2; Hold, Retrieve, Facility and Register come from
        /// Q.932). H.225.0 clause 7.1 lists those that H.323 uses.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum MessageType {
            $(#[doc = $text] $variant,)*
            /// Nationally specific: octet 0x00, with the type in the next octet.
            National(u8),
            /// Any other code.
            Unknown(u8),
        }

        impl MessageType {
            /// The type with this code. 0x00 announces a national type and has no meaning of its
            /// own. So the result is `Unknown(0)`, which cannot be sent.
            pub const fn from_code(code: u8) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    other => Self::Unknown(other),
                }
            }

            /// The first octet of the type.
            pub const fn code(self) -> u8 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::National(_) => 0,
                    Self::Unknown(code) => code,
                }
            }

            /// The name as the standard writes it, or `None` for a type without one.
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($text),)*
                    Self::National(_) | Self::Unknown(_) => None,
                }
            }
        }
    };
}

message_types! {
    0x01 => Alerting "ALERTING",
    0x02 => CallProceeding "CALL PROCEEDING",
    0x03 => Progress "PROGRESS",
    0x05 => Setup "SETUP",
    0x07 => Connect "CONNECT",
    0x0D => SetupAcknowledge "SETUP ACKNOWLEDGE",
    0x0F => ConnectAcknowledge "CONNECT ACKNOWLEDGE",
    0x20 => UserInformation "USER INFORMATION",
    0x21 => SuspendReject "SUSPEND REJECT",
    0x22 => ResumeReject "RESUME REJECT",
    0x24 => Hold "HOLD",
    0x25 => Suspend "SUSPEND",
    0x26 => Resume "RESUME",
    0x28 => HoldAcknowledge "HOLD ACKNOWLEDGE",
    0x2D => SuspendAcknowledge "SUSPEND ACKNOWLEDGE",
    0x2E => ResumeAcknowledge "RESUME ACKNOWLEDGE",
    0x30 => HoldReject "HOLD REJECT",
    0x31 => Retrieve "RETRIEVE",
    0x33 => RetrieveAcknowledge "RETRIEVE ACKNOWLEDGE",
    0x37 => RetrieveReject "RETRIEVE REJECT",
    0x45 => Disconnect "DISCONNECT",
    0x46 => Restart "RESTART",
    0x4D => Release "RELEASE",
    0x4E => RestartAcknowledge "RESTART ACKNOWLEDGE",
    0x5A => ReleaseComplete "RELEASE COMPLETE",
    0x60 => Segment "SEGMENT",
    0x62 => Facility "FACILITY",
    0x64 => Register "REGISTER",
    0x6E => Notify "NOTIFY",
    0x75 => StatusEnquiry "STATUS ENQUIRY",
    0x79 => CongestionControl "CONGESTION CONTROL",
    0x7B => Information "INFORMATION",
    0x7D => Status "STATUS",
}

impl MessageType {
    pub(super) fn encode(self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::National(code) => out.extend([0, code]),
            // A reader would take the next octet for the type.
            Self::Unknown(0) => return Err(EncodeError::MessageType),
            other => out.push(other.code()),
        }
        Ok(())
    }
}

impl fmt::Display for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.name()) {
            (_, Some(name)) => f.write_str(name),
            (Self::National(code), _) => write!(f, "national message type 0x{code:02X}"),
            (other, _) => write!(f, "unknown message type 0x{:02X}", other.code()),
        }
    }
}
