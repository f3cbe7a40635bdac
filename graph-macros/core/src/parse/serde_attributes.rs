//! The attributes `#[serde(…)]` of a field, and of the struct.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Token, parse::Parser, punctuated::Punctuated};

use super::Attribute;
use crate::{errors::Errors, names::RenameRule, suggest::one_of};

/// What `#[serde(…)]` says about how a field is serialized. What it says about deserializing does not concern a
/// request.
#[derive(Default)]
pub struct SerdeAttributes {
    /// `rename = "…"` or `rename(serialize = "…")`.
    pub rename: Option<LitStr>,
    /// `skip` or `skip_serializing`.
    pub skip: bool,
    /// `skip_serializing_if = "…"`.
    pub skip_if: Option<Path>,
    /// The function of `serialize_with = "…"`, or `serialize` of the module of `with = "…"`.
    pub with: Option<Path>,
    /// `flatten`.
    pub flatten: bool,
}

impl SerdeAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        for meta in metas(attribute, errors) {
            if let Err(error) = self.meta(&meta) {
                errors.push(error);
            }
        }
    }

    fn meta(&mut self, meta: &Meta) -> syn::Result<()> {
        let Some(name) = meta.path().get_ident().map(Ident::to_string) else {
            return Ok(());
        };
        match name.as_str() {
            "rename" => self.rename = serialized_name(meta)?.or(self.rename.take()),
            "skip" | "skip_serializing" => self.skip = true,
            "flatten" => self.flatten = true,
            "skip_serializing_if" => self.skip_if = Some(path_in(meta)?),
            "serialize_with" => self.with = Some(path_in(meta)?),
            "with" => {
                let mut path = path_in(meta)?;
                path.segments.push(Ident::new("serialize", Span::call_site()).into());
                self.with = Some(path);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Parses `#[serde(rename_all = "…")]` on the struct.
pub(super) fn rename_all(attributes: &[Attribute], errors: &mut Errors) -> Option<RenameRule> {
    let mut rule = None;
    for attribute in attributes.iter().filter(|attribute| attribute.is("serde")) {
        for meta in metas(attribute, errors) {
            if !meta.path().is_ident("rename_all") {
                continue;
            }
            match serialized_name(&meta) {
                Ok(Some(name)) => {
                    rule = RenameRule::NAMES.iter().find(|(known, _)| *known == name.value()).map(|(_, rule)| *rule);
                    if rule.is_none() {
                        let known = RenameRule::NAMES.map(|(name, _)| name);
                        errors.at(&name, format!("unknown case; expected {}", one_of(&known)));
                    }
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
    }
    rule
}

pub(super) fn metas(attribute: &Attribute, errors: &mut Errors) -> Vec<Meta> {
    let Some(list) = attribute.list() else {
        errors.at(attribute, "expected parentheses: `#[serde(…)]`");
        return Vec::new();
    };
    match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.clone()) {
        Ok(metas) => metas.into_iter().collect(),
        Err(error) => {
            errors.push(error);
            Vec::new()
        }
    }
}

/// Returns the value of `name = "…"` or of `name(serialize = "…")`.
fn serialized_name(meta: &Meta) -> syn::Result<Option<LitStr>> {
    let Meta::List(list) = meta else {
        return string_in(meta).map(Some);
    };
    let nested = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    nested.iter().find(|meta| meta.path().is_ident("serialize")).map(string_in).transpose()
}

pub(super) fn path_in(meta: &Meta) -> syn::Result<Path> {
    string_in(meta)?.parse_with(Path::parse_mod_style)
}

pub(super) fn string_in(meta: &Meta) -> syn::Result<LitStr> {
    if let Meta::NameValue(pair) = meta
        && let Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) = &pair.value
    {
        return Ok(literal.clone());
    }
    let name = meta.path().to_token_stream();
    Err(syn::Error::new_spanned(meta, format!("write `{name} = \"…\"`")))
}
