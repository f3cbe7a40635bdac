//! Names of properties.

use std::ops::Range;

use graph_macros_core::names;
use strsim::damerau_levenshtein;

use super::{json::Json, words};

/// Converts a name of Graph's to that of a field: `vppToken-id` to `vpp_token_id`.
pub(super) fn snake_case(name: &str) -> String {
    names::snake_case(name)
}

/// Returns a name with its first letter small.
pub(super) fn lower_first(name: &str) -> String {
    let first = name.chars().next().map_or(0, char::len_utf8);
    name[..first].to_lowercase() + &name[first..]
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
    /// Whether the type is a collection.
    pub(super) collection: bool,
}

/// A property of the examples.
#[derive(Debug, Clone)]
pub(super) struct Shown<'t> {
    /// The name.
    pub(super) name: &'t str,
    /// The value.
    pub(super) value: &'t Json,
    /// Whether a request sends it; otherwise it is in a response alone.
    pub(super) sent: bool,
}

/// Finds the names of a table's properties, in its order. `None` if a name is broken and nothing tells the right one.
///
/// `example` has the properties of the example in its order, which is that of the table: what translation broke between
/// two names that are intact is what the example has between them. On a page that is `translated`, a word in small letters
/// that the example does not have is such a name as well.
pub(super) fn repair(rows: &[Written<'_>], example: &[Shown<'_>], translated: bool) -> Vec<Option<String>> {
    let mut found: Vec<Option<usize>> = vec![None; rows.len()];
    let mut used = vec![false; example.len()];
    let mut take = |row: usize, key: Option<usize>, found: &mut Vec<Option<usize>>| {
        if let Some(key) = key.filter(|key| found[row].is_none() && !used[*key]) {
            found[row] = Some(key);
            used[key] = true;
        }
    };
    let keys: Vec<String> = example.iter().map(|shown| folded(shown.name)).collect();
    let position = |wanted: &str| keys.iter().position(|key| key == wanted && !key.is_empty());
    for (row, written) in rows.iter().enumerate() {
        take(row, example.iter().position(|shown| shown.name == written.text), &mut found);
    }
    for (row, written) in rows.iter().enumerate() {
        take(row, position(&folded(written.text)), &mut found);
    }
    // A name between words of the translation: "Eigenschaften renewalthresholdpercentage".
    for (row, written) in rows.iter().enumerate().filter(|(_, written)| !is_name(written.text)) {
        let word = written.text.split_whitespace().filter_map(|word| position(&folded(word))).next_back();
        take(row, word, &mut found);
    }
    align(rows, example, translated, &mut found);
    last_pair(rows, example, &mut found);
    rows.iter()
        .zip(found)
        .map(|(written, found)| match found {
            Some(key) => Some(example[key].name.to_owned()),
            // Graph's properties begin with a small letter; translators write a large one.
            None if is_name(written.text) => Some(lower_first(written.text)),
            None => words::property(written.text).filter(|_| !written.collection).map(str::to_owned),
        })
        .collect()
}

/// Pairs broken names with the example's properties that stand between the same neighbors.
fn align(rows: &[Written<'_>], example: &[Shown<'_>], translated: bool, found: &mut [Option<usize>]) {
    let mut row = 0;
    while row < rows.len() {
        if found[row].is_some() {
            row += 1;
            continue;
        }
        let end = (row..rows.len()).find(|row| found[*row].is_some()).unwrap_or(rows.len());
        let first = row.checked_sub(1).and_then(|before| found[before]).map_or(0, |key| key + 1);
        let last = found.get(end).copied().flatten().unwrap_or(example.len());
        // An example in another order ends the search nowhere.
        let last = if last < first { example.len() } else { last };
        let free: Vec<usize> = (first..last).filter(|key| !found.contains(&Some(*key))).collect();
        between(rows, row..end, example, &free, found);
        if translated {
            translated_words(rows, row..end, example, &free, found);
        }
        row = end;
    }
}

