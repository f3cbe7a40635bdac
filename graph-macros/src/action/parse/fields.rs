//! The fields, with what `#[graph(…)]` and `#[serde(…)]` say of them.

use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::{
    AngleBracketedGenericArguments, Attribute, Expr, ExprLit, GenericArgument, Ident, Lit, LitStr, Meta, Path,
    PathArguments, PathSegment, Token, Type, TypePath, Visibility,
    buffer::Cursor,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::attributes::{Attributes, Doc};
use crate::action::{
    errors::{Errors, line_of},
    suggest::{did_you_mean, one_of},
};

/// A field, of whose attributes nothing is understood yet.
pub(super) struct WrittenField {
    ident: Ident,
    ty: Type,
    docs: Vec<Doc>,
    pub(super) attributes: Vec<Attribute>,
}

impl WrittenField {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let Attributes { docs, others } = Attributes::parse(input)?;
        input.parse::<Visibility>()?;
        let ident = if input.peek(Token![_]) { input.call(Ident::parse_any)? } else { input.parse()? };
        input.parse::<Token![:]>()?;
        let ty = field_type(input)?;
        // A default is unstable, which rustc says where the struct is emitted again.
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            input.parse::<Expr>()?;
        }
        Ok(Self { ident, ty, docs, attributes: others })
    }
}

/// The type of a field. Most are `Name` or `Name<Name>`, for which syn would first look for everything that a type can
/// begin with.
fn field_type(input: ParseStream<'_>) -> syn::Result<Type> {
    let Some(rest) = behind_word(input.cursor()) else { return input.parse() };
    if ends(rest) {
        return one_word(input);
    }
    let in_brackets = behind('<', rest).and_then(behind_word).and_then(|rest| behind('>', rest));
    if !in_brackets.is_some_and(ends) || !input.peek(Ident) || !input.peek3(Ident) {
        return input.parse();
    }
    let mut segment = PathSegment::from(input.parse::<Ident>()?);
    segment.arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: input.parse()?,
        args: Punctuated::from_iter([GenericArgument::Type(one_word(input)?)]),
        gt_token: input.parse()?,
    });
    Ok(of_path(segment.into()))
}

fn ends(cursor: Cursor<'_>) -> bool {
    cursor.eof() || cursor.punct().is_some_and(|(sign, _)| sign.as_char() == ',')
}

fn behind_word(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.ident().map(|(_, rest)| rest)
}

fn behind(sign: char, cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.punct().and_then(|(found, rest)| (found.as_char() == sign).then_some(rest))
}

/// A type that is one word, unless it is a word of the language.
fn one_word(input: ParseStream<'_>) -> syn::Result<Type> {
    if input.peek(Ident) { Ok(of_path(input.parse::<Ident>()?.into())) } else { input.parse() }
}

fn of_path(path: Path) -> Type {
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
}

/// A field as it was written.
pub(crate) struct FieldInput {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Doc>,
    pub(crate) deprecated: Option<Attribute>,
    pub(crate) graph: FieldAttributes,
    pub(crate) serde: SerdeAttributes,
    pub(crate) rename_all: Option<RenameRule>,
}

impl FieldInput {
    pub(super) fn read(field: WrittenField, rename_all: Option<RenameRule>, errors: &mut Errors) -> Option<Self> {
        let WrittenField { ident, ty, docs, attributes } = field;
        let mut graph = FieldAttributes::default();
        let mut serde = SerdeAttributes::default();
        let mut deprecated = None;
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("graph") {
                graph.read(&attribute, errors);
            } else if path.is_ident("serde") {
                serde.read(&attribute, errors);
            } else if path.is_ident("deprecated") {
                deprecated = Some(attribute);
            }
        }
        // `_` is read as a name, and reported by rustc itself.
        (ident != "_").then_some(Self { ident, ty, docs, deprecated, graph, serde, rename_all })
    }
}

/// What `#[graph(…)]` says of a field; each with the place where it says so.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) path: Option<Span>,
    /// `query`, or `query = "$select"`.
    pub(crate) query: Option<(Span, Option<LitStr>)>,
    pub(crate) header: Option<LitStr>,
    pub(crate) query_options: Option<Span>,
    pub(crate) body: Option<Span>,
    /// `raw_body = "application/octet-stream"`.
    pub(crate) raw_body: Option<LitStr>,
    pub(crate) secret: Option<Span>,
    pub(crate) name: Option<LitStr>,
    seen: Vec<(&'static str, Span)>,
    /// Something was wrong with one of them, so that the field's place in the request is not known.
    pub(crate) is_broken: bool,
}

