//! The body of a request in two descriptions.

use super::{
    super::{
        Rule,
        body::kind,
        call::Call,
        draft::Drafts,
        properties::{Described, Fields},
    },
    Change,
    types::{Pair, property},
};
use crate::description::{Body, Property};

pub(super) fn compare(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    let (old, new) = (&change.old.body, &change.new.body);
    let is_same_kind = match (old, new) {
        (Body::Parameters(_), Body::Parameters(_)) => true,
        (Body::Object { ty: old, .. }, Body::Object { ty: new, .. }) => old == new,
        (old, new) => old == new,
    };
    if !is_same_kind {
        let draft = change.draft(Rule::Body, "the body is of another kind").old(kind(old)).new_is(kind(new));
        return drafts.add(call.declaration, None, draft, &call.versions());
    }
    let owner = if let Body::Object { ty, .. } = new { ty.short() } else { "" };
    let fields = Fields::of_action(drafts.krate(), call.declaration, call.action);
    let (old, new) = (old.properties(), new.properties());
    let has = |all: &[Property], name: &str| all.iter().any(|property| property.name == name);
    let gone = old.iter().filter(|property| !has(new, &property.name));
    let compared = call.versions();
    for name in new.iter().chain(gone).map(|property| property.name.as_str()) {
        let find = |all: &'_ [Property]| all.iter().position(|property| property.name == name);
        let pair = Pair {
            old: find(old).map(|index| Described::of(&old[index], owner)),
            new: find(new).map(|index| Described::of(&new[index], owner)),
            field: fields.all.iter().find(|field| field.names.iter().any(|own| own == name)),
            is_parameter: matches!(change.new.body, Body::Parameters(_)),
        };
        let draft = |rule, message: String| change.draft(rule, message);
        property(call.declaration, name, &pair, &draft, &compared, drafts);
    }
}
