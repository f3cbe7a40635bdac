//! What an action sends as its body.

use graph_macros_core::model::{Field as ActionField, Role};

use super::{Call, Drafts, Field, Fields};
use crate::source::RustType;

/// What an action sends as its body.
pub(super) enum Sent<'k> {
    Nothing,
    Raw(&'k ActionField),
    /// One field is all of it.
    Whole(&'k ActionField, RustType),
    Properties(Fields<'k>),
}

impl<'k> Sent<'k> {
    pub(super) fn of(call: &Call<'k>, drafts: &Drafts<'k>) -> Self {
        let action = call.action;
        if let Some(field) = action.fields.iter().find(|field| matches!(field.role, Role::RawBody(_))) {
            return Self::Raw(field);
        }
        if let Some(field) = action.fields.iter().find(|field| field.role == Role::Body) {
            return Self::Whole(field, drafts.krate().meaning(call.declaration, &field.ty));
        }
        let fields = Fields::of_action(drafts.krate(), call.declaration, action);
        let is_empty = fields.all.is_empty() && fields.constants.is_empty() && !fields.is_open;
        if is_empty || !action.method.has_body() { Self::Nothing } else { Self::Properties(fields) }
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Self::Nothing => String::from("no body"),
            Self::Raw(field) => field.role.media_type().unwrap_or("bytes").to_owned(),
            Self::Whole(field, _) => crate::source::written(&field.ty),
            Self::Properties(fields) => {
                let names = fields.all.iter().map(Field::name).chain(fields.constants.iter().map(String::as_str));
                names.collect::<Vec<_>>().join(", ")
            }
        }
    }

    pub(super) fn part(&self) -> Option<&str> {
        match self {
            Self::Raw(field) | Self::Whole(field, _) => Some(&field.name),
            Self::Nothing | Self::Properties(_) => None,
        }
    }
}