const NAMES: [&str; 8] = ["path", "query", "query_options", "header", "body", "raw_body", "secret", "name"];

impl FieldAttributes {
    fn read(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let Meta::List(list) = &attribute.meta else {
            self.is_broken = true;
            return errors.at(
                attribute,
                format!("write what the field is in parentheses: `#[graph(…)]` takes {}", one_of(&NAMES)),
            );
        };
        let read = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = self.one(input) {
                    self.is_broken = true;
                    errors.push(error);
                    while !input.is_empty() && !input.peek(Token![,]) {
                        input.parse::<TokenTree>()?;
                    }
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = read.parse2(list.tokens.clone()) {
            self.is_broken = true;
            errors.push(error);
        }
    }

    fn one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("`#[graph(…)]` takes {}", one_of(&NAMES))));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        let Some(name) = NAMES.into_iter().find(|name| *name == text) else {
            let hint = match text.as_str() {
                "rename" => String::from("; did you mean `name`?"),
                _ => did_you_mean(&text, NAMES),
            };
            return Err(syn::Error::new(
                word.span(),
                format!("`{text}` is not an attribute of a field, which takes {}{hint}", one_of(&NAMES)),
            ));
        };
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let literal: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), form(name)))?;
            if !input.is_empty() && !input.peek(Token![,]) {
                return Err(input.error(form(name)));
            }
            Some(literal)
        } else if input.peek(token::Paren) {
            return Err(input.error(form(name)));
        } else {
            None
        };
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == name) {
            return Err(syn::Error::new(
                word.span(),
                format!("`{name}` stands twice on this field; the first one stands {}; remove one", line_of(*first)),
            ));
        }
        self.seen.push((name, word.span()));
        match (name, value) {
            ("path", None) => self.path = Some(word.span()),
            ("query", value) => self.query = Some((word.span(), value)),
            ("header", Some(value)) => self.header = Some(value),
            ("query_options", None) => self.query_options = Some(word.span()),
            ("body", None) => self.body = Some(word.span()),
            ("raw_body", Some(value)) => self.raw_body = Some(value),
            ("secret", None) => self.secret = Some(word.span()),
            ("name", Some(value)) => self.name = Some(value),
            _ => return Err(syn::Error::new(word.span(), form(name))),
        }
        Ok(())
    }
}

/// How an attribute of a field is written.
fn form(name: &str) -> String {
    match name {
        "query" => String::from(
            "write `#[graph(query)]` or, for another name than the field's, `#[graph(query = \"$select\")]`",
        ),
        "header" => String::from("`header` needs a name: write `#[graph(header = \"If-Match\")]`"),
        "name" => String::from("`name` needs a value: write `#[graph(name = \"ItemIds\")]`"),
        "raw_body" => String::from(
            "`raw_body` needs the media type that is sent: write `#[graph(raw_body = \"application/octet-stream\")]`",
        ),
        _ => format!("`{name}` takes no value: write `#[graph({name})]`"),
    }
}

/// What `#[serde(…)]` says of how a field is written; what it says of reading does not concern a request.
#[derive(Default)]
pub(crate) struct SerdeAttributes {
    pub(crate) rename: Option<LitStr>,
    /// `skip` or `skip_serializing`.
    pub(crate) skip: bool,
    pub(crate) skip_if: Option<Path>,
    /// The function of `serialize_with`, or `serialize` of the module of `with`.
    pub(crate) with: Option<Path>,
    pub(crate) flatten: bool,
}

impl SerdeAttributes {
    fn read(&mut self, attribute: &Attribute, errors: &mut Errors) {
        for meta in serde_metas(attribute, errors) {
            if let Err(error) = self.one(&meta) {
                errors.push(error);
            }
        }
    }

    fn one(&mut self, meta: &Meta) -> syn::Result<()> {
        let Some(name) = meta.path().get_ident().map(Ident::to_string) else {
            return Ok(());
        };
        match name.as_str() {
            "rename" => self.rename = for_serializing(meta)?.or(self.rename.take()),
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

/// The case that `#[serde(rename_all = "…")]` on the struct asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    const NAMES: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// Writes a field's name, which is in snake case, in this case, as serde does.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => {
                let pascal = pascal(name);
                let first = pascal.chars().next().map_or(0, char::len_utf8);
                pascal[..first].to_ascii_lowercase() + &pascal[first..]
            }
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let first = word.chars().next().map_or(0, char::len_utf8);
            word[..first].to_ascii_uppercase() + &word[first..]
        })
        .collect()
}

