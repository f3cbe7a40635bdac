//! Rules about permissions.

use crate::action::{
    catalogue::{self, Entry},
    errors::{Errors, line_of},
    model::{Action, NameModel},
    parse::CallerKind,
    suggest::{all_of, did_you_mean},
};

/// `perms(…)` says something.
pub(super) fn check_some(action: &Action, errors: &mut Errors) {
    if let Some(keyword) = action.permissions.empty {
        errors.at_span(
            keyword,
            "`perms()` names no kind of caller: write `perms(delegated = …, personal = …, application = …)`, or `perms = none` \
             if the call needs no permission",
        );
    }
}

/// A permission is one that Microsoft publishes, for the kind of caller that it is listed for.
pub(super) fn check_names(action: &Action, errors: &mut Errors) {
    for (callers, alternatives) in &action.permissions.written {
        for name in alternatives.iter().flatten() {
            check_name(name, callers, errors);
        }
    }
}

fn check_name(name: &NameModel, callers: &[CallerKind], errors: &mut Errors) {
    let text = &name.text;
    if name.unchecked {
        if text.is_empty() || text.contains(|c: char| !(c.is_alphanumeric() || "._-".contains(c))) {
            errors.at(&name.literal, format!("`{text}` cannot be the name of a permission"));
        } else if name.entry.is_some() {
            errors.at(&name.literal, format!("`{text}` is in the catalogue: write it without `unchecked`"));
        }
        return;
    }
    let Some(entry) = name.entry else {
        errors.at(
            &name.literal,
            format!(
                "Microsoft Graph publishes no permission `{text}`{} One that is newer than the catalogue is written \
                 `unchecked(\"…\")`.",
                match did_you_mean(text, catalogue::names()) {
                    none if none.is_empty() => String::from("."),
                    hint => hint,
                },
            ),
        );
        return;
    };
    let lacking: Vec<_> = callers.iter().copied().filter(|caller| !exists_for(&entry, *caller)).collect();
    if lacking.is_empty() {
        return;
    }
    let kinds: Vec<_> = CallerKind::ALL.into_iter().filter(|caller| exists_for(&entry, *caller)).collect();
    let written =
        |kinds: &[CallerKind]| kinds.iter().map(|kind| format!("{kind} = \"{text}\"")).collect::<Vec<_>>().join(", ");
    let names = |kinds: &[CallerKind]| {
        all_of(
            &kinds.iter().map(ToString::to_string).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>(),
        )
    };
    let fix = match callers {
        [_] => format!("name another for {} callers, or leave `{}` out", names(&lacking), lacking[0]),
        _ => format!("write `perms({})`", written(&kinds)),
    };
    errors.at(
        &name.literal,
        format!("`{text}` exists for {} callers, not for {} ones; {fix}", names(&kinds), names(&lacking)),
    );
}

fn exists_for(entry: &Entry, caller: CallerKind) -> bool {
    match caller {
        CallerKind::Delegated => entry.delegated,
        CallerKind::Personal => entry.personal,
        CallerKind::Application => entry.application,
    }
}

/// An alternative stands once, and so does a permission within one.
pub(super) fn check_listed_once(action: &Action, errors: &mut Errors) {
    for (_, alternatives) in &action.permissions.written {
        let mut seen: Vec<(Vec<String>, &NameModel)> = Vec::new();
        for alternative in alternatives {
            let mut names: Vec<String> = Vec::new();
            for name in alternative {
                let text = &name.text;
                if names.contains(text) {
                    errors.at(&name.literal, format!("`{text}` stands twice in this `all(…)`; remove one"));
                } else {
                    names.push(text.clone());
                }
            }
            names.sort_unstable();
            let Some(first_name) = alternative.first() else { continue };
            match seen.iter().find(|(known, _)| *known == names) {
                Some((_, first)) => {
                    let names: Vec<_> = names.iter().map(String::as_str).collect();
                    let first = line_of(first.literal.span());
                    errors.at(
                        &first_name.literal,
                        format!("{} is listed twice; the first one stands {first}; remove one", all_of(&names)),
                    );
                }
                None => seen.push((names, first_name)),
            }
        }
    }
}
