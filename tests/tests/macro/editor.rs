//! What an editor makes of a declaration: where generated names lead to, and what is there to complete while the
//! declaration is still being written.

mod types;

use graph_tests::expansion::{errors, methods};
use proc_macro2::{LineColumn, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{File, Ident, ImplItemFn, Item, ItemStruct, ext::IdentExt, spanned::Spanned};

const DECLARATION: &str = r#"#[graph_action(PATCH, "/users/<id>/<type>", version = "beta", perms = "User.ReadWrite.All", returns = Settings)]
pub struct Change<'a> {
    pub id: &'a str,
    pub r#type: u8,
    pub display_name: Option<String>,
    pub office: Patch<String>,
    #[graph(query)]
    pub filter: Option<String>,
    #[graph(header = "If-Match", secret)]
    pub tag: String,
    #[serde(serialize_with = "written")]
    pub number: u8,
}"#;

const FIELDS: [&str; 7] = ["id", "type", "display_name", "office", "filter", "tag", "number"];

#[test]
fn a_setter_leads_to_its_field() {
    let (item, expansion) = expand(DECLARATION);
    for field in &item.fields {
        let ident = field.ident.as_ref().expect("a name");
        assert_eq!(place(setter(&expansion, &ident.unraw().to_string())), place(ident), "the setter of `{ident}`");
    }
    let office = item.fields.iter().find_map(|field| field.ident.as_ref().filter(|ident| *ident == "office"));
    assert_eq!(place(setter(&expansion, "clear_office")), place(office.expect("it is there")), "what clears it");
}

#[test]
fn every_use_of_a_field_leads_to_the_field_or_its_type() {
    let (item, expansion) = expand(DECLARATION);
    for field in &item.fields {
        let ident = field.ident.as_ref().expect("a name");
        let places = [place(ident), field.ty.span().start()];
        let mut uses = Vec::new();
        idents(expansion.to_token_stream(), &mut uses);
        uses.retain(|found| found == ident);
        // The field itself, the setter, `build` and what writes the field into the request.
        assert!(uses.len() >= 4, "`{ident}` is used {} times", uses.len());
        for found in uses {
            // What is written into the request is underlined at its type, so that a type that does not fit is.
            assert!(places.contains(&place(&found)), "`{ident}` at {:?} is used at {:?}", places, place(&found));
        }
    }
}

#[test]
fn a_literal_of_the_struct_leads_to_the_fields() {
    let (item, expansion) = expand(DECLARATION);
    let build = method(&expansion, "ChangeBuilder", "build").expect("it is there");
    let mut idents_of_build = Vec::new();
    idents(build.to_token_stream(), &mut idents_of_build);
    for field in &item.fields {
        let ident = field.ident.as_ref().expect("a name");
        let found = idents_of_build.iter().find(|found| *found == ident).expect("the field is set");
        assert_eq!(place(found), place(ident));
    }
}

#[test]
fn the_builder_leads_to_the_struct() {
    let (item, expansion) = expand(DECLARATION);
    let mut found = Vec::new();
    idents(expansion.to_token_stream(), &mut found);
    found.retain(|ident| ident == "ChangeBuilder" || ident == "Change");
    assert!(found.len() > 6, "the types are named");
    for ident in found {
        assert_eq!(place(&ident), place(&item.ident), "`{ident}`");
    }
}

#[test]
fn a_type_leads_to_where_the_author_wrote_it() {
    let (_, expansion) = expand(DECLARATION);
    let mut found = Vec::new();
    idents(expansion.to_token_stream(), &mut found);
    let types: Vec<_> = found.iter().filter(|ident| *ident == "Settings").map(place).collect();
    let column = DECLARATION.lines().next().and_then(|line| line.find("Settings")).expect("it is there");
    assert!(types.len() >= 3, "the type of the response is named");
    assert!(types.iter().all(|place| (place.line, place.column) == (1, column)), "{types:?}");
}

/// A declaration with a mistake of every kind: in its arguments, its path, its permissions and its fields.
#[test]
fn a_declaration_with_errors_keeps_its_struct_and_setters() {
    for (right, wrong) in [
        ("PATCH", "PACTH"),
        ("PATCH", "GET"),
        ("PATCH, ", ""),
        ("\"/users/<id>/<type>\", ", ""),
        ("\"/users/<id>/<type>\"", "users/{id}"),
        ("<id>", "<id"),
        ("<id>", "<key>"),
        ("\"beta\"", "\"gamma\""),
        ("User.ReadWrite.All", "User.WriteRead.All"),
        (", perms = \"User.ReadWrite.All\"", ""),
        ("version = \"beta\"", "version"),
        ("version = \"beta\"", "verson = \"beta\""),
        ("returns = Settings", "returns = "),
        ("version = \"beta\"", "header(\"A\" = )"),
        ("version = \"beta\"", "header(\"A\")"),
        ("version = \"beta\"", "property(1 = 2)"),
        ("version = \"beta\"", "redirects = true"),
        ("pub id: &'a str", "pub id: Option<&'a str>"),
        ("#[graph(query)]", "#[graph(qery)]"),
        ("#[graph(query)]", "#[graph]"),
        ("#[graph(query)]", "#[graph(query, body)]"),
        ("header = \"If-Match\"", "header"),
        ("header = \"If-Match\"", "header = \"If Match\""),
        ("pub struct", "#[derive(Debug)] pub struct"),
    ] {
        let source = DECLARATION.replacen(right, wrong, 1);
        assert_ne!(source, DECLARATION);
        let (_, expansion) = expand(&source);
        assert!(errors(&expansion.items) > 0, "nothing is said of {wrong}");
        assert_completes(&expansion, &source);
    }
}

