//! What Recommendations of the H.460 series put into octets of H.225.0 and H.245.
#![allow(
    missing_docs,
    reason = "components carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::TransportAddress;
use rasn::prelude::*;

/// `TraversalParameters` (H.460.19): how media passes a NAT or a firewall.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TraversalParameters {
    #[rasn(identifier = "multiplexedMediaChannel")]
    pub multiplexed_media_channel: Option<TransportAddress>,
    #[rasn(identifier = "multiplexedMediaControlChannel")]
    pub multiplexed_media_control_channel: Option<TransportAddress>,
    #[rasn(identifier = "multiplexID")]
    pub multiplex_id: Option<u32>,
    #[rasn(identifier = "keepAliveChannel")]
    pub keep_alive_channel: Option<TransportAddress>,
    #[rasn(identifier = "keepAlivePayloadType", value("0..=127"))]
    pub keep_alive_payload_type: Option<u8>,
    /// Seconds, H.225.0's `TimeToLive`.
    #[rasn(identifier = "keepAliveInterval", value("1..=4294967295"))]
    pub keep_alive_interval: Option<u32>,
}
