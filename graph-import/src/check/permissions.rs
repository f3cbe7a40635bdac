//! Permissions: those that no longer suffice, less privileged ones that do, other caller types.

use graph_macros_core::model::Access as Declared;

use super::{
    Descriptions, Rule, Severity,
    call::Call,
    draft::{Draft, Drafts},
};
use crate::{
    description::{Access, Caller, PermissionOrigin, Permissions, Source},
    source::Place,
};

/// Reports differences of the permissions, as far as they are published.
pub(super) fn check(call: &Call<'_>, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    let action = call.action;
    let Some((permissions, source)) = descriptions.permissions(action.method, &action.template.text) else { return };
    if !matches!(permissions.origin, PermissionOrigin::Published | PermissionOrigin::Page) {
        return;
    }
    for caller in Caller::ALL {
        let own = &action.permissions.access[caller as usize];
        let comparison = Comparison { call, descriptions, caller, source, all: &permissions };
        comparison.access(own, permissions.of(caller), drafts);
    }
}

struct Comparison<'a, 'k> {
    call: &'a Call<'k>,
    descriptions: &'a dyn Descriptions,
    caller: Caller,
    source: &'a Source,
    all: &'a Permissions,
}

impl Comparison<'_, '_> {
    fn access(&self, own: &Declared, described: &Access, drafts: &mut Drafts<'_>) {
        let caller = self.caller;
        match (own, described) {
            // `perms = none` says nothing about who may call.
            (Declared::NotSupported, Access::NotSupported)
            | (Declared::NotNeeded, Access::NotNeeded | Access::NotSupported) => {}
            (Declared::NotSupported, _) => {
                let draft = self
                    .draft(Rule::Caller, format!("{caller} callers are supported"))
                    .severity(Severity::Note)
                    .old("not supported");
                self.add(draft, None, drafts);
            }
            (Declared::AnyOf(own), Access::NotSupported) => {
                let draft = self
                    .draft(Rule::Caller, format!("{caller} callers are not supported"))
                    .old(alternatives(&names(own)));
                self.add(draft, None, drafts);
            }
            (Declared::NotNeeded, Access::AnyOf(_)) => {
                let draft = self.draft(Rule::Permission, format!("{caller} callers need a permission")).old("none");
                self.add(draft, None, drafts);
            }
            (Declared::AnyOf(own), Access::NotNeeded) => {
                let draft = self
                    .draft(Rule::LeastPrivilege, format!("{caller} callers need no permission"))
                    .old(alternatives(&names(own)));
                self.add(draft, None, drafts);
            }
            (Declared::AnyOf(own), Access::AnyOf(described)) => self.alternatives(own, described, drafts),
        }
    }

    fn alternatives(
        &self,
        own: &[Vec<graph_macros_core::model::Permission>],
        described: &[Vec<String>],
        drafts: &mut Drafts<'_>,
    ) {
        let suffices = |alternative: &[String]| described.iter().any(|needed| contains(alternative, needed));
        for (alternative, names) in own.iter().zip(names(own)) {
            if suffices(&names) {
                continue;
            }
            let place = alternative.first().map(|permission| self.call.declaration.place_at(permission.literal.span()));
            let message = format!("`{}` does not suffice for {} callers", names.join("` and `"), self.caller);
            self.add(self.draft(Rule::Permission, message).old(names.join(" and ")), place, drafts);
        }
        let names = names(own);
        let Some(least) = described.first() else { return };
        let is_declared = |least: &Vec<String>| names.iter().any(|alternative| contains(least, alternative));
        let Some(first) = names.iter().find(|alternative| suffices(alternative)) else { return };
        // What the data marks needs no level to be the least privileged, and one of several marked ones is enough.
        let marked = self.all.least(self.caller);
        let is_least = if marked.is_empty() { is_declared(least) } else { marked.iter().any(is_declared) };
        if is_least || marked.is_empty() && !self.is_less(least, first) {
            return;
        }
        let place = own.first().and_then(|alternative| alternative.first());
        let place = place.map(|permission| self.call.declaration.place_at(permission.literal.span()));
        let message =
            format!("`{}` suffices for {} callers, and is less privileged", least.join("` and `"), self.caller);
        self.add(self.draft(Rule::LeastPrivilege, message).old(first.join(" and ")), place, drafts);
    }

