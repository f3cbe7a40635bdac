//! Actions where no name of the prelude is known.
#![deny(warnings)]
#![no_implicit_prelude]

/// Lists what there is.
#[::graph_runtime::graph_action(GET, "/x/<id>", perms = none, returns = ::graph_runtime::Page<::std::string::String>)]
#[derive(::std::clone::Clone, ::std::default::Default)]
pub struct List {
    /// A field.
    pub id: ::std::string::String,
    /// A field.
    #[graph(query)]
    pub top: ::std::option::Option<::std::primitive::u8>,
    /// A field.
    #[graph(header = "If-Match", secret)]
    pub tag: ::std::string::String,
    /// A field.
    #[graph(query_options)]
    pub options: ::graph_runtime::QueryOptions,
}

/// Changes everything.
#[::graph_runtime::graph_action(
    PATCH, "/x/<id>", perms = ["User.ReadWrite.All", "Directory.ReadWrite.All"],
    returns = ::std::option::Option<T>,
)]
#[deprecated]
pub struct Change<'a, T: ::serde::Serialize + ::serde::de::DeserializeOwned + ::std::marker::Send + 'static> {
    pub id: &'a ::std::primitive::str,
    pub content: T,
    pub name: ::graph_runtime::Patch<::std::string::String>,
    pub names: ::std::vec::Vec<::std::string::String>,
    pub numbers: ::std::option::Option<::std::vec::Vec<::std::primitive::u8>>,
    #[cfg(all())]
    #[deprecated]
    pub conditional: ::std::option::Option<::std::primitive::bool>,
    #[serde(serialize_with = "written", skip_serializing_if = "::std::option::Option::is_none")]
    pub written: ::std::option::Option<T>,
}

fn written<T: ::serde::Serialize, S: ::serde::Serializer>(
    value: &T,
    serializer: S,
) -> ::std::result::Result<S::Ok, S::Error> {
    ::serde::Serialize::serialize(value, serializer)
}

#[::graph_runtime::graph_action(POST, "/x", perms = none)]
struct Nothing;

#[allow(deprecated, reason = "the action is")]
fn main() {
    let list = List::builder().id("1").top(1).tag("t").options(::graph_runtime::QueryOptions::new()).build();
    ::std::mem::drop(::std::format!("{list:?}"));
    let change = Change::builder().id("1").content(::std::string::String::new()).clear_name().names(["n"]).conditional(true).build();
    ::std::mem::drop((change.numbers, change.written));
    let send = |client: &::graph_runtime::GraphClient| {
        ::std::mem::drop(List::builder().id("1").tag("t").items(client));
        ::std::mem::drop((Nothing.send(client), Nothing::builder().call(client)));
    };
    let _ = send;
}
