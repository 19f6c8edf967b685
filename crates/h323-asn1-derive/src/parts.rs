//! Access to the parts of a value.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DataStruct, Fields, Result};

use crate::{argument, attributes::Attributes};

/// The methods of `h323_asn1::codec::Written`.
pub(crate) fn written(data: &Data, attributes: &Attributes) -> Result<TokenStream> {
    match data {
        Data::Struct(_) if attributes.delegate => Ok(quote! {
            fn value(&self) -> ::h323_asn1::codec::Value<'_> {
                ::h323_asn1::codec::Written::value(&self.0)
            }

            fn part(&self, index: usize) -> Option<&dyn ::h323_asn1::codec::Written> {
                ::h323_asn1::codec::Written::part(&self.0, index)
            }
        }),
        Data::Struct(data) => sequence(data),
        Data::Enum(data) if attributes.enumerated => enumerated(data),
        Data::Enum(data) => choice(data),
        // The code that makes the table refuses unions.
        Data::Union(_) => Ok(TokenStream::new()),
    }
}

fn sequence(data: &DataStruct) -> Result<TokenStream> {
    let mut arms = Vec::new();
    for (index, field) in (0_usize..).zip(in_order(&data.fields, |field| &field.attrs)?) {
        let ident = &field.ident;
        let value = match argument(&field.ty, "Option") {
            Some(_) => quote!(match &self.#ident {
                Some(value) => value,
                None => return None,
            }),
            None => quote!(&self.#ident),
        };
        arms.push(quote!(#index => #value,));
    }
    let value = quote! {
        fn value(&self) -> ::h323_asn1::codec::Value<'_> {
            ::h323_asn1::codec::Value::Sequence
        }
    };
    if arms.is_empty() {
        return Ok(value);
    }
    Ok(quote! {
        #value

        fn part(&self, index: usize) -> Option<&dyn ::h323_asn1::codec::Written> {
            Some(match index {
                #(#arms)*
                _ => return None,
            })
        }
    })
}

fn choice(data: &DataEnum) -> Result<TokenStream> {
    let (mut indices, mut values) = (Vec::new(), Vec::new());
    for (index, variant) in (0_usize..).zip(in_order(&data.variants, |variant| &variant.attrs)?) {
        let ident = &variant.ident;
        if matches!(variant.fields, Fields::Unit) {
            indices.push(quote!(Self::#ident => #index,));
            values.push(quote!(Self::#ident => &(),));
        } else {
            indices.push(quote!(Self::#ident(_) => #index,));
            values.push(quote!(Self::#ident(value) => value,));
        }
    }
    Ok(quote! {
        fn value(&self) -> ::h323_asn1::codec::Value<'_> {
            ::h323_asn1::codec::Value::Choice(match self { #(#indices)* })
        }

        fn part(&self, _: usize) -> Option<&dyn ::h323_asn1::codec::Written> {
            Some(match self { #(#values)* })
        }
    })
}

fn enumerated(data: &DataEnum) -> Result<TokenStream> {
    let mut indices = Vec::new();
    for (index, variant) in (0_usize..).zip(in_order(&data.variants, |variant| &variant.attrs)?) {
        let ident = &variant.ident;
        indices.push(quote!(Self::#ident => #index,));
    }
    Ok(quote! {
        fn value(&self) -> ::h323_asn1::codec::Value<'_> {
            ::h323_asn1::codec::Value::Enumerated(match self { #(#indices)* })
        }
    })
}

/// The parts in the order of the table: first the root, then the parts after the extension marker.
fn in_order<'a, T: 'a>(
    parts: impl IntoIterator<Item = &'a T>,
    attributes: impl Fn(&T) -> &Vec<syn::Attribute>,
) -> Result<Vec<&'a T>> {
    let (mut root, mut additions) = (Vec::new(), Vec::new());
    for part in parts {
        if Attributes::of(attributes(part))?.addition {
            additions.push(part);
        } else {
            root.push(part);
        }
    }
    root.append(&mut additions);
    Ok(root)
}
