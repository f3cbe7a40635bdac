//! Permissions in two descriptions.

use super::super::{
    Descriptions, Rule, Severity,
    call::Call,
    draft::{Draft, Drafts},
    permissions::{alternatives, contains, names, perms},
};
use crate::description::{Access, Caller};
use graph_macros_core::model::Access as Declared;

pub(super) fn compare(call: &Call<'_>, old: &dyn Descriptions, new: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    let find = |descriptions: &dyn Descriptions| {
        let found = descriptions.permissions(call.action.method, &call.action.template.text);
        found.map(|(permissions, source)| (permissions, source.clone()))
    };
    let (Some((before, _)), Some((after, source))) = (find(old), find(new)) else { return };
    for caller in Caller::ALL {
        let (before, now) = (before.of(caller), after.of(caller));
        if is_same(before, now) {
            continue;
        }
        let (rule, severity) = kind(call, caller, before, now);
        let message = format!("other permissions suffice for {caller} callers");
        let draft = Draft::new(rule, message)
            .severity(severity)
            .old(shown(before))
            .new_is(shown(now))
            .source(&source)
            .write(perms(&after));
        drafts.add(call.declaration, None, draft.at(call.path_place()), &[]);
    }
}

/// Returns whether the same permissions suffice, with the same least privileged one.
fn is_same(old: &Access, new: &Access) -> bool {
    match (old, new) {
        (Access::AnyOf(old), Access::AnyOf(new)) => {
            let all = |all: &[Vec<String>], of: &[Vec<String>]| {
                of.iter().all(|own| all.iter().any(|other| contains(other, own) && contains(own, other)))
            };
            old.first() == new.first() && all(old, new) && all(new, old)
        }
        (old, new) => old == new,
    }
}

/// Returns what a change means for what the declaration says.
fn kind(call: &Call<'_>, caller: Caller, old: &Access, new: &Access) -> (Rule, Severity) {
    let own = &call.action.permissions.access[caller as usize];
    let suffices = |access: &Access, own: &[String]| match access {
        Access::NotSupported => false,
        Access::NotNeeded => true,
        Access::AnyOf(described) => described.iter().any(|needed| contains(own, needed)),
    };
    match (own, old, new) {
        (Declared::NotSupported, _, _) => (Rule::Caller, Severity::Note),
        (Declared::AnyOf(_) | Declared::NotNeeded, _, Access::NotSupported) => (Rule::Caller, Severity::Error),
        (Declared::NotNeeded, _, Access::AnyOf(_)) => (Rule::Permission, Severity::Error),
        (Declared::NotNeeded, _, Access::NotNeeded) => (Rule::Permission, Severity::Note),
        (Declared::AnyOf(own), old, new) => {
            let lost = names(own).iter().any(|own| suffices(old, own) && !suffices(new, own));
            let first = |access: &Access| if let Access::AnyOf(all) = access { all.first().cloned() } else { None };
            if lost {
                (Rule::Permission, Severity::Error)
            } else if first(old) != first(new) {
                (Rule::LeastPrivilege, Severity::Warning)
            } else {
                (Rule::Permission, Severity::Note)
            }
        }
    }
}

fn shown(access: &Access) -> String {
    match access {
        Access::NotSupported => String::from("not supported"),
        Access::NotNeeded => String::from("none"),
        Access::AnyOf(all) => alternatives(all),
    }
}
