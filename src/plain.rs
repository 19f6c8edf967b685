//! Error texts of the runtime in plain words.

/// Replaces known error texts of the runtime: users see them and do not know the proxy that Workers'
/// sockets go through.
#[must_use]
pub fn plain(text: &str) -> String {
    if text.contains("cannot connect to the specified address") {
        return "refused, or the address cannot be reached".into();
    }
    if text.contains("Network connection lost") {
        return "reset by the endpoint or by a device in between".into();
    }
    // The reference points into the runtime's own log, which users cannot read.
    let text = text.split("; reference = ").next().unwrap_or(text);
    text.trim()
        .trim_start_matches("JsError: ")
        .trim_start_matches("Error: ")
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_the_runtime_says_is_said_to_people() {
        for (text, expected) in [
            (
                "Error: proxy request failed, cannot connect to the specified address. It looks like you might be trying to connect to a HTTP-based service",
                "refused, or the address cannot be reached",
            ),
            (
                "Error: Network connection lost.",
                "reset by the endpoint or by a device in between",
            ),
            (
                "JsError: Error: internal error; reference = abc123",
                "internal error",
            ),
            ("Stream was cancelled.", "Stream was cancelled"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
