//! Compiles in every edition.
#![deny(warnings, missing_docs)]

extern crate graph_runtime;
extern crate serde;

use graph_runtime::graph_action;
use std::{option::Option, string::String, vec::Vec};

/// Names that are keywords in some editions.
#[graph_action(PATCH, "/x/<id>/<gen>", perms = none, returns = Option<String>)]
pub struct Keywords {
    /// A field.
    pub id: String,
    /// A field.
    pub r#gen: String,
    /// A field.
    pub r#async: String,
    /// A field.
    pub r#dyn: Option<u8>,
    /// A field.
    pub r#try: graph_runtime::Patch<String>,
    /// A field.
    pub r#type: Vec<String>,
    /// A field.
    pub list: Option<Vec<String>>,
    /// A field.
    #[graph(secret)]
    pub secret: String,
    /// A field.
    #[serde(serialize_with = "write")]
    pub written: Option<u8>,
    /// A field.
    #[graph(query_options)]
    pub options: graph_runtime::QueryOptions,
}

fn write<S: serde::Serializer>(_: &Option<u8>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// Has parameters.
#[graph_action(GET, "/x/<id>", perms = none, returns = graph_runtime::Page<String>)]
pub struct Generic<'a, T: std::fmt::Display, const N: usize> {
    /// A field.
    pub id: &'a str,
    /// A field.
    #[graph(query)]
    pub filter: T,
    /// A field.
    #[serde(skip)]
    pub array: [u8; N],
    /// A field.
    #[cfg(all())]
    #[graph(query)]
    pub conditional: Option<u8>,
}

/// Knows no name of the prelude.
#[no_implicit_prelude]
pub mod without_prelude {
    /// Has required fields.
    #[::graph_runtime::graph_action(PATCH, "/x/<id>", perms = none)]
    pub struct Change {
        /// A field.
        pub id: ::std::string::String,
        /// A field.
        pub r#type: ::std::string::String,
        /// A field.
        #[graph(secret)]
        pub number: ::std::option::Option<::std::primitive::u8>,
    }

    /// Has properties.
    #[::graph_runtime::graph_type("#microsoft.graph.user")]
    pub struct User {
        /// A property.
        pub id: ::std::string::String,
        /// A property.
        #[graph(secret)]
        pub name: ::std::option::Option<::std::string::String>,
    }
}

/// Has no fields.
#[graph_action(POST, "/x", perms = none)]
pub struct Nothing;

/// Calls them.
pub fn call(client: &graph_runtime::GraphClient) {
    let keywords = Keywords::builder().id("1").r#gen("2").r#async("3").r#type(["4"]).secret("5").list(Option::Some(["6"]));
    let _ = keywords.clear_try().call(client).send();
    let _ = Generic::builder().id("1").filter(1).array([1, 2]).items(client);
    let _ = Nothing::builder().send(client);
    let _ = Nothing.send(client);
}
