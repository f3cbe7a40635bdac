//! What a declaration says, as generated code writes it, and how metadata are made from it.
//!
//! The compiler type-checks and borrow-checks each constant of generated code in each `cargo check`, like a function,
//! unless its value is one literal. So a declaration is one text with a named line for each part. It is parsed in a
//! constant of the trait, which is evaluated only for an action whose metadata are used.

use crate::{
    metadata::{
        action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, SecretPart},
        constants::{Constants, HEADER, PROPERTY, QUERY},
        path_template::PathTemplate,
    },
    permissions::access::{Access, Permissions},
};

/// What a declaration says: lines of the form `key: value` in the order of `metadata`. A line without a value is left
/// out; there is one line for each constant.
pub type Declaration = &'static str;

/// Makes the metadata of an action.
///
/// # Panics
///
/// If the text is not one that the macro writes; in a constant, that is a compile error.
pub(crate) const fn metadata(
    declaration: Declaration,
    response: ResponseKind,
    secrets: &'static [SecretPart],
) -> ActionMetadata {
    let (name, rest) = line(declaration, b"name: ");
    let (method, rest) = line(rest, b"method: ");
    let (path, rest) = line(rest, b"path: ");
    let (versions, rest) = line(rest, b"versions: ");
    let (delegated, rest) = line(rest, b"delegated: ");
    let (personal, rest) = line(rest, b"personal: ");
    let (application, rest) = line(rest, b"application: ");
    let (body, rest) = line(rest, b"body: ");
    let (odata_type, rest) = line(rest, b"odata_type: ");
    let (headers, rest) = lines(rest, HEADER.as_bytes());
    let (query, rest) = lines(rest, QUERY.as_bytes());
    let (properties, rest) = lines(rest, PROPERTY.as_bytes());
    let (redirects, rest) = line(rest, b"redirects: ");
    let (redirected, rest) = line(rest, b"redirected: ");
    let (idempotent, rest) = line(rest, b"idempotent: ");
    let (docs, rest) = line(rest, b"docs: ");
    assert!(rest.is_empty(), "a line of a declaration is unknown or out of order");
    let method = parse_method(method);
    ActionMetadata {
        name,
        method,
        path: PathTemplate::declare(path),
        versions: parse_versions(versions),
        permissions: Permissions::declare(parse_access(delegated), parse_access(personal), parse_access(application)),
        body: parse_body(body),
        response,
        idempotent: parse_idempotent(idempotent, method),
        odata_type: optional(odata_type),
        constants: Constants::declare(headers, query, properties),
        follows_redirects: !redirects.is_empty(),
        docs: optional(docs),
        redirected,
        is_preauthorized: false,
        secrets,
    }
}

/// The value of the first line, if it has this key, or else an empty value; and the lines after it.
const fn line(lines: &'static str, key: &[u8]) -> (&'static str, &'static str) {
    let bytes = lines.as_bytes();
    let mut at = 0;
    while at < key.len() {
        if at == bytes.len() || bytes[at] != key[at] {
            return ("", lines);
        }
        at += 1;
    }
    while bytes[at] != b'\n' {
        at += 1;
    }
    (lines.split_at(at).0.split_at(key.len()).1, lines.split_at(at + 1).1)
}

/// The first lines that have this key, and the lines after them.
const fn lines(all: &'static str, key: &[u8]) -> (&'static str, &'static str) {
    let mut rest = all;
    loop {
        let (_, after) = line(rest, key);
        if after.len() == rest.len() {
            return (all.split_at(all.len() - rest.len()).0, rest);
        }
        rest = after;
    }
}

const fn parse_method(method: &str) -> Method {
    match method.as_bytes() {
        b"GET" => Method::Get,
        b"POST" => Method::Post,
        b"PATCH" => Method::Patch,
        b"PUT" => Method::Put,
        b"DELETE" => Method::Delete,
        _ => panic!("unknown method"),
    }
}

const fn parse_versions(versions: &str) -> &'static [ApiVersion] {
    match versions.as_bytes() {
        b"v1.0" => &[ApiVersion::V1_0],
        b"beta" => &[ApiVersion::Beta],
        b"v1.0, beta" => &[ApiVersion::V1_0, ApiVersion::Beta],
        b"beta, v1.0" => &[ApiVersion::Beta, ApiVersion::V1_0],
        _ => panic!("unknown versions"),
    }
}

/// The permissions of a caller type: not supported without a line, `none`, or alternatives.
const fn parse_access(access: &'static str) -> Access {
    match access.as_bytes() {
        b"" => Access::NotSupported,
        b"none" => Access::NotNeeded,
        _ => Access::any_of(access),
    }
}

/// The body: none without a line, `json`, or the media type of a raw body.
const fn parse_body(body: &'static str) -> BodyKind {
    match body.as_bytes() {
        b"" => BodyKind::Nothing,
        b"json" => BodyKind::Json,
        _ => BodyKind::Raw(body),
    }
}

