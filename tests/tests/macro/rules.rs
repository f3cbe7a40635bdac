//! The rules of the language at their edges: what is accepted, and what is one mistake and not two.
//!
//! The messages as an author sees them are in `compile-fail/`.

use graph_tests::{expand, expand_type, expansion::messages};
use proc_macro2::{TokenStream, TokenTree};
use syn::File;

/// Returns what is said of a declaration.
fn said(source: &str) -> Vec<String> {
    let file: File = syn::parse2(expansion(source)).expect("Rust");
    messages(&file.items)
}

/// Returns the expansion as text, with a space between tokens.
fn expanded(source: &str) -> String {
    expansion(source).to_string()
}

fn expansion(source: &str) -> TokenStream {
    let mut tokens = source.parse::<TokenStream>().expect("tokens").into_iter();
    let Some(TokenTree::Group(attribute)) = tokens.nth(1) else { panic!("an attribute") };
    let mut attribute = attribute.stream().into_iter();
    let Some(TokenTree::Ident(name)) = attribute.next() else { panic!("a name") };
    let arguments = match attribute.next() {
        Some(TokenTree::Group(arguments)) => arguments.stream(),
        _ => TokenStream::new(),
    };
    let item = tokens.collect();
    if name == "graph_type" { expand_type(arguments, item) } else { expand(arguments, item) }
}

#[track_caller]
fn accepts(source: &str) {
    assert_eq!(said(source), [""; 0], "{source}");
}

/// One mistake is reported, with this in its message.
#[track_caller]
fn says(source: &str, expected: &str) {
    let said = said(source);
    assert!(matches!(said.as_slice(), [only] if only.contains(expected)), "{source}: {said:?}");
}

/// An action with these arguments after the path, and these fields.
fn action(method: &str, arguments: &str, fields: &str) -> String {
    format!("#[graph_action({method}, \"/x\", perms = none, {arguments})] struct Act {{ {fields} }}")
}

