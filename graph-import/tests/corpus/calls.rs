//! A program that prepares a request of each action.

use graph_import::{
    description::{Method, Operation},
    write::{Item, ItemKind, Written},
};
use quote::ToTokens;
use syn::{Field, ItemStruct};

/// Returns the program. It fails with the paths that are not those of their operations.
pub(crate) fn program(operations: &[Operation], written: &Written) -> String {
    let actions: Vec<_> = written.items.iter().filter(|item| item.kind == ItemKind::Action).collect();
    assert_eq!(actions.len(), operations.len());
    let calls: String = operations.iter().zip(&actions).map(|(operation, item)| call(operation, item)).collect();
    let functions: String =
        (0..actions.len()).map(|index| format!("    check_{index}(&graph, &mut wrong);\n")).collect();
    let numbered = number(&calls.replace("CHECK", "check"));
    format!(
        "#![allow(deprecated)]\n\nuse graph_runtime::GraphClient;\nuse thousand::*;\n\nfn main() {{\n    let graph = \
         GraphClient::builder().base_url(\"http://127.0.0.1:1\").build().expect(\"a client\");\n    let mut wrong = \
         Vec::<String>::new();\n{functions}    assert!(wrong.is_empty(), \"{{}}: {{:#?}}\", wrong.len(), wrong);\n}}\n\nfn \
         prepared<A: graph_runtime::GraphAction>(graph: &GraphClient, action: &A, path: &str, wrong: &mut Vec<String>) \
         {{\n    match graph.prepare(action) {{\n        Ok(request) if request.url().path() == path => {{}}\n        \
         Ok(request) => wrong.push(format!(\"{{path}}: {{}}\", request.url().path())),\n        Err(error) => \
         wrong.push(format!(\"{{path}}: {{error}}\")),\n    }}\n}}\n\n/// An \
         object, or a member of an enumeration.\nfn sample<T: serde::de::DeserializeOwned>() -> T {{\n    let object = \
         serde_json::from_str(\"{{}}\");\n    object.or_else(|_| serde_json::from_str(\"\\\"x1\\\"\")).expect(\"a \
         value\")\n}}\n\n{numbered}"
    )
}

fn number(checks: &str) -> String {
    checks
        .split("fn check(")
        .enumerate()
        .map(|(index, part)| match index {
            0 => part.to_owned(),
            _ => format!("fn check_{}({part}", index - 1),
        })
        .collect()
}

fn call(operation: &Operation, item: &Item) -> String {
    let parsed: ItemStruct = syn::parse_str(&item.text).expect("a struct");
    let name = &item.name;
    let mut path = format!("/v1.0{}", operation.route());
    let mut fields = Vec::new();
    let mut is_patched = operation.method != Method::Patch;
    for field in &parsed.fields {
        let ident = field.ident.as_ref().expect("a name").to_string();
        let ty = field.ty.to_token_stream().to_string().replace(' ', "");
        let (value, text) = value(&ty);
        let plain = ident.trim_start_matches("r#");
        let placeholders = [format!("<{plain}>"), format!("<{plain}..>")];
        let in_path = placeholders.iter().any(|placeholder| path.contains(placeholder));
        for placeholder in &placeholders {
            path = path.replace(placeholder, text);
        }
        let value = if is_property(field) && !is_patched && !in_path {
            optional(&ty).inspect(|_| is_patched = true).unwrap_or(value)
        } else {
            value
        };
        fields.push(format!("        {ident}: {value},\n"));
    }
    let literal = if fields.is_empty() { name.clone() } else { format!("{name} {{\n{}    }}", fields.concat()) };
    format!(
        "fn CHECK(graph: &GraphClient, wrong: &mut Vec<String>) {{\n    let action = {literal};\n    prepared(graph, \
         &action, {path:?}, wrong);\n}}\n\n"
    )
}

/// Whether a field is a property of the body.
fn is_property(field: &Field) -> bool {
    let text: String = field.attrs.iter().map(|attribute| attribute.to_token_stream().to_string()).collect();
    !text.contains("query") && !text.contains("header")
}

/// Returns a value of a type, and its text in a path.
fn value(ty: &str) -> (String, &'static str) {
    let (value, text) = match ty {
        "String" => ("\"x1\".into()", "x1"),
        "bool" => ("true", "true"),
        "i8" | "u8" | "i16" | "i32" | "i64" => ("7", "7"),
        "f32" | "f64" => ("1.5", "1.5"),
        "DateTimeOffset" => ("\"2026-01-01T00:00:00Z\".parse().expect(\"a time\")", "2026-01-01T00:00:00Z"),
        "Date" => ("\"2026-01-01\".parse().expect(\"a date\")", "2026-01-01"),
        "TimeOfDay" => ("\"08:30:00\".parse().expect(\"a time\")", "08:30:00"),
        "Duration" => ("\"PT1H\".parse().expect(\"a duration\")", "PT1H"),
        "Vec<String>" => ("vec![\"x1\".into()]", "x1"),
        "serde_json::Value" => ("serde_json::json!({})", ""),
        _ if ty.starts_with("Option<") || ty.starts_with("Patch<") || ty.starts_with("Vec<") => {
            ("Default::default()", "")
        }
        "Bytes" | "Base64" | "QueryOptions" => ("Default::default()", ""),
        _ if ty.starts_with("Flags<") => ("Default::default()", ""),
        _ => return (format!("sample::<{ty}>()"), "x1"),
    };
    (value.to_owned(), text)
}

/// Returns a value of an optional type that is sent.
fn optional(ty: &str) -> Option<String> {
    let (wrapper, inner) = ty.strip_suffix('>')?.split_once('<')?;
    let value = match inner {
        "String" | "bool" | "i8" | "u8" | "i16" | "i32" | "i64" | "f32" | "f64" | "DateTimeOffset" | "Date" => {
            value(inner).0
        }
        "AdditionalProperties" => String::from("[(String::from(\"x\"), 1.into())].into_iter().collect()"),
        // An empty set of flags cannot be sent.
        _ if inner.starts_with("Flags<") => return None,
        _ if inner.starts_with("Vec<") => String::from("Vec::new()"),
        _ => format!("sample::<{inner}>()"),
    };
    match wrapper {
        "Option" => Some(format!("Some({value})")),
        "Patch" => Some(format!("graph_runtime::Patch::Set({value})")),
        _ => None,
    }
}
