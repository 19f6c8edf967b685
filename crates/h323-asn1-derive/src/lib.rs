//! `#[derive(Described)]`: makes the table of an ASN.1 type from its Rust definition and from the
//! attributes for rasn's own derives.
//!
//! The definitions in `h323-asn1` are the only place where a type is written down. The derive makes
//! the constant table of the type, which reading and writing follow, and the access to the parts of
//! a value.

mod attributes;
mod parts;

use attributes::{Attributes, Bounds};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DataEnum, DataStruct, DeriveInput, Error, Fields, GenericArgument, Ident, PathArguments,
    Result, Type, parse_macro_input, punctuated::Punctuated, token::Comma,
};

/// Implements `h323_asn1::codec::Described`; see the crate.
#[proc_macro_derive(Described, attributes(described, rasn))]
pub fn described(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let attributes = Attributes::of(&input.attrs)?;
    let name = attributes.name(&input.ident);
    let extensible = input
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"));
    let table = match &input.data {
        Data::Struct(data) if attributes.delegate => {
            let inner = only(&data.fields)?;
            let inner = of(inner, &attributes)?;
            quote!(::h323_asn1::codec::Type { name: #name, shape: (#inner).shape })
        }
        Data::Struct(data) => {
            let shape = sequence(data, extensible)?;
            quote!(::h323_asn1::codec::Type { name: #name, shape: #shape })
        }
        Data::Enum(data) if attributes.enumerated => {
            let shape = enumerated(data, extensible)?;
            quote!(::h323_asn1::codec::Type { name: #name, shape: #shape })
        }
        Data::Enum(data) => {
            let shape = choice(data, extensible)?;
            quote!(::h323_asn1::codec::Type { name: #name, shape: #shape })
        }
        Data::Union(_) => {
            return Err(Error::new_spanned(&input.ident, "a union is no ASN.1 type"));
        }
    };
    // A static exists once, but a static cannot be generic.
    let table = if input.generics.params.is_empty() && !attributes.delegate {
        quote!({
            static TABLE: ::h323_asn1::codec::Type = #table;
            &TABLE
        })
    } else {
        quote!(&#table)
    };
    // A constant cannot contain itself, so a type that contains itself fetches its table later.
    let table = if attributes.circular {
        quote!(&::h323_asn1::codec::Type {
            name: #name,
            shape: ::h323_asn1::codec::Shape::Later(|| #table),
        })
    } else {
        table
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter
            .bounds
            .push(syn::parse_quote!(::h323_asn1::codec::Described));
    }
    let ident = &input.ident;
    let (with, types, bounds) = generics.split_for_impl();
    let written = parts::written(&input.data, &attributes)?;
    Ok(quote! {
        impl #with ::h323_asn1::codec::Written for #ident #types #bounds {
            #written
        }

        impl #with ::h323_asn1::codec::Described for #ident #types #bounds {
            const TYPE: &'static ::h323_asn1::codec::Type = #table;
        }
    })
}

/// One component or alternative, and whether it is after the extension marker.
struct Part {
    tokens: TokenStream,
    optional: bool,
    addition: bool,
}

fn part(ident: &Ident, attributes: &Attributes, of: &TokenStream, optional: bool) -> Part {
    let name = attributes.name(ident);
    Part {
        tokens: quote!(::h323_asn1::codec::Component { name: #name, of: #of, optional: #optional }),
        optional,
        addition: attributes.addition,
    }
}

fn parts(parts: &[Part], extensible: bool) -> TokenStream {
    let tokens = |addition| {
        parts
            .iter()
            .filter(move |part| part.addition == addition)
            .map(|part| &part.tokens)
    };
    let (root, additions) = (tokens(false), tokens(true));
    let optional = parts.iter().filter(|part| !part.addition && part.optional);
    let optional = optional.count();
    quote!(::h323_asn1::codec::Parts {
        root: &[#(#root),*],
        optional: #optional,
        additions: &[#(#additions),*],
        extensible: #extensible,
    })
}

fn sequence(data: &DataStruct, extensible: bool) -> Result<TokenStream> {
    let mut found = Vec::new();
    for field in &data.fields {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(field, "a component needs a name"));
        };
        let (optional, inner) = match argument(&field.ty, "Option") {
            Some(inner) => (true, inner),
            None => (false, &field.ty),
        };
        let of = of(inner, &attributes)?;
        found.push(part(ident, &attributes, &of, optional));
    }
    let parts = parts(&found, extensible);
    Ok(quote!(::h323_asn1::codec::Shape::Sequence(#parts)))
}

fn choice(data: &DataEnum, extensible: bool) -> Result<TokenStream> {
    let mut found = Vec::new();
    for variant in &data.variants {
        let attributes = Attributes::of(&variant.attrs)?;
        let of = match &variant.fields {
            Fields::Unit => quote!(<() as ::h323_asn1::codec::Described>::TYPE),
            fields => of(only(fields)?, &attributes)?,
        };
        found.push(part(&variant.ident, &attributes, &of, false));
    }
    let parts = parts(&found, extensible);
    Ok(quote!(::h323_asn1::codec::Shape::Choice(#parts)))
}

fn enumerated(data: &DataEnum, extensible: bool) -> Result<TokenStream> {
    let (mut root, mut additions) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        let attributes = Attributes::of(&variant.attrs)?;
        let name = attributes.name(&variant.ident);
        if attributes.addition {
            additions.push(name);
        } else {
            root.push(name);
        }
    }
    Ok(
        quote!(::h323_asn1::codec::Shape::Enumerated(::h323_asn1::codec::Names {
            root: &[#(#root),*],
            additions: &[#(#additions),*],
            extensible: #extensible,
        })),
    )
}

/// The table of a component's type, narrowed by the constraints of the component.
fn of(inner: &Type, attributes: &Attributes) -> Result<TokenStream> {
    let table = quote!(<#inner as ::h323_asn1::codec::Described>::TYPE);
    let narrowed = |bounds: &Bounds, alphabet: Option<&str>| {
        let bounds = bounds.tokens();
        let alphabet = alphabet.map_or_else(|| quote!(None), |text| quote!(Some(#text)));
        quote!(&::h323_asn1::codec::Type::narrowed(#table, #bounds, #alphabet))
    };
    match (&attributes.size, &attributes.value) {
        (Some(_), Some(_)) => Err(Error::new_spanned(inner, "a size and a value")),
        (Some(bounds), None) | (None, Some(bounds)) => {
            Ok(narrowed(bounds, attributes.alphabet.as_deref()))
        }
        (None, None) if attributes.alphabet.is_some() => {
            Ok(narrowed(&Bounds::default(), attributes.alphabet.as_deref()))
        }
        (None, None) => Ok(table),
    }
}

fn only(fields: &Fields) -> Result<&Type> {
    let mut types = fields.iter().map(|field| &field.ty);
    match (types.next(), types.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Error::new_spanned(fields, "one unnamed field is expected")),
    }
}

/// The argument of a type, if it is the generic type with this name.
fn argument<'a>(of: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = of else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let arguments: &Punctuated<GenericArgument, Comma> = &arguments.args;
    match arguments.first()? {
        GenericArgument::Type(inner) if last.ident == name => Some(inner),
        _ => None,
    }
}
