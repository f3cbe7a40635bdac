//! The order of alternatives, from the least to the most privileged.

use std::collections::BTreeMap;

use graph_macros_core::catalog;

use super::{Facts, index::Claim};
use crate::description::Caller;

/// Returns the alternatives of one kind of caller: what the data marks as the least privileged, then by privilege level,
/// then by name. The number is that of the alternatives that the data marks, which are the first ones.
pub(super) fn alternatives<'c>(
    facts: &BTreeMap<String, Facts>,
    caller: Caller,
    claims: impl Iterator<Item = &'c Claim<'c>>,
) -> (Vec<Vec<String>>, usize) {
    // By the permissions in sorted order, since `A and B` may be stated with either first.
    let mut alternatives: BTreeMap<Vec<&str>, (bool, Vec<&str>)> = BTreeMap::new();
    for claim in claims {
        let own = claim.permission;
        let mut together: Vec<_> = claim.also.iter().map(|also| vec![own, also]).collect();
        if together.is_empty() {
            together.push(vec![own]);
        }
        for written in together {
            let mut sorted = written.clone();
            sorted.sort_unstable();
            alternatives.entry(sorted).or_insert((false, written)).0 |= claim.least;
        }
    }
    let rank = |permissions: &[&str]| {
        let levels = permissions.iter().map(|permission| level(facts, permission, caller));
        // Without a level, nothing says that it is less privileged than another.
        levels.map(|level| level.unwrap_or(u8::MAX)).max()
    };
    let mut alternatives: Vec<_> =
        alternatives.into_values().map(|(least, written)| ((!least, rank(&written)), written)).collect();
    alternatives.sort();
    let marked = alternatives.iter().take_while(|((is_unmarked, _), _)| !is_unmarked).count();
    let names = |written: Vec<&str>| written.into_iter().map(str::to_owned).collect();
    (alternatives.into_iter().map(|(_, written)| names(written)).collect(), marked)
}

/// Returns the privilege level of a permission: that of the data, else that of the catalog. That of a permission to read
/// is never above that to read and write the same, whatever is published.
pub(super) fn level(facts: &BTreeMap<String, Facts>, permission: &str, caller: Caller) -> Option<u8> {
    let level = published(facts, permission, caller)?;
    let writing = permission.replacen(".Read", ".ReadWrite", 1);
    Some(published(facts, &writing, caller).map_or(level, |above| level.min(above)))
}

fn published(facts: &BTreeMap<String, Facts>, permission: &str, caller: Caller) -> Option<u8> {
    let of_data = facts.get(permission).and_then(|facts| {
        let own = facts.levels[caller as usize];
        // Few permissions state one for personal accounts.
        own.or_else(|| (caller == Caller::Personal).then(|| facts.levels[Caller::Delegated as usize]).flatten())
    });
    of_data.or_else(|| {
        let entry = catalog::find(permission)?;
        let level = if caller == Caller::Application { entry.application_level } else { entry.delegated_level };
        (level > 0).then_some(level)
    })
}
