//! The argument `perms`.

use graph_macros_core::catalog::{self, Entry};

use super::{layout::Argument, note::Note, prose::literal};
use crate::description::{Access, Caller, PermissionOrigin, Permissions};

/// Returns the argument, and notes what the language cannot say.
pub(super) fn argument(permissions: &Permissions, item: &str, notes: &mut Vec<Note>) -> Argument {
    let access = Caller::ALL.map(|caller| usable(permissions.of(caller), caller, item, notes));
    note_origin(permissions, item, notes);
    if access.iter().all(|access| *access == Access::NotNeeded) {
        return Argument::tokens("perms = none");
    }
    let [delegated, personal, application] = &access;
    if let (Access::AnyOf(alternatives), Access::NotSupported) = (delegated, personal)
        && delegated == application
    {
        return with_head("perms = ", alternatives);
    }
    let mut callers = Vec::new();
    for (caller, access) in Caller::ALL.into_iter().zip(&access) {
        match access {
            Access::AnyOf(alternatives) => callers.push(with_head(&format!("{caller} = "), alternatives)),
            Access::NotNeeded => notes.push(Note::NoPermissionNeeded { item: item.to_owned(), caller }),
            Access::NotSupported => {}
        }
    }
    if callers.is_empty() {
        // The language has no other form for an operation of which no permission is known.
        callers.push(Argument::tokens("delegated = none"));
    }
    Argument::call("perms", callers)
}

/// Returns the alternatives that the language admits for a caller type.
fn usable(access: &Access, caller: Caller, item: &str, notes: &mut Vec<Note>) -> Access {
    let Access::AnyOf(alternatives) = access else { return access.clone() };
    let mut kept: Vec<Vec<String>> = Vec::new();
    for alternative in alternatives {
        let mut names: Vec<String> = Vec::new();
        for name in alternative {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let lacking = names.iter().find(|name| catalog::find(name).is_some_and(|entry| !exists_for(&entry, caller)));
        if let Some(permission) = lacking {
            notes.push(Note::PermissionLeftOut { item: item.to_owned(), permission: permission.clone(), caller });
            continue;
        }
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names
        };
        if !names.is_empty()
            && names.iter().all(|name| is_valid(name))
            && kept.iter().all(|known| sorted(known) != sorted(&names))
        {
            kept.push(names);
        }
    }
    if kept.is_empty() { Access::NotSupported } else { Access::AnyOf(kept) }
}

fn is_valid(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
}

fn exists_for(entry: &Entry, caller: Caller) -> bool {
    match caller {
        Caller::Delegated => entry.delegated,
        Caller::Personal => entry.personal,
        Caller::Application => entry.application,
    }
}

/// Writes `head"A"`, or `head["A", "B"]`.
fn with_head(head: &str, alternatives: &[Vec<String>]) -> Argument {
    let mut items: Vec<_> = alternatives.iter().map(|names| alternative(names)).collect();
    match (items.pop(), items.is_empty()) {
        (Some((text, is_literal)), true) => {
            let text = format!("{head}{text}");
            if is_literal { Argument::meta(text) } else { Argument::tokens(text) }
        }
        (last, _) => {
            items.extend(last);
            Argument::array(head, items.into_iter().map(|(text, _)| Argument::tokens(text)).collect())
        }
    }
}

/// Returns the text of an alternative, and whether it is a literal alone.
fn alternative(names: &[String]) -> (String, bool) {
    let name = |name: &String| {
        let literal = literal(name);
        if catalog::find(name).is_some() { literal } else { format!("unchecked({literal})") }
    };
    match names {
        [one] => (name(one), catalog::find(one).is_some()),
        _ => (format!("all({})", names.iter().map(name).collect::<Vec<_>>().join(", ")), false),
    }
}

fn note_origin(permissions: &Permissions, item: &str, notes: &mut Vec<Note>) {
    match &permissions.origin {
        PermissionOrigin::Inferred { from } => {
            notes.push(Note::InferredPermissions { item: item.to_owned(), from: from.clone() });
        }
        PermissionOrigin::Unknown => notes.push(Note::UnknownPermissions { item: item.to_owned() }),
        PermissionOrigin::Published | PermissionOrigin::Page | PermissionOrigin::Given => {}
    }
    let unchecked = permissions.access.iter().flat_map(|access| match access {
        Access::AnyOf(alternatives) => alternatives.as_slice(),
        Access::NotSupported | Access::NotNeeded => &[],
    });
    let mut names: Vec<_> =
        unchecked.flatten().filter(|name| is_valid(name) && catalog::find(name).is_none()).collect();
    names.sort();
    names.dedup();
    for permission in names {
        notes.push(Note::UncheckedPermission { item: item.to_owned(), permission: permission.clone() });
    }
}

/// Returns what the documentation says of permissions that Microsoft does not publish.
pub(super) fn docs(permissions: &Permissions) -> Option<String> {
    match &permissions.origin {
        PermissionOrigin::Inferred { from } => Some(format!(
            "Microsoft publishes no permissions for this operation. They are inferred from those of `{from}`."
        )),
        PermissionOrigin::Unknown => Some(String::from(
            "Microsoft publishes no permissions for this operation, and for none that is related to it.",
        )),
        PermissionOrigin::Published | PermissionOrigin::Page | PermissionOrigin::Given => None,
    }
}
