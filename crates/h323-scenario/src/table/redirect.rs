//! Facility messages that send the caller elsewhere.

use alloc::{borrow::ToOwned, vec};
use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use h323_proto::h225::{FacilityContents, FacilityReason, FacilityRedirect};

use super::{facility, proceeding};
use crate::Step;

/// The private address that a gatekeeper gives (RFC 1918).
const PRIVATE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 20, 30, 40)), 1_720);

scenarios! { REDIRECT =
    2080 "redirect-gatekeeper" => Redirected,
        "Call Proceeding, then Facility routeCallToGatekeeper: call 2000 at this endpoint, or at the target of --redirect-to",
        |settings| vec![
            proceeding(),
            to(FacilityReason::RouteCallToGatekeeper, settings.redirect, Some("2000")),
        ];
    2081 "redirect-mc" => Redirected,
        "Facility routeCallToMC: call this endpoint, or the target of --redirect-to, and its number 2000",
        |settings| vec![to(FacilityReason::RouteCallToMc, settings.redirect, Some("2000"))];
    2082 "redirect-alias-only" => Redirected,
        "Facility callForwarded with the alias 2000 and no address",
        |_| vec![to(FacilityReason::CallForwarded, None, Some("2000"))];
    2083 "redirect-loop" => Redirected,
        "Facility callForwarded: call this endpoint under the number that was called",
        |settings| vec![to(FacilityReason::CallForwarded, settings.here, settings.called.as_deref())];
    2084 "redirect-twice" => Redirected,
        "Facility callForwarded: call 2023 at this endpoint, which with --by-number redirects to 2000",
        |settings| vec![to(FacilityReason::CallForwarded, settings.here, Some("2023"))];
    2085 "redirect-private" => Redirected,
        "Facility callForwarded: call 2000 at 10.20.30.40:1720",
        |_| vec![to(FacilityReason::CallForwarded, Some(PRIVATE), Some("2000"))];
}

pub(super) fn to(
    reason: FacilityReason,
    address: Option<SocketAddr>,
    digits: Option<&str>,
) -> Step {
    facility(FacilityContents::Redirect(FacilityRedirect {
        reason,
        address,
        digits: digits.map(ToOwned::to_owned),
    }))
}
