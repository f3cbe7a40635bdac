//! Rules about permissions.

use crate::{
    catalog::{self, Entry},
    errors::{Errors, line_of},
    model::{Action, Caller, Permission},
    suggest::{all_of, did_you_mean},
};

/// `perms(…)` names a caller type.
pub(super) fn check_not_empty(action: &Action, errors: &mut Errors) {
    if let Some(keyword) = action.permissions.empty {
        errors.at_span(
            keyword,
            "`perms()` is empty; write `perms(delegated = …, personal = …, application = …)`, or `perms = none` if the \
             action needs no permission",
        );
    }
}

/// A permission is published, for every caller type that it is listed for.
pub(super) fn check_names(action: &Action, errors: &mut Errors) {
    for (callers, alternatives) in &action.permissions.lists {
        for permission in alternatives.iter().flatten() {
            check_name(permission, callers, errors);
        }
    }
}

fn check_name(permission: &Permission, callers: &[Caller], errors: &mut Errors) {
    if permission.unchecked {
        return check_unchecked(permission, errors);
    }
    let Some(entry) = permission.entry else {
        return errors.at(&permission.literal, explain_unknown(&permission.name));
    };
    let lacking: Vec<_> = callers.iter().copied().filter(|caller| !exists_for(&entry, *caller)).collect();
    if !lacking.is_empty() {
        errors.at(&permission.literal, explain_callers(&entry, callers, &lacking));
    }
}

fn explain_unknown(name: &str) -> String {
    let hint = did_you_mean(name, catalog::entries().map(|entry| entry.name));
    let write = if hint.is_empty() { "; write" } else { " Write" };
    format!(
        "unknown Microsoft Graph permission `{name}`{hint}{write} `unchecked(\"…\")` for a permission that is newer than \
         the catalog"
    )
}

fn check_unchecked(permission: &Permission, errors: &mut Errors) {
    let name = &permission.name;
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) {
        errors.at(&permission.literal, format!("`{name}` is not a valid permission name"));
    } else if permission.entry.is_some() {
        errors.at(&permission.literal, format!("`{name}` is in the catalog; write it without `unchecked`"));
    }
}

/// Explains why a permission cannot be listed for some caller types, and what to write instead.
fn explain_callers(entry: &Entry, callers: &[Caller], lacking: &[Caller]) -> String {
    let name = entry.name;
    let supported: Vec<_> = Caller::ALL.into_iter().filter(|caller| exists_for(entry, *caller)).collect();
    let list = |callers: &[Caller]| all_of(&callers.iter().map(|caller| caller.as_str()).collect::<Vec<_>>());
    let fix = if let [caller] = callers {
        format!("name another permission, or leave out `{caller}`")
    } else {
        let arguments: Vec<_> = supported.iter().map(|caller| format!("{caller} = \"{name}\"")).collect();
        format!("write `perms({})`", arguments.join(", "))
    };
    format!("`{name}` exists for {} callers, but not for {} callers; {fix}", list(&supported), list(lacking))
}

fn exists_for(entry: &Entry, caller: Caller) -> bool {
    match caller {
        Caller::Delegated => entry.delegated,
        Caller::Personal => entry.personal,
        Caller::Application => entry.application,
    }
}

/// An alternative is listed only once, and so is a permission in an alternative.
pub(super) fn check_duplicates(action: &Action, errors: &mut Errors) {
    for (_, alternatives) in &action.permissions.lists {
        let mut seen: Vec<(Vec<&str>, &Permission)> = Vec::new();
        for alternative in alternatives {
            let mut names: Vec<&str> = Vec::new();
            for Permission { literal, name, .. } in alternative {
                if names.contains(&name.as_str()) {
                    errors.at(literal, format!("duplicate permission `{name}` in this `all(…)`; remove one"));
                } else {
                    names.push(name);
                }
            }
            names.sort_unstable();
            let Some(permission) = alternative.first() else { continue };
            match seen.iter().find(|(known, _)| *known == names) {
                Some((_, first)) => {
                    let line = line_of(first.literal.span());
                    let message = format!("duplicate alternative {}; first given {line}; remove one", all_of(&names));
                    errors.at(&permission.literal, message);
                }
                None => seen.push((names, permission)),
            }
        }
    }
}