#[test]
fn a_valid_declaration_has_no_errors() {
    let (_, expansion) = expand(DECLARATION);
    assert_eq!(errors(&expansion.items), 0);
    assert_completes(&expansion, DECLARATION);
}

/// The attribute as it is while somebody types it; the editor closes what is open.
#[test]
fn an_incomplete_attribute_keeps_the_struct_and_its_setters() {
    let (attribute, item) = DECLARATION.split_once(")]").expect("an attribute and a struct");
    let begin = attribute.find('(').expect("arguments") + 1;
    let mut tried = 0;
    for end in begin..=attribute.len() {
        let mut cut_off = attribute[..end].to_owned();
        if cut_off.matches('"').count() % 2 == 1 {
            cut_off.push('"');
        }
        let source = format!("{cut_off})]{item}");
        let (_, expansion) = expand(&source);
        assert_completes(&expansion, &source);
        let is_whole = cut_off.contains("perms = \"User.ReadWrite.All\"") && !cut_off.trim_end().ends_with('=');
        assert!(errors(&expansion.items) > 0 || is_whole, "nothing is said of {source}");
        tried += 1;
    }
    assert!(tried > 80, "the attribute has that many characters");
}

/// A field as it is while somebody types its attribute.
#[test]
fn an_incomplete_field_attribute_leaves_other_fields_alone() {
    for attribute in [
        "",
        "graph",
        "graph()",
        "graph(q)",
        "graph(query = )",
        "graph(query, )",
        "graph(query, na)",
        "graph(,)",
        "ser",
        "serde(ren)",
        "serde(rename =)",
    ] {
        let source = DECLARATION.replacen("graph(query)", attribute, 1);
        if source.contains("#[]") {
            continue; // rustc asks the macro for nothing before this is right.
        }
        let (_, expansion) = expand(&source);
        assert_completes(&expansion, &source);
    }
}

/// Expands a declaration in the form in which it stands in a file, so that every token has a place.
fn expand(source: &str) -> (ItemStruct, File) {
    let (arguments, item) = attribute_and_item(source.parse().expect("tokens"));
    let expansion = graph_tests::expand(arguments, item.clone());
    let expansion = syn::parse2(expansion.clone()).unwrap_or_else(|error| panic!("{error}: {expansion}"));
    (syn::parse2(item).expect("a struct"), expansion)
}

/// The arguments of the attribute, and the item below it.
fn attribute_and_item(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = tokens.into_iter();
    let Some(TokenTree::Group(attribute)) = tokens.nth(1) else { panic!("an attribute") };
    let arguments = match attribute.stream().into_iter().nth(1) {
        Some(TokenTree::Group(arguments)) => arguments.stream(),
        Some(other) => panic!("no arguments: {other}"),
        None => TokenStream::new(),
    };
    (arguments, tokens.collect())
}

/// The struct comes first, and the builder has all setters.
#[track_caller]
fn assert_completes(expansion: &File, source: &str) {
    assert!(matches!(&expansion.items[0], Item::Struct(item) if item.ident == "Change"), "no struct: {source}");
    for name in FIELDS.into_iter().chain(["clear_office", "build", "send"]) {
        assert!(method(expansion, "ChangeBuilder", name).is_some(), "no `{name}`: {source}");
    }
    for name in ["builder", "send"] {
        assert!(method(expansion, "Change", name).is_some(), "no `{name}`: {source}");
    }
}

#[track_caller]
fn setter<'e>(expansion: &'e File, name: &str) -> &'e Ident {
    &method(expansion, "ChangeBuilder", name).expect("there is a setter").sig.ident
}

/// A method of a type.
fn method<'e>(expansion: &'e File, of: &str, name: &str) -> Option<&'e ImplItemFn> {
    methods(&expansion.items, of).find(|method| method.sig.ident.unraw() == name)
}

/// All identifiers, wherever they stand.
fn idents(tokens: TokenStream, into: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => into.push(ident),
            TokenTree::Group(group) => idents(group.stream(), into),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn place(ident: &Ident) -> LineColumn {
    ident.span().start()
}
