//! Identifiers of the information elements of Q.931. They stand below `q931`, because
//! [errors](crate::error) of every layer name elements by them.

use core::fmt;

/// The octet that identifies an information element within its codeset.
///
/// If bit 8 is set, the octet is the whole element (Q.931 clause 4.5.1): either all bits are the
/// identifier, or the low four bits are a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub u8);

macro_rules! element_ids {
    ($($code:literal => $constant:ident $text:literal,)*) => {
        impl ElementId {
            $(#[doc = concat!($text, ".")] pub const $constant: Self = Self($code);)*

            /// The name of the element in codeset 0, or `None` if it has no name.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($code => Some($text),)*
                    0x90..=0x97 => Some("Locking shift"),
                    0x98..=0x9F => Some("Non-locking shift"),
                    0xB0..=0xBF => Some("Congestion level"),
                    0xD0..=0xDF => Some("Repeat indicator"),
                    _ => None,
                }
            }
        }
    };
}

element_ids! {
    0x00 => SEGMENTED_MESSAGE "Segmented message",
    0x04 => BEARER_CAPABILITY "Bearer capability",
    0x08 => CAUSE "Cause",
    0x10 => CALL_IDENTITY "Call identity",
    0x14 => CALL_STATE "Call state",
    0x18 => CHANNEL_IDENTIFICATION "Channel identification",
    0x1C => FACILITY "Facility",
    0x1E => PROGRESS_INDICATOR "Progress indicator",
    0x20 => NETWORK_SPECIFIC_FACILITIES "Network-specific facilities",
    0x27 => NOTIFICATION_INDICATOR "Notification indicator",
    0x28 => DISPLAY "Display",
    0x29 => DATE_TIME "Date/time",
    0x2C => KEYPAD_FACILITY "Keypad facility",
    0x34 => SIGNAL "Signal",
    0x40 => INFORMATION_RATE "Information rate",
    0x42 => END_TO_END_TRANSIT_DELAY "End-to-end transit delay",
    0x43 => TRANSIT_DELAY_SELECTION "Transit delay selection and indication",
    0x44 => PACKET_LAYER_BINARY_PARAMETERS "Packet layer binary parameters",
    0x45 => PACKET_LAYER_WINDOW_SIZE "Packet layer window size",
    0x46 => PACKET_SIZE "Packet size",
    0x47 => CLOSED_USER_GROUP "Closed user group",
    0x4A => REVERSE_CHARGING_INDICATION "Reverse charging indication",
    0x4C => CONNECTED_NUMBER "Connected number",
    0x4D => CONNECTED_SUBADDRESS "Connected subaddress",
    0x6C => CALLING_PARTY_NUMBER "Calling party number",
    0x6D => CALLING_PARTY_SUBADDRESS "Calling party subaddress",
    0x70 => CALLED_PARTY_NUMBER "Called party number",
    0x71 => CALLED_PARTY_SUBADDRESS "Called party subaddress",
    0x74 => REDIRECTING_NUMBER "Redirecting number",
    0x76 => REDIRECTION_NUMBER "Redirection number",
    0x78 => TRANSIT_NETWORK_SELECTION "Transit network selection",
    0x79 => RESTART_INDICATOR "Restart indicator",
    0x7C => LOW_LAYER_COMPATIBILITY "Low layer compatibility",
    0x7D => HIGH_LAYER_COMPATIBILITY "High layer compatibility",
    0x7E => USER_USER "User-user",
    0x7F => ESCAPE_FOR_EXTENSION "Escape for extension",
    0xA0 => MORE_DATA "More data",
    0xA1 => SENDING_COMPLETE "Sending complete",
}

impl ElementId {
    /// Whether the octet is the whole element, without length and contents.
    pub const fn is_single_octet(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// The shift, if the identifier is one (Q.931 clauses 4.5.3 and 4.5.4).
    pub const fn shift(self) -> Option<Shift> {
        match self.0 {
            0x90..=0x9F => Some(Shift {
                codeset: self.0 & 0x07,
                locking: self.0 & 0x08 == 0,
            }),
            _ => None,
        }
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} (0x{:02X})", self.0),
            None => write!(f, "0x{:02X}", self.0),
        }
    }
}

/// A change of codeset (Q.931 clauses 4.5.3 and 4.5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shift {
    /// The codeset selected, 0 to 7.
    pub codeset: u8,
    /// Whether it holds until the next locking shift. If not, it holds for the next element only.
    pub locking: bool,
}
