//! What we say about ourselves in more than one kind of message.

use alloc::{string::String, vec, vec::Vec};

use h323_asn1::{
    codec::EncodeError,
    h225::{
        AliasAddress, EndpointType, GatekeeperInfo, GatewayInfo, H221NonStandard, McuInfo,
        SupportedPrefix, SupportedProtocols, TerminalInfo, VendorIdentifier, VoiceCaps,
    },
    types::{Ia5String, ObjectIdentifier},
};

use super::{
    alias::{Alias, Numbering},
    facts::EndpointKind,
    terms::OwnVendor,
};

impl OwnVendor {
    /// As a `VendorIdentifier`.
    pub(crate) fn identifier(&self) -> VendorIdentifier {
        let codes = H221NonStandard::new(self.country, self.extension, self.manufacturer);
        let mut vendor = VendorIdentifier::new(codes);
        vendor.product_id = Some(self.product.clone().into());
        vendor.version_id = Some(self.version.clone().into());
        vendor
    }

    /// A terminal by this vendor.
    pub(crate) fn terminal(&self) -> EndpointType {
        let mut endpoint = EndpointType::default();
        endpoint.vendor = Some(self.identifier());
        endpoint.terminal = Some(TerminalInfo::default());
        endpoint
    }

    /// An entity of this kind by this vendor. Only gateways and MCUs have a place for prefixes.
    ///
    /// # Errors
    /// If a prefix has characters that cannot be dialled.
    pub(crate) fn endpoint(
        &self,
        kind: EndpointKind,
        prefixes: &[String],
    ) -> Result<EndpointType, EncodeError> {
        let mut endpoint = self.terminal();
        if kind != EndpointKind::Terminal {
            endpoint.terminal = None;
        }
        match kind {
            EndpointKind::Terminal => {}
            EndpointKind::Gatekeeper => endpoint.gatekeeper = Some(GatekeeperInfo::default()),
            EndpointKind::Gateway => {
                let mut gateway = GatewayInfo::default();
                gateway.protocol = voice(prefixes)?;
                endpoint.gateway = Some(gateway);
            }
            EndpointKind::Mcu => {
                let mut mcu = McuInfo::default();
                mcu.protocol = voice(prefixes)?;
                endpoint.mcu = Some(mcu);
                endpoint.mc = true;
            }
        }
        Ok(endpoint)
    }
}

fn voice(prefixes: &[String]) -> Result<Option<Vec<SupportedProtocols>>, EncodeError> {
    if prefixes.is_empty() {
        return Ok(None);
    }
    let prefixes = prefixes.iter().map(|prefix| {
        let prefix = Alias::DialedDigits(prefix.clone());
        prefix
            .to_wire(&Numbering::default())
            .map(SupportedPrefix::new)
    });
    let mut caps = VoiceCaps::default();
    caps.supported_prefixes = Some(prefixes.collect::<Result<_, _>>()?);
    Ok(Some(vec![SupportedProtocols::voice(caps)]))
}

/// `ProtocolIdentifier` of a version of H.225.0.
pub(crate) fn protocol_identifier(version: u8) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, u32::from(version)].into())
}

/// An alias with the number's digits. The alphabet of `dialedDigits` does not have a `+`.
pub(crate) fn dialled_digits(number: &str) -> Option<AliasAddress> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    let digits = digits.as_bytes().get(..digits.len().min(128))?;
    let text = Ia5String::from_iso646_bytes(digits).ok()?;
    (!digits.is_empty()).then_some(AliasAddress::dialledDigits(text))
}

/// Aliases in their encoded form.
///
/// # Errors
/// If one is too long for its type, or has characters that the type does not allow.
pub(crate) fn alias_addresses(
    aliases: &[Alias],
    numbering: &Numbering,
) -> Result<Vec<AliasAddress>, EncodeError> {
    let aliases = aliases.iter();
    aliases.map(|alias| alias.to_wire(numbering)).collect()
}
