//! The same for a type: its fields and variants, and what is implemented while the declaration is still being written.

use graph_tests::{
    expand_deferred_type, expand_type,
    expansion::{errors, traits},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Fields, File, Ident, Item};

use super::{attribute_and_item, idents, place};

const STRUCT: &str = r##"#[graph_type("#microsoft.graph.settings", crate = ::graph_runtime)]
pub struct Settings<'a> {
    #[graph(read_only, name = "Id")]
    pub id: Option<&'a str>,
    pub r#type: u8,
    #[graph(secret)]
    pub pin: Option<String>,
    #[graph(always)]
    pub names: Vec<String>,
    #[serde(rename = "n", with = "as_text")]
    pub number: u16,
    pub ratio: Patch<f64>,
    #[graph(additional)]
    pub additional: AdditionalProperties,
}"##;

const ENUM: &str = r##"#[graph_type(crate = ::graph_runtime)]
pub enum Target<T> {
    #[graph("#microsoft.graph.groupTarget")]
    Group(Box<GroupTarget>),
    #[graph("#microsoft.graph.ownTarget")]
    Own(T),
    #[graph(other)]
    Other(AdditionalProperties),
}"##;

#[test]
fn every_use_of_a_field_of_a_type_leads_to_the_field_or_its_type() {
    let (item, expansion) = expand(STRUCT);
    let Item::Struct(item) = &item else { panic!("a struct") };
    for field in &item.fields {
        let ident = field.ident.as_ref().expect("a name");
        let places = [place(ident), field.ty.to_token_stream().into_iter().next().expect("a type").span().start()];
        let uses = uses(&expansion, ident);
        // The field itself, what writes it, what reads it, and `Debug`, which all but one have of these.
        assert!(uses.len() >= 3, "`{ident}` is used {} times", uses.len());
        for found in uses {
            assert!(places.contains(&place(&found)), "`{ident}` at {places:?} is used at {:?}", place(&found));
        }
    }
}

#[test]
fn every_use_of_a_variant_leads_to_the_variant_or_its_type() {
    let (item, expansion) = expand(ENUM);
    let Item::Enum(item) = &item else { panic!("an enum") };
    for variant in &item.variants {
        let ty = variant.fields.iter().next().expect("a type").ty.to_token_stream();
        let places = [place(&variant.ident), ty.into_iter().next().expect("a type").span().start()];
        let uses = uses(&expansion, &variant.ident);
        assert_eq!(uses.len(), 3, "`{}` is declared, written and read", variant.ident);
        for found in uses {
            assert!(places.contains(&place(&found)), "`{found}` at {places:?} is used at {:?}", place(&found));
        }
    }
}

#[test]
fn a_valid_type_has_no_errors() {
    for declaration in [STRUCT, ENUM] {
        let (item, expansion) = expand(declaration);
        assert_eq!(errors(&expansion.items), 0);
        assert_usable(&item, &expansion, declaration);
    }
}

/// A declaration with a mistake of every kind: in its arguments, its attributes, its fields and its variants.
#[test]
fn a_type_with_errors_keeps_its_parts_and_traits() {
    for (declaration, right, wrong) in [
        (STRUCT, "\"#microsoft.graph.settings\"", "\"microsoft.graph.settings\""),
        (STRUCT, "\"#microsoft.graph.settings\"", "name = \"#microsoft.graph.settings\""),
        (STRUCT, "crate = ::graph_runtime", "crate"),
        (STRUCT, "crate = ::graph_runtime", "krate = ::graph_runtime"),
        (STRUCT, "read_only", "readonly"),
        (STRUCT, "read_only", "read_only = true"),
        (STRUCT, "name = \"Id\"", "name"),
        (STRUCT, "name = \"Id\"", "name = \"type\""),
        (STRUCT, "#[graph(secret)]", "#[graph]"),
        (STRUCT, "#[graph(secret)]", "#[graph(secret, secret)]"),
        (STRUCT, "#[graph(always)]\n    pub names: Vec<String>", "#[graph(always)]\n    pub names: Option<String>"),
        (STRUCT, "Vec<String>", "Vec<u8>"),
        (STRUCT, "rename = \"n\"", "rename = 1"),
        (STRUCT, "rename = \"n\"", "getter = \"n\""),
        (STRUCT, "AdditionalProperties", "HashMap<String, String>"),
        (STRUCT, "pub struct", "#[serde(tag = \"type\")] pub struct"),
        (STRUCT, "pub struct", "#[derive(Debug)] pub struct"),
        (ENUM, "graph_type(", "graph_type(\"#microsoft.graph.target\", "),
        (ENUM, "\"#microsoft.graph.groupTarget\"", "\"groupTarget\""),
        (ENUM, "\"#microsoft.graph.groupTarget\"", "\"#microsoft.graph.ownTarget\""),
        (ENUM, "\"#microsoft.graph.groupTarget\"", "group"),
        (ENUM, "#[graph(\"#microsoft.graph.groupTarget\")]", ""),
        (ENUM, "#[graph(other)]", ""),
        (ENUM, "#[graph(other)]", "#[graph]"),
        (ENUM, "Group(Box<GroupTarget>)", "Group"),
        (ENUM, "Group(Box<GroupTarget>)", "Group(GroupTarget, u8)"),
        (ENUM, "pub enum", "#[serde(untagged)] pub enum"),
    ] {
        let source = declaration.replacen(right, wrong, 1);
        assert_ne!(source, declaration);
        let (item, expansion) = expand(&source);
        assert!(errors(&expansion.items) > 0, "nothing is said of {wrong}");
        assert_usable(&item, &expansion, &source);
    }
}

