//! The redirect in a Facility, and the call that follows it (H.225.0 7.4.1, H.323 8.4).
//!
//! Release Complete has no alternative address in any version of H.225.0. An endpoint that deflects
//! a call at its end sends a Facility first, with the reason `facilityCallDeflection`.

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::config::{CallingConfig, Target};
use crate::h225::{Alias, ConferenceGoal, FacilityReason, Facts, PeerAddress};
use crate::time::Instant;

/// Most aliases that are kept.
const NAMES: usize = 16;

/// The contents of a Facility with one of the three redirecting reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The time at which it arrived.
    pub at: Instant,
    /// Its reason.
    pub reason: FacilityReason,
    /// `alternativeAddress`.
    pub address: Option<PeerAddress>,
    /// `alternativeAliasAddress`, as far as our Setup can carry it.
    pub aliases: Vec<Alias>,
    /// All aliases in words.
    pub names: Vec<String>,
    /// `conferenceID` of the conference to join at an MC.
    pub conference_id: Option<[u8; 16]>,
    /// Whether an unreadable part may hold further targets.
    pub unread: bool,
}

/// Why a redirect cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFollowed {
    /// It has neither an address nor an alias.
    NoTarget,
    /// It has no readable address or alias.
    Unread,
    /// It has an address that is not IP, and no alias.
    NotIp,
    /// It has an address with port 0.
    NoPort,
    /// It leads to the place that we called already.
    SamePlace,
}

impl fmt::Display for NotFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoTarget => "it names neither an address nor an alias",
            Self::Unread => "the address or alias that it names could not be read",
            Self::NotIp => "its address is not an IP address, and it names no alias",
            Self::NoPort => "its address has port 0",
            Self::SamePlace => "it leads to the call that was just placed",
        })
    }
}

impl Redirect {
    /// The redirect in a Facility, if it has one.
    pub(super) fn of(facts: &Facts, at: Instant) -> Option<Self> {
        let reason = facts.facility_reason.clone()?;
        reason.is_redirect().then(|| Self {
            at,
            reason,
            address: facts.alternative_address.clone(),
            aliases: facts
                .alternative_names
                .iter()
                .take(NAMES)
                .cloned()
                .collect(),
            names: facts
                .alternative_aliases
                .iter()
                .take(NAMES)
                .cloned()
                .collect(),
            conference_id: facts.conference_id,
            unread: facts.unread.in_body("alternativeAddress")
                || facts.unread.in_body("alternativeAliasAddress"),
        })
    }

    /// The call that follows the redirect. `from`, `first` and `conference_id` are the target,
    /// configuration and `conferenceID` of the first call.
    ///
    /// It is a separate call with a new call reference and `callIdentifier`, because the first call
    /// is released. The `conferenceID` stays, because the conversation is the same. An address
    /// without aliases keeps the number. Aliases without an address are called at the same place.
    ///
    /// # Errors
    /// If there is no place to call.
    pub(super) fn followed(
        &self,
        from: &Target,
        first: &CallingConfig,
        conference_id: [u8; 16],
    ) -> Result<(Target, CallingConfig), NotFollowed> {
        let (mut target, mut config) = (from.clone(), first.clone());
        // A gatekeeper admits one call.
        config.admission = None;
        match &self.address {
            Some(PeerAddress::Ip(address)) if address.port() == 0 => {
                return Err(NotFollowed::NoPort);
            }
            Some(PeerAddress::Ip(address)) => target = Target::from(*address),
            Some(PeerAddress::Other(_)) if self.aliases.is_empty() => {
                return Err(NotFollowed::NotIp);
            }
            None if self.aliases.is_empty() && self.unread => {
                return Err(NotFollowed::Unread);
            }
            None if self.aliases.is_empty() => return Err(NotFollowed::NoTarget),
            Some(PeerAddress::Other(_)) | None => {}
        }
        let setup = &mut config.setup;
        if !self.aliases.is_empty() {
            setup.call(self.aliases.clone());
            // The overlap digits belonged to the old number.
            config.overlap = None;
        }
        let moved = target != *from
            || setup.called_number != first.setup.called_number
            || setup.called_aliases != first.setup.called_aliases;
        let to_mc = self.reason == FacilityReason::RouteCallToMc;
        if !moved && !to_mc {
            return Err(NotFollowed::SamePlace);
        }
        setup.conference_id = Some(conference_id);
        if to_mc {
            setup.conference_goal = ConferenceGoal::Join;
            setup.conference_id = self.conference_id.or(setup.conference_id);
        }
        Ok((target, config))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::ToString, vec};
    use core::net::SocketAddr;

