//! What the setters of builders take.
//!
//! The parameter `Kind` tells the implementations of one trait apart. The compiler infers it from the value, so callers
//! never write it.

use super::patch::Patch;

/// A value that has the type of the field, or converts into it.
#[derive(Debug)]
pub struct Plain;

/// A value in an `Option`.
#[derive(Debug)]
pub struct InOption;

/// A value in a [`Patch`].
#[derive(Debug)]
pub struct InPatch;

/// What the setter of a field of the type `Option<T>` takes: a value that converts into `T`, or an `Option` of one.
///
/// ```
/// use graph_runtime::graph_action;
///
/// #[graph_action(PATCH, "/groups/<id>", perms = "Group.ReadWrite.All")]
/// pub struct UpdateGroup {
///     pub id: String,
///     pub description: Option<String>,
/// }
///
/// let description: Option<&str> = None;
/// let update = UpdateGroup::builder().id("1").description(description).build();
/// assert_eq!(update.description, None);
/// let update = UpdateGroup::builder().id("1").description("Sales").build();
/// assert_eq!(update.description.as_deref(), Some("Sales"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an optional `{T}`",
    label = "does not convert into `{T}`, and is not an `Option` of a value that does"
)]
pub trait IntoOptional<T, Kind> {
    /// Returns the converted value; `None` for the `None` of an `Option`.
    fn into_optional(self) -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoOptional<T, Plain> for U {
    fn into_optional(self) -> Option<T> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoOptional<T, InOption> for Option<U> {
    fn into_optional(self) -> Option<T> {
        self.map(Into::into)
    }
}

/// What the setter of a field of the type `Patch<T>` takes: a value that converts into `T`, an `Option` of one, of which
/// `None` keeps the property, or a [`Patch`] of one.
///
/// ```
/// use graph_runtime::{Patch, graph_action};
///
/// #[graph_action(PATCH, "/groups/<id>", perms = "Group.ReadWrite.All")]
/// pub struct UpdateGroup {
///     pub id: String,
///     pub description: Patch<String>,
/// }
///
/// let update = |description: Option<&str>| UpdateGroup::builder().id("1").description(description).build();
/// assert_eq!(update(None).description, Patch::Keep);
/// assert_eq!(update(Some("Sales")).description, Patch::Set("Sales".to_owned()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a `Patch<{T}>`",
    label = "does not convert into `{T}`, and is not an `Option` or `Patch` of a value that does"
)]
pub trait IntoPatch<T, Kind> {
    /// Returns the change to the property.
    fn into_patch(self) -> Patch<T>;
}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoPatch<T, Plain> for U {
    fn into_patch(self) -> Patch<T> {
        Patch::Set(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoPatch<T, InOption> for Option<U> {
    fn into_patch(self) -> Patch<T> {
        self.map_or(Patch::Keep, |value| Patch::Set(value.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoPatch<T, InPatch> for Patch<U> {
    fn into_patch(self) -> Patch<T> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(value.into()),
        }
    }
}

/// What the setter of a field of the type `Vec<T>` takes: anything that iterates over values that convert into `T`.
///
/// ```
/// use graph_runtime::graph_action;
///
/// #[graph_action(POST, "/users/<id>/checkMemberGroups", perms = "User.Read.All")]
/// pub struct CheckMemberGroups {
///     pub id: String,
///     pub group_ids: Vec<String>,
/// }
///
/// let groups = [String::from("a"), String::from("b")];
/// let check = CheckMemberGroups::builder().id("1");
/// assert_eq!(check.group_ids(groups.iter().map(String::as_str)).build().group_ids, groups);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a list of `{T}`",
    label = "does not iterate over values that convert into `{T}`"
)]
pub trait IntoList<T> {
    /// Collects the converted values.
    fn into_list(self) -> Vec<T>;
}

#[diagnostic::do_not_recommend]
impl<T, I: IntoIterator<Item: Into<T>>> IntoList<T> for I {
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

/// What the setter of a field of the type `Option<Vec<T>>` takes: an [`IntoList`], or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an optional list of `{T}`",
    label = "does not iterate over values that convert into `{T}`, and is not an `Option` of a value that does"
)]
pub trait IntoOptionalList<T, Kind> {
    /// Collects the converted values; `None` for the `None` of an `Option`.
    fn into_optional_list(self) -> Option<Vec<T>>;
}

#[diagnostic::do_not_recommend]
impl<T, L: IntoList<T>> IntoOptionalList<T, Plain> for L {
    fn into_optional_list(self) -> Option<Vec<T>> {
        Some(self.into_list())
    }
}

#[diagnostic::do_not_recommend]
impl<T, L: IntoList<T>> IntoOptionalList<T, InOption> for Option<L> {
    fn into_optional_list(self) -> Option<Vec<T>> {
        self.map(IntoList::into_list)
    }
}
