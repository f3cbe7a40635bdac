//! What callers need: the names as they were written, with what the catalogue has under them.

use proc_macro2::Span;
use syn::LitStr;

use crate::action::{
    catalogue::{self, Entry},
    parse::{AccessInput, CallerKind, PermissionName, PermissionsInput, literal},
};

/// What each kind of caller needs.
#[derive(Default)]
pub(crate) struct PermissionsModel {
    /// For delegated, personal and application callers, in this order.
    pub(crate) access: [AccessModel; 3],
    /// The callers that each group of names was written for; what was written for two is checked for both.
    pub(crate) written: Vec<(Vec<CallerKind>, Vec<Vec<NameModel>>)>,
    /// `perms(…)` names no kind of caller.
    pub(crate) empty: Option<Span>,
}

#[derive(Default, Clone)]
pub(crate) enum AccessModel {
    #[default]
    NotSupported,
    NotNeeded,
    AnyOf(Vec<Vec<NameModel>>),
}

#[derive(Clone)]
pub(crate) struct NameModel {
    pub(crate) literal: LitStr,
    pub(crate) text: String,
    pub(crate) unchecked: bool,
    /// What the catalogue has under this name.
    pub(crate) entry: Option<Entry>,
}

impl PermissionsModel {
    pub(super) fn new(input: PermissionsInput) -> Self {
        let mut model = Self::default();
        match input {
            PermissionsInput::Same(AccessInput::None) => {
                model.access = [AccessModel::NotNeeded, AccessModel::NotNeeded, AccessModel::NotNeeded];
            }
            PermissionsInput::Same(access) => {
                let access = AccessModel::new(access);
                model.note(vec![CallerKind::Delegated, CallerKind::Application], &access);
                model.access = [access.clone(), AccessModel::NotSupported, access];
            }
            PermissionsInput::ByCaller { empty, callers } => {
                model.empty = empty;
                for (caller, access) in callers {
                    let access = AccessModel::new(access);
                    model.note(vec![caller], &access);
                    model.access[caller as usize] = access;
                }
            }
        }
        model
    }

    fn note(&mut self, callers: Vec<CallerKind>, access: &AccessModel) {
        if let AccessModel::AnyOf(alternatives) = access {
            self.written.push((callers, alternatives.clone()));
        }
    }
}

impl AccessModel {
    /// For one kind of caller, where `none` means that the call is not supported.
    fn new(input: AccessInput) -> Self {
        match input {
            AccessInput::None => Self::NotSupported,
            AccessInput::AnyOf(alternatives) => Self::AnyOf(
                alternatives
                    .into_iter()
                    .map(|alternative| {
                        let named = |name: PermissionName| {
                            let text = literal::value(&name.literal);
                            let entry = catalogue::find(&text);
                            NameModel { literal: name.literal, text, unchecked: name.unchecked, entry }
                        };
                        alternative.names.into_iter().map(named).collect()
                    })
                    .collect(),
            ),
        }
    }
}