    /// Returns whether what the data puts first, and does not mark, is less privileged than another, and not only first
    /// by name. It is if it has another level, which is a lower one. Of the same level, it is if its name does not put it
    /// first, or if it only reads where the other writes too.
    fn is_less(&self, least: &[String], other: &[String]) -> bool {
        let level = |names: &[String]| {
            let levels = names.iter().map(|name| self.descriptions.privilege_level(name, self.caller));
            levels.max().flatten()
        };
        if let (Some(least), Some(other)) = (level(least), level(other))
            && least != other
        {
            return true;
        }
        let only_reads = |least: &String, other: &String| *other == least.replace(".Read.", ".ReadWrite.");
        let reads =
            least.len() == other.len() && least.iter().zip(other).all(|(least, other)| only_reads(least, other));
        reads || least > other
    }

    fn draft(&self, rule: Rule, message: String) -> Draft {
        let new = match self.all.of(self.caller) {
            Access::NotSupported => String::from("not supported"),
            Access::NotNeeded => String::from("none"),
            Access::AnyOf(described) => alternatives(described),
        };
        Draft::new(rule, message).new_is(new).source(self.source).write(perms(self.all))
    }

    fn add(&self, draft: Draft, place: Option<Place>, drafts: &mut Drafts<'_>) {
        let place = place.or_else(|| {
            let lists = &self.call.action.permissions.lists;
            let own = lists.iter().find(|(callers, _)| callers.contains(&self.caller)).or_else(|| lists.first());
            let permission = own.and_then(|(_, list)| list.first()).and_then(|alternative| alternative.first());
            permission.map(|permission| self.call.declaration.place_at(permission.literal.span()))
        });
        drafts.add(self.call.declaration, None, draft.at(place.unwrap_or_else(|| self.call.path_place())), &[]);
    }
}

pub(super) fn names(alternatives: &[Vec<graph_macros_core::model::Permission>]) -> Vec<Vec<String>> {
    let names = |alternative: &Vec<graph_macros_core::model::Permission>| {
        alternative.iter().map(|permission| permission.name.clone()).collect()
    };
    alternatives.iter().map(names).collect()
}

/// Returns whether all of these permissions are among others.
pub(super) fn contains(all: &[String], needed: &[String]) -> bool {
    needed.iter().all(|needed| all.iter().any(|name| name.eq_ignore_ascii_case(needed)))
}

pub(super) fn alternatives(alternatives: &[Vec<String>]) -> String {
    alternatives.iter().map(|names| names.join(" and ")).collect::<Vec<_>>().join(" or ")
}

/// Returns permissions as a declaration writes them.
pub(super) fn perms(permissions: &Permissions) -> String {
    let access = |access: &Access| match access {
        Access::NotSupported | Access::NotNeeded => String::from("none"),
        Access::AnyOf(alternatives) => list(alternatives),
    };
    let [delegated, personal, application] = &permissions.access;
    match (delegated, personal, application) {
        (Access::NotNeeded, Access::NotNeeded, Access::NotNeeded) => String::from("perms = none"),
        (delegated, Access::NotSupported, application) if delegated == application => {
            format!("perms = {}", access(delegated))
        }
        _ => {
            let callers = Caller::ALL.into_iter().filter(|caller| *permissions.of(*caller) != Access::NotSupported);
            let callers: Vec<_> =
                callers.map(|caller| format!("{caller} = {}", access(permissions.of(caller)))).collect();
            format!("perms({})", callers.join(", "))
        }
    }
}

fn list(alternatives: &[Vec<String>]) -> String {
    let quoted = |name: &String| {
        let is_published = graph_macros_core::catalog::find(name).is_some();
        if is_published { format!("\"{name}\"") } else { format!("unchecked(\"{name}\")") }
    };
    let alternative = |names: &Vec<String>| match names.as_slice() {
        [only] => quoted(only),
        several => format!("all({})", several.iter().map(quoted).collect::<Vec<_>>().join(", ")),
    };
    match alternatives {
        [only] => alternative(only),
        several => format!("[{}]", several.iter().map(alternative).collect::<Vec<_>>().join(", ")),
    }
}
