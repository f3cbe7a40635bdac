//! Names of the parameters in a path.

use std::collections::BTreeSet;

use super::{names::snake_case, path::Address};
use crate::description::Segment;

/// Names the parameters of a path, each differently: a key `id` if it is the only one, else after what it is the key of,
/// `setting_id`, `profile_id`.
pub(super) fn parameter_names(address: &mut Address) {
    key_names(address);
    let mut taken = BTreeSet::new();
    for parameter in &mut address.parameters {
        let plain = parameter.name.clone();
        let mut number = 1;
        while !taken.insert(parameter.name.clone()) {
            number += 1;
            parameter.name = format!("{plain}_{number}");
        }
    }
}

fn key_names(address: &mut Address) {
    let keys: Vec<(usize, Option<String>)> = address
        .path
        .segments
        .iter()
        .enumerate()
        .filter_map(|(place, segment)| match segment {
            Segment::Key(index) => {
                let before = place.checked_sub(1).and_then(|before| address.path.segments.get(before));
                let collection = match before {
                    Some(Segment::Name(name) | Segment::Arguments { name, .. }) => Some(singular(name)),
                    _ => None,
                };
                Some((*index, collection))
            }
            _ => None,
        })
        .collect();
    if let [(index, _)] = keys.as_slice()
        && !address.parameters.iter().enumerate().any(|(other, parameter)| other != *index && parameter.name == "id")
    {
        "id".clone_into(&mut address.parameters[*index].name);
        return;
    }
    for (index, collection) in keys {
        let whole = collection.map_or_else(|| snake_case(&address.written[index]), |name| snake_case(&name));
        let last = whole.rsplit('_').next().unwrap_or("").to_owned();
        let free =
            |name: &String| !address.parameters.iter().enumerate().any(|(other, p)| other != index && p.name == *name);
        let name = [format!("{last}_id"), format!("{whole}_id")].into_iter().find(free);
        // What is taken already gets a number.
        address.parameters[index].name = name.unwrap_or_else(|| format!("{whole}_id"));
    }
}

/// Returns the singular of the name of a collection: `policies` to `policy`.
fn singular(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name);
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let hissing = ["sses", "xes", "ches", "shes"];
    if let Some(stem) = name.strip_suffix("es").filter(|_| hissing.iter().any(|end| name.ends_with(end))) {
        return stem.to_owned();
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_have_a_singular() {
        let singulars = ["vppTokens", "policies", "addresses", "status", "me", "series"].map(singular);
        assert_eq!(singulars, ["vppToken", "policy", "address", "status", "me", "sery"]);
    }
}