/// Each attribute as it is while somebody types it, also under a condition; the editor closes what is open.
#[test]
fn an_incomplete_attribute_keeps_the_type_and_its_traits() {
    let mut tried = 0;
    for declaration in [STRUCT, ENUM] {
        for (begin, _) in declaration.match_indices("#[") {
            let end = begin + declaration[begin..].find(")]").expect("each attribute has parentheses");
            for cut in begin + 3..end {
                let mut attribute = declaration[begin..cut].to_owned();
                if attribute.matches('"').count() % 2 == 1 {
                    attribute.push('"');
                }
                if attribute.contains('(') {
                    attribute.push(')');
                }
                // Without its name, the attribute is that of another macro, or of none.
                if begin == 0 && !attribute.starts_with("#[graph_type") {
                    continue;
                }
                let source = format!("{}{attribute}]{}", &declaration[..begin], &declaration[end + 2..]);
                let (item, expansion) = expand(&source);
                assert_usable(&item, &expansion, &source);
                let conditional = source.replacen("\n    pub", "\n    #[cfg(all())] pub", 1);
                assert_usable(&item, &expand(&conditional).1, &conditional);
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "the attributes have that many characters: {tried}");
}

/// A field or variant that is not Rust yet is for rustc to report, in the type as it was written.
#[test]
fn an_incomplete_field_or_variant_leaves_the_type_as_it_is() {
    for (declaration, right, wrong) in [
        (STRUCT, "pub pin: Option<String>,", "pub pin: ,"),
        (STRUCT, "pub pin: Option<String>,", "pub pin"),
        (STRUCT, "pub pin: Option<String>,", "pub"),
        (ENUM, "Own(T),", "Own(T"),
        (ENUM, "Own(T),", "Own T,"),
    ] {
        let source = declaration.replacen(right, wrong, 1);
        assert_ne!(source, declaration);
        let Ok(tokens) = source.parse::<TokenStream>() else { continue };
        let (arguments, item) = attribute_and_item(tokens);
        let expansion = expand_type(arguments, item.clone()).to_string();
        assert!(expansion.starts_with(&item.to_string()), "{expansion}");
        assert!(expansion.contains("compile_error"), "nothing is said of {wrong}");
    }
}

/// Expands a declaration, and what it leaves to a derive.
fn expand(source: &str) -> (Item, File) {
    let (arguments, item) = attribute_and_item(source.parse().expect("tokens"));
    let file = |tokens: TokenStream| -> File {
        syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"))
    };
    let mut expansion = file(expand_type(arguments, item.clone()));
    if source.contains("#[cfg(all())]") {
        let deferred = file(expand_deferred_type(expansion.items[0].to_token_stream()));
        expansion.items.extend(deferred.items);
    }
    (syn::parse2(item).expect("a struct or an enum"), expansion)
}

/// The type comes first with all its parts, and can be written and read.
#[track_caller]
fn assert_usable(item: &Item, expansion: &File, source: &str) {
    assert_eq!(parts(&expansion.items[0]), parts(item), "the type comes first: {source}");
    let traits: Vec<_> = traits(&expansion.items).collect();
    for name in ["Serialize", "Deserialize", "Entity"] {
        assert_eq!(traits.iter().filter(|implemented| *implemented == name).count(), 1, "`{name}`: {source}");
    }
}

fn parts(item: &Item) -> Vec<String> {
    let names =
        |fields: &Fields| fields.iter().filter_map(|field| field.ident.as_ref()).map(Ident::to_string).collect();
    match item {
        Item::Struct(item) => names(&item.fields),
        Item::Enum(item) => item.variants.iter().map(|variant| variant.ident.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn uses(expansion: &File, ident: &Ident) -> Vec<Ident> {
    let mut found = Vec::new();
    idents(expansion.to_token_stream(), &mut found);
    found.retain(|found| found == ident);
    found
}