/// Reads what the attributes of the struct say of its fields' names.
pub(super) fn container_rename(attributes: &[Attribute], errors: &mut Errors) -> Option<RenameRule> {
    let mut rule = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        for meta in serde_metas(attribute, errors) {
            if !meta.path().is_ident("rename_all") {
                continue;
            }
            match for_serializing(&meta) {
                Ok(Some(name)) => {
                    rule = RenameRule::NAMES.iter().find(|(known, _)| *known == name.value()).map(|(_, rule)| *rule);
                    if rule.is_none() {
                        let known = RenameRule::NAMES.map(|(name, _)| name);
                        errors.at(&name, format!("serde knows the cases {}", one_of(&known)));
                    }
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
    }
    rule
}

fn serde_metas(attribute: &Attribute, errors: &mut Errors) -> Vec<Meta> {
    match attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
        Ok(metas) => metas.into_iter().collect(),
        Err(error) => {
            errors.push(error);
            Vec::new()
        }
    }
}

/// The value of `name = "…"`, or of `name(serialize = "…")`.
fn for_serializing(meta: &Meta) -> syn::Result<Option<LitStr>> {
    let Meta::List(list) = meta else {
        return string_in(meta).map(Some);
    };
    let nested = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    nested.iter().find(|meta| meta.path().is_ident("serialize")).map(string_in).transpose()
}

fn path_in(meta: &Meta) -> syn::Result<Path> {
    string_in(meta)?.parse_with(Path::parse_mod_style)
}

fn string_in(meta: &Meta) -> syn::Result<LitStr> {
    if let Meta::NameValue(pair) = meta
        && let Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) = &pair.value
    {
        return Ok(literal.clone());
    }
    let name = meta.path().to_token_stream();
    Err(syn::Error::new_spanned(meta, format!("write `{name} = \"…\"`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_syn_reads_them() {
        let read = |code: &str| {
            let read = |input: ParseStream<'_>| {
                let ty = field_type(input)?;
                input.parse::<proc_macro2::TokenStream>()?;
                Ok(ty.to_token_stream().to_string())
            };
            read.parse_str(code).ok()
        };
        let types = [
            "String",
            "Option<String>",
            "Vec<Option<u8>>",
            "a::B",
            "::a::B",
            "Option<a::B>",
            "Option<'a>",
            "Option<1>",
            "Option<&'a str>",
            "Option::<u8>",
            "Option<u8>::Item",
            "<A as B>::C",
            "&str",
            "[u8; 4]",
            "(u8, u8)",
            "()",
            "Self",
            "Option<Self>",
            "Self::A",
            "fn(u8) -> u8",
            "dyn A",
            "Box<dyn A>",
            "impl A",
            "r#type",
            "Option<r#type>",
            "A<B, C>",
            "A<B = C>",
            "A<>",
            "A<B,>",
            "crate::A",
            "type",
            "Option<type>",
            "_",
            "Option<_>",
            "!",
            "A + B",
            "a!()",
            "",
        ];
        for code in types {
            let expected = syn::parse_str::<Type>(code).ok().map(|ty| ty.to_token_stream().to_string());
            assert_eq!(read(code), expected, "{code}");
            let with_rest = read(&format!("{code}, b: u8"));
            assert_eq!(with_rest, expected, "{code}, and another field");
        }
    }

    #[test]
    fn names_are_written_as_serde_writes_them() {
        for (name, expected) in [
            ("lowercase", "dep_token"),
            ("UPPERCASE", "DEP_TOKEN"),
            ("PascalCase", "DepToken"),
            ("camelCase", "depToken"),
            ("snake_case", "dep_token"),
            ("SCREAMING_SNAKE_CASE", "DEP_TOKEN"),
            ("kebab-case", "dep-token"),
            ("SCREAMING-KEBAB-CASE", "DEP-TOKEN"),
        ] {
            let (_, rule) = RenameRule::NAMES.into_iter().find(|(known, _)| *known == name).expect(name);
            assert_eq!(rule.apply("dep_token"), expected);
        }
        assert_eq!(RenameRule::Camel.apply("_private__x1"), "privateX1");
    }
}
