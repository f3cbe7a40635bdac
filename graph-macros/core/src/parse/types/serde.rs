//! The attributes `#[serde(…)]` of a type and of its fields.

use proc_macro2::Span;
use syn::{Ident, LitStr, Meta, Path, Token, punctuated::Punctuated};

use super::super::{
    Attribute,
    serde_attributes::{metas, path_in, string_in},
};
use crate::{
    errors::Errors,
    names::RenameRule,
    suggest::{all_of, one_of},
};

/// What `#[serde(…)]` says about a field of a type.
#[derive(Default)]
pub struct PropertySerde {
    /// The name when it is written and when it is read: `rename = "…"`, or `rename(serialize = "…", deserialize = "…")`.
    pub rename: [Option<LitStr>; 2],
    /// `alias = "…"`.
    pub aliases: Vec<LitStr>,
    /// `skip` or `skip_serializing`.
    pub is_not_written: bool,
    /// `skip` or `skip_deserializing`.
    pub is_not_read: bool,
    /// `skip_serializing_if = "…"`.
    pub skip_if: Option<Path>,
    /// The function of `serialize_with = "…"`, or `serialize` of the module of `with = "…"`.
    pub serialize_with: Option<Path>,
    /// The function of `deserialize_with = "…"`, or `deserialize` of the module of `with = "…"`.
    pub deserialize_with: Option<Path>,
    /// `default` or `default = "…"`.
    pub default: Option<Option<Path>>,
    /// `flatten`.
    pub flatten: Option<Span>,
    /// `borrow`.
    pub borrow: bool,
}

const SUPPORTED: [&str; 12] = [
    "rename",
    "alias",
    "skip",
    "skip_serializing",
    "skip_deserializing",
    "skip_serializing_if",
    "with",
    "serialize_with",
    "deserialize_with",
    "default",
    "flatten",
    "borrow",
];

impl PropertySerde {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        for meta in metas(attribute, errors) {
            if let Err(error) = self.meta(&meta) {
                errors.push(error);
            }
        }
    }

    fn meta(&mut self, meta: &Meta) -> syn::Result<()> {
        let name = meta.path().get_ident().map(Ident::to_string).unwrap_or_default();
        match name.as_str() {
            "rename" => {
                let [written, read] = names(meta)?;
                let [own_written, own_read] = &mut self.rename;
                *own_written = written.or(own_written.take());
                *own_read = read.or(own_read.take());
            }
            "alias" => self.aliases.push(string_in(meta)?),
            "skip" => (self.is_not_written, self.is_not_read) = (true, true),
            "skip_serializing" => self.is_not_written = true,
            "skip_deserializing" => self.is_not_read = true,
            "skip_serializing_if" => self.skip_if = Some(path_in(meta)?),
            "serialize_with" => self.serialize_with = Some(path_in(meta)?),
            "deserialize_with" => self.deserialize_with = Some(path_in(meta)?),
            "with" => {
                self.serialize_with = Some(function_in(meta, "serialize")?);
                self.deserialize_with = Some(function_in(meta, "deserialize")?);
            }
            "default" => self.default = Some(if let Meta::Path(_) = meta { None } else { Some(path_in(meta)?) }),
            "flatten" => self.flatten = Some(span_of(meta)),
            "borrow" => self.borrow = true,
            _ => {
                let message = format!(
                    "`serde({name})` is not supported at a property of a `#[graph_type]`, only {}",
                    all_of(&SUPPORTED)
                );
                return Err(syn::Error::new(span_of(meta), message));
            }
        }
        Ok(())
    }
}

/// The case of the names that are written and of those that are read, as `#[serde(rename_all = "…")]` selects it.
#[derive(Default)]
pub(crate) struct Renaming(pub(crate) [Option<RenameRule>; 2]);

impl Renaming {
    /// Parses the attributes `#[serde(…)]` of a struct.
    pub(super) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut renaming = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.is("serde")) {
            for meta in metas(attribute, errors) {
                match meta.path().get_ident().map(Ident::to_string).unwrap_or_default().as_str() {
                    "rename_all" => match names(&meta) {
                        Ok(names) => renaming = Self(rules(names, errors)),
                        Err(error) => errors.push(error),
                    },
                    // The name of the struct, which JSON does not have.
                    "rename" => {}
                    name => errors.at_span(
                        span_of(&meta),
                        format!(
                            "`serde({name})` is not supported on a `#[graph_type]`, which has the format of OData; remove \
                             it, or derive `Serialize` and `Deserialize` instead of `#[graph_type]`"
                        ),
                    ),
                }
            }
        }
        renaming
    }
}

fn rules(names: [Option<LitStr>; 2], errors: &mut Errors) -> [Option<RenameRule>; 2] {
    let mut reported = false;
    names.map(|name| {
        let name = name?;
        let rule = RenameRule::NAMES.iter().find(|(known, _)| *known == name.value()).map(|(_, rule)| *rule);
        if rule.is_none() && !std::mem::replace(&mut reported, true) {
            errors.at(&name, format!("unknown case; expected {}", one_of(&RenameRule::NAMES.map(|(name, _)| name))));
        }
        rule
    })
}

/// Returns the values of `name = "…"`, or of `name(serialize = "…", deserialize = "…")`.
fn names(meta: &Meta) -> syn::Result<[Option<LitStr>; 2]> {
    let Meta::List(list) = meta else {
        let name = string_in(meta)?;
        return Ok([Some(name.clone()), Some(name)]);
    };
    let nested = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    let value = |name| nested.iter().find(|meta| meta.path().is_ident(name)).map(string_in).transpose();
    Ok([value("serialize")?, value("deserialize")?])
}

fn function_in(meta: &Meta, function: &str) -> syn::Result<Path> {
    let mut path = path_in(meta)?;
    path.segments.push(Ident::new(function, Span::call_site()).into());
    Ok(path)
}

fn span_of(meta: &Meta) -> Span {
    meta.path().segments.first().map_or_else(Span::call_site, |segment| segment.ident.span())
}