#[test]
fn constants_are_judged_where_they_are_sent() {
    accepts(&action("GET", r#"header("Prefer" = "a", "prefer" = "b")"#, ""));
    says(&action("POST", r#"property("a" = 1e999)"#, ""), "greater than the largest");
    says(&action("POST", r#"property("a" = -true)"#, ""), "for a property of the JSON body");
    says(&action("POST", r#"property("a" = -"b")"#, ""), "for a property of the JSON body");
    accepts(&action("POST", r#"property("a" = -1.5e3, "b" = null)"#, ""));
    // The second one is right; the first one has no value.
    says(&action("GET", r#"header("A", "B" = "c")"#, ""), "header(\"ConsistencyLevel\"");
}

#[test]
fn names_are_judged_where_they_are_sent() {
    says(&action("GET", "", r#"#[graph(header = "")] a: String"#), "invalid header name");
    says(&action("GET", "", r#"#[graph(query = "a\\b")] a: String"#), "`\\` is not allowed in a name");
    says(&action("POST", "odata_type = \"#a.b\"", r#"#[graph(name = "@odata.type")] a: String"#), "already sends");
    accepts(&action("POST", "", r#"#[graph(name = "@odata.type")] a: String"#));
    says(&action("POST", "odata_type = \"#\"", "a: String"), "a type name starts with `#`");
    says(&action("GET", "docs = \"https://learn.microsoft.com/<a>\"", ""), "`docs` is the URL");
}

#[test]
fn an_argument_that_is_given_twice_is_one_mistake() {
    let duplicate = "duplicate argument `returns`";
    says(&action("GET", "returns = User, returns = BTreeMap<u8, (u16, [User; 2])>, version = \"beta\"", ""), duplicate);
}

#[test]
fn a_raw_body_has_a_media_type_and_a_type_of_bytes() {
    accepts(&action("PUT", "", r#"#[graph(raw_body = "text/plain ; charset=utf-8")] a: Vec<u8>"#));
    says(&action("PUT", "", r#"#[graph(raw_body = "text/plain; charset=é")] a: Vec<u8>"#), "invalid media type");
    says(
        r#"#[graph_action(PUT, "/x", perms = none)] struct Act<T> { #[graph(raw_body = "text/plain")] a: T }"#,
        "write `T: graph_runtime::upload::RawBody`",
    );
}

#[test]
fn a_path_parameter_is_judged_once() {
    let source = |field: &str| format!("#[graph_action(GET, \"/x/<id>\", perms = none)] struct Act {{ {field} }}");
    says(&source("id: Patch<String>"), "remove `Patch`");
    says(&source("id: Option<String>"), "remove `Option`");
    says(&source("name: String"), "there is a field `name`: write `<name>`");
    let unused = said(&source("id: String, #[graph(path)] idd: String"));
    assert_eq!(unused, ["the path has no placeholder `<idd>` for this field"], "the placeholder has its field");
}

#[test]
fn a_type_that_cannot_be_sent_is_judged_once() {
    says(&action("GET", "", "a: Vec<u8>"), "a GET request has no body");
    let said = said(&action("POST", "", "#[graph(body)] a: SystemTime"));
    assert_eq!(said.len(), 1);
    assert!(!said[0].contains("raw_body"), "only bytes can be a raw body: {said:?}");
    accepts(&action("GET", "returns = PlainText<OffsetDateTime>", ""));
    says(&action("GET", "returns = Vec<SystemTime>", ""), "a response is never an array");
    for list in ["VecDeque", "HashSet", "BTreeSet", "LinkedList", "Box<[User]>, ", "Option<Vec<User>>, "] {
        let ty = list.strip_suffix(", ").map_or_else(|| format!("{list}<User>"), str::to_owned);
        says(&action("GET", &format!("returns = {ty}"), ""), "a response is never an array");
    }
}

#[test]
fn a_redirect_is_judged_once() {
    accepts(&action("POST", "redirects = false", "a: String"));
    says(&action("GTE", "redirects = true", ""), "unknown method");
    says(&action("GET", "redirects = true", "#[graph(query, redirected, qery)] a: String"), "unknown field attribute");
}

#[test]
fn a_lifetime_is_named_wherever_it_is() {
    for ty in ["(u8, &str)", "Box<[&str]>", "[&str; 2]", "Cow<'_, str>", "Option<&'_ str>", "Vec<(&str,)>"] {
        says(&action("POST", "", &format!("a: {ty}")), "a lifetime in a field needs a name");
    }
    accepts(&action("POST", "", "a: Box<dyn Fn(&str) -> u8>"));
}

#[test]
fn a_type_parameter_without_a_bound_is_judged_once() {
    let source = |field: &str, returns: &str| {
        format!("#[graph_action(POST, \"/x\", perms = none, returns = {returns})] struct Act<T> {{ {field} }}")
    };
    says(&source("a: Option<T>", "()"), "write `T: serde::Serialize`");
    accepts(&source("#[serde(serialize_with = \"written\")] a: T", "()"));
    accepts(&source("#[serde(skip)] a: PhantomData<T>", "()"));
    let returned = source("#[serde(skip)] a: PhantomData<T>", "T");
    says(&returned, "the response is read as `T`");
    // rustc would say it again.
    assert!(!expanded(&returned).contains("Response = T"));
    let borrowed = action("GET", "returns = User<'_>", "");
    says(&borrowed, "a response owns its data");
    assert!(expanded(&borrowed).contains("Response = ()"));
}

#[test]
fn a_generic_parameter_that_no_field_uses_is_left_to_rustc() {
    for (parameter, is_used) in [("'a", false), ("T: Serialize", false), ("const N: usize", true)] {
        let source = format!("#[graph_action(POST, \"/x\", perms = none)] struct Act<{parameter}> {{ a: u8 }}");
        accepts(&source);
        assert_eq!(expanded(&source).contains("GraphAction"), is_used, "{parameter}");
    }
}

#[test]
fn numbers_that_json_does_not_have_are_found_in_every_shape() {
    for ty in ["f64", "f32", "Option<f64>", "Patch<f64>", "Vec<f64>", "Vec<Option<f32>>"] {
        let expanded = expanded(&format!("#[graph_type] struct A {{ a: {ty} }}"));
        assert!(expanded.contains("Double") && expanded.contains(". double"), "{ty}: {expanded}");
    }
    assert!(!expanded("#[graph_type] struct A { a: Option<u64>, b: Own<f64> }").contains("Double"));
}

#[test]
fn the_fields_of_a_type_are_judged_once() {
    accepts("#[graph_type] struct A { #[serde(flatten)] #[graph(secret)] a: B }");
    accepts("#[graph_type] struct A { #[serde(flatten)] #[graph(read_only)] a: B }");
    accepts("#[graph_type] struct A { #[graph(name = \"@odata.type\")] a: String }");
    says("#[graph_type] struct A { #[graph(additional)] a: AdditionalProperties<u8> }", "have the type");
    accepts("#[graph_type] #[serde(rename = \"B\")] struct A { a: u8 }");
}

#[test]
fn the_variants_of_a_type_are_judged_once() {
    says("#[graph_type] enum A {}", "add a variant for all others");
    says("#[graph_type] enum A { #[graph(othr)] B(B) }", "unknown variant attribute");
    let said = said("#[graph_type] enum A { #[graph(\"#a.b\")] B(B), #[graph(\"a.b\")] C(C), #[graph(other)] D(D) }");
    assert!(said.iter().any(|message| message.contains("duplicate type `a.b`")), "with or without `#`: {said:?}");
}
