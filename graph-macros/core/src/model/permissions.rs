//! The permissions of an action, as they were written and as the catalog knows them.

use proc_macro2::Span;
use syn::LitStr;

use crate::{
    catalog::{self, Entry},
    parse::{AccessInput, Alternative, Caller, PermissionName, PermissionsInput},
};

/// The permissions of an action.
#[derive(Default)]
pub struct Permissions {
    /// For delegated, personal and application callers, in this order.
    pub access: [Access; 3],
    /// The lists as they were written, with the caller types that each is for.
    pub lists: Vec<(Vec<Caller>, Vec<Vec<Permission>>)>,
    /// The word `perms`, if `perms()` names no caller type.
    pub empty: Option<Span>,
}

/// The permissions of one caller type.
#[derive(Default, Clone)]
pub enum Access {
    /// The action does not support the caller type.
    #[default]
    NotSupported,
    /// The caller needs no permission.
    NotNeeded,
    /// The caller needs one of the alternatives, which are ordered from the least to the most privileged. The
    /// permissions of one alternative are needed together.
    AnyOf(Vec<Vec<Permission>>),
}

/// One permission.
#[derive(Clone)]
pub struct Permission {
    /// The name as it was written.
    pub literal: LitStr,
    /// The name.
    pub name: String,
    /// Whether it was written as `unchecked("…")`.
    pub unchecked: bool,
    /// The entry in the catalog, if the permission is published.
    pub entry: Option<Entry>,
}

impl Permissions {
    pub(super) fn new(input: PermissionsInput) -> Self {
        let mut permissions = Self::default();
        match input {
            PermissionsInput::Same(AccessInput::None) => {
                permissions.access = [Access::NotNeeded, Access::NotNeeded, Access::NotNeeded];
            }
            PermissionsInput::Same(access) => {
                permissions.set(vec![Caller::Delegated, Caller::Application], access);
            }
            PermissionsInput::ByCaller { empty, callers } => {
                permissions.empty = empty;
                for (caller, access) in callers {
                    permissions.set(vec![caller], access);
                }
            }
        }
        permissions
    }

    fn set(&mut self, callers: Vec<Caller>, input: AccessInput) {
        // For a caller type, `none` means that it is not supported.
        let AccessInput::AnyOf(alternatives) = input else { return };
        let alternative = |alternative: Alternative| alternative.names.into_iter().map(Permission::new).collect();
        let alternatives: Vec<_> = alternatives.into_iter().map(alternative).collect();
        for &caller in &callers {
            self.access[caller as usize] = Access::AnyOf(alternatives.clone());
        }
        self.lists.push((callers, alternatives));
    }
}

impl Permission {
    fn new(input: PermissionName) -> Self {
        let name = input.literal.value();
        let entry = catalog::find(&name);
        Self { literal: input.literal, name, unchecked: input.unchecked, entry }
    }
}
