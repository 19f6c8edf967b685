//! The connections of one request.

use h323_proto::call::{Channel, Content, MessageRecord, Target};

use super::target::{Allowed, Policy, Rules};

/// Most H.245 connections that one request opens, redirects included. The endpoint chooses their
/// addresses and may name one after another.
const H245_DIALS: u8 = 3;

/// Octets that we show of an answer that is not H.323: enough to recognise the protocol.
const SHOWN_OF_FOREIGN: usize = 4;

/// The connections that one request may still open, and the octets that it may show of the answers.
#[derive(Debug)]
pub struct Dials<'a> {
    rules: &'a Rules,
    h245: u8,
}

impl<'a> Dials<'a> {
    /// The full allowance of a new request.
    #[must_use]
    pub const fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            h245: H245_DIALS,
        }
    }

    /// Allows a connection, and counts it. The address comes from the endpoint as often as from the
    /// user, so the same rules hold for both.
    ///
    /// # Errors
    /// If the connection must not be opened; the error says why.
    pub fn allow(&mut self, channel: Channel, target: &Target) -> Result<Allowed, String> {
        let allowed = self
            .rules
            .allow(target)
            .map_err(|forbidden| forbidden.to_string())?;
        if channel == Channel::H245Control {
            self.h245 = self.h245.checked_sub(1).ok_or_else(|| {
                format!("the tester has already opened {H245_DIALS} connections for H.245")
            })?;
        }
        Ok(allowed)
    }

    /// Removes the octets of a service that is not H.323 from a message: a stranger's Worker must not
    /// show them to any client. The name of the protocol stays.
    pub fn redact(&self, record: &mut MessageRecord) {
        if self.rules.policy == Policy::Public && matches!(record.content, Content::Foreign(_)) {
            record.octets.truncate(SHOWN_OF_FOREIGN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use h323_proto::{call::Direction, time::Instant, tpkt::Foreign};

    fn target(host: &str, port: u16) -> Target {
        Target {
            host: host.into(),
            port,
        }
    }

    #[test]
    fn connections_for_h245_are_three_at_most_and_held_to_the_rules() {
        let rules = Rules::usual(Policy::Public);
        let mut dials = Dials::new(&rules);
        for _ in 0..5 {
            let signalling = dials.allow(Channel::CallSignalling, &target("8.8.8.8", 1720));
            assert!(signalling.is_ok());
        }
        for (host, port, why) in [
            ("10.1.2.3", 5000, "private address"),
            ("8.8.8.8", 22, "Port 22"),
            ("8.8.8.8", 25, "Port 25"),
            ("gw.example.com", 5000, "not an address"),
        ] {
            let error = dials.allow(Channel::H245Control, &target(host, port));
            let error = error.expect_err("forbidden");
            assert!(error.contains(why), "{error}");
        }
        for port in 5000..5003 {
            assert!(
                dials
                    .allow(Channel::H245Control, &target("8.8.8.8", port))
                    .is_ok()
            );
        }
        let error = dials.allow(Channel::H245Control, &target("8.8.8.8", 5003));
        assert!(error.expect_err("used up").contains("3 connections"));
    }

    #[test]
    fn strangers_see_no_banners() {
        for (policy, content, shown) in [
            (Policy::Public, Content::Foreign(Foreign::Ssh), "SSH-"),
            (
                Policy::Private,
                Content::Foreign(Foreign::Ssh),
                "SSH-2.0-OpenSSH_9.6",
            ),
            (
                Policy::Demo,
                Content::Foreign(Foreign::Ssh),
                "SSH-2.0-OpenSSH_9.6",
            ),
            (Policy::Public, Content::Incomplete, "SSH-2.0-OpenSSH_9.6"),
        ] {
            let rules = Rules::usual(policy);
            let mut record = MessageRecord {
                at: Instant::from_millis(0),
                direction: Direction::Received,
                channel: Channel::CallSignalling,
                octets: b"SSH-2.0-OpenSSH_9.6".to_vec(),
                content,
            };
            Dials::new(&rules).redact(&mut record);
            assert_eq!(record.octets, shown.as_bytes());
        }
    }
}
