//! Names of placeholders and properties.

use graph_macros_core::names;

use super::{json::Json, path::Address};
use crate::description::Segment;

/// Converts a name of Graph's to that of a field: `vppToken-id` to `vpp_token_id`.
pub(super) fn snake_case(name: &str) -> String {
    names::snake_case(name)
}

/// Names the keys of a path: `id` if it is the only one, else after what it is the key of: `setting_id`, `profile_id`.
pub(super) fn key_names(address: &mut Address) {
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
    if let ([(index, _)], 1) = (keys.as_slice(), address.parameters.len()) {
        "id".clone_into(&mut address.parameters[*index].name);
        return;
    }
    for (index, collection) in keys {
        let whole = collection.map_or_else(|| snake_case(&address.written[index]), |name| snake_case(&name));
        let last = whole.rsplit('_').next().unwrap_or("").to_owned();
        let free =
            |name: &String| !address.parameters.iter().enumerate().any(|(other, p)| other != index && p.name == *name);
        let name = [format!("{last}_id"), format!("{whole}_id")].into_iter().find(free);
        let name = name.or_else(|| (2..).map(|number| format!("{whole}_id_{number}")).find(free));
        address.parameters[index].name = name.unwrap_or_default();
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

/// Returns a text without case and without anything but letters and digits, by which names are compared.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether a text can be the name of a property.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The name of a property as a page writes it, with what its row tells about its value.
#[derive(Debug, Clone)]
pub(super) struct Written<'t> {
    /// The text of the cell.
    pub(super) text: &'t str,
    /// Whether a value of an example can be one of this property.
    pub(super) admits: fn(&Json, &str) -> bool,
    /// The text of the type's cell.
    pub(super) ty: &'t str,
}

/// Finds the names of a table's properties, in its order. `None` if a name is broken and nothing tells the right one.
///
/// `example` has the properties of the example in its order, which is that of the table: what translation broke between
/// two names that are intact is what the example has between them.
pub(super) fn repair(rows: &[Written<'_>], example: &[(String, &Json)]) -> Vec<Option<String>> {
    let mut found: Vec<Option<usize>> = vec![None; rows.len()];
    let mut used = vec![false; example.len()];
    let mut take = |row: usize, key: Option<usize>, found: &mut Vec<Option<usize>>| {
        if let Some(key) = key.filter(|key| found[row].is_none() && !used[*key]) {
            found[row] = Some(key);
            used[key] = true;
        }
    };
    let keys: Vec<String> = example.iter().map(|(key, _)| folded(key)).collect();
    let position = |wanted: &str| keys.iter().position(|key| key == wanted && !key.is_empty());
    for (row, written) in rows.iter().enumerate() {
        take(row, example.iter().position(|(key, _)| key == written.text), &mut found);
    }
    for (row, written) in rows.iter().enumerate() {
        take(row, position(&folded(written.text)), &mut found);
    }
    // A name between words of the translation: "Eigenschaften renewalthresholdpercentage".
    for (row, written) in rows.iter().enumerate().filter(|(_, written)| !is_name(written.text)) {
        let word = written.text.split_whitespace().filter_map(|word| position(&folded(word))).next_back();
        take(row, word, &mut found);
    }
    align(rows, example, &mut found);
    rows.iter()
        .zip(found)
        .map(|(written, found)| match found {
            Some(key) => Some(example[key].0.clone()),
            None => is_name(written.text).then(|| written.text.to_owned()),
        })
        .collect()
}

/// Pairs broken names with the example's properties that stand between the same neighbors.
fn align(rows: &[Written<'_>], example: &[(String, &Json)], found: &mut [Option<usize>]) {
    let mut row = 0;
    while row < rows.len() {
        if found[row].is_some() {
            row += 1;
            continue;
        }
        let end = (row..rows.len()).find(|row| found[*row].is_some()).unwrap_or(rows.len());
        let first = row.checked_sub(1).and_then(|before| found[before]).map_or(0, |key| key + 1);
        let last = found.get(end).copied().flatten().unwrap_or(example.len());
        let free: Vec<usize> = (first..last.max(first)).filter(|key| !found.contains(&Some(*key))).collect();
        let broken: Vec<usize> = (row..end).filter(|row| !is_intact(rows[*row].text)).collect();
        let fits = |row: usize, key: usize| (rows[row].admits)(example[key].1, rows[row].ty);
        if broken.len() == free.len() {
            for (row, key) in broken.iter().zip(&free).filter(|(row, key)| fits(**row, **key)) {
                found[*row] = Some(*key);
            }
        } else {
            for row in broken {
                // A name in two scripts keeps a part: `отключениеMacAddressRandomization`.
                let part = latin_part(rows[row].text);
                let mut likely = free.iter().filter(|key| {
                    !found.contains(&Some(**key))
                        && fits(row, **key)
                        && part.len() >= 4
                        && folded(&example[**key].0).contains(&part)
                });
                if let (Some(key), None) = (likely.next(), likely.next()) {
                    found[row] = Some(*key);
                }
            }
        }
        row = end;
    }
}

/// Returns whether a name looks as Graph's do, so that only the example itself may contradict it.
fn is_intact(text: &str) -> bool {
    is_name(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

fn latin_part(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    parts.max_by_key(|part| part.len()).map(folded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(rows: &[&str], keys: &[&str]) -> Vec<Option<String>> {
        let rows: Vec<_> = rows.iter().map(|text| Written { text, admits: |_, _| true, ty: "" }).collect();
        let example: Vec<_> = keys.iter().map(|key| ((*key).to_owned(), &Json::Null)).collect();
        repair(&rows, &example)
    }

    #[test]
    fn a_broken_name_is_what_the_example_has_in_its_place() {
        let names = repaired(&["appleId", "депТокен"], &["appleId", "depToken"]);
        assert_eq!(names, [Some("appleId".into()), Some("depToken".into())]);
        let names = repaired(&["Dep-Token", "appleId"], &["appleId", "depToken"]);
        assert_eq!(names, [Some("depToken".into()), Some("appleId".into())]);
    }

    #[test]
    fn a_name_between_words_is_found() {
        let names = repaired(&["id", "Rolescopetagids zur", "size"], &["id", "roleScopeTagIds", "size"]);
        assert_eq!(names[1].as_deref(), Some("roleScopeTagIds"));
    }

    #[test]
    fn a_name_that_nothing_tells_is_not_guessed() {
        assert_eq!(repaired(&["значение"], &["a", "b"]), [None]);
        assert_eq!(repaired(&["value"], &["a"]), [Some("value".into())]);
    }

    #[test]
    fn collections_have_a_singular() {
        let singulars = ["vppTokens", "policies", "addresses", "status", "me", "series"].map(singular);
        assert_eq!(singulars, ["vppToken", "policy", "address", "status", "me", "sery"]);
    }
}