/// Pairs the broken names among some rows with the properties that are free for them.
fn between(
    rows: &[Written<'_>],
    range: Range<usize>,
    example: &[Shown<'_>],
    free: &[usize],
    found: &mut [Option<usize>],
) {
    let fits = |row: usize, key: usize| (rows[row].admits)(example[key].value, rows[row].ty);
    // A typing error in a name that looks intact. Between two neighbors, only one name can be meant.
    let is_only = free.len() == 1 && range.len() == 1;
    for row in range.clone().filter(|row| is_name(rows[*row].text)) {
        let typo = |name: &str| is_near(rows[row].text, name, if is_only { rows[row].text.len() / 5 } else { 2 });
        let near = free.iter().find(|key| typo(example[**key].name) && fits(row, **key));
        found[row] = near.copied().filter(|key| !found.contains(&Some(*key)));
    }
    let broken: Vec<usize> = range.filter(|row| found[*row].is_none() && !is_intact(rows[*row].text)).collect();
    let sent: Vec<usize> = free.iter().copied().filter(|key| example[*key].sent).collect();
    // What only a response has may be missing from the table.
    for keys in [free, sent.as_slice()] {
        if broken.len() == keys.len() && broken.iter().zip(keys).all(|(row, key)| fits(*row, *key)) {
            broken.iter().zip(keys).for_each(|(row, key)| found[*row] = Some(*key));
            return;
        }
    }
    for row in broken {
        // A name in two scripts keeps a part: `отключениеMacAddressRandomization`.
        let part = latin_part(rows[row].text);
        let is_part = |key: usize| part.len() >= 4 && folded(example[key].name).contains(&part);
        let candidates = |likely: &dyn Fn(usize) -> bool, found: &[Option<usize>]| {
            let mut keys = sent.iter().chain(free).filter(|key| !found.contains(&Some(**key)) && likely(**key));
            let first = keys.next().copied();
            first.filter(|first| keys.all(|key| key == first))
        };
        // Else the only one of the request that the type admits, if the type says more than that it is a text.
        let is_told = |key: usize| {
            example[key].sent && fits(row, key) && !matches!(example[key].value, Json::String(_) | Json::Null)
        };
        found[row] = candidates(&|key| is_part(key) && fits(row, key), found).or_else(|| candidates(&is_told, found));
    }
}

/// Pairs the one broken name that is left with the one property that requests send besides, wherever it stands.
fn last_pair(rows: &[Written<'_>], example: &[Shown<'_>], found: &mut [Option<usize>]) {
    let mut broken = (0..rows.len()).filter(|row| found[*row].is_none() && !is_name(rows[*row].text));
    let mut free = (0..example.len()).filter(|key| example[*key].sent && !found.contains(&Some(*key)));
    if let ([Some(row), None], [Some(key), None]) = ([broken.next(), broken.next()], [free.next(), free.next()])
        && (rows[row].admits)(example[key].value, rows[row].ty)
    {
        found[row] = Some(key);
    }
}

/// Pairs words in small letters, such as `aktiviert`, with what requests send in their place.
fn translated_words(
    rows: &[Written<'_>],
    range: Range<usize>,
    example: &[Shown<'_>],
    free: &[usize],
    found: &mut [Option<usize>],
) {
    let sent: Vec<usize> =
        free.iter().copied().filter(|key| example[*key].sent && !found.contains(&Some(*key))).collect();
    // A name that its type ends with is none: `settings` of `deviceManagementSettings`.
    let is_of_type = |written: &Written<'_>| folded(written.ty).ends_with(&folded(written.text));
    let is_word = |written: &Written<'_>| written.text.chars().all(|c| c.is_ascii_lowercase()) && !is_of_type(written);
    let words: Vec<usize> = range.filter(|row| found[*row].is_none() && is_word(&rows[*row])).collect();
    let fits = |(row, key): (&usize, &usize)| (rows[*row].admits)(example[*key].value, rows[*row].ty);
    if words.len() == sent.len() && words.iter().zip(&sent).all(fits) {
        words.iter().zip(&sent).for_each(|(row, key)| found[*row] = Some(*key));
    }
}

/// Returns whether two names differ by no more letters than a typing error. Digits tell names apart.
fn is_near(written: &str, name: &str, letters: usize) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    written.len() >= 10 && digits(written) == digits(name) && damerau_levenshtein(written, name) <= letters
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
        let rows: Vec<_> =
            rows.iter().map(|text| Written { text, admits: |_, _| true, ty: "", collection: false }).collect();
        let example: Vec<_> = keys.iter().map(|name| Shown { name, value: &Json::Null, sent: true }).collect();
        repair(&rows, &example, true)
    }

    #[test]
    fn a_broken_name_is_what_the_example_has_in_its_place() {
        let names = repaired(&["appleId", "депТокен"], &["appleId", "depToken"]);
        assert_eq!(names, [Some("appleId".into()), Some("depToken".into())]);
        let names = repaired(&["Dep-Token", "appleId"], &["appleId", "depToken"]);
        assert_eq!(names, [Some("depToken".into()), Some("appleId".into())]);
    }

    #[test]
    fn a_word_of_another_language_that_looks_like_a_name_is_mended_from_the_example() {
        let names = repaired(&["id", "aktiviert", "name"], &["id", "enabled", "name"]);
        assert_eq!(names[1].as_deref(), Some("enabled"));
        let names = repaired(&["id", "aktiviert", "name"], &["id", "name"]);
        assert_eq!(names[1].as_deref(), Some("aktiviert"));
    }

    #[test]
    fn a_typing_error_is_mended_from_the_example() {
        let names = repaired(&["blockWebContentOnewTabPage", "size"], &["blockWebContentOnNewTabPage", "size"]);
        assert_eq!(names[0].as_deref(), Some("blockWebContentOnNewTabPage"));
        let names = repaired(&["certificate1Payload"], &["certificate2Payload"]);
        assert_eq!(names[0].as_deref(), Some("certificate1Payload"));
    }

    #[test]
    fn a_name_that_lost_a_syllable_is_the_only_one_in_its_place() {
        let rows = ["pinRequired", "pinRequiredInofBiometricTimeout", "disableWarning"];
        let keys = ["pinRequired", "pinRequiredInsteadOfBiometricTimeout", "disableWarning"];
        assert_eq!(repaired(&rows, &keys)[1].as_deref(), Some(keys[1]));
        assert_eq!(
            repaired(&rows[1..2], &["pinRequiredInsteadOfBiometricTimeout", "other"])[0].as_deref(),
            Some(rows[1])
        );
    }

    #[test]
    fn a_name_between_words_is_found() {
        let names = repaired(&["id", "Rolescopetagids zur", "size"], &["id", "roleScopeTagIds", "size"]);
        assert_eq!(names[1].as_deref(), Some("roleScopeTagIds"));
    }

    #[test]
    fn the_last_broken_name_is_what_the_example_has_besides() {
        let rows = ["formulaHidden", "已锁定"];
        assert_eq!(repaired(&rows, &["locked", "formulaHidden"])[1].as_deref(), Some("locked"));
        assert_eq!(repaired(&rows, &["locked", "other", "formulaHidden"])[1], None);
    }

    #[test]
    fn a_name_that_its_type_confirms_is_intact() {
        let written = |text, ty| Written { text, admits: |_, _| true, ty, collection: false };
        let rows = [written("settings", "deviceManagementSettings"), written("订阅", "deviceManagementSubscriptions")];
        let example = [Shown { name: "subscriptions", value: &Json::Null, sent: true }];
        let names = repair(&rows, &example, true);
        assert_eq!(names, [Some(String::from("settings")), Some(String::from("subscriptions"))]);
    }

    #[test]
    fn a_name_that_nothing_tells_is_not_guessed() {
        assert_eq!(repaired(&["значение"], &["a", "b"]), [None]);
        assert_eq!(repaired(&["aValue"], &["b"]), [Some("aValue".into())]);
    }
}
