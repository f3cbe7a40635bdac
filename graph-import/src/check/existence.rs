//! Whether an operation exists, in the versions that the declaration names.

use super::{
    Lookup, Rule, Severity,
    call::{Call, Found},
    draft::{Draft, Drafts},
};
use crate::description::Version;

/// Reports an operation that is gone, or exists in other versions.
pub(super) fn check(call: &Call<'_>, drafts: &mut Drafts<'_>) {
    let (existing, missing): (Vec<_>, Vec<_>) =
        call.found.iter().partition(|found| matches!(found.lookup, Lookup::Found(_)));
    let missing: Vec<_> = missing.into_iter().filter(|found| found.is_declared).collect();
    let title = call.title();
    let declared = versions(&call.action.versions);
    // A version that is not described may have the operation, as the declaration says.
    let is_described = |version: Version| call.found.iter().any(|found| found.version == version);
    let undescribed = call.action.versions.iter().copied().filter(|version| !is_described(*version));
    let mut now: Vec<_> = existing.iter().map(|found| found.version).chain(undescribed).collect();
    now.sort_unstable();
    if existing.is_empty() {
        let Some(found) = missing.first() else { return };
        let near = match &found.lookup {
            Lookup::NotFound { nearest } => nearest.first().map(String::as_str),
            Lookup::Found(_) => None,
        };
        let draft = Draft::new(Rule::Gone, format!("`{title}` does not exist"))
            .old(declared)
            .source(&found.source)
            .meant(&call.declaration.name, near, str::to_owned);
        return drafts.add(call.declaration, None, draft.at(call.path_place()), &[]);
    }
    let mut report = |found: &Found, message: String, severity, place| {
        let draft = Draft::new(Rule::Version, message)
            .severity(severity)
            .old(&declared)
            .new_is(versions(&now))
            .source(&found.source)
            .write(format!("version = {}", versions(&now)))
            .at(place);
        drafts.add(call.declaration, None, draft, &[]);
    };
    for found in &missing {
        let message = format!("`{title}` is not in {}", found.version.as_str());
        report(found, message, Severity::Error, call.version_place(found.version));
    }
    let released = existing.iter().find(|found| found.version == Version::V1_0 && !found.is_declared);
    if let (Some(found), true) = (released, missing.is_empty()) {
        let message = format!("`{title}` is in v1.0 now");
        report(found, message, Severity::Note, call.version_place(Version::Beta));
    }
}

/// Returns versions as a declaration writes them.
pub(super) fn versions(versions: &[Version]) -> String {
    match versions {
        [only] => format!("\"{}\"", only.as_str()),
        several => {
            let several: Vec<_> = several.iter().map(|version| format!("\"{}\"", version.as_str())).collect();
            format!("[{}]", several.join(", "))
        }
    }
}
