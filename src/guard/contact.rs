//! The tester's name and contact in every Setup, for the people who are called.

use std::str::FromStr;

use h323_proto::call::OwnVendor;

/// Octets of `productId` and `versionId` (H.225.0 7.6, `VendorIdentifier`).
const MOST: usize = 256;

/// Most characters of a contact.
const CONTACT: usize = 128;

/// A contact for questions about a call: a web address, a mail address, or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact(String);

impl FromStr for Contact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let printable = text.bytes().all(|octet| (b' '..=b'~').contains(&octet));
        if text.is_empty() || text.len() > CONTACT || !printable {
            return Err(format!(
                "it must be 1 to {CONTACT} printable ASCII characters"
            ));
        }
        Ok(Self(text.into()))
    }
}

impl Contact {
    /// Adds the contact to a field that endpoints show or log. That is the product's name, or the
    /// version if the request chose the product, because some endpoints behave differently by product.
    pub fn sign(&self, vendor: &mut OwnVendor) {
        let usual = OwnVendor::default();
        let name = String::from_utf8_lossy(&usual.product).into_owned();
        let signature = if vendor.product == usual.product {
            vendor.product = format!("{name}, {}", self.0).into_bytes();
            return;
        } else {
            format!("; {name}, {}", self.0)
        };
        let room = MOST.saturating_sub(signature.len());
        let mut version = String::from_utf8_lossy(&vendor.version).into_owned();
        while version.len() > room {
            version.pop();
        }
        vendor.version = format!("{version}{signature}").into_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(product: Option<&str>, version: Option<&str>) -> (String, String) {
        let mut vendor = OwnVendor::default();
        if let Some(product) = product {
            vendor.product = product.into();
        }
        if let Some(version) = version {
            vendor.version = version.into();
        }
        let contact: Contact = "https://tester.example/".parse().expect("a contact");
        contact.sign(&mut vendor);
        assert!(vendor.product.len() <= MOST && vendor.version.len() <= MOST);
        let text = |octets: Vec<u8>| String::from_utf8(octets).expect("UTF-8");
        (text(vendor.product), text(vendor.version))
    }

    #[test]
    fn who_is_called_can_see_who_calls_whatever_the_request_says() {
        let (product, version) = signed(None, Some("9.9"));
        assert_eq!(product, "H.323 edge tester, https://tester.example/");
        assert_eq!(version, "9.9");
        let (product, version) = signed(Some("Room kit"), Some("1.0"));
        assert_eq!(product, "Room kit");
        assert_eq!(version, "1.0; H.323 edge tester, https://tester.example/");
        for long in ["v".repeat(256), "ä".repeat(128)] {
            let (_, version) = signed(Some("Room kit"), Some(&long));
            assert!(
                version.ends_with("; H.323 edge tester, https://tester.example/"),
                "{version}"
            );
        }
    }

    #[test]
    fn a_contact_can_be_shown_anywhere() {
        for right in ["noc@example.com", " https://x.example/ ", &"a".repeat(128)] {
            assert!(right.parse::<Contact>().is_ok(), "{right}");
        }
        for wrong in ["", " ", "a\nb", "a\u{202e}b", "Zürich", &"a".repeat(129)] {
            assert!(wrong.parse::<Contact>().is_err(), "{wrong:?}");
        }
    }
}
