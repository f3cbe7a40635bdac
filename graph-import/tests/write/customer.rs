//! `intune-onboarding`, whose declarations are what would be written for their operations, but for prose.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use graph_import::{
    csdl,
    description::{Schema, Source, SourceKind, TypeName, Version},
    permission_data,
    resolve::{Request, Resolver},
    write::{Options, write},
};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, Item, Meta};

/// What a person has written otherwise, because no source says it.
const BY_HAND: [&str; 10] = [
    // The value `null`, which the description allows, is of no use there.
    "CompleteSignup",
    "CreateGooglePlayWebToken",
    "CreateZeroTouchWebToken",
    "ReleaseAppleDevices",
    "RequestSignupUrl",
    "UploadDepToken",
    // What is imported is said.
    "Import",
    "ImportDevices",
    // The media type is called so, and the bytes are shown as the text that an image needs.
    "MimeContent",
    // The certificate itself says what the other properties are.
    "UpdateApplePushNotificationCertificate",
];

/// The items of a module by their names, as one line without prose.
type Items = BTreeMap<String, String>;

#[derive(Default)]
struct Declared {
    /// The operations, as `GET /users/<id>`.
    operations: Vec<String>,
    items: Items,
}

impl Declared {
    fn read(text: &str) -> Self {
        let mut declared = Self::default();
        for item in syn::parse_file(text).expect("a Rust file").items {
            declared.add(item);
        }
        declared
    }

    fn add(&mut self, item: Item) {
        let (name, mut item) = match item {
            Item::Struct(item) => (item.ident.to_string(), Item::Struct(item)),
            Item::Enum(item) => (item.ident.to_string(), Item::Enum(item)),
            Item::Macro(item) if item.mac.path.is_ident("graph_enum") => {
                let tokens = without_docs(item.mac.tokens.clone());
                let mut words = tokens.clone().into_iter().map(|token| token.to_string());
                let name = words.by_ref().skip_while(|word| word != "enum").nth(1).expect("a name");
                self.items.insert(name, tokens.to_string());
                return;
            }
            _ => return,
        };
        let attributes = match &mut item {
            Item::Struct(item) => {
                item.fields
                    .iter_mut()
                    .for_each(|field| field.attrs.retain(|one| is_no_prose(one) && !is_key(field.ident.as_ref(), one)));
                if let Fields::Named(fields) = &mut item.fields {
                    let mut sorted: Vec<_> = fields.named.iter().cloned().collect();
                    sorted.sort_by_key(|field| field.ident.clone());
                    fields.named = sorted.into_iter().collect();
                }
                &mut item.attrs
            }
            Item::Enum(item) => {
                item.variants.iter_mut().for_each(|variant| variant.attrs.retain(is_no_prose));
                &mut item.attrs
            }
            _ => return,
        };
        attributes.retain(is_no_prose);
        let Some(of_graph) = attributes.iter_mut().find(|attribute| is_of_graph(attribute)) else { return };
        if let Meta::List(list) = &mut of_graph.meta {
            list.tokens = arguments(list.tokens.clone());
            let mut tokens = list.tokens.clone().into_iter();
            if let [Some(method), _, Some(path)] = [tokens.next(), tokens.next(), tokens.next()] {
                self.operations.push(format!("{method} {}", path.to_string().trim_matches('"')));
            }
        }
        self.items.insert(name, item.to_token_stream().to_string());
    }
}

fn is_of_graph(attribute: &Attribute) -> bool {
    attribute.path().is_ident("graph_action") || attribute.path().is_ident("graph_type")
}

fn is_no_prose(attribute: &Attribute) -> bool {
    !attribute.path().is_ident("doc")
}

/// Whether an attribute says of a key that it is never sent, which no source states.
fn is_key(field: Option<&syn::Ident>, attribute: &Attribute) -> bool {
    field.is_some_and(|field| field == "id") && attribute.to_token_stream().to_string().contains("read_only")
}

