//! Reads `#[rasn(…)]` and `#[described(circular)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{
    Attribute, Error, Ident, LitStr, Result, Token, ext::IdentExt as _, meta::ParseNestedMeta,
    parenthesized, parse::ParseStream,
};

/// The attributes of a type, a component or an alternative.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) identifier: Option<String>,
    pub(crate) addition: bool,
    pub(crate) delegate: bool,
    pub(crate) enumerated: bool,
    /// Whether the type contains itself, directly or through other types.
    pub(crate) circular: bool,
    pub(crate) size: Option<Bounds>,
    pub(crate) value: Option<Bounds>,
    /// The characters of a permitted alphabet, each once and in order.
    pub(crate) alphabet: Option<String>,
}

/// `lower..=upper`, for a size or a number.
#[derive(Default)]
pub(crate) struct Bounds {
    lower: Option<i64>,
    upper: Option<i64>,
    extensible: bool,
}

impl Attributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("rasn") || attribute.path().is_ident("described") {
                attribute.parse_nested_meta(|meta| found.take(&meta))?;
            }
        }
        Ok(found)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let name = meta.path.to_token_stream().to_string();
        match name.as_str() {
            "identifier" => self.identifier = Some(meta.value()?.parse::<LitStr>()?.value()),
            "extension_addition" => self.addition = true,
            "delegate" => self.delegate = true,
            "enumerated" => self.enumerated = true,
            "circular" => self.circular = true,
            "choice" | "automatic_tags" => {}
            "size" => self.size = Some(Bounds::parse(meta)?),
            "value" => self.value = Some(Bounds::parse(meta)?),
            "from" => self.alphabet = Some(alphabet(meta)?),
            // If we ignored an unknown attribute, the table would silently lack it.
            _ => return Err(meta.error("not known to the table of a type")),
        }
        Ok(())
    }

    /// The identifier of the Recommendation: as given, or derived from the Rust name.
    pub(crate) fn name(&self, ident: &Ident) -> String {
        self.identifier
            .clone()
            .unwrap_or_else(|| ident.unraw().to_string())
    }
}

impl Bounds {
    fn parse(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        let contents;
        parenthesized!(contents in meta.input);
        let literal: LitStr = contents.parse()?;
        let extensible = if contents.peek(Token![,]) {
            contents.parse::<Token![,]>()?;
            contents.parse::<Ident>()? == "extensible"
        } else {
            false
        };
        let text = literal.value();
        let number = |text: &str| {
            text.parse::<i64>()
                .map_err(|error| Error::new(literal.span(), error))
        };
        let (lower, upper) = match text.split_once("..") {
            Some((lower, "")) => (Some(number(lower)?), None),
            Some((lower, upper)) => {
                let upper = number(upper.trim_start_matches('='))?;
                (Some(number(lower)?), Some(upper))
            }
            None => (Some(number(&text)?), Some(number(&text)?)),
        };
        Ok(Self {
            lower,
            upper,
            extensible,
        })
    }

    pub(crate) fn tokens(&self) -> TokenStream {
        let option =
            |value: Option<i64>| value.map_or_else(|| quote!(None), |value| quote!(Some(#value)));
        let (lower, upper, extensible) = (option(self.lower), option(self.upper), self.extensible);
        quote!(::h323_asn1::codec::Bounds { lower: #lower, upper: #upper, extensible: #extensible })
    }
}

/// `from("#", "0..=9")`: characters and ranges of them.
fn alphabet(meta: &ParseNestedMeta<'_>) -> Result<String> {
    let contents;
    parenthesized!(contents in meta.input);
    let contents: ParseStream<'_> = &contents;
    let mut characters = Vec::new();
    for literal in contents.parse_terminated(<LitStr as syn::parse::Parse>::parse, Token![,])? {
        let text = literal.value();
        let one = |text: &str| {
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => Ok(character),
                _ => Err(Error::new(literal.span(), "one character is expected")),
            }
        };
        match text.split_once("..=") {
            Some((from, to)) => characters.extend(one(from)?..=one(to)?),
            None => characters.push(one(&text)?),
        }
    }
    characters.sort_unstable();
    characters.dedup();
    Ok(characters.into_iter().collect())
}
