//! What a path that leads nowhere was probably meant to be.

use strsim::damerau_levenshtein;

use super::{
    follow::{Stuck, follow},
    index::{Index, Member},
    operation::operation,
    place::{Place, What},
    request::{Request, Written},
};
use crate::description::{Method, TypeName};

const MOST: usize = 3;
/// How many candidates are followed to their end.
const TRIED: usize = 12;

/// Returns whether two names differ by no more than a slip of the pen.
pub(super) fn is_near(written: &str, name: &str) -> bool {
    let distance = damerau_levenshtein(&written.to_ascii_lowercase(), &name.to_ascii_lowercase());
    distance > 0 && distance <= limit(written)
}

fn limit(written: &str) -> usize {
    (written.chars().count() / 3).clamp(1, 4)
}

/// Returns the operations nearest to a path that cannot be followed, the nearest first.
pub(super) fn of_path(index: &Index<'_>, request: &Request, stuck: &Stuck) -> Vec<String> {
    let mut found = Vec::new();
    for segments in replaced(index, &request.segments, stuck).into_iter().take(TRIED) {
        for title in titles(index, &segments, request.method) {
            if !found.contains(&title) {
                found.push(title);
            }
        }
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    found
}

/// Returns the operations at a path that does not take a method.
pub(super) fn of_method(index: &Index<'_>, segments: &[Written]) -> Vec<String> {
    Method::ALL.into_iter().flat_map(|method| titles(index, segments, Some(method))).collect()
}

/// Returns the titles of what a path leads to. If one more segment is misspelt, it is replaced as well.
fn titles(index: &Index<'_>, segments: &[Written], method: Option<Method>) -> Vec<String> {
    let title = |segments: &[Written]| -> Option<Vec<String>> {
        let walk = follow(index, segments, method).ok()?;
        let methods = method.map_or_else(|| Method::ALL.to_vec(), |method| vec![method]);
        Some(methods.into_iter().filter_map(|method| Some(operation(index, &walk, method).ok()?.title())).collect())
    };
    match follow(index, segments, method) {
        Ok(_) => title(segments).unwrap_or_default(),
        Err(stuck) => {
            let again = replaced(index, segments, &stuck);
            again.iter().take(TRIED).find_map(|segments| title(segments)).unwrap_or_default()
        }
    }
}

/// Returns the path with other segments where it cannot be followed, the likeliest first.
fn replaced(index: &Index<'_>, segments: &[Written], stuck: &Stuck) -> Vec<Vec<Written>> {
    let (before, written, after) = (&segments[..stuck.at], &segments[stuck.at], &segments[stuck.at + 1..]);
    let with = |middle: &[&str]| -> Vec<Written> {
        let mut path = before.to_vec();
        path.extend(middle.iter().map(|text| Written::new(text)));
        path.extend_from_slice(after);
        path
    };
    let mut near: Vec<(usize, &str)> = stuck
        .candidates
        .iter()
        .filter_map(|candidate| {
            let name = candidate.split('(').next().unwrap_or_default();
            let distance = damerau_levenshtein(&written.name.to_ascii_lowercase(), &name.to_ascii_lowercase());
            (distance <= limit(&written.name)).then_some((distance, candidate.as_str()))
        })
        .collect();
    near.sort_unstable();
    let mut paths: Vec<_> = near.into_iter().map(|(_, candidate)| with(&[candidate])).collect();
    if written.placeholder {
        return paths;
    }
    let place = follow(index, before, None).map_or_else(|_| Place::root(), |walk| walk.place);
    if let Some(ty) = place.what.structured() {
        paths.extend(casts(index, ty, &written.name).into_iter().map(|cast| with(&[cast.as_str(), &written.text])));
    }
    if place.what == What::Root {
        paths.extend(parents(index, &written.name).into_iter().map(|parent| with(&[parent, &written.text])));
    }
    paths
}

/// Returns the descendants of a type that have a member or callable of a name.
fn casts<'a>(index: &Index<'a>, ty: &TypeName, name: &str) -> Vec<&'a TypeName> {
    let has = |descendant: &&TypeName| {
        let types = &index.schema.types;
        let own = types.structured(descendant).is_some_and(|structured| {
            structured.navigation.iter().any(|one| one.name.eq_ignore_ascii_case(name))
                || structured.properties.iter().any(|one| one.name.eq_ignore_ascii_case(name))
        });
        let binding = crate::description::TypeRef::one((*descendant).clone());
        own || index.bound(&binding).any(|callable| callable.name.short().eq_ignore_ascii_case(name))
    };
    index.descendants(ty).into_iter().filter(has).take(TRIED).collect()
}

/// Returns the singletons whose type has a member of a name: a path often lacks its first segment.
fn parents<'a>(index: &Index<'a>, name: &str) -> Vec<&'a str> {
    let singletons = index.schema.container.singletons.iter();
    let has = singletons.filter(|one| matches!(index.member(&one.ty, name), Some(Member::Navigation(_))));
    has.map(|one| one.name.as_str()).collect()
}
