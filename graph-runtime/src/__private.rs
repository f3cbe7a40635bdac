//! The names that generated code uses. Not part of the public API: they change with the macro.

use std::marker::PhantomData;
pub use std::{
    convert::Into,
    default::Default,
    iter::IntoIterator,
    option::Option::{None, Some},
    string::String,
    vec::Vec,
};

pub use graph_macros::{ConditionalAction, ConditionalType};
#[cfg(feature = "inventory")]
pub use inventory;

#[cfg(feature = "inventory")]
pub use crate::metadata::collect::of_module as crate_actions;
use bytes::Bytes;
pub use serde;
use serde::{Deserializer, de};
pub use serde_json::value::Serializer as ValueSerializer;

pub use crate::{
    __collect_action as collect_action,
    action::GraphAction,
    call::{Call, future::ResponseFuture},
    client::GraphClient,
    entity::{
        Entity, read as read_object,
        reader::{Reader, UNKNOWN},
        writer::{Writer, write_variant},
    },
    metadata::{
        action_metadata::{ResponseKind, SecretPart},
        declaration::Declaration,
    },
    odata::{
        additional::AdditionalProperties,
        double::{Double, deserialize as deserialize_double},
        patch::Patch,
        setter::{IntoList, IntoOptional, IntoOptionalList, IntoPatch},
    },
    paging::{Pages, items::Items},
    prepare::{
        encoder::Encoder,
        value::{JsonValue, OptionsValue, RawBody, TextValue},
    },
};
use crate::{
    odata::{
        duration::Duration,
        page::Page,
        value::{ODataValue, PlainText},
    },
    paging::Paged,
};

/// A required field of a builder that has been set.
#[derive(Debug)]
pub struct Set<T>(pub T);

/// The state of a required field that has not been set. `F` has the name of the field.
#[derive(Debug)]
pub struct Missing<F>(PhantomData<F>);

/// Returns the state of a required field of a new builder.
#[must_use]
pub const fn missing<F>() -> Missing<F> {
    Missing(PhantomData)
}

/// The state of a required field that has been set: the value, or a [`Set`]. `F` has the name of the field.
#[diagnostic::on_unimplemented(
    message = "`{F}` is required and has not been set",
    label = "call the setter of the field before this"
)]
pub trait IsSet<F, T> {
    /// Returns the value.
    fn take(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<F, T> IsSet<F, T> for T {
    fn take(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<F, T> IsSet<F, T> for Set<T> {
    fn take(self) -> T {
        self.0
    }
}

/// Collects a list of numbers, for its setter.
pub fn collect<T>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    values.into_iter().collect()
}

/// Starts a call of a finished action, for its builder.
pub fn call<A: GraphAction>(client: &GraphClient, action: A) -> Call<'_, A> {
    client.call_owned(action)
}

/// Returns the pages of an action, for its builder.
pub fn pages<A: GraphAction<Response: Paged>>(client: &GraphClient, action: &A) -> Pages<<A::Response as Paged>::Item> {
    client.call(action).pages()
}

/// Finds the kind of a response by its type, whatever the author calls it: the inherent constant of a type with a meaning
/// of its own takes precedence over the constant of the trait.
#[derive(Debug)]
pub struct Kind<T>(PhantomData<T>);

impl Kind<()> {
    pub const KIND: ResponseKind = ResponseKind::Nothing;
}

impl<T> Kind<Page<T>> {
    pub const KIND: ResponseKind = ResponseKind::Page;
}

impl<T> Kind<Option<Page<T>>> {
    pub const KIND: ResponseKind = ResponseKind::Page;
}

impl<T> Kind<Option<ODataValue<T>>> {
    pub const KIND: ResponseKind = ResponseKind::Value;
}

impl<T> Kind<ODataValue<T>> {
    pub const KIND: ResponseKind = ResponseKind::Value;
}

impl<T> Kind<PlainText<T>> {
    pub const KIND: ResponseKind = ResponseKind::Text;
}

impl<T> Kind<Option<PlainText<T>>> {
    pub const KIND: ResponseKind = ResponseKind::Text;
}

impl Kind<Bytes> {
    pub const KIND: ResponseKind = ResponseKind::Bytes;
}

impl Kind<Option<Bytes>> {
    pub const KIND: ResponseKind = ResponseKind::Bytes;
}

/// The kind of every other response.
pub trait JsonKind {
    const KIND: ResponseKind = ResponseKind::Json;
}

impl<T> JsonKind for Kind<T> {}

/// The type of a field that is written as `Duration`: that of this crate, since serde writes others differently.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not written into JSON as OData writes a duration",
    label = "write `graph_runtime::odata::Duration`",
    note = "it can be made from `std::time::Duration` and `time::Duration`"
)]
pub trait ODataDuration {}

impl ODataDuration for Duration {}

/// Does nothing: the type is what matters.
pub const fn require_duration<T: ODataDuration>() {}

/// Returns how many names there are in these lists.
#[must_use]
pub const fn total(lists: &[&[&str]]) -> usize {
    let (mut total, mut i) = (0, 0);
    while i < lists.len() {
        total += lists[i].len();
        i += 1;
    }
    total
}

/// Returns the names of all these lists. `N` is their number.
#[must_use]
pub const fn concatenated<const N: usize>(lists: &[&[&'static str]]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut next, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            names[next] = lists[i][j];
            next += 1;
            j += 1;
        }
        i += 1;
    }
    names
}

/// Deserializes a member of an enumeration.
///
/// # Errors
///
/// If the value is not a string.
pub fn deserialize_member<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    struct Member<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> de::Visitor<'_> for Member<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the name of a member of an enumeration")
        }

        fn visit_str<E: de::Error>(self, member: &str) -> Result<T, E> {
            Ok(T::from(member))
        }
    }

    deserializer.deserialize_str(Member(PhantomData))
}
