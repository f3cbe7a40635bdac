//! What holds for any document as a description, and for any text as a request.

use crate::{
    csdl,
    description::{Method, Schema, Source, SourceKind, Version},
    permission_data,
    resolve::{Request, Resolver},
};

/// Checks that a document is read or refused in one line, and that all that is read from it can be listed.
///
/// # Panics
///
/// Panics if it is not.
pub fn csdl(xml: &[u8]) {
    let source = Source { kind: SourceKind::Metadata, name: "input".into(), date: None };
    match csdl::read(xml, Version::V1_0, source) {
        Ok(schema) => {
            let resolver = Resolver::new([&schema]);
            for (method, path) in resolver.operations(Version::V1_0).into_iter().take(100) {
                resolve(&schema, &format!("{} {path}", method.as_str()));
            }
        }
        Err(error) => assert_one_line(&error.to_string()),
    }
}

/// Checks that permission data is read or refused in one line, and that looking for anything in it ends.
///
/// # Panics
///
/// Panics if it is not.
pub fn permission_data(json: &[u8]) {
    let source = Source { kind: SourceKind::Permissions, name: "input".into(), date: None };
    match permission_data::read(json, None, source) {
        Ok(data) => {
            for path in ["/things", "/things/{id}/find(name='{name}')", "", "//", "/me/$count"] {
                for method in Method::ALL {
                    let permissions = data.of(method, path);
                    assert_eq!(permissions, data.of(method, path), "the same twice");
                }
            }
        }
        Err(error) => assert_one_line(&error.to_string()),
    }
}

/// Checks that a request is resolved or refused in one line, and that what it is resolved to is resolved to itself.
///
/// # Panics
///
/// Panics if it is not.
pub fn resolve(schema: &Schema, text: &str) {
    let resolver = Resolver::new([schema]);
    match Request::parse(text).and_then(|request| resolver.resolve(&request)) {
        Ok(operation) => {
            let again = Request::parse(&operation.title()).and_then(|request| resolver.resolve(&request));
            assert_eq!(again.map(|again| again.title()).ok(), Some(operation.title()), "{text}");
        }
        Err(error) => assert_one_line(&error.to_string()),
    }
}

fn assert_one_line(message: &str) {
    assert!(!message.is_empty() && !message.contains('\n'), "{message:?} is one line");
}
