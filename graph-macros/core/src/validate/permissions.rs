//! Rules about permissions.

use proc_macro2::Span;

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

/// An alternative that Microsoft considers less privileged than one before it.
#[derive(Debug, Clone)]
pub struct Disorder {
    /// Where the alternative begins.
    pub span: Span,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Alternatives are listed from the least to the most privileged one. The levels of the catalog are Microsoft's opinion,
/// and not all permissions have one, so this is a warning.
pub(super) fn find_disorder(action: &Action) -> Vec<Disorder> {
    let mut found = Vec::new();
    for (callers, alternatives) in &action.permissions.lists {
        for (index, alternative) in alternatives.iter().enumerate() {
            // One caller type is enough: the list for two is wrong if it is wrong for either.
            let message =
                callers.iter().find_map(|caller| explain_disorder(*caller, alternative, &alternatives[..index]));
            if let (Some(message), Some(permission)) = (message, alternative.first()) {
                found.push(Disorder { span: permission.literal.span(), message });
            }
        }
    }
    found
}

fn explain_disorder(caller: Caller, alternative: &[Permission], before: &[Vec<Permission>]) -> Option<String> {
    let own = level(alternative, caller)?;
    let (higher, first) =
        before.iter().find_map(|before| Some((level(before, caller).filter(|level| *level > own)?, before)))?;
    Some(format!(
        "for {} callers, the privilege level of {} is {own}, below the {higher} of {}, which is listed first; list the \
         least privileged alternative first",
        caller.as_str(),
        together(alternative),
        together(first),
    ))
}

fn together(alternative: &[Permission]) -> String {
    all_of(&alternative.iter().map(|permission| permission.name.as_str()).collect::<Vec<_>>())
}

/// Returns Microsoft's privilege level of an alternative: that of its most privileged permission. `None` if one is not
/// known.
fn level(alternative: &[Permission], caller: Caller) -> Option<u8> {
    let levels = alternative.iter().map(|permission| plausible_level(&permission.entry?, caller));
    levels.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Returns the level of a permission. `None` if the catalog has none, or one that cannot be right: a few permissions to
/// read have a higher level than that to read and write the same.
fn plausible_level(entry: &Entry, caller: Caller) -> Option<u8> {
    let level = published_level(entry, caller)?;
    let writing = catalog::find(&entry.name.replacen(".Read", ".ReadWrite", 1));
    let above = writing.and_then(|writing| published_level(&writing, caller));
    above.is_none_or(|above| level <= above).then_some(level)
}

fn published_level(entry: &Entry, caller: Caller) -> Option<u8> {
    let level = match caller {
        Caller::Delegated | Caller::Personal => entry.delegated_level,
        Caller::Application => entry.application_level,
    };
    (level > 0).then_some(level)
}
