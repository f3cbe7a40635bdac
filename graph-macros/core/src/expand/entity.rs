//! The implementations of serde's traits, for structs and enums.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Path};

/// A type, and how it is written and read.
pub(super) struct Entity<'a> {
    pub(super) ident: &'a Ident,
    /// The generic parameters of the type.
    pub(super) generics: &'a Generics,
    /// The same with the bounds for writing.
    pub(super) write_generics: Generics,
    /// The same with the bounds for reading, and the lifetime `'__de`.
    pub(super) read_generics: Generics,
    /// The derives among `Serialize` and `Deserialize`, which are a mistake.
    pub(super) derived: Vec<Path>,
    /// The body of `serialize`; `None` if there is a mistake.
    pub(super) write: Option<TokenStream>,
    /// The body of `read`; `None` if there is a mistake.
    pub(super) read: Option<TokenStream>,
}

impl Entity<'_> {
    pub(super) fn implementations(&self) -> TokenStream {
        // A second implementation of what is derived would add an error of rustc.
        let derives =
            |name: &str| self.derived.iter().any(|path| path.segments.last().is_some_and(|last| last.ident == name));
        let serialize = (!derives("Serialize")).then(|| self.serialize());
        let deserialize = (!derives("Deserialize")).then(|| self.deserialize());
        let read = self.read();
        quote!(#serialize #read #deserialize)
    }

    fn serialize(&self) -> TokenStream {
        let ident = self.ident;
        let (impl_generics, type_generics, where_clause) = self.write_generics.split_for_impl();
        let nothing = || quote!(__graph::Writer::new(__serializer, &[], "", ::core::option::Option::None).end());
        let body = self.write.clone().unwrap_or_else(nothing);
        quote! {
            #[automatically_derived]
            impl #impl_generics __graph::serde::Serialize for #ident #type_generics #where_clause {
                fn serialize<__S: __graph::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #body
                }
            }
        }
    }

    fn read(&self) -> TokenStream {
        let ident = self.ident;
        let (impl_generics, _, where_clause) = self.read_generics.split_for_impl();
        let (_, type_generics, _) = self.generics.split_for_impl();
        let body = self
            .read
            .clone()
            .unwrap_or_else(|| quote!(__reader.next(|_| __graph::UNKNOWN); ::core::option::Option::None));
        quote! {
            #[automatically_derived]
            impl #impl_generics __graph::Entity<'__de> for #ident #type_generics #where_clause {
                #[inline]
                fn read<__A: __graph::serde::de::MapAccess<'__de>>(
                    __reader: &mut __graph::Reader<'__de, __A>,
                ) -> ::core::option::Option<Self> {
                    #body
                }
            }
        }
    }

    fn deserialize(&self) -> TokenStream {
        let ident = self.ident;
        let (impl_generics, _, where_clause) = self.read_generics.split_for_impl();
        let (_, type_generics, _) = self.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics __graph::serde::Deserialize<'__de> for #ident #type_generics #where_clause {
                fn deserialize<__D: __graph::serde::Deserializer<'__de>>(
                    __deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    __graph::read_object(__deserializer)
                }
            }
        }
    }
}