    const HERE: [u8; 16] = [7; 16];

    fn here() -> Target {
        Target::from(SocketAddr::from(([192, 0, 2, 10], 1720)))
    }

    fn config() -> CallingConfig {
        let mut config = CallingConfig::default();
        config.setup.called_number = Some("2000".to_string());
        config
    }

    fn followed(redirect: &Redirect) -> Result<(Target, CallingConfig), NotFollowed> {
        redirect.followed(&here(), &config(), HERE)
    }

    fn redirect(address: Option<PeerAddress>, aliases: Vec<Alias>) -> Redirect {
        Redirect {
            at: Instant::ORIGIN,
            reason: FacilityReason::CallForwarded,
            address,
            aliases,
            names: Vec::new(),
            conference_id: Some([9; 16]),
            unread: false,
        }
    }

    #[test]
    fn an_address_alone_takes_the_number_along() {
        let to = SocketAddr::from(([192, 0, 2, 11], 1721));
        let (target, next) =
            followed(&redirect(Some(PeerAddress::Ip(to)), Vec::new())).expect("leads on");
        assert_eq!(target.host, "192.0.2.11");
        assert_eq!(target.port, 1721);
        assert_eq!(target.address(), Some(to));
        assert_eq!(next.setup.called_number.as_deref(), Some("2000"));
        assert_eq!(next.setup.conference_id, Some(HERE));
        assert_eq!(next.setup.conference_goal, ConferenceGoal::Create);
    }

    #[test]
    fn aliases_replace_whom_we_called() {
        let aliases = vec![
            Alias::H323Id("room".to_string()),
            Alias::DialedDigits("3000".to_string()),
        ];
        let (target, next) = followed(&redirect(None, aliases)).expect("leads on");
        assert_eq!(target, here());
        assert_eq!(next.setup.called_number.as_deref(), Some("3000"));
        assert_eq!(
            next.setup.called_aliases,
            [Alias::H323Id("room".to_string())]
        );
        let name = vec![Alias::H323Id("room".to_string())];
        let (_, next) = followed(&redirect(None, name)).expect("leads on");
        assert_eq!(next.setup.called_number, None);
    }

    #[test]
    fn an_mc_is_joined_in_the_conference_it_names() {
        let here = PeerAddress::Ip(SocketAddr::from(([192, 0, 2, 10], 1720)));
        let to_mc = Redirect {
            reason: FacilityReason::RouteCallToMc,
            ..redirect(Some(here), Vec::new())
        };
        let (_, next) = followed(&to_mc).expect("leads on");
        assert_eq!(next.setup.conference_goal, ConferenceGoal::Join);
        assert_eq!(next.setup.conference_id, Some([9; 16]));
    }

    #[test]
    fn what_leads_nowhere_says_why() {
        let here = PeerAddress::Ip(SocketAddr::from(([192, 0, 2, 10], 1720)));
        for (address, why) in [
            (None, NotFollowed::NoTarget),
            (
                Some(PeerAddress::Other("nsap".to_string())),
                NotFollowed::NotIp,
            ),
            (
                Some(PeerAddress::Ip(SocketAddr::from(([192, 0, 2, 11], 0)))),
                NotFollowed::NoPort,
            ),
            (Some(here), NotFollowed::SamePlace),
        ] {
            let result = followed(&redirect(address, Vec::new()));
            assert_eq!(result.err(), Some(why));
            assert!(!why.to_string().is_empty());
        }
        let unread = Redirect {
            unread: true,
            ..redirect(None, Vec::new())
        };
        let result = followed(&unread);
        assert_eq!(result.err(), Some(NotFollowed::Unread));
    }
}
