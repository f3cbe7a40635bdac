//! Attributes above and below, on the struct and on its fields.
#![deny(warnings)]

use graph_runtime::graph_action;
use serde::Serialize;

#[derive(Clone)]
#[graph_action(POST, "/above/<id>", perms = none)]
#[derive(Serialize, Debug, PartialEq)]
#[non_exhaustive]
#[must_use = "it does nothing by itself"]
#[serde(rename_all = "camelCase")]
#[allow(clippy::large_types_passed_by_value)]
pub struct DerivedOnBothSides {
    #[serde(rename = "Id")]
    pub id: String,
    /// A `Self`, a [`Self::id`], a [`Self`], `code`, a [link](https://example.com), and
    /// ```
    /// code();
    /// ```
    /// | a | table |
    /// |---|---|
    #[doc = "and more"]
    #[doc(alias = "colour")]
    pub documented: Option<u8>,
    #[doc(hidden)]
    #[allow(missing_docs)]
    pub hidden: Option<u8>,
    #[doc = concat!("a", "b")]
    pub computed: Option<u8>,
}

/** A block of documentation.

```text
that ends in an open fence, which rustdoc closes
*/
#[graph_action(GET, "/x", perms = none)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[repr(transparent)]
pub struct Unit;

#[cfg(any())]
#[graph_action(GET, "/x", perms = none)]
struct GoneAbove {
    missing: Missing,
}

#[graph_action(GET, "/x/<missing>", perms = none)]
#[cfg(any())]
struct GoneBelow {
    missing: Missing,
}

#[graph_action(POST, "/x", perms = none)]
#[cfg(all())]
#[cfg_attr(all(), derive(Clone))]
struct Conditional<'a, T: std::fmt::Display> {
    #[cfg(any())]
    missing: Missing,
    #[cfg(all())]
    there: &'a str,
    #[cfg_attr(all(), graph(query, secret))]
    filter: T,
    #[cfg_attr(any(), graph(nonsense))]
    #[serde(serialize_with = "write")]
    other: Option<u8>,
}

fn write<T: Serialize, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

#[graph_action(POST, "/x/<id>", perms = none)]
#[deprecated = "gone in v2"]
#[derive(Clone, Debug, Default)]
pub struct Deprecated {
    #[deprecated(since = "1", note = "use `other`")]
    pub id: String,
    #[deprecated]
    pub old: Option<u8>,
    #[deprecated]
    pub patched: graph_runtime::Patch<u8>,
    pub other: Option<u8>,
}

mod private_types {
    use graph_runtime::graph_action;

    #[derive(Debug, serde::Serialize)]
    pub(super) struct Private(u8);

    #[graph_action(POST, "/x", perms = none)]
    #[derive(Debug)]
    pub struct HoldsAPrivateType {
        private: Private,
        optional: Option<Private>,
    }

    pub(super) fn check() {
        let action = HoldsAPrivateType::builder().private(Private(1)).build();
        let _ = (action.private.0, action.optional);
    }
}

fn main() {
    let both = DerivedOnBothSides::builder().id("1").documented(1).build();
    assert_eq!(both.clone(), both);
    let _ = (Unit::builder().build(), Unit.clone());
    let conditional = Conditional::builder().there("x").filter("y").other(1).build();
    let _ = (conditional.clone().there, conditional.filter, conditional.other);
    #[allow(deprecated)]
    drop(Deprecated::builder().id("1").old(1).other(1).clear_patched().build());
    private_types::check();
}