/// Without a line, the method decides.
const fn parse_idempotent(idempotent: &str, method: Method) -> bool {
    match idempotent.as_bytes() {
        b"" => !matches!(method, Method::Post),
        b"true" => true,
        b"false" => false,
        _ => panic!("expected `true` or `false`"),
    }
}

const fn optional(value: &'static str) -> Option<&'static str> {
    if value.is_empty() { None } else { Some(value) }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    fn parse(declaration: &'static str) -> ActionMetadata {
        metadata(declaration, ResponseKind::Nothing, &[])
    }

    #[test]
    fn a_declaration_can_have_every_line() {
        let declaration = "name: Ünder\nmethod: PATCH\npath: /things/<id>\nversions: beta, v1.0\n\
                           delegated: Things.ReadWrite.All|Things.Manage.All\npersonal: none\napplication: Things.Manage.All\n\
                           body: json\nodata_type: #microsoft.graph.thing\nheader: Prefer a, b\nheader: X-Y z\nquery: $filter a eq 'b c'\n\
                           property: category \"x: y\"\nproperty: order -1.5\nredirects: true\nredirected: Range If-Range\n\
                           idempotent: false\n\
                           docs: https://learn.microsoft.com/graph\n";
        let metadata = metadata(declaration, ResponseKind::Json, &[SecretPart::Body]);
        assert_eq!((metadata.name, metadata.path.as_str()), ("Ünder", "/things/<id>"));
        assert_eq!((metadata.method, metadata.idempotent), (Method::Patch, false));
        assert_eq!(metadata.versions, [ApiVersion::Beta, ApiVersion::V1_0]);
        let delegated = Access::any_of("Things.ReadWrite.All|Things.Manage.All");
        let application = Access::any_of("Things.Manage.All");
        assert_eq!(metadata.permissions, Permissions::declare(delegated, Access::NotNeeded, application));
        assert_eq!((metadata.body, metadata.response), (BodyKind::Json, ResponseKind::Json));
        assert_eq!(metadata.odata_type, Some("#microsoft.graph.thing"));
        assert_eq!(metadata.constants.headers().collect::<Vec<_>>(), [("Prefer", "a, b"), ("X-Y", "z")]);
        assert_eq!(metadata.constants.query().collect::<Vec<_>>(), [("$filter", "a eq 'b c'")]);
        let properties: Vec<_> = metadata.constants.properties().collect();
        assert_eq!(properties, [("category", "\"x: y\""), ("order", "-1.5")]);
        assert!(metadata.follows_redirects);
        assert_eq!(metadata.redirected_headers().collect::<Vec<_>>(), ["Range", "If-Range"]);
        assert_eq!(metadata.docs, Some("https://learn.microsoft.com/graph"));
        assert_eq!(metadata.secrets, [SecretPart::Body]);
    }

    #[test]
    fn a_line_without_a_value_is_left_out() {
        let metadata = parse("name: A\nmethod: GET\npath: /a\nversions: v1.0\n");
        let none = Access::NotSupported;
        assert_eq!(metadata.permissions, Permissions::declare(none, none, none));
        assert_eq!((metadata.body, metadata.odata_type, metadata.docs), (BodyKind::Nothing, None, None));
        assert_eq!((metadata.constants, metadata.follows_redirects), (Constants::NONE, false));
        assert_eq!(metadata.redirected_headers().next(), None);
    }

    #[test]
    fn every_method_and_version_is_known() {
        for method in [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete] {
            let declaration = format!("name: A\nmethod: {method}\npath: /a\nversions: v1.0, beta\n");
            let metadata = parse(declaration.leak());
            assert_eq!((metadata.method, metadata.idempotent), (method, method != Method::Post));
            assert_eq!(metadata.versions, [ApiVersion::V1_0, ApiVersion::Beta]);
        }
        for version in [ApiVersion::V1_0, ApiVersion::Beta] {
            let declaration = format!("name: A\nmethod: POST\npath: /a\nversions: {version}\nbody: image/png\n");
            let metadata = parse(declaration.leak());
            assert_eq!((metadata.versions, metadata.body), ([version].as_slice(), BodyKind::Raw("image/png")));
        }
    }

    #[test]
    fn what_the_macro_does_not_write_is_an_error() {
        for declaration in [
            "",
            "name: A\n",
            "name: A\nmethod: post\npath: /a\nversions: v1.0\n",
            "name: A\nmethod: POST\npath: /a\nversions: v1\n",
            "name: A\nmethod: POST\npath: /a\nversions: v1.0",
            "name: A\nmethod: POST\npath: /a\nversions: v1.0\nidempotent: yes\n",
            "name: A\nmethod: POST\npath: /a\nversions: v1.0\nother: a\n",
            "name: A\nmethod: POST\nversions: v1.0\npath: /a\n",
        ] {
            assert!(catch_unwind(|| parse(declaration)).is_err(), "{declaration:?}");
        }
    }
}
