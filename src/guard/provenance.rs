//! The origin of a request: a program, a page of this Worker, or a page of another site.
//!
//! A browser sends a POST for any page, and the reader of the page need not know. A page can send a
//! form, text or a beacon without permission. None of these has a JSON type, and the browser adds
//! headers that name the site of the page. Programs such as curl do not send these headers.

use super::{Refused, target::Policy};

/// The headers of a request that tell its origin.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// `Host`: the name under which the client reached this Worker.
    pub host: Option<String>,
    /// `Origin`: the origin of the page that made the browser send the request.
    pub origin: Option<String>,
    /// `Sec-Fetch-Site`: the relation of that page to this Worker.
    pub fetch_site: Option<String>,
}

impl Provenance {
    /// Refuses a request that a page of another site made the browser send.
    ///
    /// # Errors
    /// If it is such a request.
    pub fn check(&self, policy: Policy) -> Result<(), Refused> {
        let host = self.host.as_deref().unwrap_or_default();
        // A stranger's DNS name that resolves to this machine has the same origin as the stranger's
        // page.
        if policy == Policy::Private && !is_this_machine(host) {
            return Err(Refused::new(
                403,
                "This Worker may call private addresses, so it answers to localhost, 127.0.0.1 and [::1] only: use one of these addresses",
            ));
        }
        let ours = match (self.fetch_site.as_deref(), self.origin.as_deref()) {
            (Some(site), _) if !matches!(site, "same-origin" | "none") => false,
            // A page that sends no referrer may send the origin `null` even to its own site.
            (Some("same-origin"), Some("null")) => true,
            (_, Some(origin)) => is_origin_of(origin, host),
            (_, None) => true,
        };
        if ours {
            return Ok(());
        }
        Err(Refused::new(
            403,
            "This request came from the page of another site. Use this Worker's own page, or a program that sends neither Origin nor Sec-Fetch-Site",
        ))
    }
}

/// Refuses a body that is not declared as JSON.
///
/// # Errors
/// If the content type is not JSON.
pub fn check_json(content_type: Option<&str>) -> Result<(), Refused> {
    let essence = |text: &str| text.split(';').next().map(|kind| kind.trim().to_owned());
    let kind = content_type.and_then(essence).unwrap_or_default();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refused::new(
        415,
        "The body must be declared as JSON: send the header Content-Type: application/json (with curl, add -H 'Content-Type: application/json')",
    ))
}

/// The scheme, host and port of a URL. The platform has already parsed it; the tables of a URL parser
/// of our own would be a fifth of the Worker.
#[must_use]
pub fn origin_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    url.get(..scheme.len() + "://".len() + host.len())
}

/// The host and port of such a URL.
#[must_use]
pub fn host_of(url: &str) -> Option<String> {
    let (_, host) = origin_of(url)?.split_once("://")?;
    Some(host.to_owned())
}

/// Whether a `Host` is a name of this machine that does not depend on DNS.
fn is_this_machine(host: &str) -> bool {
    let name = match host.split_once(']') {
        Some((address, _)) => address.trim_start_matches('['),
        None => host.split(':').next().unwrap_or_default(),
    };
    ["localhost", "127.0.0.1", "::1"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether an `Origin` belongs to a page that `host` served. The scheme may differ, because TLS can
/// end before the Worker.
fn is_origin_of(origin: &str, host: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return false;
    };
    let port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return false,
    };
    let bare = |text: &str| text.strip_suffix(port).unwrap_or(text).to_ascii_lowercase();
    !host.is_empty() && bare(authority) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(
        host: &str,
        origin: Option<&str>,
        fetch_site: Option<&str>,
        policy: Policy,
    ) -> Option<u16> {
        let provenance = Provenance {
            host: Some(host.into()),
            origin: origin.map(Into::into),
            fetch_site: fetch_site.map(Into::into),
        };
        provenance.check(policy).err().map(|refused| refused.status)
    }

    #[test]
    fn a_program_and_our_own_page_may_ask() {
        for (host, origin, site) in [
            ("t.example", None, None),
            ("t.example", Some("https://t.example"), Some("same-origin")),
            ("T.Example", Some("https://t.example"), None),
            ("t.example:443", Some("https://t.example"), None),
            ("t.example:8443", Some("https://t.example:8443"), None),
            ("t.example", None, Some("none")),
            ("t.example", Some("null"), Some("same-origin")),
            ("t.example", Some("http://t.example"), Some("same-origin")),
        ] {
            let status = status(host, origin, site, Policy::Public);
            assert_eq!(status, None, "{host} {origin:?} {site:?}");
        }
    }

    #[test]
    fn the_page_of_another_site_may_not() {
        for (origin, site) in [
            (None, Some("cross-site")),
            (None, Some("same-site")),
            (None, Some("a word of tomorrow")),
            (None, Some("")),
            (Some("https://t.example"), Some("cross-site")),
            (Some("https://evil.example"), Some("same-origin")),
            (Some("https://evil.example"), None),
            (Some("https://t.example.evil.example"), None),
            (Some("https://evil.t.example"), Some("same-site")),
            (Some("https://t.example:8443"), None),
            (Some("null"), None),
            (Some("null"), Some("none")),
            (Some("null"), Some("cross-site")),
            (Some(""), None),
            (Some("t.example"), None),
            (Some("file://t.example"), None),
        ] {
            let status = status("t.example", origin, site, Policy::Public);
            assert_eq!(status, Some(403), "{origin:?} {site:?}");
        }
        // Without a known host, no page counts as ours.
        assert_eq!(
            status("", Some("https://"), None, Policy::Public),
            Some(403)
        );
    }

    #[test]
    fn a_worker_that_may_dial_this_machine_answers_to_its_own_names_only() {
        for host in [
            "localhost",
            "LOCALHOST:8787",
            "127.0.0.1:8787",
            "[::1]",
            "[::1]:8787",
        ] {
            assert_eq!(status(host, None, None, Policy::Private), None, "{host}");
        }
        for host in [
            "",
            "evil.example.com",
            "evil.example.com:8787",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]",
            "::1",
        ] {
            assert_eq!(
                status(host, None, None, Policy::Private),
                Some(403),
                "{host}"
            );
            let public = status(host, None, None, Policy::Public);
            assert_eq!(public, None, "{host}");
        }
    }

    #[test]
    fn the_host_of_a_url_is_what_stands_before_the_path() {
        for (url, origin, host) in [
            (
                "https://t.example/api/h323/call?x=/",
                "https://t.example",
                "t.example",
            ),
            ("http://[::1]:8787/", "http://[::1]:8787", "[::1]:8787"),
            ("https://t.example?x", "https://t.example", "t.example"),
        ] {
            assert_eq!(origin_of(url), Some(origin));
            assert_eq!(host_of(url).as_deref(), Some(host));
        }
        assert_eq!(origin_of("no URL"), None);
    }

    #[test]
    fn a_body_that_a_form_can_send_is_no_json() {
        for kind in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            " application/json ;x=y",
        ] {
            assert_eq!(check_json(Some(kind)), Ok(()), "{kind}");
        }
        for kind in [
            None,
            Some(""),
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data"),
            Some("text/plain; application/json"),
            Some("application/jsonp"),
            Some("text/plain, application/json"),
        ] {
            let refused = check_json(kind).expect_err("no JSON");
            assert_eq!(refused.status, 415, "{kind:?}");
            assert!(refused.text.contains("-H 'Content-Type: application/json'"));
        }
    }
}
