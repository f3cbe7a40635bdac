//! Parameters of every kind, with bounds, where clauses and defaults.
#![deny(warnings)]

use std::fmt::{Debug, Display};

use graph_runtime::{GraphAction, GraphClient, Patch, graph_action};
use serde::{Serialize, de::DeserializeOwned};

#[graph_action(PATCH, "/x/<id>/<other>", perms = none, returns = Option<R>)]
struct Everything<'a, 'b: 'a, I: ?Sized + Display, T = String, R = (), const N: usize = 2, const FLAG: bool = false>
where
    T: Serialize + Clone,
    R: DeserializeOwned + Send + 'static,
    'b: 'a,
    for<'c> &'c T: Debug,
{
    id: &'a I,
    other: &'b str,
    content: T,
    optional: Option<Vec<T>>,
    patch: Patch<T>,
    #[graph(secret)]
    secret: &'b [T],
    list: Inner<N>,
    #[serde(serialize_with = "write")]
    written: Option<T>,
    #[serde(skip)]
    returns: std::marker::PhantomData<R>,
}

fn write<T: Serialize, S: serde::Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

#[graph_action(POST, "/x", perms = none, returns = T)]
struct Report<T: DeserializeOwned + Send + Serialize + 'static> {
    content: T,
}

/// The length goes by what is given.
#[graph_action(POST, "/x", perms = none)]
struct Array<const N: usize> {
    bytes: Inner<N>,
}

#[derive(Debug, Clone, Serialize)]
struct Inner<const N: usize>;

#[graph_action(POST, "/x", perms = none)]
struct Assoc<T: Iterator>
where
    T::Item: Serialize,
    Option<T::Item>: Clone,
    Self: Sized,
{
    first: T::Item,
    last: Option<T::Item>,
    #[serde(skip)]
    iterator: Option<T>,
}

fn takes<A: GraphAction>(_: &A) {}

fn main() {
    let graph = GraphClient::builder().build().expect("a client");
    let all = Everything::<str, String, Vec<u8>, 2, true>::builder().id("1").other("2").content(String::new());
    let all = all.secret(&[][..]).list(Inner).returns(std::marker::PhantomData);
    let all = all.patch(String::from("p")).build();
    takes(&all);
    drop(format!("{all:?}"));
    drop(graph.send(&all));
    let _ = (all.optional, all.written, all.patch, all.returns);
    let report = Report::builder().content(1).build();
    takes(&report);
    let array = Array::builder().bytes(Inner::<3>).build();
    let _ = (array.bytes, Assoc::<std::vec::IntoIter<u8>>::builder().first(1).build().iterator);
}