/// Returns the arguments of an action without `docs = "…"`, without what no source states, which is that a `POST`
/// changes nothing, and without a comma at its end or at that of a list.
fn arguments(tokens: TokenStream) -> TokenStream {
    let mut arguments: Vec<Vec<TokenTree>> = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => arguments.push(Vec::new()),
            _ => arguments.last_mut().expect("one").push(without_comma(token)),
        }
    }
    let is_kept = |first: &TokenTree| !["docs", "idempotent"].contains(&first.to_string().as_str());
    arguments.retain(|argument| argument.first().is_some_and(is_kept));
    let arguments = arguments.into_iter().map(|argument| argument.into_iter().collect::<TokenStream>());
    quote::quote!(#(#arguments),*)
}

/// Returns a list without the comma behind its last element.
fn without_comma(token: TokenTree) -> TokenTree {
    let TokenTree::Group(group) = token else { return token };
    let mut inner: Vec<TokenTree> = group.stream().into_iter().map(without_comma).collect();
    if matches!(inner.last(), Some(TokenTree::Punct(last)) if last.as_char() == ',') {
        inner.pop();
    }
    proc_macro2::Group::new(group.delimiter(), inner.into_iter().collect()).into()
}

fn without_docs(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_doc = matches!(&token, TokenTree::Group(group) if group.stream().to_string().starts_with("doc ="));
        match token {
            TokenTree::Group(_) if is_doc => drop(kept.pop()),
            TokenTree::Group(group) => {
                let inner = without_docs(group.stream());
                kept.push(proc_macro2::Group::new(group.delimiter(), inner).into());
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    files
}

/// Returns the declarations by module, each with those of the modules below it.
fn modules() -> BTreeMap<String, Declared> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intune-onboarding/src");
    let mut modules: BTreeMap<String, Declared> = BTreeMap::new();
    for file in files(&source) {
        let inner = file.strip_prefix(&source).expect("below it").with_extension("");
        let module = inner.iter().next().expect("a name").to_string_lossy().into_owned();
        if module == "sandbox" {
            continue;
        }
        let Declared { operations, items } = Declared::read(&fs::read_to_string(file).expect("a file"));
        let known = modules.entry(module).or_default();
        known.operations.extend(operations);
        known.items.extend(items);
    }
    modules.retain(|_, declared| !declared.operations.is_empty());
    modules
}

fn described() -> ([Schema; 2], permission_data::PermissionData) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onboarding");
    let source = |kind, name: &str| Source { kind, name: name.to_owned(), date: None };
    let read = |name: &str| fs::read(data.join(name)).expect("a file");
    let schema = |name: &str, version| {
        csdl::read(&read(name), version, source(SourceKind::Metadata, name)).expect("a description")
    };
    let permissions = "permissions.json";
    let permissions = permission_data::read(&read(permissions), None, source(SourceKind::Permissions, permissions));
    ([schema("v1.0.csdl", Version::V1_0), schema("beta.csdl", Version::Beta)], permissions.expect("permission data"))
}

#[test]
fn the_declarations_of_device_onboarding_are_what_is_written_for_them() {
    let (schemas, permissions) = described();
    let resolver = Resolver::new(&schemas);
    let base = TypeName::new("microsoft.graph.enrollmentProfile");
    let options = Options { derived: vec![base], descriptions: false, ..Options::default() };
    let mut count = 0;
    let mut apart = BTreeSet::new();
    let modules = modules();
    let declared: BTreeMap<&String, &String> = modules.values().flat_map(|declared| &declared.items).collect();
    for (module, Declared { operations, items }) in &modules {
        let operations: Vec<_> = operations
            .iter()
            .map(|title| {
                let request = Request::parse(title).expect("a request");
                let mut operation = resolver.resolve(&request).expect("an operation");
                permissions.complete(&mut operation);
                operation
            })
            .collect();
        count += operations.len();
        let written = write(&operations, &schemas[1].types, &options).file();
        let written = Declared::read(&written).items;
        for name in written.keys().chain(items.keys()) {
            // A type that several modules use is in one of them.
            let (written, by_hand) = (written.get(name), items.get(name).or(declared.get(name).copied()));
            if written.is_some() && written != by_hand || written.is_none() && items.contains_key(name) {
                println!("{module}::{name}\n  written {written:?}\n  by hand {by_hand:?}");
                apart.insert(name.clone());
            }
        }
    }
    assert_eq!(count, 102);
    assert_eq!(apart, BY_HAND.into_iter().map(str::to_owned).collect());
}
